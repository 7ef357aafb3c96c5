import * as tf from '../engine/tfjs.ts'
import { nearestCodes } from './quantise.ts'

/** How fast the record of a code's use forgets: a code that is not used falls to a tenth of even use in 230 steps. */
const memory = 0.99

/** Vectors that a dead code chooses its new place from. */
export const candidatesPerCode = 8

export interface CodebookState {
  /** [K, C] */
  codebook: tf.Tensor
  /** Moving share of the vectors that took each code, [K]. */
  use: tf.Tensor
}

export interface Revived {
  /** The new moving share; that of a code that moves starts again at even use. */
  use: tf.Tensor
  /** 1 for codes that stay, 0 for those that move. [K, 1] */
  alive: tf.Tensor
  /** Where each code goes if it moves, [K, C]. */
  places: tf.Tensor
  /** This step's share of vectors for each code, [K]. */
  share: tf.Tensor
}

/**
 * Counts which codes the vectors of a step take, and says where those move whose share stays below `reviveBelow / K`: each goes to
 * the one of its eight candidates that is farthest from all codes, where the codebook is missing something.
 * @param vectors [N, C]
 * @param candidates [K · 8], numbers of vectors, drawn at random
 */
export const reviveCodes = ({ codebook, use }: CodebookState, vectors: tf.Tensor, candidates: tf.Tensor, reviveBelow: number): Revived => {
  const codes = codebook.shape[0]!
  const count = vectors.shape[0]!
  const taken = nearestCodes(vectors, codebook) as tf.Tensor1D // [N]
  const share = tf.unsortedSegmentSum(tf.fill([count], 1 / count), taken, codes) // [K]
  const moving = tf.add(tf.mul(use, memory), tf.mul(share, 1 - memory))
  const dead = tf.less(moving, reviveBelow / codes) // [K]
  const error = tf.sum(tf.square(tf.sub(vectors, tf.gather(codebook, taken))), 1) // [N]
  const errors = tf.reshape(tf.gather(error, candidates), [codes, candidatesPerCode])
  const rows = tf.reshape(candidates, [codes, candidatesPerCode])
  const farthest = tf.oneHot(tf.argMax(errors, 1) as tf.Tensor1D, candidatesPerCode) // [K, 8]
  const chosen = tf.cast(tf.sum(tf.mul(tf.cast(rows, 'float32'), tf.cast(farthest, 'float32')), 1), 'int32') // [K]
  return {
    use: tf.where(dead, tf.fill([codes], 1 / codes), moving),
    alive: tf.sub(1, tf.cast(tf.reshape(dead, [codes, 1]), 'float32')),
    places: tf.gather(vectors, chosen),
    share,
  }
}

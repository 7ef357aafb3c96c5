import * as tf from '../engine/tfjs.ts'
import type { RunConfig } from '../../protocol/config/index.ts'
import { rotaryAxes } from '../data/rotaryPlaces.ts'
import { ropeAngles } from './ops/rope.ts'

/** Rotary angles of a row of elements, [T, K/2] each; or [B·T, K/2] where every sequence has its own. */
export interface Angles {
  cos: tf.Tensor
  sin: tf.Tensor
}

/** Angles of positions 0 … T − 1. */
export const anglesFromStart = (length: number, config: RunConfig): Angles => {
  const { cos, sin } = tableOf(length, config)
  const shape: [number, number] = [length, halfOf(config)]
  return { cos: tf.tensor(cos, shape), sin: tf.tensor(sin, shape) }
}

/**
 * Angles of elements that stand at places of their own. With two axes the frequencies take turns, the even ones from the
 * row and the odd ones from the column, so that either axis has slow and fast ones, and text, whose row is its column,
 * is rotated as on one axis.
 * @param position [axes · B·T], places below `length`, rows first (see `rotaryPositions`)
 * @returns [B·T, K/2] each
 */
export const anglesAt = (position: tf.Tensor, length: number, config: RunConfig): Angles => {
  const half = halfOf(config)
  const tables = tableOf(length, config)
  const axes = tf.split(position, rotaryAxes(config)) // [B·T] each
  const turn = (axis: number): tf.Tensor => tf.tensor(Array.from({ length: half }, (_, i) => Number(i % 2 === axis)), [1, half])
  const at = (table: Float32Array): tf.Tensor => {
    const rows = axes.map((places) => tf.gather(tf.tensor(table, [length, half]), places)) // [B·T, K/2] each
    return rows.length === 1 ? rows[0]! : tf.addN(rows.map((angles, axis) => tf.mul(angles, turn(axis))))
  }
  return { cos: at(tables.cos), sin: at(tables.sin) }
}

const halfOf = ({ model: { dim, heads } }: RunConfig): number => dim / heads / 2

const tableOf = (length: number, { model: { dim, heads, ropeBase } }: RunConfig) => ropeAngles(Array.from({ length }, (_, index) => index), dim / heads, ropeBase)

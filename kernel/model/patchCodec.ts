import type * as tf from '../engine/tfjs.ts'
import type { RunConfig } from '../../protocol/config/index.ts'
import type { Tensors } from '../engine/engine.ts'

/** What a codec makes of noisy patches, and what its other half needs of that. */
export interface Encoded {
  /** [I · n, D], one vector a patch */
  rows: tf.Tensor
  /** The timestep as the second half takes it. */
  time: tf.Tensor
  /** Outputs of the first half that go past the transformer to the second, first to last. */
  skips: readonly tf.Tensor[]
}

/** How patch vectors become model vectors, and model vectors patch vectors (§3, "Model architecture"). */
export interface PatchCodec {
  /**
   * @param patches [I, n, P], noisy
   * @param t [I], t / T
   */
  encode(patches: tf.Tensor, t: tf.Tensor, p: Tensors, config: RunConfig): Encoded
  /**
   * @param h [I · n, D], all patches of the first image, then of the second, …
   * @returns [I · n, P]
   */
  decode(h: tf.Tensor, encoded: Encoded, p: Tensors, config: RunConfig): tf.Tensor
}

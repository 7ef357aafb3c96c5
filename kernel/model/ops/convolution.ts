import * as tf from '../../engine/tfjs.ts'

/** The taps of a 3 × 3 window, row by row. */
const taps = Array.from({ length: 9 }, (_, i) => [Math.floor(i / 3), i % 3] as const)

/** Each pixel with its eight neighbours, zeros outside: [B, H, W, C] → [B·H·W, 9C]. */
const neighbourhoods = (x: tf.Tensor): tf.Tensor => {
  const [batch, height, width, channels] = x.shape as [number, number, number, number]
  const padded = tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]) // [B, H+2, W+2, C]
  const windows = taps.map(([row, column]) => tf.slice(padded, [0, row, column, 0], [batch, height, width, channels])) // [B, H, W, C] each
  return tf.reshape(tf.concat(windows, 3), [batch * height * width, 9 * channels])
}

/** The weights of the gradient towards the input: taps reversed, channels exchanged. [9C, O] → [9·O, C] */
const turned = (weight: tf.Tensor, channels: number): tf.Tensor => {
  const out = weight.shape[1]!
  const reversed = tf.gather(tf.reshape(weight, [9, channels, out]), tf.tensor1d([8, 7, 6, 5, 4, 3, 2, 1, 0], 'int32')) // [9, C, O]
  return tf.reshape(tf.transpose(reversed, [0, 2, 1]), [9 * out, channels])
}

/**
 * A 3 × 3 convolution of stride 1, zeros outside, as one matrix product over neighbourhoods. The gradient towards the
 * input is the same kind of convolution, so that both directions are matrix products, which the engine is fastest at.
 * @param x [B, H, W, C]
 * @param weight [9C, O], tap by tap
 * @returns [B, H, W, O]
 */
export const convolve3x3 = (x: tf.Tensor, weight: tf.Tensor): tf.Tensor =>
  tf.customGrad((...inputs) => {
    const [x, weight] = inputs as [tf.Tensor, tf.Tensor]
    const save = inputs[2] as unknown as tf.GradSaveFunc
    save([x, weight])
    const [batch, height, width, channels] = x.shape as [number, number, number, number]
    const product = (of: tf.Tensor, by: tf.Tensor): tf.Tensor =>
      tf.reshape(tf.matMul(neighbourhoods(of) as tf.Tensor2D, by as tf.Tensor2D), [batch, height, width, by.shape[1]!])
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [x, weight] = saved as [tf.Tensor, tf.Tensor]
      const rows = tf.reshape(dy, [batch * height * width, weight.shape[1]!]) // [B·H·W, O]
      return [product(dy, turned(weight, channels)), tf.matMul(neighbourhoods(x) as tf.Tensor2D, rows as tf.Tensor2D, true, false)]
    }
    return { value: product(x, weight), gradFunc }
  })(x, weight)

/** Windows of 2 × 2 pixels become one pixel of four times the channels: [B, H, W, C] → [B, H/2, W/2, 4C]. */
export const spaceToDepth = (x: tf.Tensor): tf.Tensor => {
  const [batch, height, width, channels] = x.shape as [number, number, number, number]
  const split = tf.reshape(x, [batch, height / 2, 2, width / 2, 2, channels]) // [B, H/2, 2, W/2, 2, C]
  return tf.reshape(tf.transpose(split, [0, 1, 3, 2, 4, 5]), [batch, height / 2, width / 2, 4 * channels])
}

/** The reverse of `spaceToDepth`: [B, H, W, 4C] → [B, 2H, 2W, C]. */
export const depthToSpace = (x: tf.Tensor): tf.Tensor => {
  const [batch, height, width, four] = x.shape as [number, number, number, number]
  const split = tf.reshape(x, [batch, height, width, 2, 2, four / 4]) // [B, H, W, 2, 2, C]
  return tf.reshape(tf.transpose(split, [0, 1, 3, 2, 4, 5]), [batch, 2 * height, 2 * width, four / 4])
}

import * as tf from '../../engine/tfjs.ts'

/**
 * A 3 × 3 convolution of stride 1, zeros outside.
 * @param x [B, H, W, C]
 * @param weight [9C, O], tap by tap, taps row by row
 * @returns [B, H, W, O]
 */
export const convolve3x3 = (x: tf.Tensor, weight: tf.Tensor): tf.Tensor => {
  const filter = tf.reshape(weight, [3, 3, x.shape[3]!, weight.shape[1]!]) as tf.Tensor4D
  return tf.conv2d(x as tf.Tensor4D, filter, 1, 'same')
}

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

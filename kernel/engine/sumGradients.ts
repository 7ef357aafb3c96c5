import * as tf from '@tensorflow/tfjs-core'

/** The gradient of each sum for each of what was added: its own, in as many places. */
const spread = (dy: tf.Tensor, { shape }: tf.Tensor, axis: number | number[] | undefined): tf.Tensor => {
  const axes = tf.util.parseAxisParam(axis as number | number[], shape)
  return tf.broadcastTo(tf.reshape(dy, shape.map((side, i) => (axes.includes(i) ? 1 : side))), shape)
}

type Axis = { axis?: number | number[] }

// tfjs multiplies by an array of ones, which a traced graph would hold: of a loss it is as large as the batch.
tf.registerGradient({
  kernelName: 'Sum',
  inputsToSave: ['x'],
  gradFunc: (dy, [x], attributes) => ({ x: () => spread(dy as tf.Tensor, x!, (attributes as Axis).axis) }),
})

tf.registerGradient({
  kernelName: 'Mean',
  inputsToSave: ['x'],
  gradFunc: (dy, [x], attributes) => {
    const sum = dy as tf.Tensor
    return { x: () => spread(tf.div(sum, x!.size / sum.size), x!, (attributes as Axis).axis) }
  },
})

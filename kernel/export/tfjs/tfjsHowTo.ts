import type { RunConfig } from '../../../protocol/config/index.ts'
import { graphMeanings, graphTable } from '../graphs/graphWords.ts'

/** How to run a TensorFlow.js export, in Markdown. */
export const tfjsHowTo = (config: RunConfig): string => `
One graph model for TensorFlow.js 4, float32. Its graphs share their weights: an input or output is called GRAPH/NAME, and \`execute\` wants the inputs of the
graphs whose outputs are asked for.

\`\`\`js
import * as tf from '@tensorflow/tfjs'
const model = await tf.loadGraphModel('model.json')
${(config.task === 'autoencoder' ? autoencoderExample : textExample).trim()}
\`\`\`

${graphTable(config)}

${graphMeanings(config)}
`

const autoencoderExample = `
const latents = model.execute({ 'image_encode/pictures': pictures }, ['image_encode/latents'])  // pictures: [batch, size, size, 3] in [-1, 1]
const again = model.execute({ 'image_decode/latents': latents }, ['image_decode/pictures'])
`

const textExample = `
const ids = [256, ...new TextEncoder().encode('a ')]                       // 256, end of text, starts every document
const n = ids.length
const bias = tf.tensor(Array.from({ length: n * n }, (_, i) => (i % n <= Math.floor(i / n) ? 0 : -1e9)), [1, 1, n, n])
const inputs = model.inputs.filter(({ name }) => name.startsWith('prefill/')).map(({ name }) => name.replace(/:0$/, ''))
// source, position, bias, textAt; for a text without images, one image that nothing refers to stands in patches and time.
`

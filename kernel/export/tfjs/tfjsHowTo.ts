import type { RunConfig } from '../../../protocol/config/index.ts'
import { rotaryAxes } from '../../data/rotaryPlaces.ts'
import { graphMeanings, graphTable } from '../graphs/graphWords.ts'

/** How to run a TensorFlow.js export, in Markdown. */
export const tfjsHowTo = (config: RunConfig): string => `
One graph model for TensorFlow.js 4, float32. Its graphs share their weights: an input or output is called GRAPH/NAME, and \`execute\` wants the inputs of the
graphs whose outputs are asked for.

\`\`\`js
import * as tf from '@tensorflow/tfjs'
const model = await tf.loadGraphModel('model.json')
${(config.task === 'autoencoder' ? autoencoderExample : textExample(config)).trim()}
\`\`\`

${graphTable(config)}

${graphMeanings(config)}
`

const autoencoderExample = `
const latents = model.execute({ 'image_encode/pictures': pictures }, ['image_encode/latents'])  // pictures: [batch, size, size, 3] in [-1, 1]
const again = model.execute({ 'image_decode/latents': latents }, ['image_decode/pictures'])
`

const textExample = (config: RunConfig): string => {
  const { layers, heads, dim } = config.model
  const position = rotaryAxes(config) === 1 ? 'tf.reshape(tf.range(past, total, 1, \'int32\'), [1, n])' : 'tf.tile(tf.reshape(tf.range(past, total, 1, \'int32\'), [1, 1, n]), [2, 1, 1])'
  return `
const names = Object.keys(model.modelSignature.outputs).filter((name) => name.startsWith('decode/'))
let cache = Object.fromEntries(Array.from({ length: ${layers} }, (_, n) => ['key', 'value'].map((kind) => [\`decode/past.\${n}.\${kind}\`, tf.zeros([1, ${heads}, 0, ${dim / heads}])])).flat())
let ids = [256, ...new TextEncoder().encode('a ')], past = 0                // 256, end of text, starts every document
const text = []
while (text.length < 40) {
  const n = ids.length, total = past + n
  const bias = tf.tensor(Array.from({ length: n * total }, (_, i) => (i % total <= past + Math.floor(i / total) ? 0 : -1e9)), [1, 1, n, total])
  const out = model.execute({ 'decode/source': tf.tensor(ids, [1, n], 'int32'), 'decode/position': ${position}, 'decode/bias': bias, ...cache }, names)
  const named = Object.fromEntries(names.map((name, i) => [name.slice('decode/'.length), out[i]]))
  cache = Object.fromEntries(Object.keys(named).filter((name) => name !== 'logits').map((name) => [\`decode/\${name.replace('present', 'past')}\`, named[name]]))
  past = total
  ids = [...tf.argMax(tf.slice(named.logits, [0, n - 1, 0], [1, 1, -1]), -1).dataSync()]
  if (ids[0] >= 256) break
  text.push(ids[0])
}
console.log(new TextDecoder().decode(new Uint8Array(text)))
`
}

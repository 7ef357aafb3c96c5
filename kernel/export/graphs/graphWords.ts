import { hasImages, hasPatches, hasWaves, isOnnxPair, type MaskName, type RunConfig } from '../../../protocol/config/index.ts'
import type { Program } from '../../engine/engine.ts'
import type { Value } from '../../engine/graph.ts'
import { openGraph, weightName } from './exportedGraph.ts'
import { vocabularyOf } from '../../model/parameters.ts'
import { exportedPrograms, mostPositions } from './programs.ts'
import { sideName } from './symbols.ts'

const shapeText = ({ shape, dtype }: Value): string => `${dtype === 'int32' ? 'int32 ' : ''}[${shape.map((side) => sideName(side)?.replaceAll('*', ' · ') ?? side).join(', ')}]`

/** Layers' tensors are alike: the first stands for all. */
const firstLayer = (name: string): boolean => !/\.\d+\./.test(name) || /\.0\./.test(name)
const anyLayer = (name: string): string => name.replace('.0.', '.N.')

const row = (program: Program): string => {
  const graph = openGraph(program)
  const weights = new Set(Object.keys(program.state).map(weightName))
  const inputs = graph.inputs.filter(({ name }) => !weights.has(name) && firstLayer(name)).map((input) => `\`${anyLayer(input.name)}\` ${shapeText(input)}`)
  const outputs = graph.outputs.filter(({ name }) => firstLayer(name)).map(({ name, value }) => `\`${anyLayer(name)}\` ${shapeText(value)}`)
  return `| \`${program.name}\` | ${words[program.name] ?? ''} | ${inputs.join('<br>')} | ${outputs.join('<br>')} |`
}

const words: Readonly<Record<string, string>> = {
  prefill: 'a sequence from its start: next-token logits, and the cache of keys and values',
  decode: 'more tokens after a cache',
  denoise: 'what the model predicts of every patch: one denoising step',
  patch_encode: 'the patch encoder alone', patch_decode: 'the patch decoder alone', wave_encode: 'the encoder of waves\' patches alone', wave_decode: 'their decoder alone',
  image_encode: 'the autoencoder\'s encoder', image_decode: 'the autoencoder\'s decoder',
}

/** Inputs and outputs of every graph, as they stand in the files, in Markdown. */
export const graphTable = (config: RunConfig): string =>
  ['| graph | what it computes | inputs | outputs |', '| --- | --- | --- | --- |', ...exportedPrograms(config).map(row)].join('\n')

/** What the inputs and outputs mean, in Markdown. */
export const graphMeanings = (config: RunConfig): string => {
  if (config.task === 'autoencoder') return '- `pictures`: pixels in [−1, 1], rows first, channels last. What comes out is not clipped.'
  const { patch, image, model } = config
  const lines = [
    'Sizes with a name are open: `batch` sequences of `length` elements after `past` others (`total` = past + length), `images` in the whole batch, `texts` places that are asked for their next token.',
    `\`source\`: the token id of each element${hasPatches(config) || hasWaves(config) ? `; in \`prefill\` and \`denoise\` ${vocabularyOf(config)} + i where patch i stands, counted through all images of the batch, then all waves` : ''}. 259 is padding.`,
    `\`position\`: where each element stands, 0, 1, 2 … up to ${mostPositions(config) - 1}.${model.rope === 'shared' ? ' All patches of an image stand where its first one does, and what follows counts the image as one.' : model.rope === 'axial2d' ? ' Rows, then columns: a patch stands its row below and its column beside the first one, and text goes on after the larger of the two.' : ''}`,
    `\`bias\`: 0 where the query (row) sees the key (column), −1e9 elsewhere. Trained with: ${maskText(config)}`,
    '`textAt`: where the logits are asked for, sequence · length + element.',
    '`present.N.key` and `.value`: of layer N. Feed them back as `past.N.key` and `.value`. A cache of 0 elements will do.',
  ]
  if (hasPatches(config)) {
    const of = image.latents === 'pixels' ? 'pixels in [−1, 1]' : isOnnxPair(config) ? 'latents of the ONNX encoder, scaled: (z − mean) / deviation of `latent_scale` in config.json' : 'scaled latents, as `image_encode` gives them'
    lines.push(
      `\`patches\`: each image as patches of ${patch.size} × ${patch.size} ${of}, rows first, channels last; \`time\`: t / T, 0 is clean, 1 is noise; \`imageAt\`: where each patch stands, as \`textAt\`.`,
      `\`prediction\`: ${config.diffusion.prediction} (\`diffusion.prediction\`) of each patch, at the schedule \`${config.diffusion.schedule}\`.`,
    )
    if (patch.codec === 'unet') lines.push('The two halves of the U-Net share skip connections, so both are inside `prefill` and `denoise`.')
  } else if (hasImages(config)) lines.push('`tokens`: an image is tokens of the vocabulary, between 257 and 258, as `image_encode` gives them.')
  if (hasWaves(config)) lines.push(`\`wavePatches\`, \`waveTime\`, \`waveAt\`, \`wavePrediction\`: the same of waves, cut into pieces of ${config.waves.patch} samples.`)
  return lines.map((line) => `- ${line}`).join('\n')
}

const maskWords: Partial<Record<MaskName, string>> = {
  transfusion: 'causal, and all patches of an image see each other.',
  causal: 'causal throughout.',
  bidirectional: 'everything sees everything.',
}

const maskText = ({ mask }: RunConfig): string =>
  typeof mask === 'string' ? (maskWords[mask] ?? `the mask \`${mask}\` of Transfusion Lab.`) : `\`${mask.source.replaceAll('|', '\\|')}\``

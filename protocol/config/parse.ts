import { z } from 'zod'
import { InputError } from '../errors.ts'
import { gridSide, hasImages, hasImageTokens, usesAutoencoder } from './imageGrid.ts'
import { hasBuckets, imageSizeText, mostPatches, parseImageSize } from './imageSizes.ts'
import { itemsPerDocument } from './itemsPerDocument.ts'
import { metricInfo } from '../metricKeys.ts'
import { maskNames } from './mask.ts'
import { hasWaves, patchesPerWave } from './modalities.ts'
import { nearest } from './nearest.ts'
import { canonicalJson, flatten, isObject, layer, unflatten, type Json } from './paths.ts'
import { presetNames, presets, type PresetName } from './presets.ts'
import { runConfigSchema, type RunConfig, type RunConfigInput } from './schema.ts'

/** What `lab.config`, `--set` and config files accept: a part of a config, nested or dotted, with or without a preset. */
export type ConfigInput = Omit<RunConfigInput, 'model'> & {
  preset?: PresetName
  /** The name of a preset here is short for `preset`. */
  model?: PresetName | RunConfigInput['model']
} & { [dottedPath: `${string}.${string}`]: Json }

/**
 * A whole config from what a user wrote, over a preset, over the defaults.
 * @throws InputError naming the key, what was wrong with it and, for an unknown key, the nearest one
 */
export const parseConfig = (input: unknown): RunConfig => {
  if (!isObject(input)) throw new InputError(`A config is an object such as { loss: { lambda: 5 } }, not ${describe(input)}.`)
  const { preset, tree } = splitPreset(input)
  const whole = preset ? layer(presets[preset], tree) : tree
  const parsed = runConfigSchema.safeParse(whole)
  if (!parsed.success) throw new InputError(explain(parsed.error.issues[0]!, whole))
  checkTogether(parsed.data)
  return parsed.data
}

/** The config with some keys changed, by dotted path: `changeConfig(base, { 'loss.lambda': 1 })`. */
export const changeConfig = (base: RunConfig, changes: Record<string, unknown>): RunConfig =>
  parseConfig(layer(base, unflatten(changes)))

/** The keys in which configs differ, exactly (3e-4 is not 1e-4), with each config's value. */
export const configDifference = (configs: readonly RunConfig[]): { path: string; values: Json[] }[] => {
  const flat = configs.map((config) => flatten(config))
  const paths = [...new Set(flat.flatMap(Object.keys))]
  return paths
    .map((path) => ({ path, values: flat.map((leaves) => leaves[path] ?? null) }))
    .filter(({ values }) => values.some((value) => canonicalJson(value) !== canonicalJson(values[0])))
}

const splitPreset = (input: Record<string, unknown>): { preset: PresetName | undefined; tree: Record<string, unknown> } => {
  const dotted = Object.entries(input).filter(([key]) => key.includes('.'))
  const nested = Object.fromEntries(Object.entries(input).filter(([key]) => !key.includes('.')))
  const { preset, ...tree } = layer(nested, unflatten(Object.fromEntries(dotted)))
  if (typeof tree['model'] === 'string') {
    const { model, ...rest } = tree
    return { preset: presetName(model), tree: rest }
  }
  return { preset: preset === undefined ? undefined : presetName(preset), tree }
}

const presetName = (word: unknown): PresetName => {
  const found = presetNames.find((name) => name === word)
  if (found) return found
  const near = nearest(String(word), presetNames)
  throw new InputError(`There is no preset ${JSON.stringify(word)}; ${near ? `did you mean "${near}"? There are` : 'there are'} ${presetNames.join(', ')}.`)
}

const explain = (issue: z.core.$ZodIssue, whole: unknown): string => {
  const where = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!
    const known = knownKeys(issue.path)
    const near = nearest(key, known)
    const path = where ? `${where}.${key}` : key
    return near
      ? `There is no config key "${path}"; did you mean "${where ? `${where}.` : ''}${near}"?`
      : `There is no config key "${path}"; ${where ? `"${where}" has` : 'a config has'} ${known.join(', ')}.`
  }
  const given = valueAt(whole, issue.path)
  if (issue.code === 'too_small') return `${where} is ${describe(given)}; the least it can be is ${issue.minimum}.`
  if (issue.code === 'too_big') return `${where} is ${describe(given)}; the most it can be is ${issue.maximum}.`
  if (issue.code === 'invalid_value') {
    const near = nearest(String(given), issue.values.map(String))
    return `${where} is ${describe(given)}; ${near ? `did you mean "${near}"? It` : 'it'} can be ${issue.values.join(', ')}.`
  }
  if (issue.code === 'invalid_union' && where === 'mask') return explainMask(given)
  if (issue.code === 'invalid_type') return `${where || 'The config'} is ${describe(given)}; it must be ${article(issue.expected)}.`
  return `${where}: ${issue.message}.`
}

const explainMask = (given: unknown): string => {
  const near = typeof given === 'string' ? nearest(given, maskNames) : undefined
  return `mask is ${describe(given)}; ${near ? `did you mean "${near}"? It` : 'it'} can be ${maskNames.join(', ')}, or a mask of your own as lab.mask(…) gives it: { name, source }.`
}

const article = (type: string): string => (type === 'int' ? 'a whole number' : `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`)

const describe = (value: unknown): string =>
  value === undefined ? 'missing' : isObject(value) ? 'an object' : Array.isArray(value) ? 'a list' : JSON.stringify(value)

const valueAt = (tree: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key], tree)

const knownKeys = (path: readonly PropertyKey[]): string[] => {
  const defaults = valueAt(runConfigSchema.parse({ data: { parts: [{ name: 'shapes' }] } }), path)
  return isObject(defaults) ? Object.keys(defaults) : []
}

/** What no single field can check. */
const checkTogether = (config: RunConfig): void => {
  const { patch, model, data, diffusion, train } = config
  checkBuckets(config)
  checkGrid(config)
  checkWaves(config)
  if (patch.unetChannels > 0 && patch.unetChannels < 4) {
    throw new InputError(`patch.unetChannels is ${patch.unetChannels}; a layer norm over so few leaves nothing of them, so take at least 4, or 0 for a width that follows model.dim.`)
  }
  if (model.dim % model.heads !== 0) throw new InputError(`model.heads ${model.heads} does not divide model.dim ${model.dim}; choose one of ${divisors(model.dim).join(', ')}.`)
  if ((model.dim / model.heads) % 2 !== 0) throw new InputError(`model.dim / model.heads is ${model.dim / model.heads}; RoPE rotates pairs, so it must be even.`)
  if (diffusion.noiseLimit > diffusion.timesteps) throw new InputError(`diffusion.noiseLimit ${diffusion.noiseLimit} is above diffusion.timesteps ${diffusion.timesteps}; lower it.`)
  checkFrozen(config)
  if (train.keepBest !== '' && (metricInfo(train.keepBest)?.better ?? 'neither') === 'neither') {
    throw new InputError(`train.keepBest is ${JSON.stringify(train.keepBest)}, which says nothing of better or worse; choose eval.epsilonMse, eval.text or another metric that does.`)
  }
  if (train.lrMin > train.lr) throw new InputError(`train.lrMin ${train.lrMin} is above train.lr ${train.lr}; the cosine falls from lr to lrMin.`)
  if (data.name === 'mix' && data.parts.length === 0) throw new InputError('data.parts is empty; a mix needs at least one part, such as { name: "shapes", weight: 1 }.')
  const patches = mostPatches(config)
  if (config.task === 'transfusion' && hasImages(config) && patches + 4 > data.sequenceLength) {
    throw new InputError(`An image has ${patches} patches and data.sequenceLength is ${data.sequenceLength}; raise it to at least ${patches + 32} or raise patch.size.`)
  }
  const pair = 2 * (patches + 2) + 1
  if (config.task === 'transfusion' && itemsPerDocument(config, 'image') > 1 && pair + 32 > data.sequenceLength) {
    throw new InputError(`Two images and ⟨end of text⟩ are ${pair} elements, and data.sequenceLength is ${data.sequenceLength}; for edits and stories raise it to at least ${pair + 32}, or raise patch.size.`)
  }
  if (data.cleanCopies && config.baseline !== 'none') throw new InputError(`data.cleanCopies puts clean images beside noisy ones, and baseline "${config.baseline}" has no noisy image that anything follows; leave one of them out.`)
  if (data.cleanCopies && config.task === 'transfusion' && hasImages(config) && 2 * patches + 4 > data.sequenceLength) {
    throw new InputError(`An image and its clean copy have ${2 * patches} patches and data.sequenceLength is ${data.sequenceLength}; raise it to at least ${2 * patches + 32}, or leave data.cleanCopies out.`)
  }
  for (const part of data.name === 'mix' ? data.parts : [data]) {
    if (part.edits + part.stories > 1) throw new InputError(`data.edits ${part.edits} and data.stories ${part.stories} are shares of the same documents; together they can be 1 at most.`)
    const wanted = pathWords[part.name]
    if (wanted && part.path === '') throw new InputError(`data.path is missing; the dataset "${part.name}" needs the ${wanted} to read.`)
  }
}

/** Whether what is to be frozen is there. */
const checkFrozen = ({ task, train: { freeze } }: RunConfig): void => {
  const ofAutoencoder = ['encoder', 'decoder', 'codebook', 'discriminator']
  const stranger = freeze.find((group) => ofAutoencoder.includes(group) !== (task === 'autoencoder'))
  if (stranger) throw new InputError(`train.freeze names ${stranger}, which ${task === 'autoencoder' ? 'an autoencoder' : 'a transformer'} does not have; take it out.`)
}

/** What `data.path` is of each dataset that has one. */
const pathWords: Partial<Record<RunConfig['data']['name'], string>> = { folder: 'folder of pictures', text: 'text file or folder', wavFolder: 'folder of WAV files' }

/** Whether waves divide into patches and fit, and nothing is asked of them that only images have. */
const checkWaves = (config: RunConfig): void => {
  const { waves, data, baseline } = config
  if (!hasWaves(config)) return
  if (baseline !== 'none') throw new InputError(`baseline "${baseline}" is of images, and data.name is "${data.name}", which has waves; leave the baseline out, or take textOnly.`)
  if (waves.samples % waves.patch !== 0) throw new InputError(`waves.patch ${waves.patch} does not divide waves.samples ${waves.samples}; choose one of ${divisors(waves.samples).join(', ')}.`)
  const patches = patchesPerWave(config)
  if (patches + 4 > data.sequenceLength) throw new InputError(`A wave has ${patches} patches and data.sequenceLength is ${data.sequenceLength}; raise it to at least ${patches + 32} or raise waves.patch.`)
}

/** Whether each bucket is a size that divides into patches, and nothing is asked that only one size has. */
const checkBuckets = (config: RunConfig): void => {
  const { image, patch, task, baseline } = config
  if (!hasBuckets(config)) return
  const need = (key: string, words: string): never => {
    throw new InputError(`image.buckets needs ${key} ${words}; set that, or leave the buckets out.`)
  }
  if (task !== 'transfusion') need('task', '"transfusion", as an autoencoder takes pictures of one size')
  if (image.latents !== 'pixels') need('image.latents', '"pixels", as an autoencoder takes pictures of one size')
  if (patch.codec !== 'linear') need('patch.codec', '"linear", as the U-Net works on images of one size')
  if (baseline !== 'none' && baseline !== 'imageOnly') need('baseline', '"none" or "imageOnly"')
  const seen = new Set([imageSizeText({ width: image.size, height: image.size })])
  for (const text of image.buckets) {
    const size = parseImageSize(text)
    if (!size || size.width === 0 || size.height === 0) throw new InputError(`image.buckets has ${JSON.stringify(text)}; write each size as width x height: "24x16".`)
    const own = imageSizeText(size)
    if (size.width % patch.size !== 0 || size.height % patch.size !== 0) throw new InputError(`patch.size ${patch.size} does not divide the bucket ${own}; choose sides that it divides.`)
    if (seen.has(own)) throw new InputError(`image.buckets has ${own} twice, or beside image.size ${image.size}, which is a bucket of its own; take it out.`)
    seen.add(own)
  }
}

/** Whether images divide into latents and patches, and the autoencoder's kind fits what is asked of it. */
const checkGrid = (config: RunConfig): void => {
  const { image, patch, autoencoder, baseline, task } = config
  const { kind, downsample } = autoencoder
  if (task === 'autoencoder' && !hasImages(config)) throw new InputError(`task is "autoencoder" and data.name is "${config.data.name}"${baseline === 'textOnly' ? ' with baseline "textOnly"' : ''}, which has no pictures; choose shapes, a folder or a mix.`)
  if (task === 'autoencoder' || usesAutoencoder(config)) {
    if (!Number.isInteger(Math.log2(downsample))) throw new InputError(`autoencoder.downsample is ${downsample}; it can be 2, 4 or 8.`)
    if (image.size % downsample !== 0) throw new InputError(`autoencoder.downsample ${downsample} does not divide image.size ${image.size}; choose one of ${[2, 4, 8].filter((d) => image.size % d === 0).join(', ') || 'another image.size'}.`)
  }
  if (task === 'autoencoder') return
  if (image.autoencoderSha256 !== '' && (hasImageTokens(config) || image.latents === 'vq')) throw new InputError('image.autoencoder names an ONNX encoder and decoder, which have no codebook; take latents from it with image.latents "vae", or name a VQ-VAE that this app trained.')
  if (hasImageTokens(config)) {
    if (config.mask !== 'transfusion' && config.mask !== 'causal') throw new InputError('baseline "chameleon" predicts image tokens one after another, so its mask is causal; leave mask out or set it to "causal".')
    if (kind !== 'vq') throw new InputError('baseline "chameleon" needs the tokens of a VQ-VAE, and autoencoder.kind is "vae"; set autoencoder.kind to "vq".')
    return
  }
  if (usesAutoencoder(config) && kind !== image.latents) throw new InputError(`image.latents is "${image.latents}" and autoencoder.kind is "${kind}"; set both to the kind of the autoencoder that gives the latents.`)
  const side = gridSide(config)
  if (side % patch.size !== 0) {
    const of = side === image.size ? `image.size ${side}` : `the side of the latents, ${image.size} / ${downsample} = ${side}`
    throw new InputError(`patch.size ${patch.size} does not divide ${of}; choose one of ${divisors(side).join(', ')}.`)
  }
}

const divisors = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0)

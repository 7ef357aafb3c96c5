import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { InputError, messageOf } from '../../protocol/errors.ts'
import { isObject, layer, parseConfig, unflatten, type RunConfig } from '../../protocol/config/index.ts'
import { userKeysOf } from '../host/runs/userKeys.ts'
import type { Arguments, Option } from './command.ts'

/** Options of every command that takes a config. */
export const configOptions: Readonly<Record<string, Option>> = {
  preset: { value: 'NAME', help: 'a named set of defaults, such as nano' },
  set: { value: 'KEY=VALUE', help: 'one key of the config, such as loss.lambda=3; may be repeated, and wins over the file', multiple: true },
}

/** The config of a command: the file, over the preset, under each `--set`. */
export const readConfig = (input: Arguments, file: string | undefined): { config: RunConfig; userKeys: string[] } => {
  const fromFile = file === undefined ? {} : withAbsolutePaths(readTree(file), dirname(resolve(file)))
  const fromOptions = readSettings(input)
  const preset = input.value('preset')
  const tree = { ...layer(fromFile, fromOptions), ...(preset === undefined ? {} : { preset }) }
  return { config: parseConfig(tree), userKeys: userKeysOf(tree) }
}

/** The tree of all `--set`. */
export const readSettings = (input: Arguments): Record<string, unknown> =>
  withAbsolutePaths(unflatten(Object.fromEntries(input.values('set').map(readSetting))), process.cwd())

const readTree = (file: string): Record<string, unknown> => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (thrown) {
    throw new InputError(`The config file ${file} cannot be read (${messageOf(thrown)}); check its name.`)
  }
  try {
    const tree: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (isObject(tree)) return unflattenTop(tree)
  } catch (thrown) {
    throw new InputError(`The config file ${file} is not JSON: ${messageOf(thrown)}.`)
  }
  throw new InputError(`The config file ${file} holds no object; write { "loss": { "lambda": 5 } } or the like.`)
}

/** Dotted keys are allowed in a file as they are in a cell. */
const unflattenTop = (tree: Record<string, unknown>): Record<string, unknown> => {
  const dotted = Object.entries(tree).filter(([key]) => key.includes('.'))
  const nested = Object.fromEntries(Object.entries(tree).filter(([key]) => !key.includes('.')))
  return layer(nested, unflatten(Object.fromEntries(dotted)))
}

const readSetting = (setting: string): [string, unknown] => {
  const at = setting.indexOf('=')
  if (at < 1) throw new InputError(`--set ${setting} has no value; write --set KEY=VALUE, such as --set loss.lambda=3.`)
  const text = setting.slice(at + 1)
  try {
    return [setting.slice(0, at).trim(), JSON.parse(text)]
  } catch {
    // A bare word is a string: mask=causal.
    return [setting.slice(0, at).trim(), text]
  }
}

/** Datasets and autoencoders are found wherever the kernel's own working folder is. */
const withAbsolutePaths = (tree: Record<string, unknown>, base: string): Record<string, unknown> => {
  const { data, image } = tree
  return {
    ...tree,
    ...(isObject(data) ? { data: absoluteData(data, base) } : {}),
    ...(isObject(image) ? { image: absoluteAutoencoder(image, base) } : {}),
  }
}

const absoluteData = (data: Record<string, unknown>, base: string): Record<string, unknown> => {
  const absolute = (part: unknown): unknown => {
    if (!isObject(part) || typeof part['path'] !== 'string' || part['path'] === '') return part
    return { ...part, path: resolve(base, part['path']) }
  }
  const { parts } = data
  return { ...(absolute(data) as Record<string, unknown>), ...(Array.isArray(parts) ? { parts: parts.map(absolute) } : {}) }
}

/** A word without a slash is a run. */
const absoluteAutoencoder = (image: Record<string, unknown>, base: string): Record<string, unknown> => {
  const { autoencoder } = image
  return typeof autoencoder === 'string' && /[\\/]/.test(autoencoder) ? { ...image, autoencoder: resolve(base, autoencoder) } : image
}

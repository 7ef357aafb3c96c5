import { flatten, hasImages, hasWaves, maskSettingName, type Json, type MaskSetting, type RunConfig } from '../../../protocol/config/index.ts'

/** Keys that say how a run is watched, not what it is. */
const unnamed = /^(engine\.|sample\.|train\.(seed|evalEvery|evalBatches|sampleEvery|checkpointEvery)$|data\.path$|image\.autoencoder(Sha256)?$)/

const wordOf: Record<string, (value: Json) => string> = {
  'loss.lambda': (value) => `λ ${value}`,
  'loss.textWeight': (value) => `text weight ${value}`,
  'patch.size': (value) => `patch ${value}`,
  'patch.codec': (value) => `${value} codec`,
  'waves.lossWeight': (value) => `λ ${value} of waves`,
  'waves.patch': (value) => `wave patch ${value}`,
  'image.size': (value) => `${value} px`,
  'train.steps': (value) => `${value} steps`,
  'train.beta1': (value) => `β₁ ${value}`,
  'train.beta2': (value) => `β₂ ${value}`,
  mask: (value) => `${maskSettingName(value as MaskSetting)} mask`,
  'image.latents': (value) => `${value} latents`,
  'autoencoder.kind': (value) => `${value === 'vq' ? 'VQ-VAE' : 'KL-VAE'}`,
  'autoencoder.downsample': (value) => `${value}× smaller`,
  'autoencoder.codebook': (value) => `${value} codes`,
  baseline: (value) => `${value}`,
  'data.name': (value) => `${value}`,
  'diffusion.schedule': (value) => `${value} schedule`,
  'diffusion.prediction': (value) => `predicts ${value}`,
}

/** Keys that one name has room for; of more it says how many there are. */
const most = 6

/** Keys that are added to a name that another run has. */
const mostAdded = 2

/** A run that has its name already. */
export interface NamedRun { name: string; config: RunConfig }

/**
 * A run's name from keys that its user set: "λ 5, patch 2, seed 0".
 * @param taken runs with their names. Where one of another config has the name, the first keys in which the two differ are added
 * ("λ 5, patch 2, chameleon, seed 0"); a name that is taken all the same gets a number
 */
export const runName = (config: RunConfig, keysToName: readonly string[], taken: readonly NamedRun[]): string => {
  const leaves = flatten(config)
  const isNamed = (key: string): boolean => key in leaves && !unnamed.test(key)
  const named = keysToName.filter(isNamed)
  const keys = named.length > 0 ? named.toSorted((a, b) => rank(a) - rank(b)) : plainKeys(config)
  const rest = keys.length - most
  const words = [...keys.slice(0, most).map((key) => word(key, leaves[key]!)), ...(rest > 0 ? [`${rest} more keys`] : [])]
  const nameWith = (more: readonly string[]): string => [...words, ...more.map((key) => word(key, leaves[key]!)), `seed ${config.train.seed}`].join(', ')
  const other = taken.find(({ name }) => name === nameWith([]))
  const name = nameWith(other ? differing(config, other.config).filter((key) => isNamed(key) && !keys.includes(key)).slice(0, mostAdded) : [])
  const isTaken = (candidate: string): boolean => taken.some((run) => run.name === candidate)
  if (!isTaken(name)) return name
  for (let number = 2; ; number++) if (!isTaken(`${name} #${number}`)) return `${name} #${number}`
}

/** The keys in which two configs differ, what is ablated most first. */
const differing = (config: RunConfig, other: RunConfig): string[] => {
  const [a, b] = [flatten(config), flatten(other)]
  return Object.keys(a).filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])).toSorted((one, two) => rank(one) - rank(two))
}

/** What tells runs apart whose users set nothing. */
const plainKeys = (config: RunConfig): string[] => {
  const { task, baseline, image } = config
  if (task === 'autoencoder') return ['autoencoder.kind', 'data.name', 'autoencoder.downsample']
  if (baseline !== 'none') return ['baseline', 'data.name']
  if (hasWaves(config) && !hasImages(config)) return ['data.name', 'waves.lossWeight', 'waves.patch']
  return ['data.name', 'loss.lambda', 'patch.size', ...(image.latents === 'pixels' ? [] : ['image.latents'])]
}

/** What is ablated most comes first, where a short space still shows it. */
const leading = ['loss.lambda', 'patch.size', 'mask', 'baseline', 'patch.codec', 'image.latents']
const rank = (key: string): number => (leading.includes(key) ? leading.indexOf(key) : leading.length)

const word = (key: string, value: Json): string => {
  const known = wordOf[key]
  if (known) return known(value)
  const last = key.split('.').at(-1)!
  if (typeof value === 'boolean') return value ? last : `no ${last}`
  return `${last} ${typeof value === 'object' ? JSON.stringify(value) : value}`
}

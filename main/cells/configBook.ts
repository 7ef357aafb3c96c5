import {
  changeConfig, configDifference, flatten, parseConfig, presets, runConfigSchema, type RunConfig,
} from '../../protocol/config/index.ts'

/** The configs that cells made, with the keys that the user set in each. */
export interface ConfigBook {
  /** @throws InputError */
  parse(input: unknown): RunConfig
  /** @throws InputError */
  change(base: unknown, changes: Record<string, unknown>): RunConfig
  userKeys(config: RunConfig): string[]
  has(value: unknown): value is RunConfig
}

/** Configs are frozen: what a run was asked for cannot change under it. */
export const createConfigBook = (): ConfigBook => {
  const keys = new WeakMap<object, string[]>()

  const enter = (config: RunConfig, userKeys: Iterable<string>): RunConfig => {
    deepFreeze(config)
    keys.set(config, [...new Set(userKeys)].sort())
    return config
  }

  const has = (value: unknown): value is RunConfig => typeof value === 'object' && value !== null && keys.has(value)

  const parse = (input: unknown): RunConfig => {
    if (has(input)) return input
    const config = parseConfig(input)
    return enter(config, writtenKeys(input as object, config))
  }

  return {
    has,
    parse,
    change(base, changes) {
      const under = parse(base)
      const config = changeConfig(under, changes)
      return enter(config, [...keys.get(under)!, ...configDifference([under, config]).map(({ path }) => path), ...writtenKeys(changes, config)])
    },
    userKeys: (config) => keys.get(config) ?? writtenKeys(config, config),
  }
}

/** A whole config that was spread into a new object names every key: then those count that differ from the defaults. */
const writtenKeys = (input: object, config: RunConfig): string[] => {
  const { preset: _preset, ...rest } = input as Record<string, unknown>
  const written = Object.keys(flatten(rest)).filter((path) => path !== 'model')
  const all = Object.keys(flatten(config))
  if (written.length < all.length) return written
  return configDifference([runConfigSchema.parse({}), config]).map(({ path }) => path)
}

const deepFreeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  Object.values(value).forEach(deepFreeze)
}

/** Every combination of a grid's values, last key fastest: `{ a: [1, 2], b: [3] }` → `{ a: 1, b: 3 }`, `{ a: 2, b: 3 }`. */
export const gridPoints = (grid: Readonly<Record<string, readonly unknown[]>>): Record<string, unknown>[] =>
  Object.entries(grid).reduce<Record<string, unknown>[]>(
    (points, [path, values]) => points.flatMap((point) => values.map((value) => ({ ...point, [path]: value }))), [{}])

/** Presets as cells see them. */
export const frozenPresets = (): typeof presets => {
  const copy = structuredClone(presets)
  deepFreeze(copy)
  return copy
}

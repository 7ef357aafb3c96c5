import { flatten, isObject, layer, unflatten } from '../../../protocol/config/index.ts'

/** The dotted keys that a user wrote in a config input, nested or dotted; the name of a preset is none. */
export const userKeysOf = (input: Record<string, unknown>): string[] => {
  const dotted = Object.entries(input).filter(([key]) => key.includes('.'))
  const nested = Object.fromEntries(Object.entries(input).filter(([key]) => !key.includes('.')))
  const { preset: _preset, model, ...rest } = layer(nested, unflatten(Object.fromEntries(dotted)))
  return Object.keys(flatten(isObject(model) ? { ...rest, model } : rest)).sort()
}

/** A JSON-like tree, as configs are. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Puts `over` on top of `under`, group by group; arrays and scalars are replaced whole. Changes neither. */
export const layer = (under: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> => {
  const result: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over)) {
    const below = result[key]
    result[key] = isObject(value) && isObject(below) ? layer(below, value) : value
  }
  return result
}

/** Paths whose value is one thing, even where it is an object: a mask is its name or { name, source }. */
const wholes: readonly string[] = ['mask']

/** Every leaf of a tree by its dotted path: `{ loss: { lambda: 5 } }` → `{ 'loss.lambda': 5 }`. Arrays are leaves. */
export const flatten = (tree: Record<string, unknown>, prefix = ''): Record<string, Json> => {
  const leaves: Record<string, Json> = {}
  for (const [key, value] of Object.entries(tree)) {
    const path = prefix + key
    if (isObject(value) && !wholes.includes(path)) Object.assign(leaves, flatten(value, `${path}.`))
    else if (value !== undefined) leaves[path] = value as Json
  }
  return leaves
}

/** The tree of dotted leaves: the reverse of `flatten`. */
export const unflatten = (leaves: Record<string, unknown>): Record<string, unknown> => {
  const tree: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(leaves)) {
    const keys = path.split('.')
    let node = tree
    for (const key of keys.slice(0, -1)) {
      const child = node[key]
      node = isObject(child) ? child : ((node[key] = {}) as Record<string, unknown>)
    }
    node[keys.at(-1)!] = value
  }
  return tree
}

/** JSON with sorted keys and no spaces: equal trees give equal text. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const entries = Object.keys(value).filter((key) => value[key] !== undefined).sort()
  return `{${entries.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(',')}}`
}

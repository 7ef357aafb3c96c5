import { z } from 'zod'
import { presetNames } from './presets.ts'
import { runConfigSchema } from './schema.ts'

/** A key of the config as a form needs it; all of it from the schema. */
export interface ConfigField {
  path: string
  kind: 'integer' | 'number' | 'choice' | 'flag' | 'text'
  description: string
  unit: string
  initial: unknown
  /** Of numbers. */
  minimum: number
  maximum: number
  /** Of choices. */
  choices: readonly string[]
}

/** A JSON Schema node, as far as the run config uses it. */
export interface SchemaNode {
  type?: string
  description?: string
  unit?: string
  default?: unknown
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  enum?: string[]
  items?: SchemaNode
  properties?: Record<string, SchemaNode>
  anyOf?: SchemaNode[]
}

const kinds: Record<string, ConfigField['kind']> = { integer: 'integer', number: 'number', boolean: 'flag', string: 'text' }

const fieldsOf = (node: SchemaNode, prefix: string): ConfigField[] =>
  Object.entries(node.properties ?? {}).flatMap(([key, child]): ConfigField[] => {
    const path = prefix + key
    if (child.properties) return fieldsOf(child, `${path}.`)
    // `mask` takes a name or an object: a form offers the names.
    const names = child.enum ?? child.anyOf?.find((form) => form.enum)?.enum
    const kind = names ? 'choice' : kinds[child.type ?? '']
    if (kind === undefined) return []
    const { description = '', unit = '', minimum = -Infinity, maximum = Infinity } = child
    return [{ path, kind, description, unit, initial: child.default, minimum, maximum, choices: names ?? [] }]
  })

const preset: ConfigField = {
  path: 'preset', kind: 'choice', description: 'a named set of defaults that lies under the keys that you write', unit: '', initial: undefined,
  minimum: -Infinity, maximum: Infinity, choices: presetNames,
}

/** Every key that holds one number, word, text or flag, by its dotted path; and `preset`. */
export const configFields: ReadonlyMap<string, ConfigField> =
  new Map([preset, ...fieldsOf(z.toJSONSchema(runConfigSchema, { io: 'input' }) as SchemaNode, '')].map((field) => [field.path, field]))

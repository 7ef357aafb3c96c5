import { z } from 'zod'
import type { SchemaNode } from '../../protocol/config/fields.ts'
import { presetNames, runConfigSchema } from '../../protocol/config/index.ts'

/**
 * The config types as TypeScript text, from the schema: `RunConfig`, `ConfigInput`, `ConfigChanges`, `ConfigGrid`.
 * Each field has its doc, unit, range and default, which the editor shows while typing.
 */
export const configTypeText = (): string => {
  const root = z.toJSONSchema(runConfigSchema, { io: 'input' }) as SchemaNode
  const leaves = leavesOf(root)
  const names = presetNames.map((name) => JSON.stringify(name)).join(' | ')
  return [
    `type PresetName = ${names}`,
    `/** One training run, whole. */\ninterface RunConfig ${objectText(root, '', 'readonly ', '')}`,
    `/** What you write: any part of a config. */\ninterface ConfigInput extends ConfigChanges ${objectText(inputRoot(root), '', '', '?')}`,
    `/** Changes by dotted path. */\ninterface ConfigChanges {\n${leaves.map(([path, node]) => `${docOf(node, '  ')}  '${path}'?: ${typeOf(node, '  ', '', '?')}`).join('\n')}\n}`,
    '/** Values to try, by dotted path. */\ntype ConfigGrid = { readonly [Path in keyof ConfigChanges]?: readonly Exclude<ConfigChanges[Path], undefined>[] }',
  ].join('\n\n')
}

const presetNode: SchemaNode = { description: 'A named set of defaults that lies under the keys that you write.' }

/** A config's groups, with `preset`, and with `model` also taking a preset's name. */
const inputRoot = (root: SchemaNode): SchemaNode => ({ ...root, properties: { preset: presetNode, ...root.properties } })

const leavesOf = (node: SchemaNode, prefix = ''): [string, SchemaNode][] =>
  Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
    child.properties ? leavesOf(child, `${prefix}${key}.`) : [[prefix + key, child] as [string, SchemaNode]])

const objectText = (node: SchemaNode, indent: string, readonly: string, optional: string): string => {
  const inner = `${indent}  `
  const fields = Object.entries(node.properties ?? {}).map(([key, child]) => {
    const type = child === presetNode ? 'PresetName' : typeOf(child, inner, readonly, optional)
    const short = optional && indent === '' && key === 'model' ? ' | PresetName' : ''
    return `${docOf(child, inner)}${inner}${readonly}${key}${optional}: ${type}${short}`
  })
  return `{\n${fields.join('\n')}\n${indent}}`
}

const typeOf = (node: SchemaNode, indent: string, readonly: string, optional: string): string => {
  if (node.properties) return objectText(node, indent, readonly, optional)
  if (node.anyOf) return node.anyOf.map((each) => typeOf(each, indent, 'readonly ', '')).join(' | ')
  if (node.enum) return node.enum.map((word) => JSON.stringify(word)).join(' | ')
  if (node.type === 'array') return `readonly (${typeOf(node.items!, indent, readonly, optional)})[]`
  return node.type === 'integer' ? 'number' : node.type!
}

const docOf = (node: SchemaNode, indent: string): string => {
  if (!node.description) return ''
  const range = node.minimum === undefined || node.maximum === undefined ? '' : ` ${node.type === 'integer' ? 'Whole number, ' : ''}${node.minimum} to ${node.maximum}${node.unit ? ` ${node.unit}` : ''}.`
  const initial = node.default === undefined ? '' : ` Default ${JSON.stringify(node.default)}.`
  return `${indent}/** ${node.description.replace(/\.?$/, '.').replaceAll('*/', '')}${range}${initial} */\n`
}

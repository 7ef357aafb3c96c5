import { flatten, type RunConfig } from '../../protocol/config/index.ts'
import type { ExportAbout, ExportDtype, ExportWeights, WrittenFile } from '../../protocol/export.ts'
import { metricInfo } from '../../protocol/metricKeys.ts'

export interface Card {
  about: ExportAbout
  config: RunConfig
  step: number
  dtype: ExportDtype
  weights: ExportWeights
  parameters: number
  /** How to load this format, in Markdown. */
  howTo: string
  files: readonly WrittenFile[]
}

/** The `README.md` of an exported folder: what it is, how to load it, what it was trained on, what was measured. */
export const card = ({ about, config, step, dtype, weights, parameters, howTo, files }: Card): string => `---
license: unknown
tags: [transfusion, text-to-image, image-to-text]
---

# ${about.name}

A Transfusion model (arXiv 2408.11039): ${parameters.toLocaleString('en')} parameters, ${dtype}, ${weights === 'ema' ? 'averaged weights (EMA)' : 'the optimiser\'s own weights'} after ${step} of ${config.train.steps} steps.

- Licence of the weights: not stated; fill in \`license\` above before you publish them.
- Licence of the training data: not stated; dataset \`${config.data.name}\`, SHA-256 of its description or files \`${about.datasetHash ?? 'not recorded'}\`.

## How to load it

${howTo.trim()}

## What was measured

${metricTable(about, config)}

One run with seed ${config.train.seed}: nothing here says how much another seed would differ.

## Config

Set by hand (all keys are in \`config.json\` under \`transfusion_lab\`):

${table(['key', 'value'], about.userKeys.map((key) => [`\`${key}\``, `\`${JSON.stringify(flatten(config)[key])}\``]))}

## Record

${table(['what', 'value'], [
  ['run', about.run], ['made', new Date(about.created).toISOString()], ['Transfusion Lab', about.appVersion],
  ['source', about.git ? `${about.git.sha}${about.git.dirty ? ', with local changes' : ''}` : 'not recorded'],
])}
${about.pictures.length === 0 ? '' : `
## Samples

${table(['', 'prompt'], about.pictures.map(({ text }, i) => [`![](${pictureName(i)})`, text]))}
`}
## Files

${table(['file', 'bytes', 'SHA-256'], files.map(({ name, bytes, sha256 }) => [name, bytes, `\`${sha256}\``]))}
`

export const pictureName = (index: number): string => `samples/${String(index).padStart(3, '0')}.png`

const metricTable = ({ metrics }: ExportAbout, { train }: RunConfig): string =>
  table(['metric', 'value', 'step', 'n'], metrics.map(({ key, value, step }) => {
    const info = metricInfo(key)
    const name = info && info.key === key ? `${info.label}${info.unit === '' ? '' : ` (${info.unit})`}` : `\`${key}\``
    return [name, Number(value.toPrecision(5)), step, sampleSize(key, train)]
  }))

/** How many sequences a number was measured on. */
const sampleSize = (key: string, { batch, evalBatches }: RunConfig['train']): string => {
  if (key.startsWith('eval.')) return `${batch * evalBatches} held-out sequences`
  return key.startsWith('train.') ? `${batch} training sequences` : ''
}

const table = (headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  if (rows.length === 0) return 'Nothing.'
  const line = (cells: readonly (string | number)[]): string => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')
}

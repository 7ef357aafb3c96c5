import type { ComparisonSpec } from '../../protocol/comparison.ts'
import type { CellOutput } from '../../protocol/notebook.ts'
import { studyOf } from '../../protocol/statistics/index.ts'
import type { RunService } from '../host/runs/runService.ts'
import { compareRuns, comparisonText } from './comparison.ts'
import { figure, table } from './format.ts'
import { studyText } from './studyText.ts'

/** What a cell shows, as text for a terminal. */
export const outputText = (output: CellOutput, runs: Pick<RunService, 'find' | 'lastMetrics'>): string => {
  switch (output.kind) {
    case 'text': return output.text.replace(/\n$/, '')
    case 'value': return output.text
    case 'error': return `${output.name}: ${output.message}${output.line === null ? '' : ` (line ${output.line})`}`
    case 'config': return `config${output.userKeys.length > 0 ? ` with ${output.userKeys.join(', ')} set` : ''}`
    case 'runs': return output.runs.map((id) => runLine(id, runs)).join('\n')
    case 'comparison': return comparisonOutput(output.comparison, runs)
    case 'inspection': return output.summary
    case 'pictures': return [output.title, ...output.pictures.map(({ text, reference }) => `  ${text}${reference === null ? '' : `   (${reference})`}`)].join('\n')
    case 'table': return [output.title, table(output.columns, output.rows.map((row) => row.map((cell) => (typeof cell === 'number' ? figure(cell) : cell ?? ''))))].filter(Boolean).join('\n')
  }
}

const comparisonOutput = ({ runs: ids, baseline }: ComparisonSpec, runs: Pick<RunService, 'find' | 'lastMetrics'>): string => {
  const chosen = ids.map((id) => ({ run: runs.find(id), metrics: runs.lastMetrics(id) }))
  const study = studyOf(chosen.map(({ run, metrics }) => ({ ...run, metrics: new Map(Object.entries(metrics)) })), baseline === null ? null : runs.find(baseline).id)
  if (study.variants.every((variant) => variant.runs.length === 1)) return comparisonText(compareRuns(chosen))
  return [studyText(study, { spread: 'std' }), ...study.cautions].join('\n')
}

const runLine = (id: string, runs: Pick<RunService, 'find'>): string => {
  const { name, status } = runs.find(id)
  return `run ${id}  ${name}  ${status}`
}

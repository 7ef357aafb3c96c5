import type { CellOutput } from '../../protocol/notebook.ts'
import type { NotebookState } from './notebook.ts'

/** A line of the notebook that has the words. */
export interface CellHit {
  cell: string
  /** Its place in the notebook, from 0. */
  index: number
  where: 'source' | 'output'
  line: string
}

/** More would not be read. */
const hitsAtMost = 200

const outputText = (output: CellOutput): string => {
  switch (output.kind) {
    case 'text': case 'value': return output.text
    case 'error': return `${output.name}: ${output.message}\n${output.stack}`
    case 'table': return [output.title, output.columns.join(' '), ...output.rows.map((row) => row.join(' '))].join('\n')
    case 'pictures': return [output.title, ...output.pictures.map(({ text }) => text)].join('\n')
    case 'inspection': return output.summary
    case 'config': return JSON.stringify(output.config)
    case 'runs': case 'comparison': return ''
  }
}

/** Lines of sources and outputs that contain the text, whatever its capitals, from the top. */
export const searchCells = ({ cells, states }: Pick<NotebookState, 'cells' | 'states'>, text: string): CellHit[] => {
  const wanted = text.toLowerCase()
  if (wanted.trim() === '') return []
  const hits: CellHit[] = []
  for (const [index, { id, source }] of cells.entries()) {
    const texts = [['source', source], ...(states[id]?.outputs ?? []).map((output) => ['output', outputText(output)])] as ['source' | 'output', string][]
    for (const [where, all] of texts) {
      for (const line of all.split('\n')) {
        if (line.toLowerCase().includes(wanted)) hits.push({ cell: id, index, where, line: line.trim().slice(0, 300) })
        if (hits.length === hitsAtMost) return hits
      }
    }
  }
  return hits
}

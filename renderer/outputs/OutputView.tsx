import type { CellOutput } from '../../protocol/notebook.ts'
import { assertNever } from '../../protocol/errors.ts'
import { Comparison } from '../comparison/Comparison.tsx'
import { Inspector } from '../inspector/views/Inspector.tsx'
import { RunsOutput } from '../runs/RunsOutput.tsx'
import { ConfigView } from './ConfigView.tsx'
import { ErrorOutput } from './ErrorOutput.tsx'
import { PictureGrid } from './PictureGrid.tsx'
import { TableOutput } from './TableOutput.tsx'

/** One thing that a cell shows under itself. */
export const OutputView = ({ output }: { output: CellOutput }) => {
  switch (output.kind) {
    case 'text':
    case 'value':
      return <pre className="output-text" tabIndex={0} aria-label={output.kind === 'value' ? 'Value of the cell' : 'Printed'}>{output.text}</pre>
    case 'error':
      return <ErrorOutput {...output} />
    case 'config':
      return <ConfigView config={output.config} userKeys={output.userKeys} />
    case 'runs':
      return <RunsOutput runs={output.runs} />
    case 'comparison':
      return <Comparison runs={output.comparison.runs} initialBaseline={output.comparison.baseline} />
    case 'inspection':
      return <Inspector spec={output.inspection} />
    case 'pictures':
      return <div>{output.title && <h3 className="soft">{output.title}</h3>}<PictureGrid pictures={output.pictures} /></div>
    case 'table':
      return <TableOutput title={output.title} columns={output.columns} rows={output.rows} />
    default:
      return assertNever(output, 'cell output')
  }
}

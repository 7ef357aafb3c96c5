import { notify } from '../../actions/notices.ts'
import { useLab } from '../../actions/lab.ts'
import { themeColour } from '../../charts/colours.ts'
import { Icon } from '../../ui/Icon.tsx'
import { pairsCsv } from '../export/csv.ts'
import { canvasPng, download } from '../export/download.ts'
import { toNpy } from '../export/npy.ts'
import type { NamedMask } from '../words/focusSentences.ts'
import { useInspector } from './InspectorContext.ts'

/** Lines of a file that spreadsheets still open. */
const mostLines = 1_000_000

/** What is seen as a picture, and the mask as numbers. */
export const ExportMask = ({ mask, root }: { mask: NamedMask; root: React.RefObject<HTMLElement | null> }) => {
  const lab = useLab()
  const { model: { sequence } } = useInspector()
  const name = `mask-${mask.name.replaceAll(/[^\w-]+/g, '-')}-${sequence.length}`
  const png = async (): Promise<void> => {
    const canvases = [...(root.current?.querySelector('.matrix')?.querySelectorAll('canvas') ?? [])]
    const blob = canvases.length > 0 ? await canvasPng(canvases, themeColour('bg')) : null
    if (blob) download(`${name}.png`, blob)
  }
  const csv = (): void => {
    const text = pairsCsv(sequence, mask.matrix, mostLines)
    if (text === null) notify(lab.store, 'error', `The mask allows more than ${mostLines.toLocaleString('en-US')} pairs: too many lines for a CSV. Take the .npy.`)
    else download(`${name}.csv`, new Blob([text], { type: 'text/csv' }))
  }
  const npy = (): void => {
    const { length } = sequence, cells = new Uint8Array(length * length)
    for (let q = 0, i = 0; q < length; q++) for (let k = 0; k < length; k++, i++) cells[i] = mask.matrix.has(q, k) ? 1 : 0
    download(`${name}.npy`, new Blob([toNpy(cells, length, length).slice()]))
  }
  return (
    <span className="export" role="group" aria-label="Export">
      <Icon name="download" />
      <button type="button" title="The matrix as it is seen" onClick={() => void png()}>PNG</button>
      <button type="button" title="Every allowed pair in a line" onClick={csv}>CSV</button>
      <button type="button" title="The whole mask as a NumPy array of booleans" onClick={npy}>.npy</button>
    </span>
  )
}

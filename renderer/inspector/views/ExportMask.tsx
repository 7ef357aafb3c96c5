import { useState } from 'react'
import { notify } from '../../actions/notices.ts'
import { useLab } from '../../actions/lab.ts'
import { themeColour } from '../../charts/colours.ts'
import { Icon } from '../../ui/Icon.tsx'
import type { InkSet } from '../canvas/inks.ts'
import { pairsCsv } from '../export/csv.ts'
import { download, fileName } from '../export/download.ts'
import { toNpy } from '../export/npy.ts'
import { seenPng } from '../export/seenPng.ts'
import { masksSvg } from '../export/seenSvg.ts'
import { focusOf } from '../state/inspectorState.ts'
import type { NamedMask } from '../words/focusSentences.ts'
import { useInspector } from './InspectorContext.ts'

/** Lines of a file that spreadsheets still open. */
const mostLines = 1_000_000

interface ExportMaskProps {
  mask: NamedMask
  root: React.RefObject<HTMLElement | null>
  /** What the matrices show, worked out when it is asked for. */
  shown(): readonly { name: string; set: InkSet }[]
}

/** What is seen as a picture, and the mask as numbers. */
export const ExportMask = ({ mask, root, shown }: ExportMaskProps) => {
  const lab = useLab()
  const { model: { sequence, title }, store, marks } = useInspector()
  const [busy, setBusy] = useState(false)
  const name = fileName(`mask-${mask.name}-${sequence.length}`)
  const png = async (): Promise<void> => {
    setBusy(true)
    const blob = root.current && (await seenPng(root.current, themeColour('bg')))
    if (blob) download(`${name}.png`, blob)
    setBusy(false)
  }
  const svg = (): void => {
    const state = store.get(), focus = focusOf(state)
    const text = masksSvg(`${shown().map((one) => one.name).join(' and ')}: ${title}`, sequence, shown(), focus && { at: focus.at, marks: marks(focus, state.direction) })
    if (text === null) notify(lab.store, 'error', 'The mask falls into more than 100,000 rectangles: too many for an SVG. Take the PNG.')
    else download(`${name}.svg`, new Blob([text], { type: 'image/svg+xml' }))
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
      <button type="button" title="Strip and matrix as they are seen" disabled={busy} onClick={() => void png()}>PNG</button>
      <button type="button" title="Strip and whole matrix as vectors" onClick={svg}>SVG</button>
      <button type="button" title="Every allowed pair in a line" onClick={csv}>CSV</button>
      <button type="button" title="The whole mask as a NumPy array of booleans" onClick={npy}>.npy</button>
    </span>
  )
}

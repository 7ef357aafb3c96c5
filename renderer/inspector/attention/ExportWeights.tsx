import { floats, type AttentionReading } from '../../../protocol/inspection/index.ts'
import { themeColour } from '../../charts/colours.ts'
import { Icon } from '../../ui/Icon.tsx'
import { heat } from '../canvas/pictures.ts'
import { matrixCsv } from '../export/csv.ts'
import { download, fileName } from '../export/download.ts'
import { toNpy } from '../export/npy.ts'
import { seenPng } from '../export/seenPng.ts'
import { weightsSvg } from '../export/seenSvg.ts'
import { paintValues } from '../matrix/paint.ts'
import { focusOf } from '../state/inspectorState.ts'
import { useInspector } from '../views/InspectorContext.ts'
import { fullWeight } from './spread.ts'

interface ExportWeightsProps {
  reading: AttentionReading
  /** Which head, in words. */
  head: string
  root: React.RefObject<HTMLElement | null>
}

/** What is seen as a picture, and the weights of the head that is shown, padding left out. */
export const ExportWeights = ({ reading: { maps, sequence: { length: stride, used, title } }, head, root }: ExportWeightsProps) => {
  const { model: { sequence }, store, marks } = useInspector()
  if (!maps) return null
  const name = fileName(`attention-${head}`)
  const png = async (): Promise<void> => {
    const blob = root.current && (await seenPng(root.current, themeColour('bg')))
    if (blob) download(`${name}.png`, blob)
  }
  const svg = (): void => {
    const state = store.get(), focus = focusOf(state)
    const text = weightsSvg(`attention weights of ${head}: ${title}`, head, sequence, pixelsOf(floats(maps.weights), stride, used), focus && { at: focus.at, marks: marks(focus, state.direction) })
    download(`${name}.svg`, new Blob([text], { type: 'image/svg+xml' }))
  }
  const csv = (): void => download(`${name}.csv`, new Blob([matrixCsv(floats(maps.weights), used, stride)], { type: 'text/csv' }))
  const npy = (): void => {
    const all = floats(maps.weights), shown = Float32Array.from({ length: used * used }, (_, i) => all[Math.floor(i / used) * stride + (i % used)]!)
    download(`${name}.npy`, new Blob([toNpy(shown, used, used).slice()]))
  }
  return (
    <span className="export" role="group" aria-label="Export weights">
      <Icon name="download" />
      <button type="button" title="Strip and matrix as they are seen" onClick={() => void png()}>PNG</button>
      <button type="button" title="Strip and the whole matrix of weights" onClick={svg}>SVG</button>
      <button type="button" title="The weights, a query a line" onClick={csv}>CSV</button>
      <button type="button" title="The weights as a NumPy array of float32" onClick={npy}>.npy</button>
    </span>
  )
}

/** Weights in the inspector's colours, one pixel a pair, as a data URL. */
const pixelsOf = (weights: Float32Array, stride: number, used: number): string => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = used
  const context = canvas.getContext('2d')!, pixels = context.createImageData(used, used), full = fullWeight(weights, stride, used)
  paintValues(used, weights.map((weight) => Math.sqrt(weight / full)), stride, heat())({ left: 0, top: 0, side: used, bin: 1 }, pixels.data)
  context.putImageData(pixels, 0, 0)
  return canvas.toDataURL()
}

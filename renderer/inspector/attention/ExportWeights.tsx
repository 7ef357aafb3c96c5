import { floats, type AttentionReading } from '../../../protocol/inspection/index.ts'
import { Icon } from '../../ui/Icon.tsx'
import { matrixCsv } from '../export/csv.ts'
import { download } from '../export/download.ts'
import { toNpy } from '../export/npy.ts'

/** The weights of the head that is shown, padding left out. */
export const ExportWeights = ({ reading: { maps, sequence: { length: stride, used } }, name }: { reading: AttentionReading; name: string }) => {
  if (!maps) return null
  const csv = (): void => download(`${name}.csv`, new Blob([matrixCsv(floats(maps.weights), used, stride)], { type: 'text/csv' }))
  const npy = (): void => {
    const all = floats(maps.weights), shown = Float32Array.from({ length: used * used }, (_, i) => all[Math.floor(i / used) * stride + (i % used)]!)
    download(`${name}.npy`, new Blob([toNpy(shown, used, used).slice()]))
  }
  return (
    <span className="export" role="group" aria-label="Export weights">
      <Icon name="download" />
      <button type="button" onClick={csv}>CSV</button>
      <button type="button" onClick={npy}>.npy</button>
    </span>
  )
}

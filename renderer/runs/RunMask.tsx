import type { MediaRecord, RunRecord } from '../../protocol/records.ts'
import { openInspector } from '../actions/inspector.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { Picture } from '../outputs/Picture.tsx'

const noMedia: MediaRecord[] = []

/** The mask that the run trained under, as it was kept: its picture over a held-out sequence, its predicate and what identifies that. */
export const RunMask = ({ run }: { run: RunRecord }) => {
  const lab = useLab()
  const mask = useLabState((state) => state.media[run.id] ?? noMedia).find(({ key }) => key === 'mask')
  if (!mask) return null
  const [name, source] = [mask.text.slice(0, mask.text.indexOf(': ')), mask.text.slice(mask.text.indexOf(': ') + 2)]
  return (
    <section aria-label="Mask" className="run-mask">
      <Picture picture={{ ...mask, reference: null, text: `Mask ${name}` }} caption={false} />
      <div>
        <h3>Mask {name}</h3>
        <code>{source}</code>
        <p className="soft small">SHA-256 <span className="mono" title={mask.reference ?? ''}>{mask.reference?.slice(0, 12)}</span> · <button type="button" className="link small" onClick={() => openInspector(lab, { run: run.id })}>Inspect</button></p>
      </div>
    </section>
  )
}

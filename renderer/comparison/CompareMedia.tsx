import { useMemo, useState } from 'react'
import type { MediaRecord, RunRecord } from '../../protocol/records.ts'
import { useLabState } from '../actions/lab.ts'
import type { LineStyle } from '../charts/colours.ts'
import { formatCount } from '../format/numbers.ts'
import { Picture } from '../outputs/Picture.tsx'
import { StepSlider } from '../outputs/StepSlider.tsx'
import { Swatch } from '../runs/Swatch.tsx'
import { mediaSteps, stepAtOrBefore } from '../state/runs.ts'
import { allSteps, mediaRows } from './mediaRows.ts'
import { WipeRows } from './WipeRows.tsx'

const kinds = [['sample', 'drawn from captions'], ['caption', 'captions of held-out pictures'], ['reconstruction', 'reconstructions']] as const
const none: MediaRecord[] = []

/** Pictures of all runs at one step: a row per prompt, a column per run. */
export const CompareMedia = ({ runs, styles }: { runs: readonly RunRecord[]; styles: ReadonlyMap<string, LineStyle> }) => {
  const all = useLabState((state) => state.media)
  const [key, setKey] = useState<string>('sample')
  const [wipe, setWipe] = useState(false)
  const [wanted, setWanted] = useState(Infinity)
  const media = useMemo(() => runs.map(({ id }) => all[id] ?? none), [runs, all])
  const steps = allSteps(media, key)
  const step = stepAtOrBefore(steps, wanted)
  const rows = step === undefined ? [] : mediaRows(media, key, step)
  return (
    <section aria-label="Pictures">
      <div className="toolbar">
        <h3>Pictures</h3>
        <select aria-label="Which pictures" value={key} onChange={(event) => setKey(event.target.value)}>
          {kinds.map(([kind, words]) => <option key={kind} value={kind}>{words}</option>)}
        </select>
        {step !== undefined && runs.length > 1 && <button type="button" className="bordered" aria-pressed={wipe} onClick={() => setWipe(!wipe)}>Wipe A/B</button>}
        {step !== undefined && <StepSlider steps={steps} step={step} onChange={(next) => setWanted(next === steps.at(-1) ? Infinity : next)} />}
      </div>
      {step === undefined ? <p className="soft small">These runs have no such pictures yet.</p> : wipe && runs.length > 1 ? <WipeRows runs={runs} rows={rows} /> : (
        <div className="compare-media" style={{ gridTemplateColumns: `minmax(110px, 200px) repeat(${runs.length}, minmax(88px, 160px))` }}>
          <span className="head">{key === 'sample' ? 'Prompt' : 'Dataset says'}</span>
          {runs.map(({ id, name }, i) => {
            const at = stepAtOrBefore(mediaSteps(media[i]!, key), step)
            return <span key={id} className="head"><span className="row"><Swatch style={styles.get(id)!} /><span className="ellipsis" title={name}>{name}</span></span><span className="faint small regular">{at === undefined ? 'no pictures' : at === step ? `step ${formatCount(at)}` : `step ${formatCount(at)}, not ${formatCount(step)}`}</span></span>
          })}
          {rows.flatMap(({ text, pictures }, r) => [
            <span key={`${r} text`} className="prompt">{text}</span>,
            ...pictures.map((picture, c) => picture ? <Picture key={`${r} ${c}`} picture={picture} caption={key === 'caption'} /> : <span key={`${r} ${c}`} className="faint small">none</span>),
          ])}
        </div>
      )}
    </section>
  )
}

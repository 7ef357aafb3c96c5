import { useEffect, useState } from 'react'
import type { KeepReason, RetentionPlan } from '../../protocol/checkpoints.ts'
import { metricInfos } from '../../protocol/metricKeys.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { planPruning, prune } from '../actions/checkpoints.ts'
import { useLab } from '../actions/lab.ts'
import { notify } from '../actions/notices.ts'
import { formatCount } from '../format/numbers.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'

const reasonWords: Record<KeepReason, string> = { last: 'newest', best: 'best', pinned: 'pinned', every: 'every so many' }
/** Metrics that a best checkpoint can be chosen by. */
const judges = metricInfos.filter(({ key, better }) => better !== 'neither' && (key === 'train.loss' || !key.startsWith('train.')))

const goneOf = (plan: RetentionPlan, aside: boolean): number => plan.drop.length + (aside ? plan.aside.length : 0)
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(3)} GB`

/** Which checkpoints a policy would keep and drop, before anything goes. */
export const PruneDialog = ({ run, onClose }: { run: RunRecord; onClose(): void }) => {
  const lab = useLab()
  const [keepLast, setKeepLast] = useState(1)
  const [every, setEvery] = useState(0)
  const [aside, setAside] = useState(false)
  /** What the best is judged by; empty: what was measured. */
  const [metric, setMetric] = useState('')
  const [plan, setPlan] = useState<RetentionPlan | null>(null)
  useEffect(() => {
    let gone = false
    void planPruning(lab, run.id, { keepLast, every, aside }, metric).then((found) => !gone && setPlan(found))
    return () => {
      gone = true
    }
  }, [lab, run.id, keepLast, every, aside, metric])
  const remove = async (): Promise<void> => {
    const done = await prune(lab, run.id, { keepLast, every, aside }, metric)
    if (!done) return
    notify(lab.store, 'info', `${goneOf(done, aside)} checkpoints of ${run.name} are removed: ${gigabytes(done.bytes)}.`)
    onClose()
  }
  const whole = (text: string, least: number): number => Math.max(least, Math.round(Number(text) || 0))
  return (
    <Dialog label={`Prune checkpoints of ${run.name}`} onClose={onClose}>
      <div className="dialog-head"><h2>Prune checkpoints</h2><IconButton icon="close" label="Close" onClick={onClose} /></div>
      <div className="export-form">
        <div className="row wrap">
          <label className="field">Keep the newest <input type="number" min={1} value={keepLast} style={{ width: 70 }} onChange={(event) => setKeepLast(whole(event.target.value, 1))} /></label>
          <label className="field">and those of every <input type="number" min={0} step={100} value={every} style={{ width: 90 }} onChange={(event) => setEvery(whole(event.target.value, 0))} /> steps (0: none)</label>
          <label className="field">Best by <select value={metric} onChange={(event) => setMetric(event.target.value)}>
            <option value="">what was measured</option>
            {judges.map(({ key, label }) => <option key={key} value={key}>{label}</option>)}
          </select></label>
        </div>
        <p className="soft small">The last, the best and pinned ones stay in any case.</p>
        {plan && plan.aside.length > 0 && (
          <label className="row small"><input type="checkbox" checked={aside} onChange={() => setAside(!aside)} />
            Also {plan.aside.length === 1 ? 'the one that was' : `the ${plan.aside.length} that were`} set aside when the run went on from an earlier step, {gigabytes(plan.aside.reduce((sum, { bytes }) => sum + bytes, 0))}
          </label>
        )}
        {plan && (
          <ul className="small" aria-label="Plan" style={{ margin: 0, paddingLeft: 18 }}>
            {fatesOf(plan, aside).map(({ key, step, bytes, words, goes }) => <li key={key} className={goes ? 'run-reason' : ''}>step {formatCount(step)}, {gigabytes(bytes)}, {words}</li>)}
          </ul>
        )}
        <div className="row"><span className="spacer" />
          <button type="button" className="primary" disabled={!plan || goneOf(plan, aside) === 0} onClick={() => void remove()}>
            {plan && goneOf(plan, aside) > 0 ? `Remove ${goneOf(plan, aside)}: ${gigabytes(plan.bytes)}` : 'Nothing to remove'}
          </button>
        </div>
      </div>
    </Dialog>
  )
}

/** What becomes of each, oldest first. */
const fatesOf = (plan: RetentionPlan, aside: boolean) => [
  ...plan.keep.map(({ checkpoint: { step, bytes, directory }, reasons }) => ({ key: directory, step, bytes, words: `stays: ${reasons.map((reason) => reasonWords[reason]).join(', ')}`, goes: false })),
  ...plan.drop.map(({ step, bytes, directory }) => ({ key: directory, step, bytes, words: 'goes', goes: true })),
  ...plan.aside.map(({ step, bytes, directory }) => ({ key: directory, step, bytes, words: aside ? 'set aside, goes' : 'stays: set aside', goes: aside })),
].sort((a, b) => a.step - b.step)

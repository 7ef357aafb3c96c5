import { useState } from 'react'
import type { RunRecord } from '../../protocol/records.ts'
import { pictureUrl } from '../outputs/Picture.tsx'
import type { MediaRow } from './mediaRows.ts'

/** Two runs' pictures of the same prompts, one over the other; one slider uncovers B from the left in all of them. */
export const WipeRows = ({ runs, rows }: { runs: readonly RunRecord[]; rows: readonly MediaRow[] }) => {
  const [[a, b], setPair] = useState<readonly [number, number]>([0, 1])
  const [at, setAt] = useState(50)
  const pick = (value: string): number => Number(value)
  const pairs = rows.flatMap(({ text, pictures }) => (pictures[a] && pictures[b] ? [{ text, under: pictures[a], over: pictures[b] }] : []))
  const choices = runs.map(({ id, name }, i) => <option key={id} value={i}>{name}</option>)
  return (
    <div className="wipes">
      <div className="toolbar">
        <label className="field">A<select value={a} onChange={(event) => setPair([pick(event.target.value), b])}>{choices}</select></label>
        <label className="field">B<select value={b} onChange={(event) => setPair([a, pick(event.target.value)])}>{choices}</select></label>
        <label className="field">A<input type="range" aria-label="Wipe from A to B" min={0} max={100} value={at} onChange={(event) => setAt(Number(event.target.value))} />B</label>
      </div>
      {pairs.length === 0 && <p className="soft small">These two have no prompt in common at this step.</p>}
      <ul className="pictures large">
        {pairs.map(({ text, under, over }, i) => (
          <li key={`${i} ${text}`}>
            <figure className="picture">
              <span className="wipe" style={{ aspectRatio: `${under.width} / ${under.height}` }}>
                <img src={pictureUrl(under.sha256)} alt={`A: ${text}`} />
                <img src={pictureUrl(over.sha256)} alt={`B: ${text}`} style={{ clipPath: `inset(0 ${100 - at}% 0 0)` }} />
                <span className="wipe-line" style={{ left: `${at}%` }} />
              </span>
              <figcaption>{text}</figcaption>
            </figure>
          </li>
        ))}
      </ul>
    </div>
  )
}

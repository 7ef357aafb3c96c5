import { useState } from 'react'
import type { InspectionTarget } from '../../../protocol/inspection/index.ts'
import type { RunRecord } from '../../../protocol/records.ts'
import { IconButton } from '../../ui/IconButton.tsx'

/** What a layout looks like, for who has none in mind: a caption, an image, more text. */
export const exampleLayout = 't8 boi i4x4 eoi t4 boi i4x4 eoi t6'

interface SourceBarProps {
  of: InspectionTarget
  runs: readonly RunRecord[]
  sequence: number
  onSource(of: InspectionTarget): void
  onSequence(sequence: number): void
}

/** Which sequence is looked at: one of a dataset, of a run's, or a layout that is typed. */
export const SourceBar = ({ of, runs, sequence, onSource, onSequence }: SourceBarProps) => {
  const value = 'run' in of ? of.run : 'layout' in of ? 'layout' : 'config'
  const choose = (to: string): void => onSource(to === 'layout' ? { layout: exampleLayout } : to === 'config' ? { config: { preset: 'nano' } } : { run: to })
  return (
    <>
      <label className="field">
        Sequence of
        <select value={value} onChange={(event) => choose(event.target.value)}>
          <option value="config">the nano preset</option>
          <option value="layout">a layout</option>
          {runs.length > 0 && <optgroup label="Runs">{runs.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</optgroup>}
        </select>
      </label>
      {'layout' in of
        ? <LayoutInput layout={of.layout} onChange={(layout) => onSource({ layout })} />
        : (
          <span className="row small soft">
            <IconButton icon="back" label="Sequence before" disabled={sequence === 0} onClick={() => onSequence(sequence - 1)} />
            <output className="mono">held-out {sequence}</output>
            <IconButton icon="forward" label="Next sequence" onClick={() => onSequence(sequence + 1)} />
          </span>
        )}
    </>
  )
}

const LayoutInput = ({ layout, onChange }: { layout: string; onChange(layout: string): void }) => {
  const [text, setText] = useState(layout)
  return (
    <form className="row layout-input" onSubmit={(event) => { event.preventDefault(); onChange(text.trim()) }}>
      <input type="text" className="mono" aria-label="Layout" title="t5: five tokens · i4x4: an image of 4 × 4 patches · boi, eoi, eot · | begins another document" value={text} onChange={(event) => setText(event.target.value)} spellCheck={false} />
      <button type="submit" className="bordered" disabled={text.trim() === '' || text.trim() === layout}>Lay out</button>
    </form>
  )
}

import { useState } from 'react'
import type { Json } from '../../protocol/config/index.ts'
import { keyWord, type GridExtension, type StudyGrid } from '../../protocol/statistics/index.ts'
import { Icon } from '../ui/Icon.tsx'

interface GridExtenderProps {
  grid: StudyGrid
  extension: GridExtension
  onChange(extension: GridExtension): void
}

/** A number, true or false where it reads as one, else the word. */
const valueOf = (text: string): Json => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text === 'true' ? true : text === 'false' ? false : text.trim())

/** Adds a seed or a value of a knob to the picture; nothing is trained before it is asked for. */
export const GridExtender = ({ grid, extension, onChange }: GridExtenderProps) => {
  const [text, setText] = useState('')
  const [knob, setKnob] = useState('')
  const paths = grid.knobs.map(({ path }) => path)
  const path = paths.includes(knob) ? knob : paths[0]
  const addValue = (): void => {
    if (path === undefined || text.trim() === '') return
    onChange({ ...extension, values: { ...extension.values, [path]: [...(extension.values[path] ?? []), valueOf(text)] } })
    setText('')
  }
  return (
    <>
      <button type="button" className="bordered" onClick={() => onChange({ ...extension, seeds: [...extension.seeds, Math.max(...grid.seeds) + 1] })}><Icon name="plus" />Seed</button>
      {path !== undefined && (
        <form className="row" onSubmit={(event) => { event.preventDefault(); addValue() }}>
          {paths.length > 1 && <select aria-label="Knob to extend" value={path} onChange={(event) => setKnob(event.target.value)}>{paths.map((item) => <option key={item} value={item}>{keyWord(item, paths)}</option>)}</select>}
          <input type="text" size={8} aria-label={`Another value of ${path}`} placeholder={`${keyWord(path, paths)} = …`} value={text} onChange={(event) => setText(event.target.value)} />
          <button type="submit" className="bordered" disabled={text.trim() === ''}><Icon name="plus" />Value</button>
        </form>
      )}
    </>
  )
}

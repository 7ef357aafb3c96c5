import { useState } from 'react'
import { useLab, useLabState } from '../actions/lab.ts'
import { removeView, saveView, setTableView } from '../actions/runTable.ts'
import { initialView } from '../state/runTable.ts'
import { IconButton } from '../ui/IconButton.tsx'

/** Filter, order and columns under a name. */
export const SavedViews = () => {
  const lab = useLab()
  const saved = useLabState((state) => state.runTable.saved)
  const view = useLabState((state) => state.runTable.view)
  const [naming, setNaming] = useState(false)
  const current = saved.find((each) => JSON.stringify(each.view) === JSON.stringify(view))?.name ?? ''
  const finish = (name: string): void => {
    setNaming(false)
    void saveView(lab, name)
  }
  return (
    <span className="row">
      <label className="field">
        View
        <select value={current} onChange={({ target }) => setTableView(lab, () => saved.find(({ name }) => name === target.value)?.view ?? initialView)}>
          <option value="">{saved.length === 0 ? 'none saved' : current === '' ? 'changed' : 'all runs'}</option>
          {saved.map(({ name }) => <option key={name}>{name}</option>)}
        </select>
      </label>
      {current !== '' && <IconButton icon="trash" label={`Remove the view ${current}`} onClick={() => void removeView(lab, current)} />}
      {naming
        ? <input
            type="text" aria-label="Name of the view" placeholder="Name of the view" autoFocus
            onBlur={() => setNaming(false)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') finish(event.currentTarget.value)
              if (event.key === 'Escape') setNaming(false)
            }}
          />
        : current === '' && <button type="button" onClick={() => setNaming(true)}>Save view</button>}
    </span>
  )
}

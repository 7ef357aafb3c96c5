import { useRef, useState } from 'react'
import { useLab, useLabState } from '../actions/lab.ts'
import { createNotebook, importNotebook } from '../actions/notebooks.ts'
import { freeName } from '../state/freeName.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'

/** A new notebook: empty, as a copy of another one, or from a file. */
export const NewNotebook = () => {
  const lab = useLab()
  const notebooks = useLabState((state) => state.notebooks)
  const current = useLabState((state) => state.notebook?.info.path)
  const [name, setName] = useState(() => freeName(notebooks.map((notebook) => notebook.name)))
  const [from, setFrom] = useState('')
  const file = useRef<HTMLInputElement>(null)
  const close = (): void => lab.store.update((state) => ({ ...state, overlay: null }))
  const create = async (): Promise<void> => {
    if (await createNotebook(lab, name, from || undefined)) close()
  }
  return (
    <Dialog label="New notebook" onClose={close}>
      <div className="dialog-head"><h2>New notebook</h2><IconButton icon="close" label="Close" onClick={close} /></div>
      <form className="export-form" onSubmit={(event) => { event.preventDefault(); void create() }}>
        <label className="field">Name<input type="text" className="grow" value={name} autoFocus onFocus={(event) => event.target.select()} onChange={(event) => setName(event.target.value)} /></label>
        <label className="field">
          Begin with
          <select value={from} onChange={(event) => setFrom(event.target.value)}>
            <option value="">an empty notebook</option>
            {notebooks.map(({ path, name: other, shipped }) => <option key={path} value={path}>{path === current ? `a copy of this one, ${other}` : shipped ? `the example ${other}` : `a copy of ${other}`}</option>)}
          </select>
        </label>
        <div className="row">
          <button type="button" onClick={() => file.current?.click()}>From a file (.ipynb, .lab.ts) …</button>
          <input
            ref={file} type="file" accept=".ipynb,.ts" hidden aria-label="Notebook file"
            onChange={(event) => {
              const chosen = event.target.files?.[0]
              if (chosen) void importNotebook(lab, chosen).then((done) => done && close())
              event.target.value = ''
            }}
          />
          <span className="spacer" />
          <button type="submit" className="primary" disabled={name.trim() === ''}>Create</button>
        </div>
      </form>
    </Dialog>
  )
}

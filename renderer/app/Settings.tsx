import { useState } from 'react'
import { chooseTheme, currentTheme, themes, type Theme } from '../actions/appearance.ts'
import { setBindings } from '../actions/bindings.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { recall } from '../actions/memory.ts'
import { toggleNotifications } from '../actions/notifications.ts'
import { rebound } from '../commands/commandKeys.ts'
import { findCommands } from '../commands/registry.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { KeyRow } from './KeyRow.tsx'

const themeWords: Record<Theme, string> = { light: 'light', dark: 'dark', contrast: 'high contrast' }

/** How the page looks and answers, for this user in this browser. */
export const Settings = () => {
  const lab = useLab()
  const bindings = useLabState((state) => state.bindings)
  const home = useLabState((state) => state.info?.home)
  const [theme, setTheme] = useState(currentTheme)
  const [calls, setCalls] = useState(recall('notify') === 'on')
  const [query, setQuery] = useState('')
  const close = (): void => lab.store.update((state) => ({ ...state, overlay: null }))
  return (
    <Dialog label="Settings" wide onClose={close}>
      <div className="dialog-head"><h2>Settings</h2><IconButton icon="close" label="Close" onClick={close} /></div>
      <div className="settings">
        <label className="field">
          Look
          <select value={theme} onChange={({ target }) => { const next = themes.find((each) => each === target.value) ?? 'light'; chooseTheme(next); setTheme(next) }}>
            {themes.map((each) => <option key={each} value={each}>{themeWords[each]}</option>)}
          </select>
        </label>
        <label className="field">
          <input type="checkbox" checked={calls} onChange={() => void toggleNotifications(lab).then(() => setCalls(recall('notify') === 'on'))} />
          Tell me when a long run ends while I am in another window
        </label>
        {home !== undefined && <p className="soft small">Runs and notebooks are kept in <span className="mono">{home}</span>.</p>}
        <h3>Keys</h3>
        <div className="row">
          <input type="search" aria-label="Find a command" placeholder="Find a command" value={query} onChange={(event) => setQuery(event.target.value)} />
          <button type="button" disabled={Object.keys(bindings).length === 0} onClick={() => setBindings(lab, {})}>All as at first</button>
        </div>
        <ul className="key-rows">
          {findCommands(query).map((command) => <KeyRow key={command.id} command={command} bindings={bindings} onChange={(keys) => setBindings(lab, rebound(bindings, command, keys))} />)}
        </ul>
      </div>
    </Dialog>
  )
}

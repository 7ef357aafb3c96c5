import { useState } from 'react'
import { useLab } from '../actions/lab.ts'
import { keysOf } from '../commands/commandKeys.ts'
import { isMac, keyLabel } from '../commands/keys.ts'
import { findCommands, isEnabled } from '../commands/registry.ts'
import type { Command } from '../commands/command.ts'
import { Dialog } from '../ui/Dialog.tsx'

/** Every command, by typing a part of its name. */
export const Palette = () => {
  const lab = useLab()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const state = lab.store.get()
  const found = findCommands(query).filter(({ id }) => id !== 'view.palette').sort((a, b) => Number(isEnabled(b, state)) - Number(isEnabled(a, state)))
  const close = (): void => lab.store.update((now) => ({ ...now, overlay: null }))
  const run = (command: Command | undefined): void => {
    if (!command || !isEnabled(command, state)) return
    close()
    // After the dialog has given the focus back: some commands move it.
    setTimeout(() => command.run(lab))
  }
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Enter') run(found[at])
    else return
    event.preventDefault()
  }
  return (
    <Dialog label="Command palette" onClose={close}>
      <input
        className="palette-input" type="text" role="combobox" aria-expanded aria-controls="palette-list" aria-activedescendant={found[at] && `palette-${found[at].id}`}
        aria-label="Find a command" placeholder="Find a command" value={query} autoFocus
        onChange={(event) => { setQuery(event.target.value); setAt(0) }} onKeyDown={onKeyDown}
      />
      <ul id="palette-list" className="palette-list" role="listbox" aria-label="Commands">
        {found.map((command, i) => (
          <li
            key={command.id} id={`palette-${command.id}`} className="palette-item" role="option" aria-selected={i === at} aria-disabled={!isEnabled(command, state)}
            ref={(element) => { if (i === at) element?.scrollIntoView({ block: 'nearest' }) }}
            onMouseMove={() => setAt(i)} onClick={() => run(command)}
          >
            <span className="label">{command.label}</span>
            {keysOf(command, state.bindings).map((keys) => <kbd key={keys}>{keyLabel(keys, isMac())}</kbd>)}
          </li>
        ))}
        {found.length === 0 && <li className="side-empty">No command has these words.</li>}
      </ul>
    </Dialog>
  )
}

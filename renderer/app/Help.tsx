import { useLab, useLabState } from '../actions/lab.ts'
import { keysOf } from '../commands/commandKeys.ts'
import { isMac, keyLabel } from '../commands/keys.ts'
import { commands } from '../commands/registry.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'

const modes = { any: '', command: '', edit: ' (while typing)' }

/** Every shortcut, from the list of commands. */
export const Help = () => {
  const lab = useLab()
  const bindings = useLabState((state) => state.bindings)
  const close = (): void => lab.store.update((state) => ({ ...state, overlay: null }))
  return (
    <Dialog label="Keyboard shortcuts" wide onClose={close}>
      <div className="dialog-head"><h2>Keyboard shortcuts</h2><IconButton icon="close" label="Close" onClick={close} /></div>
      <div className="help-grid" tabIndex={0} role="region" aria-label="Shortcuts">
        {(['Run', 'Cells', 'Notebook', 'View'] as const).map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            {commands.filter((command) => command.group === group && keysOf(command, bindings).length > 0).map((command) => ({ ...command, keys: keysOf(command, bindings) })).map(({ id, label, keys, mode }) => (
              <div key={id} className="help-row"><span>{label}{modes[mode]}</span><span>{keys.map((press) => <kbd key={press}>{keyLabel(press, isMac())}</kbd>)}</span></div>
            ))}
          </section>
        ))}
        <p className="small soft">Single letters work while no cell is typed into: press Esc to leave a cell, Enter to go back in. Drag on a chart to zoom, double-click to see all of it again.</p>
      </div>
    </Dialog>
  )
}

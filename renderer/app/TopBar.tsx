import { useLab, useLabState } from '../actions/lab.ts'
import { keysOf } from '../commands/commandKeys.ts'
import type { Command } from '../commands/command.ts'
import { isMac, keyLabel } from '../commands/keys.ts'
import { commandById, isEnabled } from '../commands/registry.ts'
import type { SaveStatus } from '../state/notebook.ts'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { KernelStatus } from './KernelStatus.tsx'

const hint = ({ label }: Command, [key]: readonly string[]): string => `${label}${key ? ` (${keyLabel(key, isMac())})` : ''}`

/** What a screen reader says holds the words that are seen (WCAG 2.5.3), so that who speaks to the page can say them. */
const spoken = ({ label }: Command, words: string | undefined): string => (!words || label.toLowerCase().includes(words.toLowerCase()) ? label : `${words}: ${label}`)

const CommandButton = ({ id, icon, words }: { id: string; icon: IconName; words?: string }) => {
  const lab = useLab()
  const command = commandById(id)
  const keys = useLabState((state) => keysOf(command, state.bindings))
  const enabled = useLabState((state) => isEnabled(command, state))
  return (
    <button type="button" className={words ? '' : 'icon-only'} disabled={!enabled} title={hint(command, keys)} aria-label={spoken(command, words)} onClick={() => command.run(lab)}>
      <Icon name={icon} />{words && <span className="wide-only">{words}</span>}
    </button>
  )
}

/** The notebook's name and state, and the commands used most. */
export const TopBar = () => {
  // Not the notebook: it is another one with each key that is typed.
  const info = useLabState((state) => state.notebook?.info)
  const save = useLabState((state) => state.notebook?.save)
  return (
    <header className="topbar">
      <CommandButton id="view.sidebar" icon="sidebar" />
      <h1 className="title ellipsis" style={{ fontSize: 'inherit' }}>{info?.name ?? 'Transfusion Lab'}</h1>
      {info && save && <SaveMark save={save} shipped={info.shipped} />}
      <span className="spacer" />
      <KernelStatus />
      <CommandButton id="run.all" icon="playAll" words="Run all" />
      <CommandButton id="run.interrupt" icon="stop" words="Interrupt" />
      <CommandButton id="run.restart" icon="restart" words="Restart" />
      <span className="divider" />
      <CommandButton id="view.runs" icon="table" words="Runs" />
      <CommandButton id="view.inspector" icon="mask" words="Masks" />
      <CommandButton id="view.palette" icon="command" words="Commands" />
      <CommandButton id="view.help" icon="help" />
      <CommandButton id="view.theme" icon="theme" />
    </header>
  )
}

/** A word; what went wrong has a banner of its own. */
const SaveMark = ({ save, shipped }: { save: SaveStatus; shipped: boolean }) => {
  const words: Record<SaveStatus['kind'], string> = { saved: shipped ? 'example, copied when you change it' : 'saved', changed: 'not saved yet', saving: 'saving …', error: 'not saved', conflict: 'not saved' }
  return <span className={`save-status ${save.kind === 'error' || save.kind === 'conflict' ? 'error' : ''}`} aria-live="polite">{words[save.kind]}</span>
}

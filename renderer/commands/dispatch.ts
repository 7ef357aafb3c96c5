import type { Lab } from '../actions/lab.ts'
import type { LabState } from '../state/labState.ts'
import { isDialogOpen } from '../ui/openDialogs.ts'
import { keysOf } from './commandKeys.ts'
import type { Command } from './command.ts'
import { isMac, keyName, matchKeys } from './keys.ts'
import { commands, isEnabled } from './registry.ts'
import { belongsToTarget, editorHasPopup, keyTarget, letsGo, type KeyTarget } from './target.ts'

/** How long the first press of `d d` waits for the second. */
const sequenceTime = 1000

/** The commands whose keys mean something now. */
export const commandsFor = (target: KeyTarget, state: LabState, all: readonly Command[] = commands): Command[] =>
  all.filter((command) => (command.mode === 'any' || (command.mode === 'edit') === (target === 'cellEditor')) && isEnabled(command, state))

/** Turns key presses into commands. Listens before the editor does, so that Shift+Enter is ours. Returns what undoes it. */
export const listenToKeys = (lab: Lab): (() => void) => {
  const mac = isMac()
  let pending = ''
  let lastPress = 0
  const onKeyDown = (event: KeyboardEvent): void => {
    const press = keyName(event, mac)
    // Settings hears the next press itself.
    if (press === null || event.isComposing || document.activeElement?.matches('[data-hears-keys]')) return
    const state = lab.store.get()
    const focused = document.activeElement
    const target = keyTarget(focused)
    if (belongsToTarget(target, press) || (press === 'Escape' && editorHasPopup(focused))) return
    const overlaid = isDialogOpen()
    if (!overlaid && letsGo(focused, press)) return focused.blur()
    const usable = overlaid ? commands.filter(({ id }) => id === `view.${state.overlay}`) : commandsFor(target, state)
    const match = matchKeys(event.timeStamp - lastPress < sequenceTime ? pending : '', press, usable.flatMap((command) => keysOf(command, state.bindings)))
    lastPress = event.timeStamp
    pending = match.kind === 'begun' ? match.pending : ''
    if (match.kind === 'none') return
    event.preventDefault()
    event.stopPropagation()
    if (match.kind === 'done') usable.find((command) => keysOf(command, state.bindings).includes(match.keys))?.run(lab)
  }
  window.addEventListener('keydown', onKeyDown, true)
  return () => window.removeEventListener('keydown', onKeyDown, true)
}

/** The part of a keyboard event that names a key. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Whether Mod is Cmd. */
export const isMac = (): boolean => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** The name that commands use for a press: `Mod+Shift+p`, `Shift+Enter`, `?`, `d`; null for a modifier alone. */
export const keyName = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress, mac: boolean): string | null => {
  if (['Control', 'Shift', 'Alt', 'Meta'].includes(key)) return null
  const mod = mac ? metaKey : ctrlKey
  const other = mac ? ctrlKey : metaKey
  // A printable key already tells Shift by its character, unless a shortcut makes it a plain letter.
  const printable = key.length === 1
  const parts = [mod && 'Mod', other && 'Other', altKey && 'Alt', shiftKey && (!printable || mod || altKey) && 'Shift', printable && mod ? key.toLowerCase() : key]
  return parts.filter(Boolean).join('+')
}

/** What a press leads to: a whole shortcut, the beginning of one, or nothing. */
export type KeyMatch = { kind: 'done'; keys: string } | { kind: 'begun'; pending: string } | { kind: 'none' }

/** Follows presses through shortcuts such as `d d`; a press that breaks a sequence may begin another. */
export const matchKeys = (pending: string, press: string, shortcuts: readonly string[]): KeyMatch => {
  const whole = pending ? `${pending} ${press}` : press
  if (shortcuts.includes(whole)) return { kind: 'done', keys: whole }
  if (shortcuts.some((shortcut) => shortcut.startsWith(`${whole} `))) return { kind: 'begun', pending: whole }
  return pending ? matchKeys('', press, shortcuts) : { kind: 'none' }
}

const names: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' }

/** A shortcut as the user reads it: `Mod+Shift+p` → `Ctrl+Shift+P`. */
export const keyLabel = (keys: string, mac: boolean): string =>
  keys.split(' ').map((press) => press.split('+').map((part) =>
    part === 'Mod' ? (mac ? '⌘' : 'Ctrl') : names[part] ?? (press.includes('+') && part.length === 1 ? part.toUpperCase() : part)).join('+')).join(' ')

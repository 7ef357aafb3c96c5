import { useState } from 'react'
import type { Bindings } from '../commands/bindings.ts'
import { clashOf, keysOf } from '../commands/commandKeys.ts'
import type { Command } from '../commands/command.ts'
import { isMac, keyLabel, keyName } from '../commands/keys.ts'
import { commands } from '../commands/registry.ts'

interface KeyRowProps {
  command: Command
  bindings: Bindings
  onChange(keys: readonly string[]): void
}

/** A command's keys, and the way to give it another. */
export const KeyRow = ({ command, bindings, onChange }: KeyRowProps) => {
  const [listening, setListening] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const keys = keysOf(command, bindings)
  const hear = (event: React.KeyboardEvent): void => {
    const press = keyName(event.nativeEvent, isMac())
    if (!listening || press === null || press === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    setListening(false)
    if (press === 'Escape') return
    const clash = clashOf(command, press, commands, bindings)
    if (clash) return setProblem(`${keyLabel(press, isMac())} is “${clash.label}” already; give that one another key first.`)
    setProblem(null)
    onChange([press])
  }
  return (
    <li className="key-row">
      <span className="label">{command.label}</span>
      <span className="row">{keys.map((each) => <kbd key={each}>{keyLabel(each, isMac())}</kbd>)}</span>
      <button type="button" className="bordered" data-hears-keys={listening || undefined} aria-label={listening ? `Press the keys … of ${command.label}` : `Change the key of ${command.label}`} onClick={() => { setListening(true); setProblem(null) }} onBlur={() => setListening(false)} onKeyDown={hear}>{listening ? 'Press the keys …' : 'Change'}</button>
      {bindings[command.id] ? <button type="button" aria-label={`First keys of ${command.label}`} onClick={() => onChange(command.keys)}>Undo</button> : <span />}
      {problem && <p role="alert" className="small bad">{problem}</p>}
    </li>
  )
}

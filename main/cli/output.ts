/** Where a command's words go. */
export interface Output {
  readonly json: boolean
  /** What the command was asked for, for people: on stdout, or on stderr when stdout carries JSON. */
  say(text: string): void
  /** What a person should know beside it: always on stderr. */
  note(text: string): void
  /** One JSON object on one line of stdout, with `--json`. NaN and infinities become null. */
  emit(event: Record<string, unknown>): void
  /** The line at the bottom of a terminal, rewritten in place; nothing elsewhere. */
  progress(line: string): void
  readonly isTerminal: boolean
}

export interface Streams {
  stdout(text: string): void
  stderr(text: string): void
  /** Whether stderr is a terminal, and how wide. */
  terminalColumns: number | null
}

export const createOutput = ({ stdout, stderr, terminalColumns }: Streams, json: boolean): Output => {
  let shown = false
  const clear = (): void => {
    if (shown) stderr('\r\u001B[K')
    shown = false
  }
  return {
    json,
    isTerminal: terminalColumns !== null,
    say: (text) => {
      clear()
      if (json) stderr(`${text}\n`)
      else stdout(`${text}\n`)
    },
    note: (text) => {
      clear()
      stderr(`${text}\n`)
    },
    emit: (event) => {
      if (json) stdout(`${JSON.stringify(event)}\n`)
    },
    progress: (line) => {
      if (terminalColumns === null) return
      clear()
      if (line === '') return
      stderr(line.slice(0, terminalColumns - 1))
      shown = true
    },
  }
}

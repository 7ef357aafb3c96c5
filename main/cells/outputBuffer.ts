import type { CellOutput } from '../../protocol/notebook.ts'
import { cutNote, outputLimit } from './workerMessages.ts'

/** Outputs of one run of a cell, on their way to the host. */
export interface OutputBuffer {
  emit(output: CellOutput): void
  /** Text is gathered for a moment: a loop that prints would otherwise send a message a line. */
  write(text: string): void
  flush(): void
}

const pause = 50
const chunk = 16_384

/** @param send takes what is to be shown; after `limit` characters only a note that the rest is left out */
export const createOutputBuffer = (send: (output: CellOutput) => void, limit = outputLimit, now: () => number = Date.now): OutputBuffer => {
  let text = ''
  let sent = -Infinity
  let left = limit
  let timer: NodeJS.Timeout | undefined

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (text === '') return
    send({ kind: 'text', text })
    text = ''
    sent = now()
  }

  const cut = (): void => {
    flush()
    send({ kind: 'text', text: cutNote(limit) })
  }

  return {
    flush,
    write(more) {
      if (left <= 0) return
      text += more.slice(0, left)
      left -= more.length
      if (left <= 0) cut()
      // By the clock as well as by a timer: a cell that never yields starves timers.
      else if (text.length >= chunk || now() - sent >= pause) flush()
      else timer ??= setTimeout(flush, pause)
    },
    emit(output) {
      if (left <= 0) return
      left -= output.kind === 'text' || output.kind === 'error' ? 0 : JSON.stringify(output).length
      flush()
      if (left <= 0) cut()
      else send(output)
    },
  }
}

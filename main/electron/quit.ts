import { app, dialog } from 'electron'
import type { Host } from '../host/host.ts'

/** Asks before a training is stopped by quitting, then lets the host end in order. */
export const quitInOrder = (host: Pick<Host, 'runs' | 'close'>): void => {
  let closed = false
  let closing = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    if (closing) return
    const live = host.runs.list().filter(({ status }) => status === 'preparing' || status === 'running' || status === 'paused')
    if (live.length > 0 && !confirmed(live[0]!.name)) return
    closing = true
    host.close().catch((thrown: unknown) => console.error(thrown)).finally(() => {
      closed = true
      app.quit()
    })
  })
}

const confirmed = (run: string): boolean =>
  dialog.showMessageBoxSync({
    type: 'question',
    message: `${run} is training.`,
    detail: 'Quitting stops it at a checkpoint; you can resume it later.',
    buttons: ['Stop and quit', 'Go on training'],
    defaultId: 1,
    cancelId: 1,
  }) === 0

import { BrowserWindow, ipcMain } from 'electron'
import { messageOf } from '../../protocol/errors.ts'
import type { Host } from '../host/host.ts'
import { eventChannel, requestChannel, type Reply } from './channels.ts'
import { isTrustedSender } from './navigationPolicy.ts'

/** Carries the page's requests to the host, and the host's events to every window. */
export const connectIpc = (host: Pick<Host, 'dispatch' | 'onAny'>): void => {
  ipcMain.handle(requestChannel, async (event, name: unknown, input: unknown): Promise<Reply> => {
    if (!isTrustedSender(event.senderFrame)) return { ok: false, error: 'Only the page of the app may ask.' }
    if (typeof name !== 'string') return { ok: false, error: 'The request has no name.' }
    return host.dispatch(name, input).then(
      (output) => ({ ok: true, output }) as const,
      (thrown: unknown) => ({ ok: false, error: messageOf(thrown) }) as const,
    )
  })
  host.onAny((name, data) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(eventChannel, name, data)
  })
}

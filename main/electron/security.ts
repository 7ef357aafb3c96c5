import { app, session, shell } from 'electron'
import { isAppPage, mayOpenOutside } from './navigationPolicy.ts'

/** Denies, for every page there ever is, what the app does not need: other pages, new windows, devices, permissions. */
export const lockDown = (): void => {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      if (mayOpenOutside(url)) void shell.openExternal(url)
      return { action: 'deny' }
    })
    contents.on('will-navigate', (event, url) => {
      if (!isAppPage(url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
  // Copying text, and telling that a long run has ended, is all that a page may ask of the system.
  const granted = (permission: string): boolean => permission === 'clipboard-sanitized-write' || permission === 'notifications'
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(granted(permission)))
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => granted(permission))
  session.defaultSession.setDevicePermissionHandler(() => false)
}

import { BrowserWindow, screen } from 'electron'
import { join } from 'node:path'
import { appRoot } from '../host/runs/appRoot.ts'
import { appPage } from './navigationPolicy.ts'
import { parseWindowState, readText, writeWindowState } from './windowState.ts'

/** Opens the app's window where it was last. */
export const openWindow = (stateFile: string): BrowserWindow => {
  const { maximized, ...bounds } = parseWindowState(readText(stateFile), screen.getAllDisplays().map(({ workArea }) => workArea))
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 480,
    minHeight: 360,
    show: false,
    title: 'Transfusion Lab',
    webPreferences: {
      preload: join(appRoot, 'out', 'preload', 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      // A window behind others must go on drawing curves.
      backgroundThrottling: false,
    },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => writeWindowState(stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }))
  void window.loadURL(appPage)
  return window
}

import { app, BrowserWindow, dialog } from 'electron'
import { join } from 'node:path'
import { messageOf } from '../protocol/errors.ts'
import { labTypes } from './cells/labTypes.ts'
import { handleAppProtocol, registerAppScheme } from './electron/appProtocol.ts'
import { connectIpc } from './electron/ipc.ts'
import { setMenu } from './electron/menu.ts'
import { quitInOrder } from './electron/quit.ts'
import { lockDown } from './electron/security.ts'
import { utilityKernel } from './electron/utilityKernel.ts'
import { utilityQuery } from './electron/utilityQuery.ts'
import { utilityWorker } from './electron/utilityWorker.ts'
import { openWindow } from './electron/window.ts'
import { resolveHome } from './host/home.ts'
import { createHost } from './host/host.ts'
import { createNotebookService } from './host/notebooks/notebookService.ts'
import { appRoot } from './host/runs/appRoot.ts'

const homeOption = app.commandLine.getSwitchValue('home')
const experiments = app.isPackaged ? join(process.resourcesPath, 'experiments') : join(appRoot, 'experiments')

const start = (): void => {
  const home = resolveHome(homeOption || undefined)
  const host = createHost({
    home, shell: 'electron', labTypes: labTypes(), spawnKernel: utilityKernel, spawnQuery: utilityQuery,
    notebooks: (parts) => createNotebookService({ ...parts, spawnWorker: utilityWorker, experiments }),
  })
  lockDown()
  handleAppProtocol(join(appRoot, 'out', 'renderer'), host.runs)
  connectIpc(host)
  setMenu(home)
  quitInOrder(host)
  const open = (): BrowserWindow => openWindow(join(home, 'window.json'))
  open()
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open()
  })
  app.on('second-instance', () => {
    const window = BrowserWindow.getAllWindows()[0] ?? open()
    if (window.isMinimized()) window.restore()
    window.focus()
  })
}

registerAppScheme()
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit()
})
if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start).catch((thrown: unknown) => {
    dialog.showErrorBox('Transfusion Lab cannot start', messageOf(thrown))
    app.exit(1)
  })
} else app.quit()

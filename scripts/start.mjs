// npm start: sets up what is missing, builds what changed, and opens the app: in a window, or else in the browser.
//   --home DIR   where runs and notebooks are kept     --port N   port of the address     --serve   no window
import { become, program, say } from './command.mjs'
import { findElectron } from './electron.mjs'
import { root } from './paths.mjs'
import { buildDesktop, buildPage, installPackages } from './setup.mjs'

const given = process.argv.slice(2)
const serveOnly = given.includes('--serve') || given.some((arg) => /^--port(=|$)/.test(arg))
const options = given.filter((arg) => arg !== '--serve')

/** `--home DIR` as Electron's command line reads it: with an equals sign. */
const joined = (args) => args.flatMap((arg, i) => (args[i - 1] === '--home' ? [] : arg === '--home' ? [`--home=${args[i + 1] ?? ''}`] : [arg]))

const openWindow = async () => {
  if (serveOnly) return null
  const { path, reason } = findElectron()
  if (!path) return reason
  buildDesktop()
  const before = Date.now()
  const end = await become(path, [root, ...joined(options)])
  if (end.code === 0 || Date.now() - before > 5000) process.exit(end.code)
  return `Electron ended at once (${end.reason})`
}

installPackages()
const reason = await openWindow()
if (reason) say(`No window: ${reason}. Serving to a browser instead.`)
buildPage()
process.exit((await become(...program('main/serve.ts', options))).code)

import { existsSync, readFileSync } from 'node:fs'
import { run, say } from './command.mjs'
import { inRoot, node24 } from './paths.mjs'

/** Electron's program when it is there or can be had, else the reason why not, in one line. */
export const findElectron = () => {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return { reason: 'this terminal has no display' }
  if (process.getuid?.() === 0) return { reason: 'Electron\'s sandbox does not run as root' }
  const found = installed()
  if (found) return { path: found }
  say('Fetching Electron\'s program (once; about 100 MB) …')
  const { ok, output, reason } = run(node24(), ['install.js'], { cwd: inRoot('node_modules', 'electron'), timeout: 10 * 60_000 })
  const fetched = ok ? installed() : null
  return fetched ? { path: fetched } : { reason: `Electron's program could not be fetched (${lastLine(output) || reason})` }
}

const installed = () => {
  const record = inRoot('node_modules', 'electron', 'path.txt')
  if (!existsSync(record)) return null
  const path = inRoot('node_modules', 'electron', 'dist', readFileSync(record, 'utf8'))
  return existsSync(path) ? path : null
}

/** The line of an error that says something: not the stack below it. */
const lastLine = (output) => output.split('\n').map((line) => line.trim()).find((line) => /error|ENOTFOUND|ECONN|timed? ?out|status/i.test(line) && !line.startsWith('at '))?.slice(0, 160)

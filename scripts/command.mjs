import { spawn, spawnSync } from 'node:child_process'
import { environment, inRoot, node24, nodeOptions, root } from './paths.mjs'

/** One line to a person. To stderr: stdout may be read by a program. */
export const say = (text) => process.stderr.write(`${text}\n`)

/** Runs a command to its end. What it prints is shown only when it fails, unless `show`. */
export const run = (command, args, { show = false, cwd = root, env = environment(), timeout } = {}) => {
  const { status, stdout, stderr, error, signal } = spawnSync(command, args, { cwd, env, timeout, stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 2 ** 28 })
  const ok = status === 0
  const output = show ? '' : `${stdout ?? ''}${stderr ?? ''}`.trim()
  return { ok, output, reason: error?.message ?? (signal ? `ended by ${signal}` : `exit code ${status}`) }
}

/** npm as it was called, or the one on the PATH. */
export const npm = (args, options) => {
  const { npm_execpath: path } = process.env
  // On Windows npm is a .cmd file, which only the shell starts.
  return path?.endsWith('.js') ? run(process.execPath, [path, ...args], options) : process.platform === 'win32' ? run('cmd.exe', ['/d', '/s', '/c', 'npm.cmd', ...args], options) : run('npm', args, options)
}

/** Runs a program of the project with Node 24 in this terminal, and ends as it ends. */
export const become = (command, args, options = {}) => {
  const child = spawn(command, args, { stdio: 'inherit', env: environment(), ...options })
  // The terminal sends Ctrl+C to the child as well: it ends in order, and this process after it.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, reason: error.message }))
    child.on('exit', (code, signal) => resolve({ code: code ?? 1, reason: signal ? `ended by ${signal}` : `exit code ${code}` }))
  })
}

/** The command line that runs a TypeScript file of the project. */
export const program = (file, args) => [node24(), [...nodeOptions, inRoot(file), ...args]]

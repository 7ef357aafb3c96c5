// Plain JavaScript for any Node from 20 on, without dependencies: this runs before anything is installed.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const inRoot = (...parts) => join(root, ...parts)

const bundledNode = inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const major = Number(process.versions.node.split('.')[0])

/** Node 24: this one where it is new enough, else the one that npm installed for the project. */
export const node24 = () => (existsSync(bundledNode) ? bundledNode : major >= 24 ? process.execPath : null)

/** Options of Node for the project's programs. */
export const nodeOptions = ['--disable-warning=ExperimentalWarning']

/** The environment of what is started: children find Node 24 as `node`. */
export const environment = (extra = {}) => {
  const node = node24()
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  const separator = process.platform === 'win32' ? ';' : ':'
  return { ...process.env, ...(node ? { [name]: `${dirname(node)}${separator}${process.env[name] ?? ''}` } : {}), ...extra }
}

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm, run, say } from './command.mjs'
import { inRoot, node24 } from './paths.mjs'

const stop = (sentence, output = '') => {
  if (output) say(output)
  say(sentence)
  process.exit(1)
}

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** Whether what npm installed is what package-lock.json asks for, by npm's own record. */
const isInstalled = () => {
  const wanted = readJson(inRoot('package-lock.json'))?.packages
  const found = readJson(inRoot('node_modules', '.package-lock.json'))?.packages
  if (!wanted || !found) return false
  return Object.entries(wanted).every(([path, { version, optional, devOptional, link }]) =>
    path === '' || link || optional || devOptional || found[path]?.version === version)
}

/** Installs the packages of package-lock.json when they are not there yet. No package's own script runs but Node's. */
export const installPackages = () => {
  if (!isInstalled()) {
    say('Installing packages (once; about a gigabyte) …')
    const { ok, output } = npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
    if (!ok) stop('The packages could not be installed: see npm\'s words above. With a connection to the npm registry, run the command again.', output)
  }
  if (!node24() || !run(node24(), ['--version']).output.startsWith('v24')) {
    say('Installing Node 24 for the project (once) …')
    const { ok, output } = run(process.execPath, ['installArchSpecificPackage.js'], { cwd: inRoot('node_modules', 'node') })
    if (!ok || !node24()) stop('Node 24 could not be installed from the npm package "node": see above. Any Node from 24 on that runs this command will do instead.', output)
  }
}

/** A hash of files and folders, by name and content; tests do not count. */
export const hashOf = (paths) => {
  const hash = createHash('sha256')
  const add = (path) => {
    if (!existsSync(path)) return
    if (/\.(test\.tsx?|tmp)$/.test(path)) return
    const entries = (() => {
      try {
        return readdirSync(path).sort()
      } catch {
        return null
      }
    })()
    if (entries) for (const name of entries) add(join(path, name))
    else hash.update(path).update(readFileSync(path))
  }
  for (const path of paths) add(inRoot(path))
  return hash.digest('hex')
}

/** Runs a build unless its sources are as they were when it last ran. */
export const buildOnce = ({ name, sources, result, command, args }) => {
  const stamp = inRoot('out', `${name}.stamp`)
  const hash = hashOf(sources)
  if (existsSync(inRoot(result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  say(`Building ${name} …`)
  rmSync(stamp, { force: true })
  const { ok, output } = run(command, args)
  if (!ok) stop(`${name} could not be built: see above.`, output)
  mkdirSync(inRoot('out'), { recursive: true })
  writeFileSync(stamp, hash)
}

const common = ['package-lock.json', 'protocol', 'renderer']

/** The page that the shells show. */
export const buildPage = () => buildOnce({
  name: 'page', sources: common, result: 'out/renderer/index.html',
  command: node24(), args: [inRoot('node_modules/vite/bin/vite.js'), 'build', '--config', 'renderer/vite.config.ts'],
})

/** What Electron runs: main process, kernel, cell worker, preload and page. */
export const buildDesktop = () => buildOnce({
  name: 'desktop', sources: [...common, 'masks', 'main', 'kernel', 'electron.vite.config.ts'], result: 'out/main/electron.js',
  command: node24(), args: [inRoot('node_modules/electron-vite/bin/electron-vite.js'), 'build'],
})

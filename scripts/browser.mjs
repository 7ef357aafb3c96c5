import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run, say } from './command.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
const places = {
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean).flatMap((folder) =>
    [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe'), join(folder, 'Chromium/Application/chrome.exe')]),
}[process.platform] ?? (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))

/** A Chrome, Chromium or Edge of this machine, or null. */
export const findBrowser = () => {
  const { CHROME_PATH: chosen } = process.env
  if (chosen) return existsSync(chosen) ? chosen : null
  return places.find((path) => existsSync(path)) ?? null
}

/** A browser for the end-to-end tests; on Debian and Ubuntu it is installed where this user may. */
export const needBrowser = () => {
  const found = findBrowser() ?? installed()
  if (found) return found
  say('The end-to-end tests need a Chrome, Chromium or Edge, and none was found. Install one, or name its program in CHROME_PATH.')
  return null
}

const installed = () => {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return null
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  if (asRoot.length > 0 && !run('sudo', ['-n', 'true']).ok) return null
  say('Installing Chromium for the end-to-end tests (once) …')
  const apt = (...args) => run(asRoot[0] ?? 'apt-get', [...asRoot.slice(1), ...(asRoot.length > 0 ? ['apt-get'] : []), ...args], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  apt('update', '-qq')
  const { ok, output } = apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')
  if (!ok) say(output.split('\n').at(-1) ?? '')
  return ok ? findBrowser() : null
}

import type { ChildProcess } from 'node:child_process'
import { chromium, type Browser, type BrowserServer, type LaunchOptions } from 'playwright-core'

const browserPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** No sandbox where this runs as root, as in containers; nothing of Chromium's own talks to the network. */
const options = (): LaunchOptions => {
  const executablePath = [process.env['CHROME_PATH'], ...browserPaths].find((path) => path !== undefined && path !== '')
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-dev-shm-usage',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  }
}

export const launchBrowser = (): Promise<Browser> => chromium.launch(options())

/** A browser whose process can be killed. */
export const launchBrowserProcess = async (): Promise<{ browser: Browser; server: BrowserServer; process: ChildProcess }> => {
  const server = await chromium.launchServer(options())
  return { server, process: server.process(), browser: await chromium.connect(server.wsEndpoint()) }
}

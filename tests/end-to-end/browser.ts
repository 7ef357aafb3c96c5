import { chromium, type Browser } from 'playwright-core'

const browserPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** No sandbox where this runs as root, as in containers; nothing of Chromium's own talks to the network. */
export const launchBrowser = (): Promise<Browser> => {
  const executablePath = [process.env['CHROME_PATH'], ...browserPaths].find((path) => path !== undefined && path !== '')
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-dev-shm-usage',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
}

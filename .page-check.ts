import { spawn } from 'node:child_process'
import { chromium } from 'playwright-core'
const root = '/tmp/wt/modality'
const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', root + '/main/serve.ts', '--home', '/tmp/home-modality', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
const url: string = await new Promise((ok) => { let t = ''; server.stdout.setEncoding('utf8').on('data', (c: string) => { t += c; const m = /http:\/\/\S+/.exec(t); if (m) ok(m[0]) }) })
console.log(url)
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const page = await (await browser.newContext({ viewport: { width: 1400, height: 1000 } })).newPage()
page.setDefaultTimeout(120000)
page.on('pageerror', (e) => console.log('ERR', e.message)); page.on('console', (m) => { if (m.type() === 'error') console.log('CONSOLE', m.text()) })
await page.goto(url)
await page.waitForTimeout(6000)
await page.screenshot({ path: '/tmp/mod-page0.png' })
const name = process.argv[2]!
await page.getByText(name).first().click()
await page.waitForTimeout(6000)
await page.screenshot({ path: '/tmp/mod-page1.png', fullPage: true })
const audio = page.locator('audio').first()
if (await audio.count()) {
  await audio.scrollIntoViewIfNeeded()
  const r = await audio.evaluate(async (a: HTMLAudioElement) => { a.load(); a.preload = 'auto'; await new Promise((ok) => { a.oncanplaythrough = ok; a.onerror = ok; setTimeout(ok, 5000) }); return { duration: a.duration, error: a.error?.message ?? null, src: a.src } })
  console.log(JSON.stringify(r))
  await page.screenshot({ path: '/tmp/mod-page2.png' })
}
await browser.close(); server.kill('SIGTERM'); setTimeout(() => process.exit(0), 1500)

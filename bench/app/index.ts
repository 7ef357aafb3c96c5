import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createLocalHost, pageFolder } from '../../main/serve/localHost.ts'
import { serve } from '../../main/serve/server.ts'
import type { EventName } from '../../protocol/api.ts'
import { launchBrowser } from '../../tests/end-to-end/browser.ts'
import { otherLoad } from '../../kernel/planning/engines/otherLoad.ts'
import { describeMachine } from '../machine.ts'
import { fillHome } from './fillHome.ts'
import { line, type Figure } from './figures.ts'
import { chart, coldStart, live, scrolling, table, typing } from './measures.ts'
import { shortestTold, watch } from './watch.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '10000' }, charted: { type: 'string', default: '20' }, points: { type: 'string', default: '1000000' } } })
const filling = { runs: Number(values.runs), charted: Number(values.charted), points: Number(values.points) }

const home = await mkdtemp(join(tmpdir(), 'lab-bench-'))
try {
  console.error(`Filling a home with ${filling.runs} runs and ${filling.charted} curves of ${filling.points} points …`)
  const { charted, live: liveRun } = fillHome(home, filling)
  const load = await otherLoad()
  const host = createLocalHost({ home })
  const listeners = new Set<(event: EventName, data: unknown) => void>()
  const tell = (event: EventName, data: unknown): void => listeners.forEach((listener) => listener(event, data))
  const server = await serve({ host: { ...host, onAny: (listener) => { listeners.add(listener); return host.onAny(listener) } }, port: 0, page: pageFolder(), token: 'bench' })
  const browser = await launchBrowser()
  try {
    const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 }, bypassCSP: true })).newPage()
    await page.addInitScript(watch, shortestTold)
    await page.goto(server.url)
    const figures: Figure[] = [await coldStart(page), await typing(page), await scrolling(page)]
    figures.push(...(await table(page, filling.runs + filling.charted + 1)))
    await page.locator('input[aria-label="Filter"]').fill('name ~ long')
    await page.waitForFunction((count) => document.querySelectorAll('.grid-row').length === count, charted.length)
    await page.getByRole('checkbox', { name: 'Tick all that are shown' }).check()
    figures.push(...(await chart(page, charted.length, filling.points)))
    await page.getByRole('button', { name: 'All runs as a table' }).click()
    await page.locator('input[aria-label="Filter"]').fill('name = live')
    await page.locator('.grid-row button.link').first().click()
    await page.getByRole('article').waitFor()
    figures.push(await live(page, liveRun, (points) => tell('metrics', points)))
    console.log(`The app in ${browser.version()} of Chromium without a graphics card, on ${Object.values(describeMachine()).join(', ')}; other programs kept ${(100 * load).toFixed(0)} % of it busy.`)
    for (const figure of figures) console.log(line(figure))
    if (figures.some(({ value, budget }) => !(value <= budget))) process.exitCode = 1
  } finally {
    await browser.close()
    await server.close()
    await host.close()
  }
} finally {
  await rm(home, { recursive: true, force: true, maxRetries: 3 })
}

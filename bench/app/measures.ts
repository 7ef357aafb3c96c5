import type { Page } from 'playwright-core'
import type { Events } from '../../protocol/api.ts'
import { quantile, type Figure } from './figures.ts'
import { shortestTold, type Zoomed } from './watch.ts'

/** Milliseconds from an act in the page to the frame in which a condition holds, both taken by the page's clock. */
const timed = (page: Page, act: { selector: string; value?: string }, done: string): Promise<number> =>
  page.evaluate(([{ selector, value }, condition]) => new Promise<number>((resolve, reject) => {
    const holds = new Function(`return (${condition})`) as () => boolean
    const element = document.querySelector<HTMLElement>(selector)!
    const start = performance.now()
    if (value === undefined) element.click()
    else {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(element, value)
      element.dispatchEvent(new Event('input', { bubbles: true }))
    }
    const look = (): void => {
      if (holds()) setTimeout(() => resolve(performance.now() - start))
      else if (performance.now() - start > 60_000) reject(new Error(`after a minute it does not hold that ${condition}`))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }), [act, done] as const)

export const coldStart = async (page: Page): Promise<Figure> => {
  await page.waitForFunction(() => window.bench.firstCell !== null)
  return { what: 'start to the first cell that answers', value: (await page.evaluate(() => window.bench.firstCell))!, unit: 'ms', budget: 2000, how: 'from the navigation, server running, empty cache' }
}

export const typing = async (page: Page): Promise<Figure> => {
  await page.getByRole('region', { name: 'Notebooks' }).getByText('long', { exact: true }).click()
  await page.getByRole('heading', { name: 'Part 100', exact: true }).waitFor()
  const cell = page.locator('[data-cell] .code-static').nth(50)
  await cell.scrollIntoViewIfNeeded()
  await cell.click()
  await page.locator('.monaco-editor textarea, .monaco-editor .native-edit-context').first().waitFor({ state: 'attached' })
  await page.waitForTimeout(1000)
  await page.evaluate(() => { window.bench.keys = []; window.bench.presses = 0 })
  for (const key of '// the quick brown fox jumps over the lazy dog, twice and once more '.repeat(2)) await page.keyboard.press(key === ' ' ? 'Space' : key, { delay: 5 })
  await page.waitForTimeout(500)
  const { keys: told, presses } = await page.evaluate(() => window.bench)
  await page.keyboard.press('Escape')
  if (told.length === 0) throw new Error(`The browser told of none of ${presses} presses of a key, so how long they took is not known.`)
  // Those that it does not tell of took less.
  const keys = [...told, ...Array<number>(Math.max(0, presses - told.length)).fill(shortestTold)]
  return { what: 'typing in a notebook of 200 cells, p95', value: quantile(keys, 0.95), unit: 'ms', budget: 50, how: `${keys.length} keys, press to the frame on the screen, median ${quantile(keys, 0.5).toFixed(0)} ms, longest ${Math.max(...keys).toFixed(0)} ms` }
}

export const scrolling = async (page: Page): Promise<Figure> => {
  await page.mouse.move(700, 500)
  await page.evaluate(() => document.querySelector('.main')!.scrollTo(0, 0))
  await page.waitForTimeout(300)
  await page.evaluate(() => (window.bench.frames = []))
  for (let i = 0; i < 120; i++) await page.mouse.wheel(0, 160)
  await page.waitForTimeout(300)
  const frames = await page.evaluate(() => window.bench.frames)
  return { what: 'scrolling through 200 cells, frame p95', value: quantile(frames, 0.95), unit: 'ms', budget: 50, how: `${frames.length} frames, longest ${Math.max(...frames).toFixed(0)} ms` }
}

export const table = async (page: Page, runs: number): Promise<Figure[]> => {
  const columns = Array.from({ length: 17 }, (_, k) => `eval.measure${k}`)
  await page.evaluate((metrics) => window.localStorage.setItem('lab.runTable', JSON.stringify({ filter: '', order: { field: 'created', descending: true }, columns: ['name', 'status', 'loss.lambda', ...metrics] })), columns)
  const opened = await timed(page, { selector: 'button[aria-label="All runs as a table"]' }, 'document.querySelectorAll(".grid-row").length > 20')
  await page.waitForFunction(() => [...document.querySelectorAll('.grid-row .number:last-child')].some(({ textContent }) => textContent !== ''))
  const filtered: number[] = []
  for (const lambda of [3, 7, 11, 2, 9]) {
    filtered.push(await timed(page, { selector: 'input[aria-label="Filter"]', value: `lambda = ${lambda} and eval.measure3 > 0` }, `document.querySelector(".grid-row") && [...document.querySelectorAll(".grid-row")].every((row) => row.children[3].textContent === "${lambda}")`))
  }
  return [
    { what: `table of ${runs.toLocaleString('en')} runs and 20 columns opens`, value: opened, unit: 'ms', budget: 300, how: 'press to rows; measurements follow' },
    { what: 'filter of that table, median', value: quantile(filtered, 0.5), unit: 'ms', budget: 100, how: `input to rows, ${filtered.length} filters, longest ${Math.max(...filtered).toFixed(0)} ms` },
  ]
}

export const chart = async (page: Page, runs: number, points: number): Promise<Figure[]> => {
  const each = points.toLocaleString('en')
  // Tables stand above it, and a chart that nobody sees is not drawn.
  const painted = await timed(page, { selector: '.ticked-bar button.primary' }, `(document.querySelector(".chart-area.tall")?.scrollIntoView(), document.querySelectorAll(".chart-area.tall .scatterlayer .trace").length >= ${runs})`)
  const plot = page.locator('.chart-area.tall .nsewdrag').first()
  await plot.scrollIntoViewIfNeeded()
  await page.waitForTimeout(1000)
  const zooms: Zoomed[] = []
  for (let i = 0; i < 3; i++) {
    const box = (await plot.boundingBox())!
    // Waits until it lies still and nothing lies over it.
    await plot.hover({ position: { x: box.width * 0.3, y: box.height / 2 } })
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 4 })
    const range = await page.evaluate(() => document.querySelector('.chart-area.tall .xaxislayer-above')!.textContent)
    // Listens before the button is let go: input does not wait for scripts.
    await page.evaluate((before) => void (window.bench.zoomed = new Promise<Zoomed>((resolve, reject) => {
      window.addEventListener('mouseup', () => {
        const start = performance.now()
        let axis = NaN
        let asked = false
        new MutationObserver(() => (asked = true)).observe(document.querySelector('.chart-area.tall')!, { attributes: true, attributeFilter: ['aria-busy'] })
        const look = (): void => {
          const chart = document.querySelector('.chart-area.tall')!
          if (Number.isNaN(axis) && chart.querySelector('.xaxislayer-above')!.textContent !== before) axis = performance.now() - start
          const still = !Number.isNaN(axis) && chart.getAttribute('aria-busy') === 'false'
          if (still && asked) setTimeout(() => resolve({ axis, points: performance.now() - start }))
          // A chart that holds all points of the part asks for none.
          else if (still && performance.now() - start > axis + 1000) resolve({ axis, points: axis })
          else if (performance.now() - start > 60_000) reject(new Error('a minute after the release the chart is not zoomed'))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }, { once: true, capture: true })
    })), range)
    await page.mouse.up()
    zooms.push(await page.evaluate(() => window.bench.zoomed!))
    await page.waitForTimeout(300)
  }
  return [
    { what: `chart of ${runs} runs × ${each} points, first paint`, value: painted, unit: 'ms', budget: 500, how: 'press to lines, the reading from the database included' },
    { what: 'zoom of that chart, median', value: quantile(zooms.map(({ axis }) => axis), 0.5), unit: 'ms', budget: 150, how: `release to the part that was chosen; to all points of it, which come from the database, ${quantile(zooms.map(({ points: all }) => all), 0.5).toFixed(0)} ms` },
  ]
}

/** @param tell sends an event to the page as the host would */
export const live = async (page: Page, run: string, tell: (points: Events['metrics']) => void): Promise<Figure> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const busy = async (): Promise<number> => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')!.value
  const seconds = 10
  let step = 0
  const timer = setInterval(() => {
    const points = Array.from({ length: 50 }, (_, i) => ({ step: step + 1 + Math.floor(i / 5), key: ['train.loss', 'train.text', 'train.image', 'train.lr', 'train.gradientNorm'][i % 5]!, value: Math.exp(-step / 5000) + Math.random() * 0.1 }))
    step += 10
    tell({ run, points })
  }, 250)
  await page.waitForTimeout(2000)
  const before = await busy()
  await page.waitForTimeout(seconds * 1000)
  const share = (100 * ((await busy()) - before)) / seconds
  clearInterval(timer)
  return { what: 'page while 200 measurements a second come in', value: share, unit: '%', budget: 20, how: `of one core, over ${seconds} s, the run's charts in sight` }
}

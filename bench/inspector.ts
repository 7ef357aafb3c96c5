import type { Page } from 'playwright-core'
import { startApp } from '../tests/end-to-end/app.ts'
import { describeMachine } from './machine.ts'

/** Twelve documents of a caption and 16 × 16 patches: 4,096 positions. */
const layout = [...Array<string>(11).fill('eot t81 boi i16x16 eoi'), 'eot t96 boi i16x16 eoi'].join(' | ')
const hovers = 300
const budgets = { picture: 300, hover: 16 }

declare global {
  interface Window {
    /** When the answer with the mask came, before it was read. */
    arrived: number
    /** When a button was pressed last. */
    pressed: number
    /** When the matrix was painted, and whether all of it. */
    paintings: { at: number; whole: boolean }[]
    moved: number
    delays: { picture: number[]; sentence: number[] }
  }
}

/** Notes when large answers arrive, and how long after a pointer event the overlay and the sentence show it. */
const watch = (): void => {
  const Socket = window.WebSocket
  window.WebSocket = class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'string' && data.length > 300_000) window.arrived = performance.now()
      })
    }
  }
  window.delays = { picture: [], sentence: [] }
  window.paintings = []
  window.addEventListener('click', () => (window.pressed = performance.now()), true)
  window.addEventListener('pointermove', () => (window.moved = performance.now()), true)
  new MutationObserver((changes) => {
    for (const { target, type } of changes) {
      if (type === 'attributes' && target instanceof HTMLCanvasElement && target.nextElementSibling instanceof HTMLCanvasElement) window.paintings.push({ at: Number(target.dataset['drawn']), whole: target.dataset['whole'] === target.dataset['drawn'] })
      if (type === 'attributes' && target instanceof HTMLCanvasElement && target.previousElementSibling instanceof HTMLCanvasElement) window.delays.picture.push(Number(target.dataset['drawn']) - window.moved)
      if (type !== 'attributes' && (target instanceof Element ? target : target.parentElement ?? document.body).closest('.focus-sentence')) window.delays.sentence.push(performance.now() - window.moved)
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['data-drawn'] })
}

const quantile = (values: readonly number[], share: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))]!
const figures = (values: readonly number[]): string => `median ${quantile(values, 0.5).toFixed(1)}, p95 ${quantile(values, 0.95).toFixed(1)}, worst ${Math.max(...values).toFixed(1)} ms (${values.length})`

/** From the press of "Lay out" to the picture, as a user does it: the inspector is open and shows the sequence that it opens with. */
const firstPicture = async (page: Page): Promise<{ first: number; page: number; whole: number }> => {
  await page.getByRole('button', { name: 'Open mask inspector' }).click()
  await page.waitForFunction(() => Number(document.querySelector<HTMLCanvasElement>('.matrix canvas')?.dataset['whole'] ?? 0) > 0)
  await page.getByRole('combobox', { name: 'Sequence of' }).selectOption('layout')
  await page.getByLabel('Layout', { exact: true }).fill(layout)
  await page.getByRole('button', { name: 'Lay out' }).click()
  await page.waitForFunction(() => window.arrived > 0 && window.paintings.some(({ at, whole }) => whole && at > window.arrived))
  return page.evaluate(() => {
    const after = window.paintings.filter(({ at }) => at > window.arrived)
    return { first: after[0]!.at - window.pressed, page: after[0]!.at - window.arrived, whole: after.find(({ whole }) => whole)!.at - window.pressed }
  })
}

const hover = async (page: Page): Promise<{ picture: number[]; sentence: number[] }> => {
  const box = (await page.locator('.matrix').boundingBox())!
  await page.mouse.move(box.x + 60, box.y + 60)
  await page.evaluate(() => (window.delays = { picture: [], sentence: [] }))
  // An even walk over the matrix: early and late rows, short and long ones.
  for (let i = 0; i < hovers; i++) await page.mouse.move(box.x + 60 + ((i * 173) % (box.width - 80)), box.y + 60 + ((i * 97) % (box.height - 80)))
  return page.evaluate(() => window.delays)
}

/** From a turn of the wheel to the next frame with the new scale, and to the frame in which every piece of it is painted. */
const zoomSteps = async (page: Page): Promise<{ frame: number[]; whole: number[] }> => {
  const box = (await page.locator('.matrix').boundingBox())!
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2)
  const delays = { frame: [] as number[], whole: [] as number[] }
  for (let i = 0; i < 40; i++) {
    const { frame, whole } = await page.evaluate((wheel) => new Promise<{ frame: number; whole: number }>((resolve) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.matrix canvas')!, { left, top, width, height } = canvas.getBoundingClientRect()
      // From the start of a frame, so that no waiting for the next one is counted.
      requestAnimationFrame(() => setTimeout(() => {
        const start = performance.now()
        let first = 0
        new MutationObserver((_, observer) => {
          first ||= Number(canvas.dataset['drawn']) - start
          if (Number(canvas.dataset['whole']) < start) return
          observer.disconnect()
          resolve({ frame: first, whole: Number(canvas.dataset['whole']) - start })
        }).observe(canvas, { attributes: true, attributeFilter: ['data-drawn'] })
        canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: wheel, clientX: left + width / 3, clientY: top + height / 2, bubbles: true, cancelable: true }))
      }))
    }), i < 20 ? -60 : 60)
    delays.frame.push(frame)
    delays.whole.push(whole)
  }
  return delays
}

const app = await startApp('// %%\n')
try {
  const page = await app.open(watch)
  const first = await firstPicture(page)
  const { picture, sentence } = await hover(page)
  const zooms = await zoomSteps(page)
  console.log(`Mask inspector, 4,096 × 4,096 positions, Chromium without a graphics card, on ${Object.values(describeMachine()).join(', ')}`)
  console.log(`first picture: ${first.first.toFixed(0)} ms from the press, the host's work and the way included (budget ${budgets.picture}), ${first.page.toFixed(0)} ms of it from the answer's arrival; every piece of it after ${first.whole.toFixed(0)} ms`)
  console.log(`hover, pointer to picture: ${figures(picture)}; budget ${budgets.hover} at p95`)
  console.log(`hover, pointer to sentence: ${figures(sentence)}`)
  console.log(`zoom step, wheel to the next frame: ${figures(zooms.frame)}; to every piece painted: ${figures(zooms.whole)}`)
  if (first.first > budgets.picture || quantile(picture, 0.95) > budgets.hover) process.exitCode = 1
} finally {
  await app.close()
}

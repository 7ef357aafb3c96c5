import type { Page } from 'playwright-core'
import { fit, scales } from '../renderer/inspector/matrix/zoom.ts'
import { startApp } from '../tests/end-to-end/app.ts'
import { describeMachine } from './machine.ts'

/** Twelve documents of a caption and 16 × 16 patches: 4,096 positions. */
const layout = [...Array<string>(11).fill('eot t81 boi i16x16 eoi'), 'eot t97 boi i16x16 eoi'].join(' | ')
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
        if (typeof data === 'string' && data.length > 100_000) window.arrived = performance.now()
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

/** From the whole matrix to single pairs. */
const steps = scales.length - 1 - fit(4096, { width: 700, height: 700 }).step

/** The times between frames while the wheel turns by one step a frame, in and out again. */
const zoomFrames = (page: Page, rounds: number): Promise<number[]> => frameTimes(page, 2 * steps * rounds, ({ matrix, frame, steps: all }) => {
  const { left, top, width, height } = matrix.getBoundingClientRect()
  matrix.dispatchEvent(new WheelEvent('wheel', { deltaY: frame % (2 * all) < all ? -60 : 60, clientX: left + width / 3, clientY: top + height / 2, bubbles: true, cancelable: true }))
})

/** The times between frames while the matrix is dragged, a few steps from the whole. */
const panFrames = async (page: Page, frames: number): Promise<number[]> => {
  await page.locator('.matrix').press('0')
  for (let i = 0; i < 6; i++) await page.locator('.matrix').press('+')
  return frameTimes(page, frames, ({ matrix, frame }) => {
    const { left, top } = matrix.getBoundingClientRect(), there = Math.abs((frame % 40) - 20) * 18
    const at = { clientX: left + 100 + there, clientY: top + 100 + there, bubbles: true, pointerId: 1, button: 0 }
    if (frame === 0) matrix.setPointerCapture = () => {}
    if (frame === 0) matrix.dispatchEvent(new PointerEvent('pointerdown', at))
    matrix.dispatchEvent(new PointerEvent('pointermove', at))
  })
}

interface Turn {
  matrix: HTMLElement
  frame: number
  steps: number
}

/** Does something once a frame; the times from frame to frame. As text, since the page's policy has no code of others. */
const frameTimes = (page: Page, frames: number, turn: (turn: Turn) => void): Promise<number[]> =>
  page.evaluate<number[]>(`(${String(timesOfFrames)})(${String(turn)}, ${frames}, ${steps})`)

const timesOfFrames = (act: (turn: Turn) => void, count: number, steps: number): Promise<number[]> => new Promise((resolve) => {
  const matrix = document.querySelector<HTMLElement>('.matrix')!, times: number[] = []
  let last: number | null = null
  const next = (now: number): void => {
    if (last !== null) times.push(now - last)
    last = now
    if (times.length === count) return resolve(times)
    act({ matrix, frame: times.length, steps })
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
})

/** In words: how long frames take, and how many took more than one turn of the display. */
const frameWords = (times: readonly number[], display: number): string =>
  `median ${quantile(times, 0.5).toFixed(1)}, p95 ${quantile(times, 0.95).toFixed(1)}, worst ${Math.max(...times).toFixed(1)} ms; ${times.filter((time) => time > 1.5 * display).length} of ${times.length} frames lost`

const app = await startApp('// %%\n')
try {
  const page = await app.open(watch)
  const first = await firstPicture(page)
  const { picture, sentence } = await hover(page)
  const still = await frameTimes(page, 60, () => {})
  const display = quantile(still, 0.5)
  const zooming = await zoomFrames(page, 5)
  const panning = await panFrames(page, 160)
  console.log(`Mask inspector, 4,096 × 4,096 positions, Chromium without a graphics card, on ${Object.values(describeMachine()).join(', ')}`)
  console.log(`first picture: ${first.first.toFixed(0)} ms from the press, the host's work and the way included (budget ${budgets.picture}), ${first.page.toFixed(0)} ms of it from the answer's arrival; every piece of it after ${first.whole.toFixed(0)} ms`)
  console.log(`hover, pointer to picture: ${figures(picture)}; budget ${budgets.hover} at p95`)
  console.log(`hover, pointer to sentence: ${figures(sentence)}`)
  console.log(`frames of a still page: ${frameWords(still, display)}`)
  console.log(`frames while zooming, a step each: ${frameWords(zooming, display)}`)
  console.log(`frames while panning: ${frameWords(panning, display)}`)
  if (first.first > budgets.picture || quantile(picture, 0.95) > budgets.hover) process.exitCode = 1
} finally {
  await app.close()
}

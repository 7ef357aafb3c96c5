/** Milliseconds from the release of a zoom to the part that was chosen, and to all points of it. */
export interface Zoomed {
  axis: number
  points: number
}

declare global {
  interface Window {
    bench: { firstCell: number | null; frames: number[]; presses: number; keys: number[]; zoomed: Promise<Zoomed> | null }
  }
}

/** Milliseconds of the shortest press that the browser tells of, in steps of 8: it takes no lower bound. */
export const shortestTold = 16

/** Runs in the page before anything else: notes when the first cell is there, how long frames take, and how long a key takes to its frame. */
export const watch = (shortest: number): void => {
  window.bench = { firstCell: null, frames: [], presses: 0, keys: [], zoomed: null }
  const found = new MutationObserver(() => {
    if (!document.querySelector('[data-cell] .code-static')) return
    found.disconnect()
    // Drawn and able to answer: after the frame, and after what the page does then.
    requestAnimationFrame(() => setTimeout(() => (window.bench.firstCell = performance.now())))
  })
  found.observe(document, { subtree: true, childList: true })
  let last = performance.now()
  const frame = (now: number): void => {
    window.bench.frames.push(now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  window.addEventListener('keydown', () => window.bench.presses++, true)
  // By the browser's own account, from the press to when its frame was on the screen. A timer after the frame would not do: Chromium
  // holds timers back for as long as keys keep coming, and the sooner the frames are there the longer.
  const presses: PerformanceObserverInit & { durationThreshold: number } = { type: 'event', durationThreshold: shortest }
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keydown') window.bench.keys.push(duration)
  }).observe(presses)
}

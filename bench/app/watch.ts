/** Milliseconds from the release of a zoom to the part that was chosen, and to all points of it. */
export interface Zoomed {
  axis: number
  points: number
}

declare global {
  interface Window {
    bench: { firstCell: number | null; frames: number[]; keys: number[]; zoomed: Promise<Zoomed> | null }
  }
}

/** Runs in the page before anything else: notes when the first cell is there, how long frames take, and how long a key takes to its frame. */
export const watch = (): void => {
  window.bench = { firstCell: null, frames: [], keys: [], zoomed: null }
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
  window.addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => window.bench.keys.push(performance.now() - timeStamp))), true)
}

/** The share of the page's time that charts may take to follow what is being measured. */
const share = 0.1

const waiting = new Map<object, { draw: () => void }>()
const drawn = new WeakMap<object, number>()
let timer: ReturnType<typeof setTimeout> | null = null
let free = 0

/**
 * Draws when there is time for it: all that is drawn so takes no more than a tenth of the page's time, whatever a drawing costs here.
 * What has waited longest since it was last drawn comes first, and of several drawings of one thing only the last.
 * @param of what is drawn
 * @returns takes it back
 */
export const drawInTurn = (of: object, draw: () => void): (() => void) => {
  const entry = { draw }
  waiting.set(of, entry)
  arm()
  return () => {
    if (waiting.get(of) === entry) waiting.delete(of)
  }
}

const arm = (): void => void (timer ??= setTimeout(next, Math.max(0, free - performance.now())))

const next = (): void => {
  timer = null
  const [of] = [...waiting.keys()].sort((a, b) => (drawn.get(a) ?? 0) - (drawn.get(b) ?? 0))
  if (!of) return
  const { draw } = waiting.get(of)!
  waiting.delete(of)
  const start = performance.now()
  draw()
  drawn.set(of, start)
  free = start + (performance.now() - start) / share
  if (waiting.size > 0) arm()
}

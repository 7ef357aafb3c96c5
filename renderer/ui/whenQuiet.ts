/** What a person does that is felt to stutter when something else takes its time. */
const acts = ['keydown', 'pointerdown', 'wheel']

const listening = { capture: true, passive: true }

/**
 * Does something once, when nobody has pressed or turned anything for a while: work that nobody waits for, and that would hold up
 * who types.
 * @param of where presses are heard
 * @param quiet milliseconds without any
 * @returns takes it back
 */
export const whenQuiet = (of: EventTarget, quiet: number, work: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout>
  const wait = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      stop()
      work()
    }, quiet)
  }
  const stop = (): void => {
    clearTimeout(timer)
    for (const act of acts) of.removeEventListener(act, wait, listening)
  }
  for (const act of acts) of.addEventListener(act, wait, listening)
  wait()
  return stop
}

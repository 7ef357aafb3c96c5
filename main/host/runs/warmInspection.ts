import { inspectLayout } from '../../../masks/inspection/inspectLayout.ts'
import { maskNames } from '../../../protocol/config/mask.ts'

/** Long enough that the loops over rows run hot, short enough that nobody waits for one pass. */
const layout = 't90 boi i16x16 eoi | t90 boi i16x16 eoi'
const passes = 3

/**
 * Looks at every shipped mask over a short layout a few times, one a turn of the event loop. Until V8 has compiled the loops
 * over bits, a mask over 4,096 positions takes more than twice as long as afterwards; so who opens the inspector and then
 * lays out a long sequence does not wait for that.
 */
export const warmInspection = (): void => {
  const masks = Array.from({ length: passes }, () => maskNames).flat()
  const next = (): void => {
    const mask = masks.pop()
    if (mask === undefined) return
    inspectLayout(layout, [mask])
    setImmediate(next)
  }
  setImmediate(next)
}

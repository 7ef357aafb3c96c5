import { captionsOf } from './caption.ts'
import { splitPairs } from './heldOut.ts'
import { sizes } from './vocabulary.ts'

/** Every way to ask for one object without its place, held-out pairs only: "a red ring" for each pair first, then other phrasings, then sizes. */
function everyPrompt(heldOut: number): string[] {
  const pairs = splitPairs(heldOut).heldOut
  const variants = pairs.map((pair) => {
    const plain = captionsOf({ objects: [{ ...pair, size: 'large', cx: 0.5, cy: 0.5, radius: 0.3 }] }, false, false)
    const sized = sizes.flatMap((size) => captionsOf({ objects: [{ ...pair, size, cx: 0.5, cy: 0.5, radius: 0.3 }] }, false, true))
    return [...plain, ...sized]
  })
  return variants[0]!.flatMap((_, phrasing) => variants.map((texts) => texts[phrasing]!))
}

/** A fixed list of `count` prompts for one object of a pair that training never saw, none saying where; `heldOut` is the run's share. Repeats when it runs out. */
export function singleObjectPrompts(count: number, heldOut = 0.1): string[] {
  const every = everyPrompt(heldOut)
  return Array.from({ length: count }, (_, i) => every[i % every.length]!)
}

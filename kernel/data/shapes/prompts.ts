import { captionsOf } from './caption.ts'
import { splitCombinations } from './heldOut.ts'

/** Every way to ask for one object without its place, held-out combinations only: "a large red ring" for each first, then other phrasings. */
function everyPrompt(heldOut: number): string[] {
  const variants = splitCombinations(heldOut).heldOut.map((combination) =>
    captionsOf({ objects: [{ ...combination, cx: 0.5, cy: 0.5, radius: 0.3 }] }, false, true))
  return variants[0]!.flatMap((_, phrasing) => variants.map((texts) => texts[phrasing]!))
}

/** A fixed list of `count` prompts for one object of a shape, colour and size that training never saw together, none saying where; `heldOut` is the run's share. Repeats when it runs out. */
export function singleObjectPrompts(count: number, heldOut = 0.1): string[] {
  const every = everyPrompt(heldOut)
  return Array.from({ length: count }, (_, i) => every[i % every.length]!)
}

import { captionsOf } from './caption.ts'
import { splitTones } from './heldOut.ts'

/**
 * A fixed list of `count` prompts, each with all four words of a tone that training never had; `heldOut` is the run's
 * share. Repeats when it runs out.
 */
export function wavePrompts(count: number, heldOut = 0.1): string[] {
  const variants = splitTones(heldOut).heldOut.map((tone) => captionsOf(tone, { loudness: true, envelope: true }))
  const every = variants[0]!.flatMap((_, phrasing) => variants.map((texts) => texts[phrasing]!))
  return Array.from({ length: count }, (_, i) => every[i % every.length]!)
}

import { placeName } from '../../protocol/inspection/index.ts'
import { firstAdded, verdictOf, type Check } from './subject.ts'

/** Whether layers stacked carry information past the mask: then what the mask forbids is hindered, not prevented. */
export const reach: Check = (subject) => {
  const say = verdictOf('reach', 'reach stays within the mask')
  if (subject.reach === subject.bits) return say.passes('Layers add no path: a position learns only of what it sees.')
  const pair = firstAdded(subject)!
  const added = subject.reach.count() - subject.bits.count()
  const via = pair.via === null ? '' : ` through ${placeName(subject.sequence, pair.via)}`
  return say.fails(`Layers add ${added.toLocaleString('en')} pairs: ${placeName(subject.sequence, pair.query)} does not see ${placeName(subject.sequence, pair.key)} and learns of it${via}.`, pair)
}

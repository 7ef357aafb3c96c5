import { placeName } from '../../protocol/inspection/index.ts'
import { findPair, verdictOf, type Check } from './subject.ts'

/** Text must not learn of an image that comes after it. */
export const imageLeak: Check = (subject) => {
  const { positions, images } = subject.sequence
  const say = verdictOf('imageLeak', 'no image leaks into earlier text')
  if (!images.some(({ start }) => start > 0 && positions.slice(0, start).some(({ modality }) => modality === 'text'))) return say.notApplicable('There is no text before an image.')
  const pair = findPair(subject, { query: ({ modality }) => modality === 'text', key: ({ modality }) => modality === 'image', side: 'after' })
  if (!pair) return say.passes('No text token learns of an image after it.')
  const through = pair.via === null ? 'sees' : 'learns of'
  return say.fails(`The text at ${placeName(subject.sequence, pair.query)} ${through} ${placeName(subject.sequence, pair.key)}, which comes after it${pair.via === null ? '' : `, through ${placeName(subject.sequence, pair.via)}`}.`, pair)
}

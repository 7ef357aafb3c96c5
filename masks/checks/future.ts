import { placeName, type InspectedPosition } from '../../protocol/inspection/index.ts'
import { findPair, verdictOf, type Check } from './subject.ts'

/** Text must not learn of later text, directly or through others: it is trained to predict it. */
export const future: Check = (subject) => {
  const say = verdictOf('future', 'text sees no future')
  const isText = ({ modality }: InspectedPosition): boolean => modality === 'text'
  const pair = findPair(subject, { query: isText, key: isText, side: 'after' })
  if (!pair) return say.passes('No text token learns of a later text token.')
  const [query, key] = [placeName(subject.sequence, pair.query), placeName(subject.sequence, pair.key)]
  return say.fails(pair.via === null
    ? `${capital(query)} sees ${key}, which comes after it; the text loss asks for just that.`
    : `${capital(query)} learns of ${key}, which comes after it, through ${placeName(subject.sequence, pair.via)}.`, pair)
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1)

import { placeName } from '../../protocol/inspection/index.ts'
import { maskPositions } from '../inspection/sequence.ts'
import { maskBits } from '../evaluateMask.ts'
import type { Mask } from '../mask.ts'
import { verdictOf, type Check } from './subject.ts'

/** Whether a mask that bears the name of a shipped one allows the same pairs. @param shipped the masks that ship */
export const promise = (shipped: Readonly<Record<string, Mask>>): Check => ({ mask, sequence, bits }) => {
  const say = verdictOf('promise', 'as the name of a shipped mask promises')
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '')
  const namesake = Object.values(shipped).find(({ name }) => plain(name) === plain(mask.name))
  if (!namesake) return say.notApplicable('The mask does not bear the name of a shipped one.')
  if (namesake.source === mask.source) return say.passes(`The predicate is that of the shipped mask "${namesake.name}".`)
  const expected = maskBits(namesake, maskPositions(sequence), sequence.crossDocument)
  const word = bits.words.findIndex((each, i) => each !== expected.words[i])
  if (word !== -1) {
    const odd = bits.words[word]! ^ expected.words[word]!
    const query = Math.floor(word / bits.wordsPerRow), key = (word % bits.wordsPerRow) * 32 + 31 - Math.clz32(odd & -odd), sees = bits.has(query, key)
    return say.fails(`By its name ${placeName(sequence, query)} ${sees ? 'should not see' : 'should see'} ${placeName(sequence, key)}, and it ${sees ? 'does' : 'does not'}; give the mask another name.`, { query, key, via: null })
  }
  return say.passes(`On this sequence it allows what the shipped mask "${namesake.name}" allows.`)
}

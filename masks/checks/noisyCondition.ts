import { placeName } from '../../protocol/inspection/index.ts'
import { findPair, verdictOf, type Check } from './subject.ts'

/**
 * Whether text after an image learns from its noisy patches, where generation shows it a clean image. The paper's own mask
 * does (§4.3.4, where a cap on t is the remedy); ⟨EOI⟩ and other special tokens do not count.
 */
export const noisyCondition: Check = (subject) => {
  const { positions } = subject.sequence
  const say = verdictOf('noisyCondition', 'no noisy patch conditions later text')
  const firstNoisy = positions.findIndex(({ noise }) => noise > 0)
  if (firstNoisy === -1 || !positions.some(({ modality, special }, at) => at > firstNoisy && modality === 'text' && special === null)) {
    return say.notApplicable('No text comes after a noisy image.')
  }
  const pair = findPair(subject, { query: ({ modality, special }) => modality === 'text' && special === null, key: ({ noise }) => noise > 0, side: 'before' })
  if (!pair) return say.passes('Text learns nothing from noisy patches before it.')
  const { noise } = positions[pair.key]!
  return say.fails(`The text at ${placeName(subject.sequence, pair.query)} learns from ${placeName(subject.sequence, pair.key)} at t / T = ${noise}, as in the paper, which caps t for images before their caption (diffusion.noiseLimit).`, pair)
}

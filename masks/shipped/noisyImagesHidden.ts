import { shipped } from '../mask.ts'

/**
 * Transfusion's mask, but a noisy image is seen by nothing after it: text and later images condition on clean images alone,
 * as they do in generation. BAGEL also feeds a clean copy of each image, which later tokens see; here an image stands in
 * the sequence once, so in training, where every image is noisy, nothing after an image sees it.
 */
export const noisyImagesHidden = shipped({
  name: 'noisyImagesHidden',
  description: 'As transfusion, but what comes after a noisy image does not see it; clean images are seen.',
  origin: 'Deng et al. 2025, BAGEL, §2: noised tokens are hidden from what follows (without its clean copies)',
  source: '({ q, k }) => q.image !== null && q.image === k.image || k.index <= q.index && !k.noisy',
})

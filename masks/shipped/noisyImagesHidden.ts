import { shipped } from '../mask.ts'

/**
 * Transfusion's mask, but a noisy image is seen by nothing after it: text and later images condition on clean images alone,
 * as they do in generation. With `data.cleanCopies` each noisy image has a clean copy behind it, which what follows sees, as in
 * BAGEL; without, what follows an image in training sees nothing of it.
 */
export const noisyImagesHidden = shipped({
  name: 'noisyImagesHidden',
  description: 'As transfusion, but what comes after a noisy image does not see it; clean images are seen.',
  origin: 'Deng et al. 2025, BAGEL, §2: noised tokens are hidden from what follows and clean copies stand for them (data.cleanCopies)',
  source: '({ q, k }) => q.image !== null && q.image === k.image || k.index <= q.index && !k.noisy',
})

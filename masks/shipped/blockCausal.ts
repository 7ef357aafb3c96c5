import { shipped } from '../mask.ts'

/**
 * Transfusion's mask, but for an image that sees another image: each is drawn from the text alone. Over two layers an
 * earlier image still arrives, by way of the text between them.
 */
export const blockCausal = shipped({
  name: 'blockCausal',
  description: 'As transfusion, but the patches of an image see no other image.',
  origin: 'a control for image-to-image attention in transfusion',
  source: '({ q, k }) => q.image !== null && k.image !== null ? q.image === k.image : k.index <= q.index',
})

/** The continuous modalities: each has begin and end tokens, patches, a patch codec and a diffusion loss of its own. */
export const modalityNames = ['image', 'wave'] as const
export type ModalityName = (typeof modalityNames)[number]

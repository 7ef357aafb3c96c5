import { itemsPerDocument } from './itemsPerDocument.ts'
import type { RunConfig } from './schema.ts'

/** Whether documents of the config's dataset can hold an image that the model is shown. */
export const hasImages = (config: Pick<RunConfig, 'data' | 'baseline'>): boolean => config.baseline !== 'textOnly' && itemsPerDocument(config, 'image') > 0

/** Whether images are tokens of the vocabulary (Chameleon), not patches with a diffusion loss. */
export const hasImageTokens = (config: Pick<RunConfig, 'data' | 'baseline'>): boolean => config.baseline === 'chameleon' && hasImages(config)

/** Whether the model has a patch codec and a diffusion loss. */
export const hasPatches = (config: Pick<RunConfig, 'data' | 'baseline'>): boolean => hasImages(config) && config.baseline !== 'chameleon'

/** Whether the model's images come from an autoencoder: as latents, or as tokens. */
export const usesAutoencoder = (config: RunConfig): boolean =>
  config.task === 'transfusion' && (hasImageTokens(config) || (hasPatches(config) && config.image.latents !== 'pixels'))

/** Whether that autoencoder is an ONNX encoder and decoder that the user brings. */
export const isOnnxPair = (config: RunConfig): boolean => usesAutoencoder(config) && config.image.autoencoderSha256 !== ''

type Grid = Pick<RunConfig, 'image' | 'patch' | 'baseline' | 'autoencoder'>

/** Side of what patches are cut from: of the image in pixels, or of its latents. */
export const gridSide = ({ image, baseline, autoencoder }: Grid): number =>
  baseline === 'chameleon' || image.latents !== 'pixels' ? image.size / autoencoder.downsample : image.size

/** Patches in a row of an image; for Chameleon a token is one latent. */
export const patchesAcross = (config: Grid): number => (config.baseline === 'chameleon' ? gridSide(config) : gridSide(config) / config.patch.size)

/** Patches n of one image: (side / patch)²; for Chameleon its tokens. */
export const patchesPerImage = (config: Grid): number => patchesAcross(config) ** 2

/** Numbers in one pixel or latent. */
export const gridChannels = ({ image, autoencoder }: Pick<RunConfig, 'image' | 'autoencoder'>): number =>
  image.latents === 'pixels' ? 3 : autoencoder.latentChannels

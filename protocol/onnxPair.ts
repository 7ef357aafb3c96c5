/** Where an encoder and a decoder stand in a folder: as Optimum exports a diffusion pipeline, or side by side. */
export const onnxPairLayouts = [
  { encoder: 'vae_encoder/model.onnx', decoder: 'vae_decoder/model.onnx' },
  { encoder: 'encoder.onnx', decoder: 'decoder.onnx' },
] as const

export type OnnxPairLayout = (typeof onnxPairLayouts)[number]

/** Files that say how latents are scaled (`scaling_factor`, `shift_factor`, as diffusers writes them); the first that says so counts. */
export const onnxPairConfigs = ['autoencoder.json', 'config.json', 'vae_encoder/config.json', 'vae_decoder/config.json'] as const

/** Every file of a pair that decides what it computes; weights that are kept outside the graph too. */
export const onnxPairFiles = ({ encoder, decoder }: OnnxPairLayout): string[] => [
  ...[encoder, decoder].flatMap((name) => [name, `${name}_data`, `${name}.data`]),
  ...onnxPairConfigs,
]

/** What a folder needs to have, for messages. */
export const onnxPairWanted = onnxPairLayouts.map(({ encoder, decoder }) => `${encoder} and ${decoder}`).join(', or ')

/** The text whose SHA-256 names a pair, from those of its files that are there. */
export const onnxPairText = (files: readonly { name: string; sha256: string }[]): string => files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('')

import type { MeasurementName } from './measurements.ts'

/** A trained network of the field that a measurement needs, and that the user brings. */
export interface Network {
  /** In the folder `networks` of the home. */
  files: readonly string[]
  /** What it is, and what it must take and give. */
  what: string
}

/** What has to be brought for which measurement. */
export const networks = {
  fid: {
    files: ['inception.onnx'],
    what: 'Inception-v3 as FID uses it (the weights of pytorch-fid or torch-fidelity), exported to ONNX: [B, 3, 299, 299] in [−1, 1] → [B, 2048]',
  },
  clip: {
    files: ['clip/vision_model.onnx', 'clip/text_model.onnx', 'clip/vocab.json', 'clip/merges.txt'],
    what: 'the two towers of a CLIP model with projections, as Optimum exports them: [B, 3, 224, 224] → image_embeds [B, D], input_ids [B, 77] → text_embeds [B, D]; and its tokenizer\'s two files',
  },
} as const satisfies Partial<Record<MeasurementName, Network>>

export type NetworkName = keyof typeof networks
export const networkNames = Object.keys(networks) as NetworkName[]

/** Pixels of one picture, row-major RGB, 8 bits a channel. */
export interface Picture {
  width: number
  height: number
  /** [height · width · 3] */
  pixels: Uint8Array
}

/** A sound, one channel. */
export interface Wave {
  /** Samples a second. */
  rate: number
  /** −1 … 1 */
  samples: Float32Array
}

export interface TextSegment {
  modality: 'text'
  text: string
}

export interface ImageSegment {
  modality: 'image'
  picture: Picture
  /** Given, not made: the model is shown it clean (t = 0) and has no loss on it, as on the source image of an edit. */
  condition: boolean
}

export interface WaveSegment {
  modality: 'wave'
  wave: Wave
  /** As of an image. */
  condition: boolean
}

/** A piece of a document: text, or one item of a continuous modality. */
export type Segment = TextSegment | ImageSegment | WaveSegment
export type ContinuousSegment = Exclude<Segment, TextSegment>

/** One document of a dataset: its segments in the order in which they are read. */
export interface Document {
  segments: readonly Segment[]
}

export type Split = 'train' | 'heldOut'

/** A file that could not be used, and why. */
export interface Problem {
  file: string
  reason: string
}

/** A dataset, opened. Documents are a function of (split, index) alone, so a run can be repeated or resumed anywhere. */
export interface Dataset {
  readonly name: string
  /** Documents of the split; Infinity where they are made up as needed. */
  size(split: Split): number
  /** Document number `index` of the split; any index ≥ 0 is valid (epochs follow each other, each in its own order). */
  document(split: Split, index: number): Document
  /** Every picture that it holds, the very objects that its documents have, in an order that its hash fixes; left out where pictures are made up as needed. */
  readonly pictures?: readonly Picture[]
  /** SHA-256 (hex) of what the dataset holds: for procedural data, of its options and version. */
  readonly sha256: string
  /** Files that were skipped. */
  readonly problems: readonly Problem[]
}

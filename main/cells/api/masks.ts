/** A mask, kept as text: a value of the config key `mask`. */
export interface Mask {
  readonly name: string
  /** The predicate in its one text. */
  readonly source: string
}

/** A position of a sequence, as a mask sees it. */
export interface Position {
  readonly index: number
  readonly modality: 'text' | 'image' | 'wave'
  /** Number of the image or wave in the sequence, from 0, counted together; null for text. */
  readonly image: number | null
  /** Patch row and column in the image; 0 for text. */
  readonly row: number
  readonly col: number
  /** Number of the document in the sequence. */
  readonly document: number
  /** Place in the document, from 0. */
  readonly offset: number
  /** t / T of its image: 0 for text and for clean images. */
  readonly noise: number
  /** noise > 0 */
  readonly noisy: boolean
}

/** Whether query q sees key k. */
export type MaskPredicate<Constants> = (pair: { readonly q: Position; readonly k: Position }, constants: Constants) => boolean

export interface MaskOptions<Constants> {
  name: string
  /** Numbers that the predicate takes from outside: it is kept as text, so it cannot see your variables. */
  constants?: Constants
}

/** Parts that masks are made of. */
export interface Masks {
  /** A pair that all of them allow. */
  and(...masks: readonly Mask[]): Mask
  /** A pair that one of them allows. */
  or(...masks: readonly Mask[]): Mask
  not(mask: Mask): Mask
  /** Keys at most n − 1 positions away, before or after: of a causal mask, the last n positions. */
  window(n: number): Mask
  readonly sameImage: Mask
  readonly sameDocument: Mask
  /** Patches of one row of one image. */
  readonly sameRow: Mask
  /** Keys that are patches of a noisy image. */
  readonly noisy: Mask
  readonly transfusion: Mask
  readonly causal: Mask
  readonly bidirectional: Mask
  readonly blockCausal: Mask
  readonly noisyImagesHidden: Mask
  readonly rowCausal: Mask
  readonly localWindow: Mask
  readonly prefixLM: Mask
}

/** What a check says of a mask. */
export interface MaskVerdict {
  readonly mask: string
  readonly check: string
  readonly verdict: 'passes' | 'fails' | 'notApplicable'
  readonly sentence: string
  /** A pair that shows it. */
  readonly pair: { readonly query: number; readonly key: number; readonly via: number | null } | null
}

export interface InspectOptions {
  /** Which held-out sequence. Default 0. */
  sequence?: number
  /** Noise t / T of its images. Default 0.5. */
  noise?: number
}

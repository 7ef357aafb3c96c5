import { fromBase64 } from './base64.ts'
import type { MaskSetting } from '../config/index.ts'

/**
 * What masks are looked at over: a held-out sequence of a config's or a run's dataset, or a layout in words
 * ("t5 boi i4x4 eoi t3 | t4": see `masks/inspection/layoutText.ts`).
 */
export type InspectionTarget =
  | { config: Record<string, unknown> }
  | { run: string }
  | { layout: string }

/** Noise t / T of images where nobody says otherwise: what a mask says of noisy images is of such. */
export const usualNoise = 0.5

/** The request `inspect.masks`, and what a cell's output of kind `inspection` holds: the page asks for the rest. */
export interface InspectionSpec {
  of: InspectionTarget
  /** Names of shipped masks, or predicates. Empty: the config's own; for a layout, transfusion. */
  masks: MaskSetting[]
  /** Which held-out sequence, counted from 0. Left out: 0. No meaning for a layout. */
  sequence?: number
  /** Noise t / T of its images, 0 … 1. Left out: `usualNoise`. A layout says its own. */
  noise?: number
}

export interface InspectedPosition {
  modality: 'text' | 'image' | 'padding'
  /** The token as text: one byte, and ⟨BOI⟩, ⟨EOI⟩, ⟨eot⟩ for specials. Empty for patches and padding. Bytes that are no character of their own: \xNN. */
  text: string
  special: 'endOfText' | 'beginImage' | 'endImage' | null
  /** Number of the image in the sequence; null for text. */
  image: number | null
  /** Patch row and column in the image; 0 for text. */
  row: number
  col: number
  /** Number of the document; −1 for padding. */
  document: number
  /** t / T of its image; 0 for text and for clean images. */
  noise: number
}

export interface InspectedImage {
  /** Left out: an image. The positions of a wave say `image` as well. */
  modality?: 'wave'
  /** Position of its first patch; the others follow, row by row. */
  start: number
  rows: number
  cols: number
  document: number
  noise: number
  /** As the dataset has it, without noise: a data URL, and its sides in pixels. Null where the layout is made up. */
  png: string | null
  width: number
  height: number
}

export interface InspectedSequence {
  /** Where it comes from, in words: "held-out sequence 0 of shapes". */
  title: string
  /** T, padding included: what the model computes over. */
  length: number
  /** Positions before the padding. */
  used: number
  positions: InspectedPosition[]
  images: InspectedImage[]
  /** Whether documents may see those before them. */
  crossDocument: boolean
  /** Where the model's rotary embedding has each position, where that is not its index (`model.rope`). */
  rotary?: RotaryPlaces
}

/** Rows and columns of rotary places, one of each for every position: the same number for text. */
export interface RotaryPlaces {
  rope: 'shared' | 'axial2d'
  rows: number[]
  cols: number[]
}

/** Kinds of pair, query → key. Pairs of two documents are of the last kind whatever they are. */
export const pairKinds = ['textToText', 'textToImage', 'imageToText', 'imageToSameImage', 'imageToOtherImage', 'acrossDocuments'] as const
export type PairKind = (typeof pairKinds)[number]

/** The words for a kind, for legends and tables. */
export const pairKindLabels: Record<PairKind, string> = {
  textToText: 'text → text',
  textToImage: 'text → image',
  imageToText: 'image → text',
  imageToSameImage: 'image → same image',
  imageToOtherImage: 'image → other image',
  acrossDocuments: 'across documents',
}

/** The kind of a pair; null where one of them is padding. */
export const pairKind = (query: Pick<InspectedPosition, 'image' | 'document'>, key: Pick<InspectedPosition, 'image' | 'document'>): PairKind | null => {
  if (query.document < 0 || key.document < 0) return null
  if (query.document !== key.document) return 'acrossDocuments'
  if (query.image === null) return key.image === null ? 'textToText' : 'textToImage'
  if (key.image === null) return 'imageToText'
  return query.image === key.image ? 'imageToSameImage' : 'imageToOtherImage'
}

/** One mask over the sequence of an inspection. */
export interface MaskView {
  setting: MaskSetting
  name: string
  /** What it allows, in one sentence. */
  description: string
  /** Where it comes from: a paper's section. Empty for a user's own. */
  origin: string
  /** The predicate as text: what a user wrote, or the shipped one in the same language. */
  source: string
  /** SHA-256 (hex) of the source: the identity of a predicate. */
  sha256: string
  /** Who sees whom: a `BitMatrix` as text, padding included (padding sees itself alone). */
  bits: string
  /** Pairs that are allowed, and pairs that there are, by kind; padding is not counted. */
  pairs: Record<PairKind, { allowed: number; all: number }>
  allowed: number
  /** allowed / used². */
  density: number
  /** allowed / length²: how much of what the model's dense attention computes is used. Scores and weighted sums cost the same for each pair. */
  flopShare: number
  reach: {
    /** Layers it was followed through: the config's; for a layout, until nothing is added. */
    layers: number
    /** Pairs that are reached though the mask does not allow them. */
    added: number
    /** The pairs reached, as `bits`; null where none are added. */
    bits: string | null
  }
  checks: MaskVerdict[]
}

export const maskCheckIds = ['future', 'imageLeak', 'blind', 'noisyCondition', 'reach', 'promise'] as const
export type MaskCheckId = (typeof maskCheckIds)[number]

/** What a check says of a mask over the sequence. */
export interface MaskVerdict {
  id: MaskCheckId | 'perturbation' | 'outside'
  /** What holds where it passes: "text sees no future". */
  label: string
  verdict: 'passes' | 'fails' | 'notApplicable'
  /** One sentence. */
  sentence: string
  /** A pair that shows it; `via` is what stands between them where there is such. */
  pair: { query: number; key: number; via: number | null } | null
}

export interface Inspection {
  sequence: InspectedSequence
  masks: MaskView[]
}

/** The request `inspect.attention`. */
export interface AttentionSpec {
  run: string
  /** Step of the checkpoint; null takes the last. */
  step: number | null
  sequence: number
  /** Noise t / T of every image, 0 … 1. */
  noise: number
  /** Another mask than the run was trained with; null for its own. */
  mask: MaskSetting | null
  /** Held-out sequences, from `sequence` on, that the figures of `heads` are means over. 1: that one alone. */
  average: number
  /** Which head to show; null in a place is the mean over all. Left out whole: no maps. */
  show: { layer: number | null; head: number | null } | null
}

/** Figures of one head. */
export interface HeadFigures {
  layer: number
  head: number
  /** Mean over queries of −Σ p ln p, in nats. */
  entropy: number
  /** Mean over queries of Σ p · |q − k|, in positions. */
  distance: number
  /** Mean attention mass that a query gives to each kind; over queries of the modality and, where there are documents, of all. */
  kinds: Record<PairKind, number>
  /** Attention mass outside the mask, summed over queries. 0, or something is wrong. */
  outside: number
}

export interface AttentionReading {
  step: number
  sequence: InspectedSequence
  mask: MaskView
  layers: number
  heads: number
  /** Layer by layer, head by head. */
  figures: HeadFigures[]
  /** How many sequences the figures are means over. */
  averaged: number
  /** The head that was asked for; null where none was. */
  maps: AttentionMaps | null
  /** With it every head small, in the order of `figures`: `side`² means of blocks of weights as base64 Float32. */
  thumbnails: { side: number; weights: string[] } | null
  /** Whether the mass outside the mask is 0. */
  check: MaskVerdict
}

/** One head, [T · T] row by row as base64 of little-endian Float32: see `floats`. */
export interface AttentionMaps {
  layer: number | null
  head: number | null
  /** q · k / √K before the mask; null for means. The masked scores are these where the mask's bit is set, −∞ elsewhere. */
  scores: string | null
  /** After the mask and the softmax: rows sum to 1. */
  weights: string
}

/** The request `inspect.perturb`: changes one position at a time and looks which outputs of the model change. */
export interface PerturbationSpec {
  /** A config is perturbed with random weights, a run with those of its checkpoint. */
  of: { config: Record<string, unknown> } | { run: string; step: number | null }
  mask: MaskSetting | null
  sequence: number
  noise: number
}

export interface Perturbation {
  sequence: InspectedSequence
  mask: MaskView
  /** Bits as in `MaskView`: row q, column k says that output q changed when input k was changed. */
  changed: string
  check: MaskVerdict
}

/** The numbers of base64 little-endian Float32. */
export const floats = (text: string): Float32Array => new Float32Array(fromBase64(text).buffer as ArrayBuffer)

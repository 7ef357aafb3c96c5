import type { RunConfig } from './config/index.ts'

/** Which of a dataset's documents are asked for. */
export interface DatasetPlace {
  split: 'train' | 'heldOut'
  /** Number of the first. */
  from: number
  count: number
}

/** A piece of a document as it is shown. */
export type DatasetPart =
  | { kind: 'text'; text: string }
  /** A picture, or a wave as its curve. `png` is a data URL; `given`: shown to the model clean and without loss. */
  | { kind: 'image' | 'wave'; png: string; width: number; height: number; given: boolean }

/** One document, and the row of elements that the config makes of it. */
export interface DatasetDocument {
  /** Its number in the split. */
  index: number
  parts: DatasetPart[]
  /** Elements of its row: text tokens with those that stand around items, and patches. */
  tokens: number
  patches: number
  /** Whether something of it was cut off to fit into `data.sequenceLength`. */
  cut: boolean
}

/** A part of a dataset, and what is known of all of it. */
export interface DatasetPage {
  name: string
  sha256: string
  /** Documents of each split; null where they are made up as needed. */
  sizes: Record<DatasetPlace['split'], number | null>
  /** Elements that fit into one row. */
  sequenceLength: number
  documents: DatasetDocument[]
  /** Files that were skipped, at most some hundreds of them, and how many they are in all. */
  problems: { file: string; reason: string }[]
  problemCount: number
}

/** Whose dataset: a config, or a run's. */
export type DatasetOwner = { config: Record<string, unknown> } | { run: string }

/** What is asked of the kernel. */
export interface DatasetRequest extends DatasetPlace {
  config: RunConfig
}

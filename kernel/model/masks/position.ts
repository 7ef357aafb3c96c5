/** One position of a sequence, as a mask sees it. */
export interface Position {
  index: number
  modality: 'text' | 'image'
  /** Number of the image in the sequence; null for text. */
  image: number | null
  /** Patch row and column in the image; 0 for text. */
  row: number
  col: number
  /** Number of the document in the sequence; −1 for padding. */
  document: number
}

/** Whether the query position may attend to the key position. */
export type Mask = (query: Position, key: Position) => boolean

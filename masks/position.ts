/** One position of a sequence, as a mask sees it. */
export interface Position {
  index: number
  modality: 'text' | 'image' | 'wave'
  /** Number of the image or wave in the sequence, counted together; null for text. */
  image: number | null
  /** Patch row and column in the image; 0 for text. */
  row: number
  col: number
  /** Number of the document in the sequence; −1 for padding. */
  document: number
  /** Place in the document, from 0. */
  offset: number
  /** t / T of its image; 0 for text and for clean images. */
  noise: number
}

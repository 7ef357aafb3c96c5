import type { ContinuousSegment, Document, ImageSegment, Picture, Segment, TextSegment, Wave, WaveSegment } from './document.ts'

export const text = (words: string): TextSegment => ({ modality: 'text', text: words })
export const image = (picture: Picture, { condition = false } = {}): ImageSegment => ({ modality: 'image', picture, condition })
export const wave = (sound: Wave, { condition = false } = {}): WaveSegment => ({ modality: 'wave', wave: sound, condition })

/** The usual document of pictures: a caption and what it describes. Which comes first is drawn when it is laid out. */
export const pictureDocument = (caption: string, picture: Picture): Document => ({ segments: [text(caption), image(picture)] })

/** A caption and the wave that it describes. */
export const waveDocument = (caption: string, sound: Wave): Document => ({ segments: [text(caption), wave(sound)] })

export const textDocument = (words: string): Document => ({ segments: [text(words)] })

export const isText = (segment: Segment): segment is TextSegment => segment.modality === 'text'
export const isContinuous = (segment: Segment): segment is ContinuousSegment => segment.modality !== 'text'

/** The text of a document, its pieces joined by spaces. */
export const textOf = ({ segments }: Document): string => segments.filter(isText).map(({ text }) => text).join(' ')

/** The pictures of a document, in order. */
export const picturesOf = ({ segments }: Document): Picture[] => segments.flatMap((segment) => (segment.modality === 'image' ? [segment.picture] : []))

/** The waves of a document, in order. */
export const wavesOf = ({ segments }: Document): Wave[] => segments.flatMap((segment) => (segment.modality === 'wave' ? [segment.wave] : []))

/** The caption and the picture of a document that is these two and nothing else; null for any other. */
export const captionedPicture = (document: Document): { text: string; image: Picture } | null => {
  const [picture] = picturesOf(document)
  return picture && isPair(document) ? { text: textOf(document), image: picture } : null
}

/** The caption and the wave of a document that is these two and nothing else; null for any other. */
export const captionedWave = (document: Document): { text: string; wave: Wave } | null => {
  const [sound] = wavesOf(document)
  return sound && isPair(document) ? { text: textOf(document), wave: sound } : null
}

/** Whether a document is one text and one continuous item, so that either may come first. */
export const isPair = ({ segments }: Document): boolean => segments.length === 2 && segments.filter(isText).length === 1

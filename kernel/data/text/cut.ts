/** Documents cut from a text are about this long. */
export const documentBytes = 1000

const lengthOf = (text: string): number => Buffer.byteLength(text)

/** Cuts a paragraph that is too long, at the last white space that fits, or failing that between characters. */
function cutParagraph(paragraph: string, most: number): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const word of paragraph.split(/(?<=\s)(?=\S)/)) {
    if (lengthOf(piece) + lengthOf(word.trimEnd()) <= most) piece += word
    else {
      pieces.push(piece)
      piece = ''
      if (lengthOf(word) <= most) piece = word
      else for (const character of word) {
        if (lengthOf(piece) + lengthOf(character) > most) {
          pieces.push(piece)
          piece = ''
        }
        piece += character
      }
    }
  }
  return [...pieces, piece].map((text) => text.trim()).filter(Boolean)
}

/** Cuts a text into documents at blank lines, joining short paragraphs while the document stays within `most` bytes. */
export function cutText(text: string, most = documentBytes): string[] {
  const paragraphs = text.replaceAll('\r\n', '\n').split(/\n[^\S\n]*\n/).map((paragraph) => paragraph.trim()).filter(Boolean)
  const documents: string[] = []
  for (const piece of paragraphs.flatMap((paragraph) => (lengthOf(paragraph) <= most ? [paragraph] : cutParagraph(paragraph, most)))) {
    const last = documents.at(-1)
    if (last !== undefined && lengthOf(last) + 2 + lengthOf(piece) <= most) documents[documents.length - 1] = `${last}\n\n${piece}`
    else documents.push(piece)
  }
  return documents
}

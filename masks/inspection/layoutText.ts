import { InputError } from '../../protocol/errors.ts'
import { paddingPosition, patchPosition, textPosition, usualNoise, type InspectedImage, type InspectedPosition, type InspectedSequence } from '../../protocol/inspection/index.ts'

/** The longest layout: its mask has 16 million pairs. */
export const longestLayout = 4096

/**
 * A sequence written in words, in order: `t5` five text tokens, `i4x4` an image of 4 rows and 4 columns of patches,
 * `i4x4@0` a clean one (@ is t / T, 0.5 where left out), `boi`, `eoi` and `eot` the special tokens, `p3` three of
 * padding at the end, `|` the next document. "t5 boi i4x4 eoi t3" is a caption, an image and three tokens more.
 * @throws InputError that names the word it cannot read
 */
export const parseLayout = (text: string): InspectedSequence => {
  const positions: InspectedPosition[] = []
  const images: InspectedImage[] = []
  let document = 0, used = 0, padding = 0
  const words = text.trim().split(/[\s,]+|(?=\|)|(?<=\|)/).filter(Boolean)
  for (const word of words) {
    if (padding > 0) throw refuse(text, word, 'padding ends a layout')
    if (word === '|') {
      if (positions.at(-1)?.document !== document) throw refuse(text, word, 'the document before it is empty')
      document++
      continue
    }
    const special = specialWords[word.toLowerCase()]
    const [, kind, count] = /^([tp])(\d{1,5})$/i.exec(word) ?? []
    const [, rows, cols, noise = String(usualNoise)] = /^i(\d{1,3})x(\d{1,3})(?:@([\d.]+))?$/i.exec(word) ?? []
    if (special) positions.push(textPosition(special, document))
    else if (kind?.toLowerCase() === 't') for (let i = 0; i < Number(count); i++) positions.push(textPosition('', document))
    else if (kind) padding = Number(count)
    else if (rows && cols) {
      const share = Number(noise)
      if (!(share >= 0 && share <= 1)) throw refuse(text, word, 'after @ comes the noise t / T, from 0 to 1')
      if (Number(rows) === 0 || Number(cols) === 0) throw refuse(text, word, 'an image has at least one row and one column')
      images.push({ start: positions.length, rows: Number(rows), cols: Number(cols), document, noise: share, png: null, width: 0, height: 0 })
      for (let row = 0; row < Number(rows); row++) for (let col = 0; col < Number(cols); col++) positions.push(patchPosition(images.length - 1, row, col, document, share))
    } else throw refuse(text, word, 'write words such as t5, i4x4, i4x4@0, boi, eoi, eot, p3 and |')
    used = positions.length
    if (used + padding > longestLayout) throw new InputError(`The layout "${text}" has more than ${longestLayout} positions; make it shorter.`)
  }
  if (used === 0) throw new InputError(`The layout "${text}" is empty; write one such as "t5 boi i4x4 eoi t3".`)
  positions.push(...Array.from({ length: padding }, paddingPosition))
  return { title: `layout ${words.join(' ')}`, length: positions.length, used, positions, images, crossDocument: false }
}

/** Whether a text is meant as a layout: its first word is one of a layout's. */
export const looksLikeLayout = (text: string): boolean => /^\s*([tp]\d+|i\d+x\d+(@[\d.]+)?|boi|eoi|eot)(\s|\||,|$)/i.test(text)

const specialWords: Readonly<Record<string, string>> = { boi: '⟨BOI⟩', eoi: '⟨EOI⟩', eot: '⟨eot⟩' }

const refuse = (text: string, word: string, why: string): InputError => new InputError(`"${word}" in the layout "${text}" cannot be read: ${why}.`)

import { InputError } from '../../../protocol/errors.ts'

/** Tokens of a text that CLIP reads, ⟨start⟩ and ⟨end⟩ among them. */
export const clipLength = 77

/** A byte as the character that stands for it in the vocabulary: itself where it is printable, else one from U+0100 on. */
const characterOf: readonly string[] = (() => {
  const printable = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
  let next = 256
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++))
})()

const wordPattern = /<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+/giu

/**
 * CLIP's byte-pair encoding (Radford et al. 2021; `clip/simple_tokenizer.py`): lower case, words split by a pattern, the bytes of a
 * word joined by the earliest merge first, the last piece of a word marked `</w>`. Mojibake and HTML entities are left as they are.
 */
export class ClipTokenizer {
  readonly #ids: ReadonlyMap<string, number>
  readonly #ranks: ReadonlyMap<string, number>
  readonly #start: number
  readonly #end: number

  /**
   * @param vocabulary the text of `vocab.json`
   * @param merges the text of `merges.txt`, one merge a line, the most important first
   * @throws InputError when the two are not CLIP's
   */
  constructor(vocabulary: string, merges: string) {
    this.#ids = new Map(Object.entries(parseVocabulary(vocabulary)))
    this.#ranks = new Map(merges.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version')).map((line, rank) => [line, rank]))
    this.#start = this.#idOf('<|startoftext|>')
    this.#end = this.#idOf('<|endoftext|>')
  }

  /** Ids of a text without ⟨start⟩ and ⟨end⟩. */
  encode(text: string): number[] {
    const words = text.replace(/\s+/gu, ' ').trim().toLowerCase().match(wordPattern) ?? []
    return words.flatMap((word) => this.#piecesOf(word).map((piece) => this.#idOf(piece)))
  }

  /** ⟨start⟩, a text cut to fit, ⟨end⟩, then ⟨end⟩ again up to 77. */
  pad(text: string): { ids: number[]; length: number } {
    const own = [this.#start, ...this.encode(text).slice(0, clipLength - 2), this.#end]
    return { ids: [...own, ...Array<number>(clipLength - own.length).fill(this.#end)], length: own.length }
  }

  #piecesOf(word: string): string[] {
    if (word === '<|startoftext|>' || word === '<|endoftext|>') return [word]
    let pieces = [...new TextEncoder().encode(word)].map((byte) => characterOf[byte]!)
    pieces.push(`${pieces.pop()!}</w>`)
    while (pieces.length > 1) {
      const ranks = pieces.slice(1).map((piece, i) => this.#ranks.get(`${pieces[i]} ${piece}`) ?? Infinity)
      const best = Math.min(...ranks)
      if (best === Infinity) break
      const first = ranks.indexOf(best)
      pieces = joined(pieces, pieces[first]!, pieces[first + 1]!)
    }
    return pieces
  }

  #idOf(piece: string): number {
    const id = this.#ids.get(piece)
    if (id === undefined) throw new InputError(`The CLIP vocabulary has no ${JSON.stringify(piece)}; bring the vocab.json and merges.txt of the same CLIP tokenizer.`)
    return id
  }
}

/** Every neighbouring `first`, `second` as one piece. */
const joined = (pieces: readonly string[], first: string, second: string): string[] => {
  const out: string[] = []
  for (let i = 0; i < pieces.length; i++) {
    const pair = pieces[i] === first && pieces[i + 1] === second
    out.push(pair ? first + second : pieces[i]!)
    if (pair) i++
  }
  return out
}

const parseVocabulary = (text: string): Record<string, number> => {
  try {
    return JSON.parse(text) as Record<string, number>
  } catch {
    throw new InputError('The CLIP vocabulary vocab.json is no JSON; bring the file as the tokenizer has it.')
  }
}

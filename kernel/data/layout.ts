import type { RunConfig } from '../../protocol/config/index.ts'
import { hasImages, hasWaves } from '../../protocol/config/index.ts'
import { Random } from '../random/stream.ts'
import type { ContinuousSegment, Document, Segment } from './document.ts'
import { laidImage, laidWave, none, patchesOf, type ItemPlace, type LaidDocument, type LaidItem } from './laidDocument.ts'
import { isContinuous, isPair, isText, textOf } from './segments.ts'
import { encode, itemTokens, specials, waveSpecials } from './tokenizer.ts'

/**
 * Lays a document out as a row of elements: ⟨eot⟩, then its segments, an image as ⟨BOI⟩ patches ⟨EOI⟩ and a wave as ⟨BOW⟩
 * patches ⟨EOW⟩. There is no target where the input is BOI, BOW or a patch (footnote 8, §3).
 *
 * A captioned picture or wave has its caption first with odds `captionFirst`; longer documents keep their order. With odds
 * `captionDropout` the texts that an item follows are left out. Items of a modality that the config's model is not shown are
 * left out. For the baselines textOnly and imageOnly a document is its text alone, or the patches of its first image and
 * nothing else.
 *
 * With `cleanCopies` an item that something follows stands twice between its ⟨BOI⟩ and ⟨EOI⟩: noisy, then clean and without
 * loss, for what follows to condition on (BAGEL, Deng et al. 2025, §2). It is drawn as if there were no copy.
 *
 * What is longer than `length` is cut: text alone to a window drawn at random, a caption at its end, and a longer document
 * before the first segment that does not fit (a first text that does not fit, at its end). What is cut off is not predicted.
 */
export const layOut = (given: Document, index: number, config: RunConfig, length: number): LaidDocument => {
  const document = shownOf(given, config)
  const { captionFirst, captionDropout } = config.data
  const random = new Random({ seed: config.train.seed, stream: 'layout', step: index })
  const first = random.uniform() < captionFirst
  const dropped = random.uniform() < captionDropout
  if (!document.segments.some(isContinuous)) return layOutText(textOf(document), index, length, random)
  if (config.baseline === 'imageOnly') return layOutImage(document, index, config)
  const pair = isPair(document)
  const ordered = pair ? inOrder(document.segments, first) : document.segments
  const kept = dropped ? withoutPrompts(ordered) : ordered
  return pair ? layOutPair(kept, index, config, length) : layOutSegments(kept, index, config, length)
}

const shownOf = ({ segments }: Document, config: RunConfig): Document => {
  const shown = { text: true, image: hasImages(config), wave: hasWaves(config) }
  return { segments: segments.filter(({ modality }) => shown[modality]) }
}

/** The two segments of a pair, caption first or item first. */
const inOrder = (segments: readonly Segment[], captionFirst: boolean): readonly Segment[] =>
  segments.toSorted((a, b) => (captionFirst ? 1 : -1) * (Number(isContinuous(a)) - Number(isContinuous(b))))

/** What is left where an item is asked for without words. */
const withoutPrompts = (segments: readonly Segment[]): readonly Segment[] => {
  const last = segments.findLastIndex(isContinuous)
  return segments.filter((segment, i) => i > last || isContinuous(segment))
}

const layOutText = (words: string, index: number, length: number, random: Random): LaidDocument => {
  const bytes = encode(words)
  const room = length - 1
  const start = bytes.length > room ? random.integer(bytes.length - room + 1) : 0
  return { ...withTargets([specials.endOfText, ...bytes.slice(start, start + room)], start + room >= bytes.length), items: [], index }
}

const layOutImage = ({ segments }: Document, index: number, config: RunConfig): LaidDocument => {
  const item = laidItem(config, segments.find(isContinuous)!, { at: 0, index })
  const tokens = Array<number>(patchesOf(item)).fill(none)
  return { tokens, targets: [...tokens], items: [item], index }
}

const layOutPair = (segments: readonly Segment[], index: number, config: RunConfig, length: number): LaidDocument => {
  const room = length - 1 - elementsOf(config, segments.find(isContinuous)!, isText(segments.at(-1)!))
  const caption = segments.find(isText)
  const bytes = encode(caption?.text ?? '')
  const cut = bytes.slice(0, room)
  const elements = new Elements(config, index)
  for (const [i, segment] of segments.entries()) {
    if (isText(segment)) elements.write(cut)
    else elements.show(segment, i === 0 && segments.length > 1, i < segments.length - 1)
  }
  return elements.laid(cut.length === bytes.length || !isText(segments.at(-1)!))
}

const layOutSegments = (segments: readonly Segment[], index: number, config: RunConfig, length: number): LaidDocument => {
  const elements = new Elements(config, index)
  for (const [i, segment] of segments.entries()) {
    const room = length - elements.length
    const bytes = isText(segment) ? encode(segment.text) : []
    const followed = i < segments.length - 1
    const fits = (isText(segment) ? bytes.length : elementsOf(config, segment, followed)) <= room
    if (!fits && i === 0) elements.write(bytes.slice(0, room))
    if (!fits) return elements.laid(false)
    if (isText(segment)) elements.write(bytes)
    else elements.show(segment, !segments.slice(0, i).some(isText) && segments.slice(i + 1).some(isText), followed)
  }
  return elements.laid(true)
}

const laidItem = (config: RunConfig, segment: ContinuousSegment, more: Partial<ItemPlace> & { at: number }): LaidItem => {
  const { condition } = segment
  return segment.modality === 'image'
    ? laidImage(config, more.at, { ...more, condition, picture: segment.picture })
    : laidWave(config, more.at, { ...more, condition, wave: segment.wave })
}

const isCopied = (config: RunConfig, { condition }: ContinuousSegment, followed: boolean): boolean => config.data.cleanCopies && followed && !condition

/** Elements that an item takes: its patches, those of its copy, and the tokens around them. */
const elementsOf = (config: RunConfig, segment: ContinuousSegment, followed: boolean): number =>
  patchesOf(laidItem(config, segment, { at: 0 })) * (isCopied(config, segment, followed) ? 2 : 1) + 2

/** The elements of a document while it is being laid out. */
class Elements {
  readonly #config: RunConfig
  readonly #index: number
  readonly #tokens: number[] = [specials.endOfText]
  readonly #items: LaidItem[] = []
  #shown = 0

  constructor(config: RunConfig, index: number) {
    this.#config = config
    this.#index = index
  }

  get length(): number {
    return this.#tokens.length
  }

  write(bytes: readonly number[]): void {
    for (const byte of bytes) this.#tokens.push(byte)
  }

  /** @param limited whether its t is; @param followed whether something comes after it */
  show(segment: ContinuousSegment, limited: boolean, followed: boolean): void {
    const item = laidItem(this.#config, segment, { at: this.#tokens.length + 1, limited, index: this.#index, number: this.#shown++ })
    const { begin, end } = itemTokens[item.modality], n = patchesOf(item)
    const copies: LaidItem[] = isCopied(this.#config, segment, followed) ? [{ ...item, at: item.at + n, condition: true }] : []
    this.#items.push(item, ...copies)
    this.#tokens.push(begin, ...Array<number>(n * (1 + copies.length)).fill(none), end)
  }

  laid(whole: boolean): LaidDocument {
    return { ...withTargets(this.#tokens, whole), items: this.#items, index: this.#index }
  }
}

const withTargets = (tokens: number[], whole: boolean): { tokens: number[]; targets: number[] } => {
  const last = whole ? specials.endOfText : none
  const targets = tokens.map((token, i) => (token === none || token === specials.beginImage || token === waveSpecials.beginWave ? none : (tokens[i + 1] ?? last)))
  return { tokens, targets }
}

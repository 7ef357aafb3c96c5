/** A file of a folder, made when its turn comes. */
export interface Content {
  name: string
  /** About how many, where they are many. */
  bytes?: number
  pieces: () => Iterable<Uint8Array | string>
}

/** What a file counts that says nothing of its size. */
const fewBytes = 16 * 2 ** 10

const sizeOf = ({ bytes = fewBytes }: Content): number => bytes

/**
 * The same files, which tell in percent how far they are as their pieces are taken, and end when they are stopped.
 * @param signal its reason is thrown at the next piece
 */
export const watched = (contents: readonly Content[], onPercent: (percent: number) => void, signal?: AbortSignal): Content[] => {
  const total = contents.reduce((sum, content) => sum + sizeOf(content), 0)
  let before = 0, told = -1
  return contents.map((content) => ({
    ...content,
    *pieces() {
      const size = sizeOf(content)
      let taken = 0
      for (const piece of content.pieces()) {
        signal?.throwIfAborted()
        yield piece
        taken += piece.length
        const percent = Math.floor((100 * (before + Math.min(taken, size))) / total)
        if (percent > told) onPercent((told = percent))
      }
      before += size
    },
  }))
}

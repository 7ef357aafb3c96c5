/** A caption as words: lower case, letters and digits; punctuation parts words and is none. */
export const wordsOf = (caption: string): string[] => caption.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** Share of captions that are, word for word, one of their references. */
export const exactMatch = (captions: readonly string[], references: readonly (readonly string[])[]): number => {
  const right = captions.filter((caption, i) => references[i]!.some((reference) => wordsOf(reference).join(' ') === wordsOf(caption).join(' ')))
  return right.length / Math.max(1, captions.length)
}

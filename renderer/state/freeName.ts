/** A name that is not taken yet: this one, or with a number. */
export const freeName = (taken: readonly string[], base = 'untitled'): string => {
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`
    if (!taken.includes(name)) return name
  }
}

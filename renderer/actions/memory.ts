/** Small things that this browser remembers between visits. A browser that refuses storage just forgets. */
export type MemoryKey = 'notebook' | 'tour' | 'theme' | 'smoothing' | 'sidebar' | 'runTable' | 'notify' | 'keys'

export const remember = (key: MemoryKey, value: string): void => {
  try {
    window.localStorage.setItem(`lab.${key}`, value)
  } catch {
    // Private windows throw here; nothing hangs on it.
  }
}

export const recall = (key: MemoryKey): string | null => {
  try {
    return window.localStorage.getItem(`lab.${key}`)
  } catch {
    return null
  }
}

/** Keys that the user chose for commands, by id; the others keep their own. */
export type Bindings = Readonly<Record<string, readonly string[]>>

/** What was kept as text; anything else is no binding. */
export const readBindings = (text: string | null): Bindings => {
  try {
    const tree: unknown = JSON.parse(text ?? '{}')
    if (typeof tree !== 'object' || tree === null) return {}
    return Object.fromEntries(Object.entries(tree).filter((entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[1].every((key) => typeof key === 'string')))
  } catch {
    return {}
  }
}

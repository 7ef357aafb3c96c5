/** What a key does in the table. */
export type GridAct = { kind: 'go'; index: number } | { kind: 'tick' | 'open' | 'rename' | 'trash' | 'leave' }

const acts: Record<string, GridAct> = {
  ' ': { kind: 'tick' }, Enter: { kind: 'open' }, F2: { kind: 'rename' }, Delete: { kind: 'trash' }, Escape: { kind: 'leave' },
}

/** @param at the row that the key is pressed on @param page rows that are seen at once */
export const gridKey = (key: string, at: number, count: number, page: number): GridAct | null => {
  const go = (index: number): GridAct => ({ kind: 'go', index: Math.max(0, Math.min(count - 1, index)) })
  switch (key) {
    case 'ArrowDown': return go(at + 1)
    case 'ArrowUp': return go(at - 1)
    case 'PageDown': return go(at + page)
    case 'PageUp': return go(at - page)
    case 'Home': return go(0)
    case 'End': return go(count - 1)
    default: return acts[key] ?? null
  }
}

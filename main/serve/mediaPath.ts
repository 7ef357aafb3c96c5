const types = { png: 'image/png', wav: 'audio/wav' } as const

/** What `/media/HASH.png` or `/media/HASH.wav` names, or null. */
export const mediaOf = (pathname: string): { hash: string; type: string } | null => {
  const [, hash, kind] = /^\/media\/([0-9a-f]{64})\.(png|wav)$/.exec(pathname) ?? []
  return hash && kind ? { hash, type: types[kind as keyof typeof types] } : null
}

/** The hash in `/media/HASH.png`, or null. */
export const mediaHash = (pathname: string): string | null => /^\/media\/([0-9a-f]{64})\.png$/.exec(pathname)?.[1] ?? null

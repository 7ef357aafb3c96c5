import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.ttf': 'font/ttf', '.woff2': 'font/woff2', '.json': 'application/json', '.map': 'application/json', '.ico': 'image/x-icon',
}

export interface StaticFile {
  bytes: Buffer
  type: string
  /** Vite puts a hash into the names of assets: such a file never changes. */
  immutable: boolean
}

/** A file of the built page by URL path; null when there is none, or when the path leaves the folder. */
export const staticFile = async (root: string, pathname: string): Promise<StaticFile | null> => {
  const path = pathIn(root, pathname === '/' ? '/index.html' : pathname)
  const type = path === null ? undefined : types[extname(path)]
  if (path === null || type === undefined) return null
  const bytes = await readFile(path).catch(() => null)
  return bytes && { bytes, type, immutable: pathname.startsWith('/assets/') }
}

const pathIn = (root: string, pathname: string): string | null => {
  try {
    const decoded = decodeURIComponent(pathname)
    if (/[\0\\]/.test(decoded)) return null
    const path = normalize(join(root, decoded))
    return path.startsWith(root + sep) ? path : null
  } catch {
    return null
  }
}

import { closeSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { mostHeaderBytes, parseLatentCacheStart, type LatentCacheHeader } from '../../protocol/latentCache.ts'
import { latentCacheFolder } from './home.ts'

/** A file of the latent cache. */
export interface CachedLatents {
  path: string
  bytes: number
  /** Last written, milliseconds since 1970. */
  written: number
  /** What it holds; a sentence where that cannot be told. */
  holds: LatentCacheHeader | string
}

/** Everything in a home's latent cache, largest first: whole files, those put aside as damaged, and what a killed run left. */
export const listLatentCache = (home: string): CachedLatents[] => {
  const folder = latentCacheFolder(home)
  return namesIn(folder).map((name): CachedLatents => {
    const path = join(folder, name)
    const { size, mtimeMs } = statSync(path)
    return { path, bytes: size, written: mtimeMs, holds: holdsOf(path, name) }
  }).sort((a, b) => b.bytes - a.bytes)
}

/** Removes everything that `listLatentCache` gives. Runs compute what they need again. @returns what was removed */
export const clearLatentCache = (home: string): CachedLatents[] => {
  const all = listLatentCache(home)
  for (const { path } of all) rmSync(path, { force: true })
  return all
}

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

const holdsOf = (path: string, name: string): CachedLatents['holds'] => {
  if (name.endsWith('.damaged')) return 'damaged, put aside'
  if (!name.endsWith('.latents')) return 'not finished'
  const start = Buffer.alloc(mostHeaderBytes)
  const file = openSync(path, 'r')
  try {
    const parsed = parseLatentCacheStart(start.subarray(0, readSync(file, start, 0, start.length, 0)))
    return typeof parsed === 'string' ? parsed : parsed.header
  } finally {
    closeSync(file)
  }
}

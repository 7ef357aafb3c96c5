import { z } from 'zod'

/**
 * A file of the latent cache: this line, a line of JSON (the header), a record for each picture of the dataset, and the
 * SHA-256 (32 bytes) of all that comes before it. A record is little-endian float32 (latents) or int32 (codes).
 */
export const latentCacheMagic = 'transfusion-lab latents 1\n'
export const checksumBytes = 32
/** Longest header that is read. */
export const mostHeaderBytes = 4096

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const latentCacheHeaderSchema = z.strictObject({
  /** SHA-256 of the dataset. */
  dataset: sha256,
  /** SHA-256 of the encoder: of its weights, or of the files that hold it. */
  encoder: sha256,
  /** What ran the encoder: engines differ in their last digits. */
  engine: z.string(),
  /** Pixels that the pictures had. */
  picture: z.tuple([z.int().positive(), z.int().positive()]),
  holds: z.enum(['latents', 'codes']),
  /** Shape of a record: [h, h, C] of latents, [h · h] of codes. */
  shape: z.array(z.int().positive()).min(1),
  /** Records. */
  count: z.int().positive(),
})

export type LatentCacheHeader = z.output<typeof latentCacheHeaderSchema>

/** Magic and header as they stand at the start of a file. */
export const latentCacheStart = (header: LatentCacheHeader): string => `${latentCacheMagic}${JSON.stringify(header)}\n`

/** Bytes of one record. */
export const recordBytes = ({ shape }: LatentCacheHeader): number => shape.reduce((product, side) => product * side, 4)

/**
 * Reads the start of a file.
 * @param start its first bytes, at least as many as there are, or `mostHeaderBytes`
 * @returns the header and where the first record is; or what is wrong, in a few words
 */
export const parseLatentCacheStart = (start: Uint8Array): { header: LatentCacheHeader; at: number } | string => {
  const text = new TextDecoder('latin1').decode(start)
  if (!text.startsWith(latentCacheMagic)) return 'it is no latent cache, or one of another version'
  const end = text.indexOf('\n', latentCacheMagic.length)
  if (end < 0) return 'its header is cut off'
  const parsed = latentCacheHeaderSchema.safeParse(parseJson(text.slice(latentCacheMagic.length, end)))
  return parsed.success ? { header: parsed.data, at: end + 1 } : 'its header cannot be read'
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

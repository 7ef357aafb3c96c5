import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { onnxPairConfigs, onnxPairFiles, onnxPairLayouts, onnxPairText, onnxPairWanted, type OnnxPairLayout } from '../../../protocol/onnxPair.ts'
import { InputError } from '../../../protocol/errors.ts'

/** How a pair says that its latents are scaled: what a model is shown is (z − shift) · factor. */
export interface StatedScale {
  factor: number
  shift: number
}

/**
 * The files of a pair, the same as when the run was made.
 * @param sha256 of the pair, as the config has it
 * @throws InputError when files are missing or others
 */
export const findPair = async (folder: string, sha256: string): Promise<OnnxPairLayout> => {
  const has = (name: string): boolean => existsSync(path.join(folder, name))
  const layout = onnxPairLayouts.find(({ encoder, decoder }) => has(encoder) && has(decoder))
  if (!layout) throw new InputError(`image.autoencoder names ${folder}, where this run's encoder and decoder are no longer; it needs ${onnxPairWanted}, together with SHA-256 ${sha256}.`)
  const present = onnxPairFiles(layout).filter(has)
  const hashes = await Promise.all(present.map(async (name) => ({ name, sha256: await hashOf(path.join(folder, name)) })))
  const found = createHash('sha256').update(onnxPairText(hashes)).digest('hex')
  if (found !== sha256) throw new InputError(`The encoder and decoder in ${folder} are others than this run was made with (SHA-256 ${found} instead of ${sha256}); put those back, or start a new run.`)
  return layout
}

const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await once(createReadStream(file).on('data', (piece) => hash.update(piece)), 'close')
  return hash.digest('hex')
}

const scaleSchema = z.object({ scaling_factor: z.number().positive(), shift_factor: z.number().nullish() })

/** The scale that the pair's own config states; null where none does. @throws InputError when a config is no JSON */
export const statedScale = async (folder: string): Promise<StatedScale | null> => {
  for (const name of onnxPairConfigs) {
    const file = path.join(folder, name)
    if (!existsSync(file)) continue
    const parsed = scaleSchema.safeParse(parseJson(await readFile(file, 'utf8'), file))
    if (parsed.success) return { factor: parsed.data.scaling_factor, shift: parsed.data.shift_factor ?? 0 }
  }
  return null
}

const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new InputError(`${file} is no JSON; mend it, or take it away to have the scale of the latents measured.`)
  }
}

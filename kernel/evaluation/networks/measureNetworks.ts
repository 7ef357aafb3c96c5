import { existsSync } from 'node:fs'
import path from 'node:path'
import { networks, type NetworkName } from '../../../protocol/networks.ts'
import { InputError } from '../../../protocol/errors.ts'
import { openForeign } from '../../engine/onnxruntime/foreign.ts'
import { frechetOfFeatures } from '../frechet.ts'
import type { Measuring } from '../measuring.ts'
import { Clip, clipScore } from './clip.ts'
import { picturesThrough, type Preparation } from './tower.ts'

/** Bilinear to 299, then [−1, 1] (Heusel et al. 2017; Szegedy et al. 2016). */
const inception: Preparation = { size: 299, filter: 'bilinear', mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] }

/** @throws InputError naming what has to be brought, and where to */
export const refuseMissing = (name: NetworkName, folder: string): void => {
  const missing = networks[name].files.filter((file) => !existsSync(path.join(folder, file)))
  if (missing.length > 0) throw new InputError(`"${name}" cannot be measured without ${missing.join(', ')} in ${folder}; put there ${networks[name].what}.`)
}

/** FID of drawings of held-out captions to the captions' pictures, and of as many other held-out pictures to these. */
export const measureFid = async (measuring: Measuring): Promise<Record<string, number>> => {
  refuseMissing('fid', measuring.networks)
  const network = await openForeign(path.join(measuring.networks, networks.fid.files[0]), 'The Inception network', measuring.model.config.engine)
  try {
    const { own, others, drawn } = await measuring.drawings()
    const features = (pictures: typeof drawn) => picturesThrough(network, pictures, inception, 'pool_3')
    const real = await features(own.map(({ image }) => image))
    return {
      'measure.fid': frechetOfFeatures(real, await features(drawn)),
      'measure.fid.floor': frechetOfFeatures(real, await features(others.map(({ image }) => image))),
    }
  } finally {
    await network.release()
  }
}

/** CLIP score of drawings with the captions that they were drawn from, and of the captions' own pictures. */
export const measureClip = async (measuring: Measuring): Promise<Record<string, number>> => {
  refuseMissing('clip', measuring.networks)
  const clip = await Clip.open(path.join(measuring.networks, 'clip'), measuring.model.config.engine)
  try {
    const { own, prompts, drawn } = await measuring.drawings()
    const texts = await clip.texts(prompts)
    return {
      'measure.clip': clipScore(await clip.pictures(drawn), texts),
      'measure.clip.real': clipScore(await clip.pictures(own.map(({ image }) => image)), texts),
    }
  } finally {
    await clip.release()
  }
}

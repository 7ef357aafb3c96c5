import * as tf from '../../engine/tfjs.ts'
import { patchesAcross, type RunConfig } from '../../../protocol/config/index.ts'
import type { Tensors } from '../../engine/engine.ts'
import { silu } from '../ops/silu.ts'
import type { Encoded, PatchCodec } from '../patchCodec.ts'
import { embedTimestep } from '../timestep.ts'
import { convolve, gatherWindows, normalise, project, residual, spreadWindows } from './layers.ts'
import { unetLevels } from './levels.ts'
import { blockName } from './parameters.ts'

/**
 * The U-Net's down blocks before the transformer and its up blocks after, with skip connections between them
 * (§3; Nichol & Dhariwal 2021; Saharia et al. 2022). It works on whole images, so it mixes the patches of an image
 * whatever the attention mask says, and never those of two images.
 */
export const unetCodec: PatchCodec = {
  encode(patches, t, p, config): Encoded {
    const time = silu(embedTimestep(t, p)) // [I, W]
    const skips: tf.Tensor[] = []
    let h = convolve(imagesOf(patches, config), 'patch.in', p) // [I, S, S, C₀]
    unetLevels(config).forEach(({ factor }, level) => {
      for (const name of blocksOf('down', level, config)) skips.push((h = residual(h, time, name, p)))
      if (factor > 1) h = project(gatherWindows(h, factor), `patch.down.${level}.smaller`, p) // [I, S/f, S/f, C']
    })
    const rows = project(normalise(h, 'patch.encodeNorm', p), 'patch.encode', p) // [I, √n, √n, D]
    return { rows: withPositions(rows, p, config), time, skips }
  },

  decode(h, { time, skips }, p, config) {
    const levels = unetLevels(config)
    const left = [...skips]
    const { side } = levels.at(-1)!
    let x = tf.reshape(project(h, 'patch.decode', p), [-1, side, side, levels.at(-1)!.channels]) // [I, √n, √n, C]
    for (let level = levels.length - 1; level >= 0; level--) {
      const { factor } = levels[level]!
      if (factor > 1) x = spreadWindows(project(x, `patch.up.${level}.larger`, p), factor) // [I, S, S, C]
      for (const name of blocksOf('up', level, config)) x = residual(tf.concat([x, left.pop()!], 3), time, name, p)
    }
    const images = convolve(silu(normalise(x, 'patch.outNorm', p)), 'patch.out', p) // [I, S, S, channels of a pixel]
    const vectors = gatherWindows(images, config.patch.size) // [I, √n, √n, P]
    return tf.reshape(vectors, [h.shape[0]!, vectors.shape[3]!]) // [I·n, P]
  },
}

const blocksOf = (direction: 'down' | 'up', level: number, { patch }: RunConfig): string[] =>
  Array.from({ length: patch.unetBlocks }, (_, block) => blockName(direction, level, block))

/** Patch vectors laid out as images: [I, n, P] → [I, S, S, channels of a pixel]. */
const imagesOf = (patches: tf.Tensor, config: RunConfig): tf.Tensor => {
  const [images, , vector] = patches.shape as [number, number, number]
  const across = patchesAcross(config)
  return spreadWindows(tf.reshape(patches, [images, across, across, vector]), config.patch.size)
}

const withPositions = (rows: tf.Tensor, p: Tensors, { model }: RunConfig): tf.Tensor => {
  const [images, across, , dim] = rows.shape as [number, number, number, number]
  const listed = tf.reshape(rows, [images, across * across, dim]) // [I, n, D]
  const placed = model.patchPositions === 'learned' ? tf.add(listed, p['patch.position']!) : listed
  return tf.reshape(placed, [images * across * across, dim]) // [I·n, D]
}

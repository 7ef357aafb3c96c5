import type { RunConfig } from '../../protocol/config/index.ts'
import { heldOutSeed } from '../data/heldOutSeed.ts'
import type { LaidItem } from '../data/laidDocument.ts'
import { estimateWeights } from '../diffusion/prediction.ts'
import { createSchedule } from '../diffusion/schedule.ts'
import { Random } from '../random/stream.ts'
import { mean } from './heldOutBatches.ts'

/** Noise levels that ε-MSE is read at, as shares of T. */
export const noiseGrid = [0.1, 0.3, 0.5, 0.7, 0.9] as const

/** Which held-out image: the number of its document, and its own number in it. */
type Key = Pick<LaidItem, 'index' | 'number'>

/** Image number j of document i is shown at t number (i + j) mod 5 of the grid. */
export const gridTimestep = ({ index, number }: Key, timesteps: number): number => Math.round(noiseGrid[(index + number) % noiseGrid.length]! * timesteps)

/** ε of a held-out image: the same at every evaluation and in every run. */
export const frozenNoise = ({ index, number }: Key): Random => new Random({ seed: heldOutSeed, stream: 'evaluation', step: index, index: number })

/** Squared errors of the noise that predictions imply, by noise level: of each image, the mean over elements of each patch. */
export class EpsilonErrors {
  readonly #byLevel: Map<number, Float64Array[]>
  readonly #config: RunConfig

  constructor(config: RunConfig) {
    this.#config = config
    this.#byLevel = new Map(noiseGrid.map((_, index) => [gridTimestep({ index, number: 0 }, config.diffusion.timesteps), []]))
  }

  /**
   * @param image says its t and its ε
   * @param noisy,output [n, P]: x_t and the prediction, whatever it predicts
   */
  add(image: Key, noisy: Float32Array, output: Float32Array, patches: number): void {
    const { diffusion } = this.#config
    const t = gridTimestep(image, diffusion.timesteps)
    const [ofX, ofPrediction] = estimateWeights(diffusion.prediction, createSchedule(diffusion)(t)).noise
    const random = frozenNoise(image)
    const vector = noisy.length / patches
    const errors = new Float64Array(patches)
    for (let e = 0; e < noisy.length; e++) errors[Math.floor(e / vector)]! += (ofX * noisy[e]! + ofPrediction * output[e]! - random.normal()) ** 2 / vector
    this.#byLevel.get(t)!.push(errors)
  }

  /** ε-MSE of each noise level that has images. */
  byLevel(): Map<number, number> {
    return new Map(this.#levels().map(([t, images]) => [t, mean(images.map((errors) => mean([...errors])))]))
  }

  /** ε-MSE of each patch in raster order; every noise level weighs the same. None where images differ in their number of patches. */
  byPatch(): number[] {
    const levels = this.#levels()
    const patches = levels[0]?.[1][0]?.length ?? 0
    if (levels.some(([, images]) => images.some(({ length }) => length !== patches))) return []
    return Array.from({ length: patches }, (_, i) => mean(levels.map(([, images]) => mean(images.map((errors) => errors[i]!)))))
  }

  #levels(): [number, Float64Array[]][] {
    return [...this.#byLevel].filter(([, images]) => images.length > 0)
  }
}

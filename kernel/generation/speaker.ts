import { hasImages, hasImageTokens, patchesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { Batcher } from '../data/batch.ts'
import { laidImage, none, type LaidDocument } from '../data/laidDocument.ts'
import { specials } from '../data/tokenizer.ts'
import { patchVector } from '../model/parameters.ts'
import { Random } from '../random/stream.ts'
import { chooseToken } from './chooseToken.ts'
import { denoise, type DenoiseOptions } from './denoise.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { prompting } from './prompting.ts'
import { interleave, type Interleaved, type Speaker } from './interleave.ts'

export interface SpeakOptions extends DenoiseOptions {
  /** 0 takes the likeliest token. */
  temperature: number
  /** Image i of a sequence starts from the noise of (seed, i), as in `drawImages`. */
  seed: number
}

/** Lengths are rounded up to a multiple of this, so that a program is compiled once in as many tokens. */
const granularity = 32

/**
 * Continues text and images by a model, at most to the length of the sequences that it was trained on.
 * @param sequence continued in place; starts with ⟨end of text⟩ as every document does
 * @throws InputError when the sequence is already that long
 */
export const speak = async (model: InferenceModel, sequence: Interleaved, options: SpeakOptions & { budget: number }): Promise<'endOfText' | 'budget'> => {
  const { config } = model
  if (hasImageTokens(config)) throw new InputError('Chameleon\'s images are tokens, not patches; draw with it from prompts.')
  const room = config.data.sequenceLength - sequence.elements.length
  if (room <= 0) throw new InputError(`The start has ${sequence.elements.length} elements; this model's sequences have ${config.data.sequenceLength}, so shorten it.`)
  return interleave(modelSpeaker(model, options), sequence, { patches: patchesPerImage(config), vector: patchVector(config), budget: Math.min(options.budget, room) })
}

/**
 * A model that speaks. Every token and every denoising step is computed from the whole sequence anew.
 *
 * Images that are done stand in the context clean, at t = 0: the paper leaves open what follows an image, and a
 * caption of a given picture is asked for in the same way. Training shows t ≥ 1, next to which t = 0 is no leap.
 * The unconditional branch of guidance sees ⟨eot⟩ ⟨BOI⟩ and no earlier image, as in `drawImages`.
 */
export const modelSpeaker = (model: InferenceModel, options: SpeakOptions): Speaker => {
  const { config } = model
  const random = new Random({ seed: options.seed, stream: 'sampling', index: 1 })
  return {
    async nextToken(sequence, forbidden) {
      const { shape, inputs } = lay(config, sequence, [[asDocument(config, sequence)]])
      inputs['textAt']![0] = sequence.elements.length - 1
      const { data } = await model.forward('logits', shape, inputs)
      const logits = (data as Float32Array).slice()
      for (const token of hasImages(config) ? forbidden : [...forbidden, specials.beginImage]) logits[token] = -Infinity
      return chooseToken(logits, options.temperature, random)
    },

    async drawImage(sequence) {
      if (!hasImages(config)) throw new InputError('This model was trained on text alone, so it cannot draw; train on shapes, a folder or a mix.')
      const last = sequence.images.length - 1
      const x = sequence.images[last]!
      const own = new Random({ seed: options.seed, stream: 'sampling', step: last })
      own.fillNormal(x)
      const rows = [[asDocument(config, sequence)], ...(options.guidance === 1 ? [] : [[prompting([], last, config)]])]
      const { shape, inputs, batcher } = lay(config, sequence, rows)
      const patches = inputs['patches'] as Float32Array, time = inputs['time'] as Float32Array
      await denoise({ noisy: [x], randoms: [own], config, options }, async (t) => {
        // Places after the earlier images: the image in its context and, where guidance asks, the image alone.
        for (let place = last; place < shape.images; place++) {
          patches.set(x, place * x.length)
          time[place] = t
        }
        if (batcher.maskReadsNoise) batcher.fillBias(rows, inputs)
        const { data } = await model.forward('prediction', shape, inputs)
        return (branch) => (data as Float32Array).subarray((last + branch) * x.length, (last + branch + 1) * x.length)
      })
    },
  }
}

/** Inputs for rows of documents, their images as the sequence holds them, at t = 0. */
const lay = (config: RunConfig, { images }: Interleaved, rows: LaidDocument[][]) => {
  const longest = Math.max(...rows.map((row) => row.reduce((sum, { tokens }) => sum + tokens.length, 0)))
  const shape = {
    batch: rows.length, length: Math.ceil(longest / granularity) * granularity,
    images: hasImages(config) ? Math.max(1, images.length + rows.length - 1) : 0, texts: 1,
  }
  const batcher = new Batcher(config, shape)
  const { inputs } = batcher.assemble(rows, ({ index }, patches) => {
    patches.set(images[index]!)
    return 0
  })
  return { shape, inputs, batcher }
}

/** The sequence as one document, about which nothing is asked. */
const asDocument = (config: RunConfig, { elements }: Interleaved): LaidDocument => {
  const n = patchesPerImage(config)
  const starts: number[] = []
  for (let i = 0; i < elements.length; i++) {
    if (elements[i] !== none) continue
    starts.push(i)
    i += n - 1
  }
  return { tokens: [...elements], targets: elements.map(() => none), items: starts.map((at, index) => laidImage(config, at, { index })), index: 0 }
}

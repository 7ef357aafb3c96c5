import type { RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Dataset, Picture } from '../data/document.ts'
import type { Engine, HostTensors, State } from '../engine/engine.ts'
import { Random } from '../random/stream.ts'
import { stateName } from '../training/stateNames.ts'
import type { Task } from '../training/task.ts'
import { servingKind } from '../training/trainProgram.ts'
import { Autoencoder } from './autoencoder.ts'
import { isAdversarial } from './discriminator.ts'
import { codebookUse, evaluateAutoencoder, reconstructionSheet } from './evaluate.ts'
import { writePixels } from './pictures.ts'
import { candidatesPerCode } from './revive.ts'
import { autoencoderProgram, latentSide } from './trainProgram.ts'
import { picturesOf } from '../data/segments.ts'

/** Documents without a picture in a row after which a dataset is taken to have none. */
const patience = 10_000

/** Trains an autoencoder, on the first picture of each document. */
export const autoencoderTask = (config: RunConfig, dataset: Dataset, engine: Engine, state: State, start: number): Task => {
  const { image: { size }, autoencoder: { kind, latentChannels, codebook }, train } = config
  const kindOf = servingKind(config)
  const model = new Autoencoder(config, engine, state, (name) => stateName(kindOf, name))
  const latents = latentSide(config) ** 2
  let cursor = start

  const nextPicture = (): Picture => {
    for (let misses = 0; misses < patience; misses++) {
      const [picture] = picturesOf(dataset.document('train', cursor++))
      if (picture) return picture
    }
    throw new InputError(`The dataset "${dataset.name}" gave ${patience} documents in a row without a picture; an autoencoder needs pictures.`)
  }

  return {
    program: autoencoderProgram(config),
    async next() {
      // Random numbers of a batch are functions of its first document, as those of a document are of its number.
      const random = new Random({ seed: train.seed, stream: 'noise', step: cursor, index: 1 })
      const pictures = new Float32Array(train.batch * size * size * 3)
      for (let i = 0; i < train.batch; i++) writePixels(nextPicture(), pictures.subarray(i * size * size * 3, (i + 1) * size * size * 3))
      const drawn: Record<string, Float32Array | Int32Array> = kind === 'vae'
        ? { epsilon: random.fillNormal(new Float32Array(train.batch * latents * latentChannels)) }
        : { candidates: Int32Array.from({ length: codebook * candidatesPerCode }, () => random.integer(train.batch * latents)) }
      return { inputs: { pictures, ...drawn }, elements: train.batch * latents, images: train.batch }
    },
    get cursor() {
      return cursor
    },
    metrics: (out) => ({
      'train.loss': scalar(out, 'total'), 'train.l1': scalar(out, 'l1'), 'train.gradientNorm': scalar(out, 'gradientNorm'),
      ...(isAdversarial(config.autoencoder) ? { 'train.discriminator': scalar(out, 'discriminator'), 'train.adversarial': scalar(out, 'adversarial') } : {}),
      ...(kind === 'vae' ? { 'train.kl': scalar(out, 'kl') } : quantisation(out)),
    }),
    evaluate: () => evaluateAutoencoder(model, dataset, train.batch * train.evalBatches),
    pictures: async () => [{ key: 'reconstruction', pictures: await reconstructionSheet(model, dataset, config.sample.count) }],
    dispose: () => model.dispose(),
  }
}

const scalar = (out: HostTensors, name: string): number => out[name]!.data[0]!

const quantisation = (out: HostTensors): Record<string, number> => {
  const { perplexity, live } = codebookUse(out['share']!.data)
  return { 'train.codebook': scalar(out, 'codebook'), 'train.commitment': scalar(out, 'commitment'), 'train.codePerplexity': perplexity, 'train.liveCodes': live }
}

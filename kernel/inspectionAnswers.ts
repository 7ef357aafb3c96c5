import { usesAutoencoder, type MaskSetting, type RunConfig } from '../protocol/config/index.ts'
import { InputError } from '../protocol/errors.ts'
import { packInspection } from '../protocol/inspection/index.ts'
import type { HostMessage, KernelMessage } from '../protocol/kernelMessages.ts'
import type { HostTensors } from './engine/engine.ts'
import { openEngineFor } from './planning/engines/open.ts'
import { InferenceModel } from './generation/inferenceModel.ts'
import { readHeads, showHead, type HeadsReading, type HeadsRequest } from './inspection/attentionReading.ts'
import { inspectLayout } from '../masks/inspection/inspectLayout.ts'
import { inspectConfig, openSequence, underMask } from './inspection/inspectMasks.ts'
import { KeptReadings } from './inspection/keptReadings.ts'
import { perturb } from './inspection/perturbation.ts'
import { loadCheckpoint } from './training/checkpoint.ts'
import { initialState, servingKind } from './training/trainProgram.ts'

export type InspectionMessage = Extract<HostMessage, { type: `inspect${string}` }>
type OnProgress = (done: number, total: number) => void

const readings = new KeptReadings()

/** Answers one request of the mask inspector. @throws InputError with the sentence for the user */
export const answerInspection = async (message: InspectionMessage, onProgress: OnProgress): Promise<KernelMessage> => {
  const { id } = message
  if (message.type !== 'inspectAttention' && 'config' in message.of) refuseUninspectable(message.of.config, message.type === 'inspectPerturbation')
  switch (message.type) {
    case 'inspectMasks': {
      const { of, masks, sequence, noise } = message
      return { type: 'inspected', id, inspection: packInspection('layout' in of ? inspectLayout(of.layout, masks) : await inspectConfig(of.config, masks, sequence, noise)) }
    }
    case 'inspectAttention': {
      const { checkpoint, mask, request: { show, ...wanted } } = message
      const key = JSON.stringify([checkpoint, mask, wanted])
      return { type: 'attention', id, reading: showHead(readings.get(key) ?? readings.keep(key, await headsOf(checkpoint, mask, wanted, onProgress)), show) }
    }
    case 'inspectPerturbation': {
      const { of, mask, sequence: number, noise } = message
      const { config, tensors } = 'config' in of ? { config: of.config, tensors: initialState(of.config) } : await loadCheckpoint(of.checkpoint)
      return withMasked(config, mask, tensors, async (model) => {
        const { packed, sequence } = await openSequence(model.config, number, noise)
        return { type: 'perturbed', id, perturbation: await perturb(model, packed, sequence, noise, onProgress) }
      })
    }
  }
}

/** @param runs whether the model is to be run before it is trained */
const refuseUninspectable = (config: RunConfig, runs: boolean): void => {
  if (config.task === 'autoencoder') throw new InputError('An autoencoder has no attention mask to inspect; name a run or a config that trains a transformer.')
  if (config.baseline === 'chameleon') throw new InputError('Chameleon\'s mask is causal throughout, over image tokens as over text, so there is nothing else to inspect; name a run or a config with another baseline.')
  if (runs && usesAutoencoder(config)) throw new InputError('A config on latents has no autoencoder to make them before it is trained; inspect a checkpoint of a run instead.')
}

const headsOf = async (checkpoint: string, mask: MaskSetting | null, wanted: HeadsRequest, onProgress: OnProgress): Promise<HeadsReading> => {
  const { config, tensors, step } = await loadCheckpoint(checkpoint)
  return withMasked(config, mask, tensors, async (model) => {
    const { dataset } = await openSequence(model.config, wanted.sequence, wanted.noise)
    return readHeads(model, dataset, step, wanted, onProgress)
  })
}

/** A model under another mask than its own, or under its own where `mask` is null. */
const withMasked = async <Result>(config: RunConfig, mask: MaskSetting | null, tensors: HostTensors, use: (model: InferenceModel) => Promise<Result>): Promise<Result> => {
  refuseUninspectable(config, false)
  const engine = await openEngineFor(config)
  const state = engine.createState(tensors)
  const model = new InferenceModel(underMask(config, mask), engine, state, servingKind(config))
  try {
    return await use(model)
  } finally {
    await model.dispose()
    state.dispose()
  }
}

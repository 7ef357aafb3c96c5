import { usesAutoencoder, type MaskSetting, type RunConfig } from '../protocol/config/index.ts'
import { InputError } from '../protocol/errors.ts'
import { packInspection } from '../protocol/inspection/index.ts'
import type { HostMessage, KernelMessage } from '../protocol/kernelMessages.ts'
import type { HostTensors } from './engine/engine.ts'
import { openDataset } from './data/open.ts'
import { openEngineFor } from './planning/engines/open.ts'
import { InferenceModel } from './generation/inferenceModel.ts'
import { readHeads, showHead, type HeadsReading, type HeadsRequest } from './inspection/attentionReading.ts'
import { inspectLayout } from '../masks/inspection/inspectLayout.ts'
import { inspectConfig, openSequence, underMask } from './inspection/inspectMasks.ts'
import { KeptModels, type OpenCheckpoint } from './inspection/keptModels.ts'
import { KeptReadings } from './inspection/keptReadings.ts'
import { perturb } from './inspection/perturbation.ts'
import { loadCheckpoint } from './training/checkpoint.ts'
import { stateName } from './training/stateNames.ts'
import { initialState, servingKind } from './training/trainProgram.ts'

export type InspectionMessage = Extract<HostMessage, { type: `inspect${string}` }>
type OnProgress = (done: number, total: number) => void

const readings = new KeptReadings()
const models = new KeptModels()

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

const headsOf = (checkpoint: string, mask: MaskSetting | null, wanted: HeadsRequest, onProgress: OnProgress): Promise<HeadsReading> =>
  models.use(JSON.stringify([checkpoint, mask]), () => openCheckpoint(checkpoint, mask), ({ model, dataset, step }) => readHeads(model, dataset, step, wanted, onProgress))

const openCheckpoint = async (checkpoint: string, mask: MaskSetting | null): Promise<OpenCheckpoint> => {
  const { config, tensors, step } = await loadCheckpoint(checkpoint)
  // The optimiser's moments would only take memory.
  const weights = Object.fromEntries(Object.entries(tensors).filter(([name]) => !name.startsWith(stateName('m', '')) && !name.startsWith(stateName('v', ''))))
  const { model, dispose } = await openMasked(config, mask, weights)
  try {
    return { model, dataset: await openDataset(model.config), step, bytes: Object.values(weights).reduce((sum, { data }) => sum + data.byteLength, 0), dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** A model under another mask than its own, or under its own where `mask` is null. */
const openMasked = async (config: RunConfig, mask: MaskSetting | null, tensors: HostTensors): Promise<{ model: InferenceModel; dispose(): Promise<void> }> => {
  refuseUninspectable(config, false)
  const engine = await openEngineFor(config)
  const state = engine.createState(tensors)
  const model = new InferenceModel(underMask(config, mask), engine, state, servingKind(config))
  return {
    model,
    dispose: async () => {
      await model.dispose()
      state.dispose()
    },
  }
}

const withMasked = async <Result>(config: RunConfig, mask: MaskSetting | null, tensors: HostTensors, use: (model: InferenceModel) => Promise<Result>): Promise<Result> => {
  const { model, dispose } = await openMasked(config, mask, tensors)
  try {
    return await use(model)
  } finally {
    await dispose()
  }
}

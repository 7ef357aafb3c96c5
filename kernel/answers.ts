import { imageSizes, imageSizeText, parseImageSize, type ImageSize, type RunConfig } from '../protocol/config/index.ts'
import type { HostMessage, KernelMessage, Score } from '../protocol/kernelMessages.ts'
import type { PictureMessage } from '../protocol/pictureMessage.ts'
import { InputError } from '../protocol/errors.ts'
import { captionAsked } from './captionAnswers.ts'
import { browseDataset } from './data/browse.ts'
import { readCheckpoint } from './checkpoints/readCheckpoint.ts'
import { examine } from './doctor.ts'
import { measureAgain, openEngineFor } from './planning/engines/open.ts'
import { measure } from './evaluation/measure.ts'
import { scoreScenes } from './evaluation/scoreScenes.ts'
import { scoreWaves } from './evaluation/scoreWaves.ts'
import { exportCheckpoint } from './export/exportCheckpoint.ts'
import { drawImages } from './generation/drawImages.ts'
import { drawWaves } from './generation/drawWaves.ts'
import { answerGenerate, answerScoreEdits, type Listener } from './generateAnswers.ts'
import { InferenceModel } from './generation/inferenceModel.ts'
import { usualModality } from './generation/prompts.ts'
import { pictureMessage } from './generation/pictureMessage.ts'
import { waveMessage } from './generation/waveMessage.ts'
import { importWeights } from './import/importWeights.ts'
import { answerInspection } from './inspectionAnswers.ts'
import { planRun } from './planning/plan.ts'
import { loadCheckpoint } from './training/checkpoint.ts'
import { servingKind } from './training/trainProgram.ts'

export type CheckpointMessage = Extract<HostMessage, { id: number }>
type OnProgress = (done: number, total: number) => void

/** Who is told while a request is answered, and what stops it. */
export interface Listening extends Listener {
  onProgress: OnProgress
}

/** Answers one request: about a checkpoint, this machine, or a run that is not yet started. @throws InputError with the sentence for the user */
export const answerRequest = async (message: CheckpointMessage, listening: Listening): Promise<KernelMessage> => {
  const { onProgress } = listening
  switch (message.type) {
    case 'sample': return withModel(message.checkpoint, (model) => sample(message, model, onProgress))
    case 'caption': return withModel(message.checkpoint, (model) => caption(message, model, onProgress))
    case 'generate': return withModel(message.checkpoint, async (model) => ({ type: 'generated', id: message.id, results: await answerGenerate(model, message.request, listening) }))
    case 'score': return withModel(message.checkpoint, (model) => score(message, model, onProgress))
    case 'scoreEdits': return withModel(message.checkpoint, async (model) => ({ type: 'editsScored', id: message.id, ...(await answerScoreEdits(model, message, onProgress)) }))
    case 'export': return { type: 'exported', id: message.id, files: await exportCheckpoint(message.checkpoint, message.request, listening) }
    case 'tensors': return { type: 'tensors', id: message.id, reading: await readCheckpoint(message.checkpoint, message.against, onProgress) }
    case 'import': return { type: 'imported', id: message.id, imported: await importWeights(message.source, message.changes, message.folder, onProgress) }
    case 'inspectMasks': case 'inspectAttention': case 'inspectPerturbation': return answerInspection(message, onProgress)
    case 'measure': return withModel(message.checkpoint, async (model) => ({ type: 'measured', id: message.id, numbers: await measure(model, message.request, message.networks, onProgress) }))
    case 'doctor': return { type: 'doctor', id: message.id, report: await examine(message.trace, message.only) }
    case 'measureEngines': return { type: 'enginesMeasured', id: message.id, times: await measureAgain(message.config, onProgress) }
    case 'browse': return { type: 'browsed', id: message.id, page: await browseDataset(message.request, onProgress) }
    case 'plan': return { type: 'planned', id: message.id, plan: await planRun(message.config, message) }
  }
}

const withModel = async (checkpoint: string, use: (model: InferenceModel) => Promise<KernelMessage>): Promise<KernelMessage> => {
  const { config, tensors } = await loadCheckpoint(checkpoint)
  if (config.task === 'autoencoder') throw new InputError('This run trained an autoencoder, which neither draws nor writes; set image.autoencoder of a new run to it, or see its reconstructions with "lab reconstruct".')
  const engine = await openEngineFor(config)
  const state = engine.createState(tensors)
  const model = new InferenceModel(config, engine, state, servingKind(config), { weightsStay: true })
  try {
    return await use(model)
  } finally {
    await model.dispose()
    state.dispose()
  }
}

const sample = async ({ id, request }: Extract<CheckpointMessage, { type: 'sample' }>, model: InferenceModel, onProgress: OnProgress): Promise<KernelMessage> => {
  const { prompts, seed, size, modality = usualModality(model.config), ...own } = request
  if (prompts.length === 0) throw new InputError('There is no prompt; give at least one, such as "a red ring".')
  const { guidance, steps, sampler } = { ...model.config.sample, ...own }
  const options = { guidance, steps, sampler, seed, onProgress }
  if (modality === 'wave') {
    const waves = await drawWaves(model, prompts, options)
    return { type: 'sampled', id, pictures: await Promise.all(waves.map((wave, i) => waveMessage(wave, i, prompts[i]!, null))) }
  }
  const drawn = await drawImages(model, prompts, { ...options, ...(size === undefined ? {} : { size: sizeOf(size, model.config) }) })
  return { type: 'sampled', id, pictures: await Promise.all(drawn.map((picture, i) => pictureMessage(picture, i, prompts[i]!, null))) }
}

/** @throws InputError when the model was not trained on pictures of that size */
const sizeOf = (text: string, config: RunConfig): ImageSize => {
  const sizes = imageSizes(config)
  const asked = parseImageSize(text)
  const found = sizes.find((size) => asked && imageSizeText(size) === imageSizeText(asked))
  if (!found) throw new InputError(`The size "${text}" is none that this model was trained on; it has ${sizes.map(imageSizeText).join(', ')} (image.size and image.buckets).`)
  return found
}

const caption = async ({ id, request }: Extract<CheckpointMessage, { type: 'caption' }>, model: InferenceModel, onProgress: OnProgress): Promise<KernelMessage> =>
  ({ type: 'captioned', id, pictures: await captionAsked(model, request, onProgress) })

const score = async ({ id, count, seed }: Extract<CheckpointMessage, { type: 'score' }>, model: InferenceModel, onProgress: OnProgress): Promise<KernelMessage> => {
  const { name } = model.config.data
  if (name === 'waves') return { type: 'scored', id, ...(await scoredWaves(model, count, seed, onProgress)) }
  if (name !== 'shapes') throw new InputError(`Only runs on the datasets shapes and waves can be scored, by the checkers of scenes and waves; this one was trained on "${name}".`)
  const { score, drawn, captioned } = await scoreScenes(model, count, seed, onProgress)
  const pictures = await Promise.all([
    ...drawn.map(({ picture, prompt }, i) => pictureMessage(picture, i, prompt, null)),
    ...captioned.map(({ picture, caption, reference }, i) => pictureMessage(picture, count + i, caption, reference)),
  ])
  return { type: 'scored', id, score, pictures }
}

const scoredWaves = async (model: InferenceModel, count: number, seed: number, onProgress: OnProgress): Promise<{ score: Score; pictures: PictureMessage[] }> => {
  const { score, drawn, captioned } = await scoreWaves(model, count, seed, onProgress)
  const pictures = await Promise.all([
    ...drawn.map(({ wave, prompt }, i) => waveMessage(wave, i, prompt, null)),
    ...captioned.map(({ wave, caption, reference }, i) => waveMessage(wave, count + i, caption, reference)),
  ])
  return { score, pictures }
}

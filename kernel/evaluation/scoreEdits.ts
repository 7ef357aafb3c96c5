import { InputError } from '../../protocol/errors.ts'
import type { EditScore } from '../../protocol/generation.ts'
import { heldOutSeed } from '../data/heldOutSeed.ts'
import type { Picture } from '../data/document.ts'
import { drawEdit, type Edit } from '../data/shapes/edit.ts'
import { renderScene } from '../data/shapes/render.ts'
import { drawImages } from '../generation/drawImages.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import { Random } from '../random/stream.ts'
import { judgeEdit } from './editVerdict.ts'
import { checkScene } from './sceneChecker.ts'

export interface ScoredEdits {
  score: EditScore
  edits: { instruction: string; source: Picture; edited: Picture; target: Picture; right: boolean }[]
}

/**
 * Edits held-out scenes and judges what came by the scene checker. The edited scenes hold a combination of shape, colour and
 * size that training never saw; they are the same for every run of the same data options.
 * @throws InputError for a run that saw no edits
 */
export const scoreEdits = async (model: InferenceModel, count: number, seed: number, onProgress?: (done: number, total: number) => void): Promise<ScoredEdits> => {
  const { data, image: { size }, sample: { guidance, steps, sampler } } = model.config
  if (data.name !== 'shapes' || data.edits === 0) throw new InputError('Only a run on the edits of shapes can be scored as an editor; train with data.name "shapes" and data.edits above 0, from a checkpoint or anew.')
  const asked = Array.from({ length: count }, (_, step): Edit => drawEdit(data, true, new Random({ seed: heldOutSeed, stream: 'evaluation', step, index: 100 })))
  const sources = asked.map(({ source }) => renderScene(source, size))
  const edited = await drawImages(model, asked.map(({ instruction }, i) => [sources[i]!, instruction]), { guidance, steps, sampler, seed, ...(onProgress ? { onProgress } : {}) })
  const verdicts = asked.map((edit, i) => judgeEdit(edit, checkScene(edited[i]!)))
  const share = (right: (verdict: (typeof verdicts)[number]) => boolean): number => verdicts.filter(right).length / count
  return {
    score: { count, applied: share(({ applied }) => applied), kept: share(({ kept }) => kept), both: share(({ applied, kept }) => applied && kept) },
    edits: asked.map(({ instruction, target }, i) => ({ instruction, source: sources[i]!, edited: edited[i]!, target: renderScene(target, size), right: verdicts[i]!.applied && verdicts[i]!.kept })),
  }
}

import type { Score } from '../../protocol/kernelMessages.ts'
import type { Picture } from '../data/document.ts'
import { captionedPicture } from '../data/segments.ts'
import { openShapes } from '../data/shapes/dataset.ts'
import { sceneOfPrompt } from '../data/shapes/prompt.ts'
import { singleObjectPrompts } from '../data/shapes/prompts.ts'
import { captionImages } from '../generation/captionImages.ts'
import { drawImages } from '../generation/drawImages.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import { checkScene } from './sceneChecker.ts'

/** A score with what it was read off. */
export interface ScoredScenes {
  score: Score
  drawn: { prompt: string; picture: Picture; right: boolean }[]
  captioned: { picture: Picture; caption: string; reference: string; right: boolean }[]
}

/** Whether an object has the shape, the colour, and both. */
interface Hit { shape: boolean; colour: boolean; both: boolean }

/**
 * Draws `count` held-out single-object prompts and captions `count` held-out single-object pictures, none of whose
 * combinations of shape and colour were trained on. A drawing is right when the checker, which does not know the
 * prompt, finds exactly one object of the asked shape and colour; a caption when it names the shape and colour that are
 * in the picture, and no other object.
 */
export const scoreScenes = async (model: InferenceModel, count: number, seed: number, onProgress?: (done: number, total: number) => void): Promise<ScoredScenes> => {
  const { config } = model
  const prompts = singleObjectPrompts(count, config.data.heldOut)
  const { guidance, steps, sampler } = config.sample
  const pictures = await drawImages(model, prompts, { guidance, steps, sampler, seed, onProgress: (done, total) => onProgress?.(done / total, 2) })
  const drawHits = pictures.map((picture, i) => drawHit(picture, prompts[i]!))

  const heldOut = openShapes({ ...config.data, maxObjects: 1 }, config.image.size, 0)
  const documents = Array.from({ length: count }, (_, i) => captionedPicture(heldOut.document('heldOut', i))!)
  const captions = await captionImages(model, documents.map(({ image }) => image), { temperature: 0, seed, onProgress: (done, total) => onProgress?.(1 + done / total, 2) })
  const captionHits = captions.map((caption, i) => captionHit(caption, documents[i]!.text))
  return {
    score: { count, draw: rates(drawHits), caption: rates(captionHits) },
    drawn: pictures.map((picture, i) => ({ prompt: prompts[i]!, picture, right: drawHits[i]!.both })),
    captioned: documents.map(({ image, text }, i) => ({ picture: image, caption: captions[i]!, reference: text, right: captionHits[i]!.both })),
  }
}

/** Below this the checker has found a blot, not a shape. */
const leastConfidence = 0.6

const drawHit = (picture: Picture, prompt: string): Hit => {
  const asked = sceneOfPrompt(prompt)!.objects[0]!
  const { objects } = checkScene(picture)
  const [found] = objects
  if (objects.length !== 1 || !found) return { shape: false, colour: false, both: false }
  const shape = found.shape === asked.shape && found.confidence >= leastConfidence
  const colour = found.colour === asked.colour
  return { shape, colour, both: shape && colour }
}

const captionHit = (caption: string, reference: string): Hit => {
  const truth = sceneOfPrompt(reference)!.objects[0]!
  const said = sceneOfPrompt(caption)?.objects
  if (said?.length !== 1) return { shape: false, colour: false, both: false }
  const shape = said[0]!.shape === truth.shape, colour = said[0]!.colour === truth.colour
  return { shape, colour, both: shape && colour }
}

const rates = (hits: readonly Hit[]): Record<keyof Hit, number> => {
  const rate = (of: keyof Hit): number => hits.filter((hit) => hit[of]).length / Math.max(1, hits.length)
  return { shape: rate('shape'), colour: rate('colour'), both: rate('both') }
}

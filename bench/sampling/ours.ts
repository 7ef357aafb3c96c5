import { createOnnxEngine } from '../../kernel/engine/onnxEngine.ts'
import { chooseToken } from '../../kernel/generation/chooseToken.ts'
import { drawItems } from '../../kernel/generation/drawItems.ts'
import { InferenceModel } from '../../kernel/generation/inferenceModel.ts'
import { readPrompts } from '../../kernel/generation/prompt.ts'
import { Reader } from '../../kernel/generation/reading/reader.ts'
import { Random } from '../../kernel/random/stream.ts'
import { stateName } from '../../kernel/training/stateNames.ts'
import { config, parameters, pictures, prompts, seed, written } from './problem.ts'

/** Seconds that a call took, and what it gave as one array. */
export interface Timed {
  seconds: number
  result: Float32Array
}

export interface SamplingSide {
  draw(steps: number): Promise<Timed>
  write(): Promise<Timed>
  close(): Promise<void>
}

/** @param cache false computes every step and every token from the whole sequence */
export const openOurs = (threads: number, cache: boolean): SamplingSide => {
  const engine = createOnnxEngine({ threads })
  const state = engine.createState(Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [stateName('param', name), tensor])))
  const model = new InferenceModel(config, engine, state, 'param', { weightsStay: true })
  const greedy = new Random({ seed, stream: 'sampling' })
  const timed = async (work: () => Promise<ArrayLike<number>[]>): Promise<Timed> => {
    const began = performance.now()
    const rows = await work()
    return { seconds: (performance.now() - began) / 1000, result: Float32Array.from(rows.flatMap((row) => Array.from(row))) }
  }
  return {
    draw: (steps) => timed(async () => {
      const { guidance, sampler } = config.sample
      const passages = await drawItems(model, 'image', prompts, { guidance, sampler, steps, seed, cache })
      return passages.map(({ items }) => items.at(-1)!.patches)
    }),
    write: () => timed(async () => {
      const passages = await readPrompts(model, pictures.map((picture) => [picture]), written)
      const begun = passages.map(({ tokens }) => tokens.length)
      const reader = new Reader(model, passages, { room: begun[0]! + written, cache })
      for (let i = 0; i < written; i++) {
        const logits = await reader.logits()
        // Bytes alone, so that none ends before the others.
        passages.forEach(({ tokens }, row) => tokens.push(chooseToken(logits(row).subarray(0, 256), { temperature: 0 }, greedy)))
      }
      return passages.map(({ tokens }, row) => tokens.slice(begun[row]))
    }),
    close: () => model.dispose(),
  }
}

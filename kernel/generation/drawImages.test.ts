import { describe, expect, test } from 'vitest'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import { randomParameters, tinyConfig } from '../model/testModel.ts'
import { drawImages } from './drawImages.ts'
import { drawItems } from './drawItems.ts'
import type { DenoisingShape } from './denoising/denoisingProgram.ts'
import { InferenceModel } from './inferenceModel.ts'
import type { Asked, ReadingShape } from './reading/readingProgram.ts'

const config = tinyConfig({ 'diffusion.prediction': 'v' })

/** Counts the sequences in which it is asked to predict an image. */
class CountingModel extends InferenceModel {
  sequences = 0

  override read(asked: Asked, shape: ReadingShape, inputs: Record<string, Float32Array | Int32Array>, lane?: number) {
    if (asked === 'prediction') this.sequences += shape.batch
    return super.read(asked, shape, inputs, lane)
  }

  override denoise(shape: DenoisingShape, inputs: Record<string, Float32Array | Int32Array>, steps: readonly Record<string, Float32Array | Int32Array>[], lane?: number) {
    this.sequences += steps.length * shape.passes.reduce((sum, { batch }) => sum + batch, 0)
    return super.denoise(shape, inputs, steps, lane)
  }
}

const makeModel = (threads = 1): CountingModel => {
  const engine = createOnnxEngine({ threads })
  const parameters = Object.fromEntries(Object.entries(randomParameters(config)).map(([name, tensor]) => [`param/${name}`, tensor]))
  return new CountingModel(config, engine, engine.createState(parameters), 'param', { weightsStay: true })
}

const draw = async (guidance: number, prompts: string[], sampler: 'ddim' | 'ddpm' = 'ddim') => {
  const model = makeModel()
  const pictures = await drawImages(model, prompts, { guidance, steps: 4, sampler, seed: 3 })
  return { pictures, sequences: model.sequences }
}

describe('drawing with guidance', () => {
  test('w = 1 asks for the conditional branch alone; any other weight for both', async () => {
    expect((await draw(1, ['red', 'blue'])).sequences).toBe(4 * 2)
    expect((await draw(3, ['red', 'blue'])).sequences).toBe(4 * 4)
  })

  test('w = 0 is unconditional: no prompt changes the picture', async () => {
    const [a, b] = [await draw(0, ['red']), await draw(0, ['green'])]
    expect(a.pictures).toEqual(b.pictures)
    expect((await draw(1, ['red'])).pictures).not.toEqual((await draw(1, ['gray'])).pictures)
  })

  test('without a prompt both branches are equal, so w does not matter', async () => {
    const [one, three] = [(await draw(1, [''])).pictures[0]!, (await draw(3, [''])).pictures[0]!]
    expect(Math.max(...one.pixels.map((value, i) => Math.abs(value - three.pixels[i]!)))).toBeLessThanOrEqual(1)
  })

  test.each(['ddim', 'ddpm'] as const)('%s: together is one by one: picture i starts from noise i whatever the prompts', async (sampler) => {
    const together = (await draw(2, ['red', 'blue'], sampler)).pictures
    const alone = (await draw(2, ['red'], sampler)).pictures
    expect(Math.max(...alone[0]!.pixels.map((value, i) => Math.abs(value - together[0]!.pixels[i]!)))).toBeLessThanOrEqual(1)
  })

  test.each([['ddim', true], ['ddpm', true], ['ddim', false]] as const)('%s, cache %s: on lanes as without, prompts of any length', async (sampler, cache) => {
    const prompts = ['red', 'a large blue ring', ''], steps = 4
    const drawn: Float32Array[][] = [], told: number[][] = []
    for (const threads of [1, 2]) {
      const model = makeModel(threads), done: number[] = []
      expect(model.lanes).toBe(threads === 1 ? 0 : 2)
      const passages = await drawItems(model, 'image', prompts, { guidance: 2, steps, sampler, seed: 3, cache, onProgress: (step) => done.push(step) })
      drawn.push(passages.map(({ items }) => items.at(-1)!.patches))
      told.push(done)
      await model.dispose()
    }
    for (const done of told) expect(done).toEqual([...new Set(done)].sort((a, b) => a - b).filter((step) => step % 3 === 0 && step <= 12))
    for (const done of told) expect(done.at(-1)).toBe(12)
    for (const [i, patches] of drawn[0]!.entries()) expect(Math.max(...patches.map((value, k) => Math.abs(value - drawn[1]![i]![k]!)))).toBeLessThan(1e-4)
  })

  test.each([['ddim', 1], ['ddim', 3], ['ddpm', 1], ['ddpm', 0]] as const)('%s, w = %d: steps in the graph make what steps outside of it make', async (sampler, guidance) => {
    const drawn: Float32Array[] = []
    for (const cache of [true, false]) {
      const [passage] = await drawItems(makeModel(), 'image', ['a red ring'], { guidance, steps: 6, sampler, seed: 3, cache })
      drawn.push(passage!.items.at(-1)!.patches)
    }
    expect(Math.max(...drawn[0]!.map((value, i) => Math.abs(value - drawn[1]![i]!)))).toBeLessThan(1e-4)
    expect(Math.max(...drawn[0]!.map(Math.abs))).toBeGreaterThan(0.1)
  })

  test('what stops it stops it on lanes', async () => {
    const model = makeModel(2), stop = new AbortController()
    const onProgress = (): void => stop.abort(new Error('enough'))
    await expect(drawItems(model, 'image', ['red', 'blue'], { guidance: 2, steps: 50, sampler: 'ddim', seed: 3, signal: stop.signal, onProgress })).rejects.toThrow('enough')
    await model.dispose()
  })
})

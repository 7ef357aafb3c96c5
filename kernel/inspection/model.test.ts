import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { maskNames, type MaskSetting } from '../../protocol/config/index.ts'
import { BitMatrix, floats, type AttentionReading, type Perturbation } from '../../protocol/inspection/index.ts'
import type { Engine, State } from '../engine/engine.ts'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import { InferenceModel } from '../generation/inferenceModel.ts'
import { randomParameters, tinyConfig } from '../model/testModel.ts'
import { stateName } from '../training/stateNames.ts'
import { readHeads, showHead } from './attentionReading.ts'
import { openSequence, underMask } from './inspectMasks.ts'
import { perturb } from './perturbation.ts'

// 16 patches, so that windows and rows matter, and room for text on both sides of the image.
const base = tinyConfig({ 'image.size': 16, 'data.sequenceLength': 56, 'data.captionFirst': 0 })
let engine: Engine, state: State
beforeAll(() => {
  engine = createOnnxEngine({ threads: 1 })
  state = engine.createState(Object.fromEntries(Object.entries(randomParameters(base)).map(([name, tensor]) => [stateName('param', name), tensor])))
})
afterAll(() => state.dispose())

const withMask = async <Result>(mask: MaskSetting, use: (model: InferenceModel) => Promise<Result>): Promise<Result> => {
  const model = new InferenceModel(underMask(base, mask), engine, state, 'param')
  try {
    return await use(model)
  } finally {
    await model.dispose()
  }
}

const perturbed = (mask: MaskSetting): Promise<Perturbation> => withMask(mask, async (model) => {
  const { packed, sequence } = await openSequence(model.config, 0, 0.5)
  return perturb(model, packed, sequence, 0.5, () => {})
})
const read = (mask: MaskSetting, show: Parameters<typeof showHead>[1], average = 1): Promise<AttentionReading> => withMask(mask, async (model) => {
  const { dataset } = await openSequence(model.config, 0, 0.5)
  return showHead(await readHeads(model, dataset, 7, { sequence: 0, noise: 0.5, average }, () => {}), show)
})

describe('changing one position of the real model', () => {
  test.each(maskNames)('%s: the output changes exactly where the layers of the mask lead', async (mask) => {
    const { changed, mask: view, check } = await perturbed(mask)
    expect(check.verdict).toBe('passes')
    expect(changed).toBe(view.reach.bits ?? view.bits)
  })

  test('a window of the user\'s own leads as far as two layers of it', async () => {
    const { changed, mask: view } = await perturbed({ name: 'near', source: '({ q, k }) => k.index <= q.index && q.index - k.index < 3' })
    expect(view.reach.added).toBeGreaterThan(0)
    expect(changed).toBe(view.reach.bits)
  })
})

describe('attention of the real model', () => {
  test.each(maskNames)('%s: rows of weights sum to 1, with nothing outside the mask', async (mask) => {
    const { figures, check, maps, mask: view, sequence: { length } } = await read(mask, { layer: 1, head: 0 })
    const weights = floats(maps!.weights), bits = BitMatrix.fromText(view.bits, length)
    for (let q = 0; q < length; q++) {
      const row = [...weights.subarray(q * length, (q + 1) * length)]
      expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
      expect(row.filter((p, k) => p > 0 && !bits.has(q, k))).toEqual([])
    }
    expect([check.verdict, figures.length]).toEqual(['passes', 4])
  })

  test('weights are the softmax of the scores that the mask allows', async () => {
    const { maps, mask, sequence: { length } } = await read('transfusion', { layer: 0, head: 1 })
    const scores = floats(maps!.scores!), weights = floats(maps!.weights), bits = BitMatrix.fromText(mask.bits, length)
    for (const q of [0, 5, 30, length - 1]) {
      const e = Array.from({ length }, (_, k) => (bits.has(q, k) ? Math.exp(scores[q * length + k]!) : 0))
      const sum = e.reduce((total, each) => total + each, 0)
      e.forEach((each, k) => expect(weights[q * length + k]).toBeCloseTo(each / sum, 5))
    }
  })

  test('a query that sees n keys has at most ln n of entropy, and kinds of a modality sum to its whole attention', async () => {
    const { figures } = await read('transfusion', null, 2)
    for (const { kinds, entropy } of figures) {
      expect(kinds.textToText + kinds.textToImage).toBeCloseTo(1, 4)
      expect(kinds.imageToText + kinds.imageToSameImage + kinds.imageToOtherImage).toBeCloseTo(1, 4)
      expect(entropy).toBeLessThan(Math.log(56))
    }
  })

  test('the mean over heads is the mean of the heads', async () => {
    const [mean, first, second] = [await read('causal', { layer: 0, head: null }), await read('causal', { layer: 0, head: 0 }), await read('causal', { layer: 0, head: 1 })].map(({ maps }) => floats(maps!.weights))
    mean!.forEach((p, i) => expect(p).toBeCloseTo((first![i]! + second![i]!) / 2, 6))
  })

  test('a head that is not there is refused in one sentence', async () => {
    await expect(read('causal', { layer: 2, head: 0 })).rejects.toThrow('There is no layer 2; this model has layers 0 to 1.')
    await expect(read('causal', { layer: 0, head: 9 })).rejects.toThrow('There is no head 9')
  })
})

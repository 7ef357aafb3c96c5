import { beforeAll, describe, expect, test } from 'vitest'
import { layOut } from '../data/layout.ts'
import { waveDocument, pictureDocument } from '../data/segments.ts'
import type { HostTensors } from '../engine/engine.ts'
import { batchOf, gradientProgram, outputProgram, randomParameters, randomPicture, sameBits, tinyConfig, traced } from './testModel.ts'

const config = tinyConfig({
  'waves.samples': 32, 'waves.patch': 8, 'waves.lossWeight': 3, 'data.captionFirst': 1, 'data.captionDropout': 0,
  'data.name': 'mix', 'data.parts': [{ name: 'shapes' }, { name: 'waves' }],
})
const n = 4, vector = 8, vocabulary = 262
const shape = { batch: 2, length: 16, images: 1, waves: 1, texts: 32 }
const samples = Float32Array.from({ length: 32 }, (_, i) => Math.sin(i))
const wave = layOut(waveDocument('ab', { rate: 8000, samples }), 0, config, 16)
const image = layOut(pictureDocument('ab', randomPicture(8, 1)), 1, config, 16)
const inputs = batchOf(config, shape, [wave], [image])

describe('a wave in the model', () => {
  let run: (x: typeof inputs) => Promise<HostTensors>
  beforeAll(async () => {
    run = await traced(outputProgram(config, shape), randomParameters(config))
  })

  test('its elements are ⟨eot⟩ caption ⟨BOW⟩ patches ⟨EOW⟩, and its patches come after those of images among the rows', () => {
    expect([...(inputs['source'] as Int32Array).slice(0, 9)]).toEqual([256, 97, 98, 260, vocabulary + n, vocabulary + n + 1, vocabulary + n + 2, vocabulary + n + 3, 261])
    expect([...inputs['waveAt']!]).toEqual([4, 5, 6, 7])
  })

  test('changing one of its patches changes the prediction of them all, what is said after it, and nothing before it or of the image beside it', async () => {
    const noisy = (inputs['wavePatches'] as Float32Array).slice()
    noisy[3 * vector]! += 0.5
    const everywhere = { ...inputs, textAt: Int32Array.from({ length: 32 }, (_, i) => i) }
    const [before, after] = [await run(everywhere), await run({ ...everywhere, wavePatches: noisy })]
    const same = (name: string, at: number, length: number): boolean => sameBits(before[name]!.data.subarray(at, at + length), after[name]!.data.subarray(at, at + length))
    expect(Array.from({ length: n }, (_, i) => same('wavePrediction', i * vector, vector))).toEqual([false, false, false, false])
    expect(same('prediction', 0, before['prediction']!.data.length)).toBe(true)
    expect(Array.from({ length: 9 }, (_, at) => same('logits', at * vocabulary, vocabulary))).toEqual([true, true, true, true, false, false, false, false, false])
  })
})

test('the total is the text loss, λ times that of images, and waves.lossWeight times that of waves; a wave that is a condition has none', async () => {
  const run = await traced(gradientProgram(config, shape), randomParameters(config))
  const { total, text, image: ofImage, wave: ofWave } = await run(inputs)
  expect(total!.data[0]).toBeCloseTo(text!.data[0]! + 5 * ofImage!.data[0]! + 3 * ofWave!.data[0]!, 4)
  const given = { ...wave, items: wave.items.map((item) => ({ ...item, condition: true })) }
  expect((await run(batchOf(config, shape, [given], [image])))['wave']!.data[0]).toBe(0)
})

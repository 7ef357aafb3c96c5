import { describe, expect, test } from 'vitest'
import type { Program } from '../engine/engine.ts'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import { candidatesPerCode, reviveCodes } from './revive.ts'

const [codes, channels] = [4, 2]
// Vectors at two places: codes 0 and 1 stand there; 2 and 3 stand far from all.
const codebook = Float32Array.of(0, 0, 1, 0, 50, 50, -50, 50)
const vectors = Float32Array.of(0, 0, 0, 0.1, 1, 0, 1.5, 2)

const program = (reviveBelow: number): Program => ({
  name: 'revive', state: {},
  inputs: {
    codebook: { shape: [codes, channels], dtype: 'float32' }, before: { shape: [codes], dtype: 'float32' },
    vectors: { shape: [4, channels], dtype: 'float32' }, candidates: { shape: [codes * candidatesPerCode], dtype: 'int32' },
  },
  run: ({ codebook, before, vectors, candidates }) => ({ outputs: { ...reviveCodes({ codebook: codebook!, use: before! }, vectors!, candidates!, reviveBelow) } }),
})

const run = async (use: readonly number[], reviveBelow = 0.1) => {
  const engine = createOnnxEngine({ threads: 1 })
  const candidates = Int32Array.from({ length: codes * candidatesPerCode }, (_, i) => i % 4)
  const out = await (await engine.compile(program(reviveBelow))).run({ codebook, before: Float32Array.from(use), vectors, candidates }, engine.createState({}))
  return (name: string): number[] => [...out[name]!.data]
}

describe('codes that nothing uses', () => {
  test('are told from the others by their moving share, and go to the candidate that is farthest from all codes', async () => {
    const out = await run([0.5, 0.48, 0.02, 0])
    expect(out('share')).toEqual([0.5, 0.5, 0, 0])
    expect(out('alive')).toEqual([1, 1, 0, 0])
    expect(out('places').slice(4)).toEqual([1.5, 2, 1.5, 2])
    // A code that moves counts as used evenly, so that it has time to be taken.
    expect(out('use').slice(2)).toEqual([0.25, 0.25])
  })

  test('one that was used lately stays, and with reviveBelow 0 all stay', async () => {
    expect((await run([0.4, 0.3, 0.2, 0.1]))('alive')).toEqual([1, 1, 1, 1])
    expect((await run([0.5, 0.5, 0, 0], 0))('alive')).toEqual([1, 1, 1, 1])
  })
})

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson, parseConfig } from '../../protocol/config/index.ts'
import { parseState } from '../../kernel/training/checkpoint.ts'
import { decodeSafetensors, encodeSafetensors } from '../../kernel/training/safetensors.ts'
import { openBundle } from '../../main/host/bundles/openBundle.ts'
import { exampleBundle, memoryFile } from '../../main/host/bundles/testBundle.ts'
import { mutate } from './mutate.ts'
import { refusal } from './refusal.ts'

describe('mutated files', () => {
  it('12,000 safetensors are read within their bounds or refused in one sentence', () => {
    const data = (values: number[]) => Float32Array.from(values)
    const bytes = encodeSafetensors({
      'param/a': { dtype: 'float32', shape: [2, 3], data: data([1, 2, 3, 4, 5, 6]) }, 'param/b': { dtype: 'float32', shape: [], data: data([7]) },
      step: { dtype: 'int32', shape: [2], data: Int32Array.of(1, 2) },
    })
    let refused = 0
    for (let seed = 0; seed < 12_000; seed++) {
      const mutated = mutate(bytes, seed)
      try {
        const tensors = decodeSafetensors(mutated, 'model.safetensors')
        const held = Object.values(tensors).reduce((sum, { data: values }) => sum + values.byteLength, 0)
        expect(held).toBeLessThan(mutated.length)
        for (const { shape, data: values } of Object.values(tensors)) expect(values.length).toBe(shape.reduce((a, b) => a * b, 1))
      } catch (thrown) {
        refusal(thrown)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(8000)
  })

  it('6,000 state.json are read as another state or refused in one sentence', () => {
    const sha256 = { 'model.safetensors': 'a', 'optimizer.safetensors': 'b' }
    const bytes = Buffer.from(canonicalJson({ format: 1, config: parseConfig({}), datasetHash: 'd', step: 3, cursor: 9, elementsSeen: 1, imagesSeen: 1, sha256 }))
    let refused = 0
    for (let seed = 0; seed < 6000; seed++) {
      try {
        expect(parseState(mutate(bytes, seed).toString('utf8'), 'state.json').step).toBeGreaterThanOrEqual(0)
      } catch (thrown) {
        refusal(thrown)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(3000)
  })

  it('6,000 bundles give the very files that were put in or are refused in one sentence', async () => {
    const { bytes } = await exampleBundle()
    const contents = async (file: Buffer): Promise<string> => {
      const bundle = await openBundle(memoryFile(file) as never, file.length, 'a.labrun')
      const hash = createHash('sha256')
      for (const name of bundle.names) hash.update(name).update(await bundle.read(name))
      return hash.digest('hex')
    }
    const original = await contents(bytes)
    let refused = 0
    for (let seed = 0; seed < 6000; seed++) {
      try {
        expect(await contents(mutate(bytes, seed))).toBe(original)
      } catch (thrown) {
        refusal(thrown)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(4500)
  })
})

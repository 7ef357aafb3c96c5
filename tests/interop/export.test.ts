import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { randomParameters } from '../../kernel/model/testModel.ts'
import { saveCheckpoint } from '../../kernel/training/saveCheckpoint.ts'
import { initialState } from '../../kernel/training/trainProgram.ts'
import { temporaryFolder } from '../../main/store/testStore.ts'
import { interopCases } from './cases.ts'
import { exportAs } from './exportCase.ts'

const config = interopCases['x0']!
const save = (name: string, folder: string) => {
  const own = interopCases[name]!
  const random = Object.fromEntries(Object.entries(randomParameters(own)).map(([parameter, tensor]) => [`param/${parameter}`, tensor]))
  return saveCheckpoint(folder, { config: own, tensors: { ...initialState(own), ...random }, step: 1, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: '' })
}

const checkpoint = async (): Promise<string> => (await save('x0', temporaryFolder())).directory

/** Header and data of a safetensors file, read by the format's own description. */
const openFile = async (file: string) => {
  const bytes = await readFile(file)
  const size = Number(bytes.readBigUInt64LE())
  const { __metadata__: _, ...entries } = JSON.parse(bytes.subarray(8, 8 + size).toString()) as Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>
  return { entries, data: bytes.subarray(8 + size) }
}

describe('an exported folder', () => {
  test('has weights, config, tokenizer, card and nothing half written; its hashes are those of its files', async () => {
    const folder = temporaryFolder()
    const files = await exportAs(await checkpoint(), folder, 'pytorch')
    expect(await readdir(folder)).toEqual(['pytorch'])
    expect(files.map(({ name }) => name)).toEqual(['model.safetensors', 'config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.py', 'generate.py', 'README.md'])
    for (const { name, bytes, sha256 } of files) {
      const content = await readFile(path.join(folder, 'pytorch', name))
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256])
    }
    const card = await readFile(path.join(folder, 'pytorch', 'README.md'), 'utf8')
    expect(card).toContain(files[0]!.sha256)
    expect(JSON.parse(await readFile(path.join(folder, 'pytorch', 'config.json'), 'utf8'))).toMatchObject({ hidden_size: 16, tie_word_embeddings: true, attention_mask: 'transfusion', image: { patches: 4 }, transfusion_lab: config })
  })

  test.each([['fp32', 'F32', 4], ['fp16', 'F16', 2], ['bf16', 'BF16', 2]] as const)('%s: tensors lie one after another and fill the file', async (dtype, name, width) => {
    const folder = temporaryFolder()
    await exportAs(await checkpoint(), folder, 'safetensors', dtype)
    const { entries, data } = await openFile(path.join(folder, dtype === 'fp32' ? 'safetensors' : `safetensors-${dtype}`, 'model.safetensors'))
    let at = 0
    for (const { dtype: own, shape, data_offsets: [start, end] } of Object.values(entries)) {
      expect([own, start, end - start]).toEqual([name, at, shape.reduce((a, b) => a * b, 1) * width])
      at = end
    }
    expect(at).toBe(data.length)
    expect(data.byteOffset % 8).toBe(0)
  })

  test('that is not empty is left as it is', async () => {
    const folder = temporaryFolder()
    await exportAs(await checkpoint(), folder, 'safetensors')
    const before = await readdir(path.join(folder, 'safetensors'))
    await expect(exportAs(await checkpoint(), folder, 'safetensors')).rejects.toThrow('is not empty; choose a new folder')
    expect(await readdir(path.join(folder, 'safetensors'))).toEqual(before)
    await expect(exportAs(await checkpoint(), folder, 'onnx', 'bf16')).rejects.toThrow('ONNX graphs are written in fp32')
    await expect(exportAs(await checkpoint(), folder, 'tfjs', 'fp16')).rejects.toThrow('TensorFlow.js graphs are written in fp32')
  })
})

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseConfig } from '../../../protocol/config/index.ts'
import { exampleRun, temporaryFolder } from '../../store/testStore.ts'
import { autoencoderFolder, pinAutoencoder } from './autoencoderOf.ts'

const onLatents = (autoencoder: string, changes: Record<string, unknown> = {}) => parseConfig({ 'image.latents': 'vae', 'image.autoencoder': autoencoder, 'patch.size': 2, ...changes })
const put = (folder: string, names: readonly string[], text = 'graph'): void => names.forEach((name) => {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
})

test('a folder with an ONNX pair is pinned by its SHA-256, which changes with any of its files', () => {
  const folder = temporaryFolder()
  const hashOf = (): string => {
    const { image } = pinAutoencoder(onLatents(folder), [])
    expect(image.autoencoder).toBe(folder)
    return image.autoencoderSha256
  }
  put(folder, ['encoder.onnx', 'decoder.onnx'])
  const first = hashOf()
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  expect(hashOf()).toBe(first)
  const seen = new Set([first])
  for (const [name, text] of [['decoder.onnx', 'another graph'], ['encoder.onnx_data', 'weights'], ['config.json', '{}']] as const) {
    put(folder, [name], text)
    seen.add(hashOf())
  }
  expect(seen.size).toBe(4)
  const config = pinAutoencoder(onLatents(folder), [])
  expect(autoencoderFolder(config, [], () => [])).toBe(folder)
  // Named anew it is another autoencoder: no hash stays behind.
  const trained = exampleRun({ config: parseConfig({ task: 'autoencoder' }) })
  expect(pinAutoencoder({ ...config, image: { ...config.image, autoencoder: trained.id } }, [trained]).image).toMatchObject({ autoencoder: trained.id, autoencoderSha256: '' })
})

test('half a pair, a file instead of its folder, an empty folder, and a pair where codes are needed are refused in words', () => {
  const folder = temporaryFolder()
  expect(() => pinAutoencoder(onLatents(folder), [])).toThrow(/which has neither a checkpoint of this app \(state\.json\) nor an ONNX encoder and decoder \(vae_encoder/)
  put(folder, ['vae_encoder/model.onnx'])
  expect(() => pinAutoencoder(onLatents(folder), [])).toThrow(/has vae_encoder\/model\.onnx and no vae_decoder\/model\.onnx; put it there too/)
  expect(() => pinAutoencoder(onLatents(join(folder, 'vae_encoder', 'model.onnx')), [])).toThrow(/is the file .*; name the folder that has both halves/)
  put(folder, ['vae_decoder/model.onnx'])
  expect(() => pinAutoencoder(onLatents(folder, { 'image.latents': 'vq', 'autoencoder.kind': 'vq' }), [])).toThrow(/have no codebook/)
})

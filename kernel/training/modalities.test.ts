import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import type { KernelMessage } from '../../protocol/kernelMessages.ts'
import { decodeWav } from '../data/waves/wav.ts'
import { initialParameters, parameterSpecs, vocabularyOf } from '../model/parameters.ts'
import { RunControl } from './control.ts'
import { trainRun } from './run.ts'

const tiny = {
  'image.size': 16, 'patch.size': 8, 'waves.samples': 256, 'waves.patch': 64, 'data.sequenceLength': 64, 'data.maxObjects': 1,
  'model.dim': 16, 'model.layers': 1, 'model.heads': 2, 'train.steps': 2, 'train.batch': 2, 'train.evalBatches': 1, 'train.checkpointEvery': 1,
  'sample.steps': 2, 'sample.count': 2, 'sample.captionLength': 4, 'engine.threads': 1,
}
const both = parseConfig({ ...tiny, 'data.name': 'mix', 'data.parts': [{ name: 'shapes', maxObjects: 1 }, { name: 'waves' }] })

const train = async (config: RunConfig, { resumeFrom = null, stopAt }: { resumeFrom?: string | null; stopAt?: number } = {}) => {
  const messages: KernelMessage[] = []
  const control = new RunControl()
  await trainRun({ run: 'r', config, directory: await mkdtemp(path.join(tmpdir(), 'modalities-')), resumeFrom }, control, (message) => {
    messages.push(message)
    if (message.type === 'step' && message.step === stopAt) control.stop()
  })
  return <Type extends KernelMessage['type']>(type: Type) => messages.filter((message): message is Extract<KernelMessage, { type: Type }> => message.type === type)
}

/** What was drawn and captioned. */
const sheets = (of: Awaited<ReturnType<typeof train>>) => of('pictures').filter(({ key }) => key === 'sample' || key === 'caption')

describe('images and waves in one model', () => {
  test('each has its loss and its held-out error; each is drawn and captioned, waves as WAV files beside their curves; a resumed run is the same', async () => {
    const of = await train(both)
    for (const { metrics } of of('step')) expect([metrics['train.image'], metrics['train.wave']].every(Number.isFinite)).toBe(true)
    expect(Object.keys(of('evaluation')[0]!.metrics)).toEqual(expect.arrayContaining(['eval.epsilonMse', 'eval.waveMse', 'eval.waveMse.t500', 'eval.captionLoss']))
    for (const { pictures } of sheets(of)) {
      expect(pictures.map(({ index, wav }) => [index, wav !== undefined])).toEqual([[0, false], [1, false], [2, true], [3, true]])
      expect(decodeWav(pictures[3]!.wav!)).toMatchObject({ rate: 8000, samples: { length: 256 } })
    }
    const stopped = await train(both, { stopAt: 1 })
    const resumed = await train(both, { resumeFrom: stopped('checkpoint').at(-1)!.directory })
    expect(resumed('step').map(({ metrics }) => metrics['train.loss'])).toEqual(of('step').slice(1).map(({ metrics }) => metrics['train.loss']))
    expect(sheets(resumed)).toEqual(sheets(of))
  })

  test('a run on waves alone has no patches of images', async () => {
    const of = await train(parseConfig({ ...tiny, 'data.name': 'waves' }))
    expect(Object.keys(of('step')[0]!.metrics)).not.toContain('train.image')
    expect(of('step')[0]!.imagesSeen).toBeGreaterThan(0)
    expect(sheets(of).map(({ pictures }) => pictures.length)).toEqual([2, 2])
  })

  test('what images had before there were waves is unchanged: vocabulary, names and initial values', () => {
    const images = parseConfig(tiny)
    expect([vocabularyOf(images), vocabularyOf(both)]).toEqual([260, 262])
    expect(parameterSpecs(images).some(({ name }) => name.startsWith('wave.'))).toBe(false)
    const [own, shared] = [initialParameters(images), initialParameters(both)]
    for (const name of Object.keys(own).filter((one) => one !== 'tokenEmbedding' && one !== 'head')) expect(shared[name]!.data, name).toEqual(own[name]!.data)
  })
})

describe('a config with waves that cannot be', () => {
  test.each([
    ['a patch that does not divide', { 'data.name': 'waves', 'waves.patch': 48 }, /^waves\.patch 48 does not divide waves\.samples 256; choose one of 1, 2, 4, 8, 16, 32, 64, 128, 256\.$/],
    ['no room in the sequence', { 'data.name': 'waves', 'waves.patch': 4 }, /^A wave has 64 patches and data\.sequenceLength is 64; raise it to at least 96 or raise waves\.patch\.$/],
    ['a baseline of images', { 'data.name': 'waves', baseline: 'imageOnly' }, /^baseline "imageOnly" is of images, and data\.name is "waves", which has waves; leave the baseline out, or take textOnly\.$/],
    ['a folder that is not named', { 'data.name': 'wavFolder' }, /^data\.path is missing; the dataset "wavFolder" needs the folder of WAV files to read\.$/],
    ['an autoencoder of waves', { 'data.name': 'waves', task: 'autoencoder' }, /which has no pictures/],
  ])('%s is refused in one sentence', (_, changes, sentence) => expect(() => parseConfig({ ...tiny, ...changes })).toThrow(sentence))
})

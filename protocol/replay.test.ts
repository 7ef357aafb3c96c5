import { expect, it } from 'vitest'
import { agreementSentence, differentConditions } from './replay.ts'

const engine = { engine: 'cpu', provider: 'CPU', adapter: 'EPYC', threads: 2, versions: { onnxruntime: '1.30.0' } }

it('says how far two runs are the same', () => {
  expect(agreementSentence({ steps: 0, first: null }, 9)).toBe('No step can be compared yet.')
  expect(agreementSentence({ steps: 9, first: null }, 9)).toBe('All 9 steps are bit for bit the same.')
  expect(agreementSentence({ steps: 4, first: null }, 9)).toBe('The 4 steps so far are bit for bit the same.')
  expect(agreementSentence({ steps: 9, first: { step: 3, key: 'train.loss', values: [0.1, 0.10000000000000002] } }, 9))
    .toBe('They first differ at step 3, in train.loss: 0.1 and 0.10000000000000002.')
})

it('names what two runs were run on where it differs', () => {
  expect(differentConditions({ engine, appVersion: '1' }, { engine, appVersion: '1' })).toEqual([])
  expect(differentConditions({ engine, appVersion: '1' }, { engine: { ...engine, threads: 4, versions: { onnxruntime: '1.31.0' } }, appVersion: '2' }))
    .toEqual(['app 1 and 2', 'threads 2 and 4', 'onnxruntime 1.30.0 and 1.31.0'])
  expect(differentConditions({ engine, appVersion: '1' }, { engine: null, appVersion: '1' })).toContain('engine cpu and unknown')
})

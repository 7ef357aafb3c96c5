import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import sharp from 'sharp'
import { canonicalJson, parseConfig } from '../../protocol/config/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { databasePath } from '../../main/host/home.ts'
import { exampleRun } from '../../main/store/testStore.ts'
import { openStore, type Store } from '../../main/store/store.ts'

/** What a run of the study is to look like. */
export interface SeededRun {
  lambda: number
  seed: number
  patch?: number
  status?: RunRecord['status']
}

/** λ 1, 5 and 20 with three seeds each: one of λ 20 crashed, one was never run. */
export const seededRuns: readonly SeededRun[] = [
  { lambda: 1, seed: 0 }, { lambda: 1, seed: 1 }, { lambda: 1, seed: 2 },
  { lambda: 5, seed: 0 }, { lambda: 5, seed: 1 }, { lambda: 5, seed: 2 },
  { lambda: 20, seed: 0 }, { lambda: 20, seed: 1, status: 'crashed' },
]

const steps = 200
const levels = [100, 300, 500, 700, 900]

/** For tests: fills a home's store with runs that look trained. Their numbers are functions of λ, seed and step. */
export const seedStudy = async (home: string, runs: readonly SeededRun[] = seededRuns): Promise<string[]> => {
  mkdirSync(home, { recursive: true })
  const { store } = openStore(databasePath(home))
  const ids: string[] = []
  for (const [place, run] of runs.entries()) ids.push(await seedRun(store, run, place))
  store.close()
  return ids
}

const seedRun = async (store: Store, { lambda, seed, patch = 4, status = 'finished' }: SeededRun, place: number): Promise<string> => {
  const id = `01J00000000000000000000${String(place).padStart(3, '0')}`
  const config = parseConfig({
    preset: 'nano', loss: { lambda }, patch: { size: patch }, image: { size: 16 }, model: { dim: 32, layers: 1, heads: 2 }, data: { sequenceLength: 64 },
    train: { steps, batch: 4, seed, evalEvery: 20, sampleEvery: 100, checkpointEvery: 100, evalBatches: 1 }, sample: { steps: 4, count: 2, captionLength: 16 }, engine: { threads: 1 },
  })
  const last = status === 'finished' ? steps : 120
  store.runs.insert(exampleRun({
    id, name: `λ ${lambda}, patch ${patch}, seed ${seed}`, config, configHash: createHash('sha256').update(canonicalJson(config)).digest('hex'), userKeys: ['loss.lambda', 'patch.size', 'train.seed'],
    status, reason: status === 'crashed' ? 'The kernel was killed.' : null, step: last, elementsSeen: last * 256, imagesSeen: last * 4, parameters: 12345, created: 1000 + place, started: 2000, ended: 62_000,
  }))
  store.metrics.add(id, Array.from({ length: last }, (_, i) => pointsAt(i + 1, lambda, seed)).flat())
  for (const step of [100, 200].filter((at) => at <= last)) {
    store.media.put(id, step, 'sample', await Promise.all(['a red circle', 'a blue square'].map(async (text, index) => ({ index, png: await png(lambda, step, index), width: 16, height: 16, text, reference: null }))))
  }
  return id
}

/** λ 5 is best on images and λ 1 on text; a seed moves all λ alike, so that pairing tells what the spread hides. */
const pointsAt = (step: number, lambda: number, seed: number): { step: number; key: string; value: number }[] => {
  const fall = Math.exp(-step / 60)
  const wobble = 0.04 * Math.sin(step * (1.3 + seed)) * Math.exp(-step / 120)
  const shared = 0.03 * (seed - 1)
  const own = 0.003 * Math.sin(7 * lambda + 3 * seed)
  const image = 0.25 + 0.7 * fall + shared + own + (lambda === 5 ? 0 : lambda === 1 ? 0.06 : 0.05)
  const text = 0.8 + 2 * fall + shared + own + 0.1 * Math.log(lambda)
  const train = { 'train.loss': text + lambda * image + wobble, 'train.text': text + wobble, 'train.image': image + wobble, 'train.gradientNorm': 1 + fall, 'train.lr': 1e-3, 'train.elementsPerSecond': 4000 + 100 * seed }
  const evaluation = step % 20 === 0 ? {
    'eval.text': text, 'eval.perplexity': Math.exp(text), 'eval.epsilonMse': image,
    ...Object.fromEntries(levels.map((t) => [`eval.epsilonMse.t${t}`, image * (1.6 - t / 900)])),
  } : {}
  return Object.entries({ ...train, ...evaluation }).map(([key, value]) => ({ step, key, value }))
}

const png = (lambda: number, step: number, index: number): Promise<Buffer> =>
  sharp({ create: { width: 16, height: 16, channels: 3, background: { r: index === 0 ? 200 : 30, g: 4 * lambda, b: index === 0 ? 30 : step } } }).png().toBuffer()

import type { CheckpointReading, FilmStrip } from '../../../protocol/checkpoints.ts'
import { InputError } from '../../../protocol/errors.ts'
import type { SampleRequest } from '../../../protocol/kernelMessages.ts'
import type { MediaRecord, RunRecord } from '../../../protocol/records.ts'
import type { Store } from '../../store/store.ts'
import { isWhole } from './checkpointCheck.ts'
import { forkPoint } from './forkPoint.ts'
import type { KernelSupervisor } from './kernelSupervisor.ts'
import type { Publish } from './publish.ts'

/** Prompts of a film strip that nobody chose. */
const fewPrompts = 4

/** Looks into checkpoints, and at what they draw. */
export const createCheckpointBrowsing = ({ store, kernel, publish, find }: { store: Store; kernel: KernelSupervisor; publish: Publish; find: (reference: string) => RunRecord }) => {
  const progressOf = (run: string, stage: string) => (done: number, total: number): void => publish('progress', { run, stage, done, total })
  const point = (reference: string) => forkPoint(reference, find, (run) => store.checkpoints.list(run))
  return {
    tensors: async (reference: string, against: string | null): Promise<CheckpointReading> => {
      const here = point(reference), there = against === null ? null : point(against)
      const { reading } = await kernel.request('tensors', (id) => ({ type: 'tensors', id, checkpoint: here.checkpoint.directory, against: there?.checkpoint.directory ?? null }), `reading ${here.run.name}`, progressOf(here.run.id, 'reading tensors'))
      return { step: here.checkpoint.step, against: there?.checkpoint.step ?? null, ...reading }
    },

    filmStrip: async (reference: string, asked: Partial<SampleRequest>): Promise<FilmStrip> => {
      const run = find(reference)
      const checkpoints = store.checkpoints.list(run.id).filter(isWhole)
      if (checkpoints.length === 0) throw new InputError(`Run "${run.name}" has no whole checkpoint to draw with; train it, or wait for its first.`)
      const prompts = asked.prompts && asked.prompts.length > 0 ? asked.prompts : promptsOf(store, run)
      if (prompts.length === 0) throw new InputError(`Run "${run.name}" has drawn nothing yet whose prompts could be taken; give at least one, such as "a red ring".`)
      const request: SampleRequest = { seed: 0, ...asked, prompts }
      const columns: MediaRecord[][] = []
      for (const [i, { step, directory }] of checkpoints.entries()) {
        const { pictures } = await kernel.request('sampled', (id) => ({ type: 'sample', id, checkpoint: directory, request }), `drawing with step ${step} of ${run.name}`,
          (done, total) => progressOf(run.id, 'drawing the film strip')(i * total + done, checkpoints.length * total))
        columns.push(store.media.put(run.id, step, 'film', pictures))
      }
      publish('media', columns.flat())
      return { prompts, steps: checkpoints.map(({ step }) => step), pictures: prompts.map((_, i) => columns.map((column) => column[i]!)) }
    },
  }
}

/** The run's own prompts, or those of its newest sample sheet. */
const promptsOf = (store: Store, run: RunRecord): string[] => {
  if (run.config.sample.prompts.length > 0) return run.config.sample.prompts.slice(0, fewPrompts)
  const samples = store.media.list(run.id).filter(({ key }) => key === 'sample')
  const newest = Math.max(...samples.map(({ step }) => step))
  return samples.filter(({ step }) => step === newest).slice(0, fewPrompts).map(({ text }) => text)
}

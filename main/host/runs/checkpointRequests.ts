import { InputError } from '../../../protocol/errors.ts'
import type { GeneratedPart, KeptPart } from '../../../protocol/generation.ts'
import type { HostMessage } from '../../../protocol/kernelMessages.ts'
import type { CheckpointRecord, RunRecord } from '../../../protocol/records.ts'
import type { Store } from '../../store/store.ts'
import { networksFolder } from '../home.ts'
import type { KernelSupervisor } from './kernelSupervisor.ts'
import type { Publish } from './publish.ts'
import { resumePoint } from './resumePoint.ts'
import type { RunService } from './runService.ts'

type CheckpointRequests = Pick<RunService, 'sample' | 'caption' | 'generate' | 'scoreEdits' | 'score' | 'measure' | 'doctor' | 'renewKernel' | 'measureEngines'>

/** What is asked of a run's last checkpoint. The kernel answers between the steps of whatever it trains. */
export const createCheckpointRequests = ({ store, kernel, publish, find, home }: {
  store: Store
  kernel: KernelSupervisor
  publish: Publish
  find: (reference: string) => RunRecord
  home: string
}): CheckpointRequests => {
  const lastCheckpoint = (run: RunRecord): CheckpointRecord => {
    const point = resumePoint(store.checkpoints.list(run.id))
    if (!point) throw new InputError(`Run "${run.name}" has no whole checkpoint to draw or read with; train it, or wait for its first checkpoint.`)
    return point
  }

  const checkpointOf = (run: RunRecord, step: number): CheckpointRecord => {
    const all = store.checkpoints.list(run.id)
    const chosen = all.filter((checkpoint) => checkpoint.step === step)
    if (chosen.length === 0) throw new InputError(`Run "${run.name}" has no checkpoint at step ${step}; it has them at ${all.map((checkpoint) => checkpoint.step).join(', ') || 'no step'}.`)
    const whole = resumePoint(chosen)
    if (!whole) throw new InputError(`The checkpoint of "${run.name}" at step ${step} is not whole any more; choose another step.`)
    return whole
  }

  const progressOf = (run: string, stage: string) => (done: number, total: number): void => publish('progress', { run, stage, done, total })

  return {
    sample: async (reference, request) => {
      const run = find(reference)
      const { step, directory } = lastCheckpoint(run)
      const { pictures } = await kernel.request('sampled', (id) => ({ type: 'sample', id, checkpoint: directory, request }), `drawing with ${run.name}`, progressOf(run.id, 'drawing'))
      const media = store.media.append(run.id, step, 'sample', pictures)
      publish('media', media)
      return media
    },
    caption: async (reference, request) => {
      const run = find(reference)
      const { step, directory } = lastCheckpoint(run)
      const { pictures } = await kernel.request('captioned', (id) => ({ type: 'caption', id, checkpoint: directory, request }), `captioning with ${run.name}`, progressOf(run.id, 'captioning'))
      const media = store.media.append(run.id, step, 'caption', pictures)
      publish('media', media)
      return media
    },
    generate: async (reference, request, { onPart, signal } = {}) => {
      const run = find(reference)
      const { step, directory } = lastCheckpoint(run)
      const message = (id: number): HostMessage => {
        signal?.addEventListener('abort', () => kernel.send({ type: 'cancel', request: id }), { once: true })
        return { type: 'generate', id, checkpoint: directory, request }
      }
      const { results } = await kernel.request('generated', message, `generating with ${run.name}`, progressOf(run.id, 'drawing'), onPart)
      const kept = (parts: readonly GeneratedPart[]): KeptPart[] => {
        const media = store.media.append(run.id, step, 'sample', parts.flatMap((part) => ('picture' in part ? [part.picture] : [])))
        if (media.length > 0) publish('media', media)
        const pictures = [...media]
        return parts.map((part) => ('picture' in part ? { picture: pictures.shift()! } : part))
      }
      return results.map(({ parts, ended }) => ({ ended, parts: kept(parts) }))
    },
    scoreEdits: async (reference, count, seed) => {
      const run = find(reference)
      const { step, directory } = lastCheckpoint(run)
      const { score, pictures } = await kernel.request('editsScored', (id) => ({ type: 'scoreEdits', id, checkpoint: directory, count, seed }), `editing with ${run.name}`, progressOf(run.id, 'editing'))
      const media = store.media.append(run.id, step, 'edit', pictures)
      const points = Object.entries({ 'score.edits': score.both, 'score.edits.applied': score.applied, 'score.edits.kept': score.kept }).map(([key, value]) => ({ step, key, value }))
      store.metrics.add(run.id, points)
      publish('media', media)
      publish('metrics', { run: run.id, points })
      return { score, pictures: media }
    },
    score: async (reference, count, seed) => {
      const run = find(reference)
      const { step, directory } = lastCheckpoint(run)
      const { score, pictures } = await kernel.request('scored', (id) => ({ type: 'score', id, checkpoint: directory, count, seed }), `scoring ${run.name}`, progressOf(run.id, 'scoring'))
      const media = store.media.append(run.id, step, 'score', pictures)
      const points = Object.entries({ 'score.draw': score.draw.both, 'score.caption': score.caption.both }).map(([key, value]) => ({ step, key, value }))
      store.metrics.add(run.id, points)
      publish('media', media)
      publish('metrics', { run: run.id, points })
      return { score, pictures: media }
    },
    measure: async (reference, request, at) => {
      const run = find(reference)
      const { step, directory } = at === undefined ? lastCheckpoint(run) : checkpointOf(run, at)
      const { numbers } = await kernel.request('measured', (id) => ({ type: 'measure', id, checkpoint: directory, request, networks: networksFolder(home) }), `measuring ${run.name}`, progressOf(run.id, 'measuring'))
      const points = Object.entries(numbers).map(([key, value]) => ({ step, key, value }))
      store.metrics.add(run.id, points)
      publish('metrics', { run: run.id, points })
      return numbers
    },
    doctor: async (trace) => (await kernel.request('doctor', (id) => ({ type: 'doctor', id, trace }), 'examining this machine')).report,
    renewKernel: () => kernel.renew(),
    measureEngines: async (config) => {
      const busy = store.runs.list().find(({ status }) => status === 'running' || status === 'preparing')
      if (busy) throw new InputError(`"${busy.name}" is training, and engines timed beside it would seem slow; pause or stop it first.`)
      return (await kernel.request('enginesMeasured', (id) => ({ type: 'measureEngines', id, config }), 'measuring engines', progressOf('engines', 'measuring engines'))).times
    },
  }
}

import { inspectLayout, layoutWork } from '../../../masks/inspection/inspectLayout.ts'
import { parseConfig } from '../../../protocol/config/index.ts'
import { packInspection, usualNoise } from '../../../protocol/inspection/index.ts'
import { InputError } from '../../../protocol/errors.ts'
import type { Requests } from '../../../protocol/api.ts'
import type { RunRecord } from '../../../protocol/records.ts'
import type { Store } from '../../store/store.ts'
import { isWhole } from './checkpointCheck.ts'
import type { KernelSupervisor } from './kernelSupervisor.ts'
import type { Publish } from './publish.ts'
import { resumePoint } from './resumePoint.ts'
import { warmInspection } from './warmInspection.ts'

/** Work up to which masks over a layout are looked at here, in a moment, without waiting for the kernel: two shipped masks over 4,096 positions. */
const quick = 2 ** 30

/** The inspector's requests: what goes in and comes back is in protocol/api. */
export interface InspectionService {
  inspectMasks(spec: Requests['inspect.masks']['in']): Promise<Requests['inspect.masks']['out']>
  inspectAttention(spec: Requests['inspect.attention']['in']): Promise<Requests['inspect.attention']['out']>
  perturb(spec: Requests['inspect.perturb']['in']): Promise<Requests['inspect.perturb']['out']>
}

/** What is asked of masks and of a checkpoint's attention; the kernel answers, also between the steps of a training. */
export const createInspectionRequests = ({ store, kernel, publish, find }: {
  store: Store
  kernel: KernelSupervisor
  publish: Publish
  find: (reference: string) => RunRecord
}): InspectionService => {
  /** The whole checkpoint of a step, or the last one. */
  const checkpointOf = (run: RunRecord, step: number | null): string => {
    const recorded = store.checkpoints.list(run.id)
    const point = step === null ? resumePoint(recorded) : recorded.find((each) => each.step === step && isWhole(each))
    if (point) return point.directory
    if (step === null || recorded.length === 0) throw new InputError(`Run "${run.name}" has no whole checkpoint to look into; train it, or wait for its first checkpoint.`)
    throw new InputError(`Run "${run.name}" has no whole checkpoint at step ${step}; it has ${recorded.map((each) => each.step).join(', ')}.`)
  }
  const progressOf = (run: string, stage: string) => (done: number, total: number): void => publish('progress', { run, stage, done, total })

  let warm = false

  return {
    inspectMasks: async ({ of, masks, sequence = 0, noise = usualNoise }) => {
      if (!warm) warmInspection()
      warm = true
      if ('layout' in of && layoutWork(of.layout, masks) <= quick) return packInspection(inspectLayout(of.layout, masks))
      const target = 'layout' in of ? of : { config: 'run' in of ? find(of.run).config : parseConfig(of.config) }
      return (await kernel.request('inspected', (id) => ({ type: 'inspectMasks', id, of: target, masks, sequence, noise }), 'looking at masks')).inspection
    },
    inspectAttention: async ({ run: reference, step, mask, ...request }) => {
      const run = find(reference)
      const checkpoint = checkpointOf(run, step)
      return (await kernel.request('attention', (id) => ({ type: 'inspectAttention', id, checkpoint, mask, request }), `reading the attention of ${run.name}`, progressOf(run.id, 'attention'))).reading
    },
    perturb: async ({ of, mask, sequence, noise }) => {
      const run = 'run' in of ? find(of.run) : null
      const target = 'run' in of ? { checkpoint: checkpointOf(run!, of.step) } : { config: parseConfig(of.config) }
      return (await kernel.request('perturbed', (id) => ({ type: 'inspectPerturbation', id, of: target, mask, sequence, noise }), 'perturbing a model', progressOf(run?.id ?? '', 'perturbation'))).perturbation
    },
  }
}

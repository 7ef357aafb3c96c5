import { InputError } from '../../../protocol/errors.ts'
import { metricInfo } from '../../../protocol/metricKeys.ts'
import type { AsideCheckpoint, KeepReason, RetentionPlan, RetentionPolicy } from '../../../protocol/checkpoints.ts'
import type { CheckpointRecord, MetricPoint } from '../../../protocol/records.ts'

/**
 * What a policy keeps of a run's checkpoints.
 * @param checkpoints oldest first
 * @param best step of the best one, if it is known
 * @param aside those that were set aside
 */
export const planRetention = (checkpoints: readonly CheckpointRecord[], { keepLast, every, aside: asideGo = false }: RetentionPolicy, best: number | null, aside: AsideCheckpoint[] = []): RetentionPlan => {
  if (!Number.isInteger(keepLast) || keepLast < 1) throw new InputError(`keepLast is ${keepLast}; at least the last checkpoint stays, so it must be 1 or more.`)
  const plan: RetentionPlan = { keep: [], drop: [], aside, bytes: asideGo ? aside.reduce((sum, { bytes }) => sum + bytes, 0) : 0 }
  checkpoints.forEach((checkpoint, i) => {
    const reasons: KeepReason[] = []
    if (i >= checkpoints.length - keepLast) reasons.push('last')
    if (checkpoint.step === best) reasons.push('best')
    if (checkpoint.pinned) reasons.push('pinned')
    if (every > 0 && checkpoint.step % every === 0) reasons.push('every')
    if (reasons.length > 0) return plan.keep.push({ checkpoint, reasons })
    plan.bytes += checkpoint.bytes
    return plan.drop.push(checkpoint)
  })
  return plan
}

/**
 * Step of the checkpoint with the best value of a metric, each judged by the last finite value that was measured up to it
 * since the one before; null where none was measured. Of equal ones the later is the better trained.
 */
export const bestCheckpoint = (checkpoints: readonly CheckpointRecord[], points: readonly MetricPoint[], metric: string): number | null => {
  const info = metricInfo(metric)
  if (!info || info.better === 'neither') throw new InputError(`"${metric}" says nothing of better or worse; choose eval.epsilonMse, eval.text or another metric that does.`)
  const sign = info.better === 'lower' ? 1 : -1
  let best: { step: number; value: number } | null = null
  let before = -1
  for (const { step } of checkpoints) {
    const value = points.findLast((point) => point.key === metric && point.step <= step && point.step > before && Number.isFinite(point.value))?.value
    before = step
    if (value !== undefined && (best === null || sign * value <= sign * best.value)) best = { step, value }
  }
  return best?.step ?? null
}

import type { MetricPoint, RunRecord } from '../../protocol/records.ts'
import type { Host } from '../host/host.ts'
import { bar, duration, figure } from './format.ts'
import type { Output } from './output.ts'

/**
 * Shows a run while it trains: JSON events, a bar on a terminal, a line now and then elsewhere. Resolves at its end.
 * @returns the ended run
 */
export const followRun = async (host: Host, run: string, output: Output): Promise<RunRecord> => {
  let told = -1
  const stops = [
    host.on('progress', (progress) => {
      if (progress.run !== run) return
      const { stage, done, total } = progress
      output.emit({ event: 'preparing', stage, done, total })
      output.progress(`${bar(total > 0 ? done / total : 0, 24)} ${stage}`)
    }),
    host.on('remark', (remark) => {
      if (remark.run !== run) return
      output.emit({ event: 'remark', text: remark.text })
      output.note(remark.text)
    }),
    host.on('metrics', (metrics) => {
      if (metrics.run === run) for (const event of stepEvents(metrics.points)) output.emit(event)
    }),
    host.on('checkpoint', ({ run: of, step, directory }) => {
      if (of === run) output.emit({ event: 'checkpoint', step, directory })
    }),
    host.on('run', (record) => {
      if (record.id !== run || record.status !== 'running' || record.step === 0) return
      const last = host.store.metrics.last(run)
      output.progress(progressLine(record, last, Date.now()))
      const tenth = Math.floor((record.step / record.config.train.steps) * 10)
      if (!output.isTerminal && !output.json && tenth > told) output.note(plainLine(record, last))
      told = tenth
    }),
  ]
  try {
    return await host.runs.whenEnded(run)
  } finally {
    for (const stop of stops) stop()
    output.progress('')
  }
}

/** The JSON events of a batch of points, step by step. */
export const stepEvents = (points: readonly MetricPoint[]): Record<string, unknown>[] => {
  const steps = new Map<number, Record<string, number>>()
  for (const { step, key, value } of points) steps.set(step, { ...steps.get(step), [key]: value })
  return [...steps].sort(([a], [b]) => a - b).flatMap(([step, metrics]) => {
    const evaluation = Object.fromEntries(Object.entries(metrics).filter(([key]) => !key.startsWith('train.')))
    const loss = { total: metrics['train.loss'], text: metrics['train.text'], image: metrics['train.image'], wave: metrics['train.wave'], l1: metrics['train.l1'], kl: metrics['train.kl'], codePerplexity: metrics['train.codePerplexity'], liveCodes: metrics['train.liveCodes'] }
    return [
      ...(loss.total === undefined ? [] : [{ event: 'step', step, loss, elementsPerSecond: metrics['train.elementsPerSecond'] }]),
      ...(Object.keys(evaluation).length === 0 ? [] : [{ event: 'evaluation', step, metrics: evaluation }]),
    ]
  })
}

/** The line of a terminal: bar, step, loss, speed, time left. */
export const progressLine = (run: RunRecord, last: Record<string, number>, now: number): string => {
  const { steps } = run.config.train
  const left = run.expectedEnd === null ? '' : `  ${duration(run.expectedEnd - now)} left`
  return `${bar(run.step / steps, 24)} ${run.step}/${steps}  ${losses(last)}  ${figure(last['train.elementsPerSecond'])} elements/s${left}`
}

const plainLine = (run: RunRecord, last: Record<string, number>): string => `Step ${run.step} of ${run.config.train.steps}: ${losses(last)}.`

const losses = (last: Record<string, number>): string =>
  [['loss', 'train.loss'], ['text', 'train.text'], ['image', 'train.image'], ['wave', 'train.wave'], ['L1', 'train.l1'], ['codes', 'train.codePerplexity']]
    .flatMap(([label, key]) => (last[key!] === undefined ? [] : [`${label} ${figure(last[key!])}`])).join(' ')

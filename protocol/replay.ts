import type { EngineRecord, RunRecord, RunStatus } from './records.ts'

/** A number that came out differently. */
export interface Difference {
  step: number
  key: string
  /** Of the run, and of the other. */
  values: [number, number]
}

/** The numbers of two runs beside each other, as far as both go. */
export interface Agreement {
  /** Steps that both have measured. */
  steps: number
  /** The first number that is not bit for bit the same; null when all are. */
  first: Difference | null
}

/** Another run of the very same config. */
export interface Replay extends Agreement {
  run: string
  name: string
  status: RunStatus
  /** What the two were run on, where that differs: engine, adapter, driver, versions of the app and its packages. */
  conditions: string[]
}

/** Metrics that say how fast a run went, not what it computed. */
export const timingMetrics: readonly string[] = ['train.elementsPerSecond']

/** What differs between the machines and programs of two runs, in words. */
export const differentConditions = (a: Pick<RunRecord, 'engine' | 'appVersion'>, b: Pick<RunRecord, 'engine' | 'appVersion'>): string[] => {
  const parts = (of: typeof a): Record<string, string> => ({ app: of.appVersion, ...engineParts(of.engine) })
  const [one, other] = [parts(a), parts(b)]
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => one[name] !== other[name])
    .map((name) => `${name} ${one[name] ?? 'unknown'} and ${other[name] ?? 'unknown'}`)
}

const engineParts = (record: EngineRecord | null): Record<string, string> => {
  if (record === null) return {}
  const { engine, adapter, driver, precision, threads, versions } = record
  return { engine, adapter, threads: String(threads), ...(driver === undefined ? {} : { driver }), ...(precision === undefined ? {} : { precision }), ...versions }
}

/** The agreement in a sentence; a digit less would hide a difference. */
export const agreementSentence = ({ steps, first }: Agreement, planned: number): string => {
  if (steps === 0) return 'No step can be compared yet.'
  if (first === null) return steps >= planned ? `All ${steps} steps are bit for bit the same.` : `The ${steps} steps so far are bit for bit the same.`
  return `They first differ at step ${first.step}, in ${first.key}: ${first.values[0]} and ${first.values[1]}.`
}

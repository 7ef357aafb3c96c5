import { importanceOf, seedPath, type Importance, type Observation } from '../../../protocol/statistics/index.ts'
import { runFields, type Figure, type RunField } from '../../../protocol/runFilter/index.ts'
import type { RunRecord } from '../../../protocol/records.ts'

/** A setting and how much goes with it. */
export type RankedKey = Importance & { key: string }

const settings: readonly RunField[] = [...runFields.values()].filter(({ of, name }) => of === 'config' && name !== seedPath)

/** Runs that count for a measurement: those that finished and have it. */
export const measuredRuns = (runs: readonly RunRecord[], metric: string, figure: Figure): RunRecord[] =>
  runs.filter(({ id, status }) => status === 'finished' && Number.isFinite(figure(id, metric) ?? NaN))

/** The settings in which the runs differ, what goes with most of a measurement first. Seeds are no setting: they are what is averaged over. */
export const rankKeys = (measured: readonly RunRecord[], metric: string, figure: Figure): RankedKey[] =>
  settings.flatMap((field): RankedKey[] => {
    const observations = measured.flatMap((run): Observation[] => {
      const value = field.read(run, figure)
      return value === undefined || typeof value === 'object' ? [] : [{ value, result: figure(run.id, metric)! }]
    })
    const importance = importanceOf(observations)
    return importance ? [{ key: field.name, ...importance }] : []
  }).sort((a, b) => b.share - a.share)

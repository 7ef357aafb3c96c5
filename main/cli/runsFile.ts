import { writeFile } from 'node:fs/promises'
import { InputError } from '../../protocol/errors.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { runsCsv } from '../../protocol/runExport/csv.ts'
import { runsParquet } from '../../protocol/runExport/parquet.ts'
import { FilterError, findField, metricField, parseRunFilter, runFields, runPredicate, type Figure, type RunField } from '../../protocol/runFilter/index.ts'
import type { Store } from '../store/store.ts'

/** Whether a run fits a filter. @throws InputError with the place of what cannot be read */
export const readFilter = (text: string): ((run: RunRecord, figure: Figure) => boolean) => {
  try {
    return runPredicate(parseRunFilter(text))
  } catch (thrown) {
    if (thrown instanceof FilterError) throw new InputError(`--filter "${text}": ${thrown.message}`)
    throw thrown
  }
}

/** Last values of metrics, read key by key as they are asked for. */
export const figureOf = (store: Store | null): Figure => {
  const known = new Map<string, Map<string, number>>()
  return (run, key) => {
    if (!known.has(key)) known.set(key, store?.metrics.lastOfAll(key) ?? new Map<string, number>())
    return known.get(key)!.get(run)
  }
}

/** The fields that were named; when none were, all that are known and every metric that was measured. @throws InputError */
export const fieldsOf = (names: string | undefined, store: Store | null): RunField[] => {
  if (names === undefined) {
    const fixed = [...runFields.values()].filter(({ of }) => of !== 'metric')
    return [...fixed, ...(store?.metrics.keys() ?? []).map((key) => runFields.get(key) ?? metricField(key))]
  }
  return names.split(',').map((name) => {
    const field = findField(name.trim())
    if ('problem' in field) throw new InputError(`--columns: ${field.problem}.`)
    return field
  })
}

/** @throws InputError when the file's name says neither format */
export const writeRuns = async (file: string, runs: readonly RunRecord[], fields: readonly RunField[], figure: Figure): Promise<void> => {
  if (file.endsWith('.parquet')) await writeFile(file, new Uint8Array(runsParquet(runs, fields, figure)))
  else if (file.endsWith('.csv')) await writeFile(file, runsCsv(runs, fields, figure))
  else throw new InputError(`--out ${file} is neither .parquet nor .csv; end its name in one of them.`)
}

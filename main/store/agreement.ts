import type { Database } from 'better-sqlite3'
import { timingMetrics, type Agreement } from '../../protocol/replay.ts'

/** @param db with the schema in place @returns compares what two runs measured, number by number */
export const createAgreement = (db: Database): ((run: string, other: string) => Agreement) => {
  const timing = timingMetrics.map((key) => `'${key}'`).join(', ')
  const pairs = `
    FROM metric_series s JOIN metric_series t ON t.run = @other AND t.key = s.key
    JOIN metrics a ON a.series = s.id JOIN metrics b ON b.series = t.id AND b.step = a.step
    WHERE s.run = @run AND s.key NOT IN (${timing})`
  const steps = db.prepare<[{ run: string; other: string }], { n: number }>(`SELECT count(DISTINCT a.step) AS n ${pairs}`)
  // NULL, which is NaN, is the same as NULL.
  const first = db.prepare<[{ run: string; other: string }], { step: number; key: string; a: number | null; b: number | null }>(
    `SELECT a.step, s.key, a.value AS a, b.value AS b ${pairs} AND a.value IS NOT b.value ORDER BY a.step, s.key LIMIT 1`)
  return (run, other) => {
    const found = first.get({ run, other })
    return { steps: steps.get({ run, other })!.n, first: found ? { step: found.step, key: found.key, values: [found.a ?? NaN, found.b ?? NaN] } : null }
  }
}

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { databasePath } from '../../main/host/home.ts'
import { openStoreReadOnly } from '../../main/store/store.ts'
import type { MetricPoint, RunRecord } from '../../protocol/records.ts'

/** What a host process is to do. */
export interface HostOrder {
  home: string
  kernel: 'test' | 'real'
  config: Record<string, unknown>
  /** Which message of its kernel it does not outlive; null lets it finish. */
  dieAtMessage: number | null
}

/** Runs a host process to its death or end. */
export const runHost = async (order: HostOrder): Promise<{ killed: boolean; stderr: string }> => {
  const child = fork(join(import.meta.dirname, 'hostProcess.ts'), [JSON.stringify(order)], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let stderr = ''
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return { killed: signal === 'SIGKILL', stderr }
}

/** What is on the disk after a host has gone, and whether the database is sound. */
export const inspect = (home: string): { check: unknown; runs: RunRecord[]; losses: MetricPoint[] } => {
  const db = new Database(databasePath(home))
  const check = db.pragma('quick_check', { simple: true })
  db.close()
  const store = openStoreReadOnly(databasePath(home))!
  const runs = store.runs.list()
  const losses = runs.flatMap(({ id }) => store.metrics.read(id, ['train.loss'], 0, 1e6))
  store.close()
  return { check, runs, losses }
}

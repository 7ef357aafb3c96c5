import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { openStore, type Store } from './store.ts'

/** For tests: a folder that is gone after the test. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** For tests: a new store in a folder of its own. */
export const temporaryStore = (): { store: Store; path: string } => {
  const path = join(temporaryFolder(), 'lab.db')
  const { store } = openStore(path)
  onTestFinished(() => store.close())
  return { store, path }
}

/** For tests: a queued run. */
export const exampleRun = (changes: Partial<RunRecord> = {}): RunRecord => ({
  id: '01J0000000000000000000000A', name: 'base', tags: [], notes: '', notebook: null, cell: null, config: parseConfig({}), configHash: 'hash', userKeys: [],
  status: 'queued', reason: null, remarks: [], step: 0, elementsSeen: 0, imagesSeen: 0, parameters: null, expectedEnd: null, engine: null,
  datasetHash: null, git: null, appVersion: '0.1.0', parentRun: null, parentStep: null, created: 1, started: null, ended: null, heartbeat: null, ...changes,
})

/** For tests: a picture whose bytes are the given text. */
export const examplePicture = (index: number, bytes: string, text = '') =>
  ({ index, png: new TextEncoder().encode(bytes), width: 2, height: 3, text, reference: null })

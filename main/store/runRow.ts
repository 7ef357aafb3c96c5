import { canonicalJson, runConfigSchema, type RunConfig } from '../../protocol/config/index.ts'
import { runStatuses, type EngineRecord, type GitRecord, type RunRecord } from '../../protocol/records.ts'

/** A value that SQLite takes. */
export type Cell = string | number | null
export type RunRow = Record<string, Cell>

/** What can change after a run was made. */
export type RunChanges = Partial<Omit<RunRecord, 'id' | 'config' | 'created'>>

const columns = {
  id: 'id', name: 'name', tags: 'tags', notes: 'notes', notebook: 'notebook', cell: 'cell', config: 'config', configHash: 'config_hash', userKeys: 'user_keys',
  status: 'status', reason: 'reason', remarks: 'remarks', step: 'step', elementsSeen: 'elements_seen', imagesSeen: 'images_seen', parameters: 'parameters',
  expectedEnd: 'expected_end', engine: 'engine', datasetHash: 'dataset_hash', git: 'git', appVersion: 'app_version', parentRun: 'parent_run', parentStep: 'parent_step',
  created: 'created', started: 'started', ended: 'ended', heartbeat: 'heartbeat',
} as const satisfies Record<keyof RunRecord, string>

/** The columns of a record or of changes to one, with their values. */
export const toRow = (changes: Partial<RunRecord>): RunRow => {
  const row: RunRow = {}
  for (const [field, column] of Object.entries(columns)) {
    const value = changes[field as keyof RunRecord]
    if (value !== undefined) row[column] = encode(value)
  }
  return row
}

const encode = (value: RunRecord[keyof RunRecord]): Cell => {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.round(value) : null
  return typeof value === 'string' || value === null ? value : canonicalJson(value)
}

/** The record of a row. @param config left out: read from the row, which takes long for thousands of them */
export const fromRow = (row: RunRow, config: RunConfig = readConfig(string(row['config']))): RunRecord => ({
  id: string(row['id']),
  name: string(row['name']),
  tags: JSON.parse(string(row['tags'])) as string[],
  notes: string(row['notes']),
  notebook: orNull(row['notebook'], string),
  cell: orNull(row['cell'], string),
  config,
  configHash: string(row['config_hash']),
  userKeys: JSON.parse(string(row['user_keys'])) as string[],
  status: runStatuses.find((status) => status === row['status']) ?? 'crashed',
  reason: orNull(row['reason'], string),
  remarks: JSON.parse(string(row['remarks'])) as string[],
  step: Number(row['step']),
  elementsSeen: Number(row['elements_seen']),
  imagesSeen: Number(row['images_seen']),
  parameters: orNull(row['parameters'], Number),
  expectedEnd: orNull(row['expected_end'], Number),
  engine: orNull(row['engine'], (text) => JSON.parse(string(text)) as EngineRecord),
  datasetHash: orNull(row['dataset_hash'], string),
  git: orNull(row['git'], (text) => JSON.parse(string(text)) as GitRecord),
  appVersion: string(row['app_version']),
  parentRun: orNull(row['parent_run'], string),
  parentStep: orNull(row['parent_step'], Number),
  created: Number(row['created']),
  started: orNull(row['started'], Number),
  ended: orNull(row['ended'], Number),
  heartbeat: orNull(row['heartbeat'], Number),
})

const string = (cell: Cell | undefined): string => String(cell)

const orNull = <T>(cell: Cell | undefined, read: (cell: Cell) => T): T | null => (cell === null || cell === undefined ? null : read(cell))

/** Fields that were added since the run get their defaults; a field that is gone stays, so that an old run can still be looked at. */
export const readConfig = (text: string): RunConfig => {
  const tree: unknown = JSON.parse(text)
  const parsed = runConfigSchema.safeParse(tree)
  return parsed.success ? parsed.data : (tree as RunConfig)
}

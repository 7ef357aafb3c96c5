import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { PictureMessage } from '../../protocol/pictureMessage.ts'
import type { MediaRecord } from '../../protocol/records.ts'

/** The pictures of runs, and the bytes of all pictures. */
export interface MediaTable {
  /** Pictures of a step at their own indices; those that are there already are replaced. */
  put(run: string, step: number, key: string, pictures: readonly PictureMessage[]): MediaRecord[]
  /** Pictures after those that the step already has; the same picture with the same text is not added twice. */
  append(run: string, step: number, key: string, pictures: readonly PictureMessage[]): MediaRecord[]
  /** By step, key and index. */
  list(run: string): MediaRecord[]
  /** Keeps bytes under their SHA-256, which is returned. */
  keep(bytes: Uint8Array): string
  bytes(sha256: string): Buffer | null
}

type Row = Omit<MediaRecord, 'wav'> & { wav: string | null }

const recordOf = ({ wav, ...record }: Row): MediaRecord => (wav === null ? record : { ...record, wav })

/** @param db with the schema in place */
export const createMediaTable = (db: Database): MediaTable => {
  const columns = 'run, step, key, position AS "index", sha256, width, height, text, reference, wav'
  const putBlob = db.prepare<[string, Uint8Array]>('INSERT OR IGNORE INTO blobs (sha256, bytes) VALUES (?, ?)')
  const blob = db.prepare<[string], { bytes: Buffer }>('SELECT bytes FROM blobs WHERE sha256 = ?')
  const putRow = db.prepare<[Row]>(
    'INSERT OR REPLACE INTO media (run, step, key, position, sha256, width, height, text, reference, wav) VALUES (@run, @step, @key, @index, @sha256, @width, @height, @text, @reference, @wav)')
  const ofRun = db.prepare<[string], Row>(`SELECT ${columns} FROM media WHERE run = ? ORDER BY step, key, position`)
  const ofStep = db.prepare<[string, number, string], Row>(`SELECT ${columns} FROM media WHERE run = ? AND step = ? AND key = ? ORDER BY position`)

  const keep = (bytes: Uint8Array): string => {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    putBlob.run(sha256, bytes)
    return sha256
  }

  const write = (run: string, step: number, key: string, index: number, picture: PictureMessage): MediaRecord => {
    const { png, width, height, text, reference, wav } = picture
    const row: Row = { run, step, key, index, sha256: keep(png), width, height, text, reference, wav: wav ? keep(wav) : null }
    putRow.run(row)
    return recordOf(row)
  }

  return {
    put: db.transaction((run: string, step: number, key: string, pictures: readonly PictureMessage[]) => pictures.map((picture) => write(run, step, key, picture.index, picture))),
    append: db.transaction((run: string, step: number, key: string, pictures: readonly PictureMessage[]) => {
      const there = ofStep.all(run, step, key).map(recordOf)
      let next = (there.at(-1)?.index ?? -1) + 1
      return pictures.map((picture) => {
        const sha256 = keep(picture.png)
        const same = there.find((record) => record.sha256 === sha256 && record.text === picture.text)
        return same ?? write(run, step, key, next++, picture)
      })
    }),
    list: (run) => ofRun.all(run).map(recordOf),
    keep,
    bytes: (sha256) => blob.get(sha256)?.bytes ?? null,
  }
}

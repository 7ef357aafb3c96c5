import type { Migration } from './migration.ts'

/** A wave is kept as the picture of its curve and as a WAV file. */
export const sounds: Migration = { name: 'sounds', sql: 'ALTER TABLE media ADD COLUMN wav TEXT REFERENCES blobs (sha256)' }

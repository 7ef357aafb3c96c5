import type { Migration } from './migration.ts'

/** What a run went on in spite of was told once and then gone; it stays with the run. Runs from before have none. */
export const remarks: Migration = { name: 'remarks', sql: "ALTER TABLE runs ADD COLUMN remarks TEXT NOT NULL DEFAULT '[]'" }

import type { Migration } from './migration.ts'

/** A fork starts at one of its parent's checkpoints. */
export const parentStep: Migration = { name: 'parent step', sql: 'ALTER TABLE runs ADD COLUMN parent_step INTEGER' }

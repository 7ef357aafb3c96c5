import type { Migration } from './migration.ts'

/** What a notebook's file held before: its history. */
export const notebookVersions: Migration = {
  name: 'notebook versions',
  sql: `
CREATE TABLE notebook_versions (
  notebook TEXT NOT NULL REFERENCES notebooks (path) ON UPDATE CASCADE ON DELETE CASCADE,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (notebook, at)
) STRICT;
`,
}

import type { Migration } from './migration.ts'

/** What the user says of runs, the views of them that were saved, and indices for thousands of runs. */
export const tagsAndViews: Migration = {
  name: 'tags and views',
  sql: `
ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE runs ADD COLUMN notes TEXT NOT NULL DEFAULT '';
CREATE INDEX runs_by_queue ON runs (queued);
CREATE INDEX metric_series_by_key ON metric_series (key);
CREATE TABLE views (
  name TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL
) STRICT;
`,
}

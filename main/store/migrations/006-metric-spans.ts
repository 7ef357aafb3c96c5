import type { Migration } from './migration.ts'

/** Long curves folded into spans, so that charts read a few of them. Curves from before are folded when they are first read or added to. */
export const metricSpans: Migration = {
  name: 'metric spans',
  sql: `
ALTER TABLE metric_series ADD COLUMN folded INTEGER NOT NULL DEFAULT 0;
CREATE TABLE metric_spans (
  series INTEGER NOT NULL REFERENCES metric_series (id) ON DELETE CASCADE,
  width INTEGER NOT NULL,
  start INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  numbers INTEGER NOT NULL,
  mean REAL,
  least_step INTEGER,
  least REAL,
  greatest_step INTEGER,
  greatest REAL,
  bad_step INTEGER,
  bad REAL,
  PRIMARY KEY (series, width, start)
) STRICT, WITHOUT ROWID;
`,
}

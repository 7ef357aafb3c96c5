import type { Migration } from './migration.ts'

/** Runs with what they measured, drew and saved; notebooks with what their cells last showed. See `schema.sql`. */
export const initial: Migration = {
  name: 'initial',
  sql: `
CREATE TABLE runs (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  notebook TEXT,
  cell TEXT,
  config TEXT NOT NULL,
  config_hash TEXT NOT NULL,
  user_keys TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  step INTEGER NOT NULL,
  elements_seen INTEGER NOT NULL,
  images_seen INTEGER NOT NULL,
  parameters INTEGER,
  expected_end INTEGER,
  engine TEXT,
  dataset_hash TEXT,
  git TEXT,
  app_version TEXT NOT NULL,
  parent_run TEXT REFERENCES runs (id),
  created INTEGER NOT NULL,
  started INTEGER,
  ended INTEGER,
  heartbeat INTEGER,
  queued INTEGER NOT NULL,
  deleted INTEGER
) STRICT;
CREATE INDEX runs_by_config ON runs (config_hash);
CREATE INDEX runs_by_status ON runs (status);

CREATE TABLE metric_series (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  UNIQUE (run, key)
) STRICT;

CREATE TABLE metrics (
  series INTEGER NOT NULL REFERENCES metric_series (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  value REAL,
  PRIMARY KEY (series, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs (
  sha256 TEXT NOT NULL PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE media (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  key TEXT NOT NULL,
  position INTEGER NOT NULL,
  sha256 TEXT NOT NULL REFERENCES blobs (sha256),
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  text TEXT NOT NULL,
  reference TEXT,
  PRIMARY KEY (run, step, key, position)
) STRICT;

CREATE TABLE checkpoints (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  directory TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  kind TEXT NOT NULL,
  pinned INTEGER NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (run, step)
) STRICT;

CREATE TABLE notebooks (
  path TEXT NOT NULL PRIMARY KEY,
  trusted INTEGER NOT NULL,
  opened INTEGER
) STRICT;

CREATE TABLE cell_outputs (
  notebook TEXT NOT NULL REFERENCES notebooks (path) ON UPDATE CASCADE ON DELETE CASCADE,
  cell TEXT NOT NULL,
  position INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (notebook, cell)
) STRICT;
`,
}

-- The store's schema as it stands after all migrations: home/lab.db. A test compares this file with a new database.
-- One writer (the host), WAL, synchronous NORMAL, foreign keys on. Times are milliseconds since 1970.
-- `queued` orders the queue, `deleted` is the trash. Enumerations are checked by the types that write them.

-- One training. config, user_keys, engine and git are JSON.
CREATE TABLE runs (
  id TEXT NOT NULL PRIMARY KEY,     -- ULID: sorts by creation
  name TEXT NOT NULL,
  notebook TEXT,
  cell TEXT,
  config TEXT NOT NULL,             -- canonical JSON
  config_hash TEXT NOT NULL,        -- SHA-256 of config
  user_keys TEXT NOT NULL,          -- dotted keys that the user set
  status TEXT NOT NULL,             -- RunStatus
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
  deleted INTEGER,
  parent_step INTEGER,
  tags TEXT NOT NULL DEFAULT '[]',  -- JSON array of words
  notes TEXT NOT NULL DEFAULT '',
  remarks TEXT NOT NULL DEFAULT '[]' -- JSON array of sentences
) STRICT;
CREATE INDEX runs_by_config ON runs (config_hash);
CREATE INDEX runs_by_status ON runs (status);
CREATE INDEX runs_by_queue ON runs (queued);

-- A metric of a run. Points name their series by number: a run of 100,000 steps has millions of them.
CREATE TABLE metric_series (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  key TEXT NOT NULL, folded INTEGER NOT NULL DEFAULT 0,
  UNIQUE (run, key)
) STRICT;

CREATE INDEX metric_series_by_key ON metric_series (key);

CREATE TABLE metrics (
  series INTEGER NOT NULL REFERENCES metric_series (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  value REAL,                       -- NULL is NaN, which SQLite cannot hold; infinities are themselves
  PRIMARY KEY (series, step)
) STRICT, WITHOUT ROWID;

-- Points folded into stretches of 16, 64, 256 … steps, for charts of long runs. A series that is not marked as folded has none yet.
CREATE TABLE metric_spans (
  series INTEGER NOT NULL REFERENCES metric_series (id) ON DELETE CASCADE,
  width INTEGER NOT NULL,           -- in steps
  start INTEGER NOT NULL,           -- a multiple of width
  first INTEGER NOT NULL,           -- steps of the first and the last point in it
  last INTEGER NOT NULL,
  numbers INTEGER NOT NULL,         -- how many values are finite; their mean, least and greatest follow
  mean REAL,
  least_step INTEGER,
  least REAL,
  greatest_step INTEGER,
  greatest REAL,
  bad_step INTEGER,                 -- the first that is not finite
  bad REAL,                         -- NULL is NaN
  PRIMARY KEY (series, width, start)
) STRICT, WITHOUT ROWID;

-- PNG and WAV bytes by hash, shared by media and by pictures in cell outputs.
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
  reference TEXT, wav TEXT REFERENCES blobs (sha256),
  PRIMARY KEY (run, step, key, position)
) STRICT;

CREATE TABLE checkpoints (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  directory TEXT NOT NULL,          -- relative to the database's folder where it lies inside, so that a home can be moved
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

-- What a cell last showed. position and content_hash find the cell again when the file was edited elsewhere.
CREATE TABLE cell_outputs (
  notebook TEXT NOT NULL REFERENCES notebooks (path) ON UPDATE CASCADE ON DELETE CASCADE,
  cell TEXT NOT NULL,
  position INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  state TEXT NOT NULL,              -- CellState as JSON
  PRIMARY KEY (notebook, cell)
) STRICT;

-- Views of the run table that were saved. state is a RunTableView as JSON.
CREATE TABLE views (
  name TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL
) STRICT;

-- What a notebook's file held after a save, thinned with age.
CREATE TABLE notebook_versions (
  notebook TEXT NOT NULL REFERENCES notebooks (path) ON UPDATE CASCADE ON DELETE CASCADE,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (notebook, at)
) STRICT;

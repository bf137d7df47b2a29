-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 1: everything the hall remembers.
--
-- A row of a kind is in force when its generation is the kind's present one and its batch has been
-- published (batch 0 always is). A batch that replaces a kind writes a generation of its own; one
-- row changed in `batch` (and one in `kind_state` a replaced kind) makes it visible.
-- Times: cases, duties and stages in seconds, stamps of the store and fixes in milliseconds, UTC.

CREATE TABLE store_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    crs TEXT NOT NULL,
    newest_stamp INTEGER NOT NULL DEFAULT 0,
    trimmed_to INTEGER NOT NULL DEFAULT 0,   -- changes up to here have left the log
    fix_seq INTEGER NOT NULL DEFAULT 0,
    fix_block INTEGER NOT NULL DEFAULT 0     -- block that live fixes go to, 0 before the first
) STRICT;

CREATE TABLE migration (
    schema INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    what TEXT NOT NULL,
    officer TEXT NOT NULL,
    seat TEXT NOT NULL,
    pid INTEGER NOT NULL,
    process TEXT NOT NULL,                   -- boot and start time: a pid is used again
    begun_at INTEGER NOT NULL,
    published_at INTEGER,
    abandoned INTEGER NOT NULL DEFAULT 0,
    past_fixes INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO batch (id, what, officer, seat, pid, process, begun_at, published_at)
    VALUES (0, 'live', '', '', 0, '', 0, 0);

CREATE TABLE batch_kind (
    batch INTEGER NOT NULL REFERENCES batch (id),
    kind TEXT NOT NULL,
    generation INTEGER NOT NULL,
    first_row INTEGER NOT NULL,
    last_row INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    replaces INTEGER NOT NULL,
    PRIMARY KEY (batch, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE kind_state (
    kind TEXT PRIMARY KEY,
    generation INTEGER NOT NULL DEFAULT 0,
    next_id INTEGER NOT NULL DEFAULT 1,
    changed INTEGER NOT NULL DEFAULT 0       -- newest change that touched the kind
) STRICT, WITHOUT ROWID;

CREATE TABLE generation (
    kind TEXT NOT NULL,
    id INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER,
    swept INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- Who did what and when; kept for good. `key` makes a second commit harmless.
CREATE TABLE action (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    officer TEXT NOT NULL,
    seat TEXT NOT NULL,
    note TEXT NOT NULL,
    at INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    receipt BLOB
) STRICT;

-- What changed, for readers that follow; trimmed. op: 1 row is now, 2 row is gone, 3 whole kind.
CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    record INTEGER NOT NULL,
    op INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    action INTEGER NOT NULL REFERENCES action (id)
) STRICT;

CREATE TABLE heartbeat (
    seat TEXT PRIMARY KEY,
    officer TEXT NOT NULL,
    beat INTEGER NOT NULL,                   -- grows over all seats
    boot TEXT NOT NULL,
    wall INTEGER NOT NULL,
    monotonic INTEGER NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0     -- an owner said this clock is right
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
    idx INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    newest INTEGER NOT NULL DEFAULT 0,
    report_seconds INTEGER NOT NULL DEFAULT 30
) STRICT;

-- Positions as whole numbers: 1e-7 degrees (1 cm), 0.01 degrees, mm/s, cm.
CREATE TABLE fix_latest (
    responder INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    time INTEGER NOT NULL,
    lon INTEGER NOT NULL,
    lat INTEGER NOT NULL,
    heading INTEGER,
    speed INTEGER,
    accuracy INTEGER,
    source INTEGER NOT NULL
) STRICT;

-- Tracks lie in blocks of some thousand fixes, by responder inside a block: a batch of fixes
-- touches few pages, a track is a seek a block, retention drops whole blocks.
CREATE TABLE fix_block (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch INTEGER NOT NULL REFERENCES batch (id),
    fixes INTEGER NOT NULL DEFAULT 0,
    opened_at INTEGER NOT NULL,
    first_time INTEGER NOT NULL,
    last_time INTEGER NOT NULL,
    first_received INTEGER NOT NULL,
    last_received INTEGER NOT NULL
) STRICT;

CREATE TABLE fix_track (
    block INTEGER NOT NULL,
    responder INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    time INTEGER NOT NULL,
    delay INTEGER NOT NULL,                  -- received minus time
    lon INTEGER NOT NULL,
    lat INTEGER NOT NULL,
    heading INTEGER,
    speed INTEGER,
    accuracy INTEGER,
    source INTEGER NOT NULL,
    PRIMARY KEY (block, responder, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE level (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL, name_zh TEXT NOT NULL, name_en TEXT NOT NULL, rank INTEGER NOT NULL,
    code_digits INTEGER NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX level_code ON level (code, generation);
CREATE TABLE level_past (
    id INTEGER NOT NULL,
    code TEXT NOT NULL, name_zh TEXT NOT NULL, name_en TEXT NOT NULL, rank INTEGER NOT NULL,
    code_digits INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX level_past_id ON level_past (id, revision);

CREATE TABLE centre (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL, name TEXT NOT NULL, level TEXT NOT NULL, parent TEXT NOT NULL, lon REAL,
    lat REAL, shape BLOB,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX centre_code ON centre (code, generation);
CREATE TABLE centre_past (
    id INTEGER NOT NULL,
    code TEXT NOT NULL, name TEXT NOT NULL, level TEXT NOT NULL, parent TEXT NOT NULL, lon REAL,
    lat REAL, shape BLOB,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX centre_past_id ON centre_past (id, revision);

CREATE TABLE grid (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, numbering INTEGER NOT NULL,
    people REAL NOT NULL, households REAL NOT NULL, shape BLOB,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX grid_code ON grid (code, generation);
CREATE TABLE grid_past (
    id INTEGER NOT NULL,
    code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, numbering INTEGER NOT NULL,
    people REAL NOT NULL, households REAL NOT NULL, shape BLOB,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX grid_past_id ON grid_past (id, revision);

CREATE TABLE zone (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL, name TEXT NOT NULL, shape BLOB,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX zone_code ON zone (code, generation);
CREATE TABLE zone_past (
    id INTEGER NOT NULL,
    code TEXT NOT NULL, name TEXT NOT NULL, shape BLOB,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX zone_past_id ON zone_past (id, revision);

CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT
    NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX post_code ON post (code, generation);
CREATE TABLE post_past (
    id INTEGER NOT NULL,
    code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT
    NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX post_past_id ON post_past (id, revision);

CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL, name TEXT NOT NULL, field TEXT NOT NULL, centre TEXT NOT NULL, lon REAL,
    lat REAL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX unit_code ON unit (code, generation);
CREATE TABLE unit_past (
    id INTEGER NOT NULL,
    code TEXT NOT NULL, name TEXT NOT NULL, field TEXT NOT NULL, centre TEXT NOT NULL, lon REAL,
    lat REAL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX unit_past_id ON unit_past (id, revision);

CREATE TABLE responder (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, vehicle TEXT NOT NULL, state
    TEXT NOT NULL, state_since INTEGER NOT NULL, on_duty INTEGER NOT NULL, grid TEXT NOT NULL,
    unit TEXT NOT NULL, post TEXT NOT NULL, report_seconds INTEGER NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX responder_code ON responder (code, generation);
CREATE TABLE responder_past (
    id INTEGER NOT NULL,
    code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, vehicle TEXT NOT NULL, state
    TEXT NOT NULL, state_since INTEGER NOT NULL, on_duty INTEGER NOT NULL, grid TEXT NOT NULL,
    unit TEXT NOT NULL, post TEXT NOT NULL, report_seconds INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX responder_past_id ON responder_past (id, revision);

CREATE TABLE duty (
    id INTEGER PRIMARY KEY,
    responder INTEGER NOT NULL, from_at INTEGER NOT NULL, until_at INTEGER,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE TABLE duty_past (
    id INTEGER NOT NULL,
    responder INTEGER NOT NULL, from_at INTEGER NOT NULL, until_at INTEGER,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX duty_past_id ON duty_past (id, revision);

CREATE TABLE category (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL, parent TEXT NOT NULL, name_zh TEXT NOT NULL, name_en TEXT NOT NULL, risk
    TEXT NOT NULL, version INTEGER NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX category_code ON category (code, generation);
CREATE TABLE category_past (
    id INTEGER NOT NULL,
    code TEXT NOT NULL, parent TEXT NOT NULL, name_zh TEXT NOT NULL, name_en TEXT NOT NULL, risk
    TEXT NOT NULL, version INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX category_past_id ON category_past (id, revision);

CREATE TABLE case_record (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL, category TEXT NOT NULL, category_text TEXT NOT NULL, title TEXT NOT
    NULL, text TEXT NOT NULL, risk TEXT NOT NULL, stage TEXT NOT NULL, level TEXT NOT NULL, lon
    REAL, lat REAL, place_text TEXT NOT NULL, grid TEXT NOT NULL, source TEXT NOT NULL,
    lead_unit TEXT NOT NULL, reported INTEGER NOT NULL, precision TEXT NOT NULL, stage_entered
    INTEGER NOT NULL, due INTEGER, closed INTEGER,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX case_record_code ON case_record (code, generation);
CREATE TABLE case_record_past (
    id INTEGER NOT NULL,
    code TEXT NOT NULL, category TEXT NOT NULL, category_text TEXT NOT NULL, title TEXT NOT
    NULL, text TEXT NOT NULL, risk TEXT NOT NULL, stage TEXT NOT NULL, level TEXT NOT NULL, lon
    REAL, lat REAL, place_text TEXT NOT NULL, grid TEXT NOT NULL, source TEXT NOT NULL,
    lead_unit TEXT NOT NULL, reported INTEGER NOT NULL, precision TEXT NOT NULL, stage_entered
    INTEGER NOT NULL, due INTEGER, closed INTEGER,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX case_record_past_id ON case_record_past (id, revision);

CREATE TABLE case_note (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL, at INTEGER NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL
) STRICT;

CREATE TABLE camera (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL, name TEXT NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX camera_code ON camera (code, generation);

CREATE TABLE population (
    id INTEGER PRIMARY KEY,
    lon REAL NOT NULL, lat REAL NOT NULL, people REAL NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL
) STRICT;

CREATE TABLE ground (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, name TEXT NOT NULL, shape BLOB, line BLOB, households REAL NOT NULL,
    people REAL NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL
) STRICT;

CREATE TABLE road (
    id INTEGER NOT NULL,
    name TEXT NOT NULL, kind TEXT NOT NULL, one_way TEXT NOT NULL, speed_kmh REAL NOT NULL,
    access INTEGER NOT NULL, bridge INTEGER NOT NULL, tunnel INTEGER NOT NULL, nodes BLOB, line
    BLOB,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX road_id ON road (id, generation);

CREATE TABLE barrier (
    id INTEGER NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, kind TEXT NOT NULL, access INTEGER NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX barrier_id ON barrier (id, generation);

CREATE TABLE turn_restriction (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL, from_road INTEGER NOT NULL, to_road INTEGER NOT NULL, via_node INTEGER
    NOT NULL, via_roads BLOB, applies_to INTEGER NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX turn_restriction_id ON turn_restriction (id, generation);

CREATE TABLE setting (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL, value TEXT NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX setting_key ON setting (key, generation);
CREATE TABLE setting_past (
    id INTEGER NOT NULL,
    key TEXT NOT NULL, value TEXT NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX setting_past_id ON setting_past (id, revision);

CREATE INDEX case_open ON case_record (id) WHERE closed IS NULL;
CREATE INDEX case_reported ON case_record (reported);
CREATE INDEX case_note_record ON case_note (record);
CREATE INDEX duty_responder ON duty (responder);

CREATE VIRTUAL TABLE camera_box USING rtree (id, west, east, south, north);
CREATE VIRTUAL TABLE population_box USING rtree (id, west, east, south, north);
CREATE VIRTUAL TABLE ground_box USING rtree (id, west, east, south, north);
CREATE VIRTUAL TABLE road_box USING rtree (id, west, east, south, north);
CREATE VIRTUAL TABLE barrier_box USING rtree (id, west, east, south, north);

INSERT INTO kind_state (kind) VALUES
    ('level'), ('centre'), ('grid'), ('zone'), ('post'), ('unit'), ('responder'), ('duty'),
    ('category'), ('case'), ('case_note'), ('camera'), ('population'), ('ground'), ('road'),
    ('barrier'), ('turn_restriction'), ('setting'), ('fix');
INSERT INTO generation (kind, id, from_at) SELECT kind, 0, 0 FROM kind_state;

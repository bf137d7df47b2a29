-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 5: the case desk. Users, supervisions, contacts, the journal and what a case needs to be
-- worked on under a clock.
ALTER TABLE case_record ADD COLUMN centre TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record ADD COLUMN cooperating TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record ADD COLUMN asked_unit TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record ADD COLUMN leader TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record ADD COLUMN warn_at INTEGER;
ALTER TABLE case_record ADD COLUMN warned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_record ADD COLUMN late_since INTEGER;
ALTER TABLE case_record ADD COLUMN suspended_since INTEGER;
ALTER TABLE case_record ADD COLUMN spent_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_record ADD COLUMN supervised INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_record ADD COLUMN on_spot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_record ADD COLUMN merged_into INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_record ADD COLUMN result TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record ADD COLUMN answered TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_record_past ADD COLUMN centre TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record_past ADD COLUMN cooperating TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record_past ADD COLUMN asked_unit TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record_past ADD COLUMN leader TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record_past ADD COLUMN warn_at INTEGER;
ALTER TABLE case_record_past ADD COLUMN warned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_record_past ADD COLUMN late_since INTEGER;
ALTER TABLE case_record_past ADD COLUMN suspended_since INTEGER;
ALTER TABLE case_record_past ADD COLUMN spent_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_record_past ADD COLUMN supervised INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_record_past ADD COLUMN on_spot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_record_past ADD COLUMN merged_into INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_record_past ADD COLUMN result TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record_past ADD COLUMN answered TEXT NOT NULL DEFAULT '';
ALTER TABLE case_record_past ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
ALTER TABLE assignment ADD COLUMN delivered INTEGER;
ALTER TABLE assignment ADD COLUMN check_due INTEGER;
ALTER TABLE assignment_past ADD COLUMN delivered INTEGER;
ALTER TABLE assignment_past ADD COLUMN check_due INTEGER;
CREATE INDEX assignment_responder ON assignment (responder);

-- Codes of a receipt, as netstrings.
ALTER TABLE action ADD COLUMN codes TEXT NOT NULL DEFAULT '';

CREATE TABLE app_user (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL, full_name TEXT NOT NULL, role TEXT NOT NULL, centre TEXT NOT NULL,
    responder TEXT NOT NULL, password TEXT NOT NULL, disabled INTEGER NOT NULL,
    must_change INTEGER NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE TABLE app_user_past (
    id INTEGER NOT NULL,
    code TEXT NOT NULL, full_name TEXT NOT NULL, role TEXT NOT NULL, centre TEXT NOT NULL,
    responder TEXT NOT NULL, password TEXT NOT NULL, disabled INTEGER NOT NULL,
    must_change INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX app_user_past_id ON app_user_past (id, revision);
CREATE INDEX app_user_past_until ON app_user_past (valid_to);
CREATE UNIQUE INDEX app_user_code ON app_user (code, generation);

CREATE TABLE supervision (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL, kind TEXT NOT NULL, level TEXT NOT NULL, unit TEXT NOT NULL,
    issuer TEXT NOT NULL, leader TEXT NOT NULL, text TEXT NOT NULL, issued INTEGER NOT NULL,
    due INTEGER, answered INTEGER, answer TEXT NOT NULL, late INTEGER NOT NULL, ended INTEGER,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE TABLE supervision_past (
    id INTEGER NOT NULL,
    record INTEGER NOT NULL, kind TEXT NOT NULL, level TEXT NOT NULL, unit TEXT NOT NULL,
    issuer TEXT NOT NULL, leader TEXT NOT NULL, text TEXT NOT NULL, issued INTEGER NOT NULL,
    due INTEGER, answered INTEGER, answer TEXT NOT NULL, late INTEGER NOT NULL, ended INTEGER,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX supervision_past_id ON supervision_past (id, revision);
CREATE INDEX supervision_past_until ON supervision_past (valid_to);
CREATE INDEX supervision_record ON supervision (record);
CREATE INDEX supervision_running ON supervision (id) WHERE ended IS NULL;

CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL, address TEXT NOT NULL,
    salt TEXT NOT NULL, made INTEGER NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_record ON contact (record);
CREATE INDEX contact_made ON contact (made);

-- Append-only. `hash` chains the entries of one case (record 0: the hall's own), `chain` all of them
-- in commit order; both are SHA-256 of the bytes dispatch/journal.h describes.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    record INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    officer TEXT NOT NULL, seat TEXT NOT NULL, action TEXT NOT NULL, what TEXT NOT NULL,
    why TEXT NOT NULL, on_behalf TEXT NOT NULL, contact TEXT NOT NULL,
    hash BLOB NOT NULL,
    chain BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX journal_record ON journal (record, number);
CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
    BEGIN SELECT raise(ABORT, 'entries of the journal are never changed'); END;
CREATE TRIGGER journal_is_not_cut BEFORE DELETE ON journal
    BEGIN SELECT raise(ABORT, 'entries of the journal are never deleted'); END;
CREATE TRIGGER journal_only_grows BEFORE INSERT ON journal
    WHEN NEW.seq <= (SELECT max(seq) FROM journal)
    BEGIN SELECT raise(ABORT, 'entries of the journal are only ever added at its end'); END;

-- Numbers of case codes, by what stands before them.
CREATE TABLE serial (
    prefix TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who does a work that all could do, until when (ms).
CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO kind_state (kind) VALUES ('user'), ('supervision'), ('contact');
INSERT INTO generation (kind, id, from_at) VALUES ('user', 0, 0), ('supervision', 0, 0),
    ('contact', 0, 0);

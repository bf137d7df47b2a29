-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 5 on PostgreSQL: the case desk, the same in meaning as SQLite's fifth migration.
ALTER TABLE case_record
    ADD COLUMN centre text NOT NULL DEFAULT '',
    ADD COLUMN cooperating text NOT NULL DEFAULT '',
    ADD COLUMN asked_unit text NOT NULL DEFAULT '',
    ADD COLUMN leader text NOT NULL DEFAULT '',
    ADD COLUMN warn_at bigint,
    ADD COLUMN warned bigint NOT NULL DEFAULT 0,
    ADD COLUMN late_since bigint,
    ADD COLUMN suspended_since bigint,
    ADD COLUMN spent_seconds bigint NOT NULL DEFAULT 0,
    ADD COLUMN supervised bigint NOT NULL DEFAULT 0,
    ADD COLUMN on_spot bigint NOT NULL DEFAULT 0,
    ADD COLUMN merged_into bigint NOT NULL DEFAULT 0,
    ADD COLUMN result text NOT NULL DEFAULT '',
    ADD COLUMN answered text NOT NULL DEFAULT '',
    ADD COLUMN rating bigint NOT NULL DEFAULT 0;
ALTER TABLE assignment ADD COLUMN delivered bigint, ADD COLUMN check_due bigint;
CREATE INDEX assignment_responder ON assignment (responder);

CREATE TABLE app_user (
    id bigint PRIMARY KEY,
    code text NOT NULL, full_name text NOT NULL, role text NOT NULL, centre text NOT NULL,
    responder text NOT NULL, password text NOT NULL, disabled bigint NOT NULL,
    must_change bigint NOT NULL,
    generation bigint NOT NULL, batch bigint NOT NULL,
    revision bigint NOT NULL, valid_from bigint NOT NULL, action bigint NOT NULL
);
CREATE SEQUENCE app_user_ids;
CREATE UNIQUE INDEX app_user_code ON app_user (code, generation);

CREATE TABLE supervision (
    id bigint PRIMARY KEY,
    record bigint NOT NULL, kind text NOT NULL, level text NOT NULL, unit text NOT NULL,
    issuer text NOT NULL, leader text NOT NULL, text text NOT NULL, issued bigint NOT NULL,
    due bigint, answered bigint, answer text NOT NULL, late bigint NOT NULL, ended bigint,
    generation bigint NOT NULL, batch bigint NOT NULL,
    revision bigint NOT NULL, valid_from bigint NOT NULL, action bigint NOT NULL
);
CREATE SEQUENCE supervision_ids;
CREATE INDEX supervision_record ON supervision (record);
CREATE INDEX supervision_running ON supervision (id) WHERE ended IS NULL;

CREATE TABLE contact (
    id bigint PRIMARY KEY,
    record bigint NOT NULL, name text NOT NULL, phone text NOT NULL, address text NOT NULL,
    salt text NOT NULL, made bigint NOT NULL,
    generation bigint NOT NULL, batch bigint NOT NULL
);
CREATE SEQUENCE contact_ids;
CREATE INDEX contact_record ON contact (record);
CREATE INDEX contact_made ON contact (made);

-- Append-only; see SQLite's fifth migration and dispatch/journal.h.
CREATE TABLE journal (
    seq bigint PRIMARY KEY,
    record bigint NOT NULL,
    number bigint NOT NULL,
    at bigint NOT NULL,
    officer text NOT NULL, seat text NOT NULL, action text NOT NULL, what text NOT NULL,
    why text NOT NULL, on_behalf text NOT NULL, contact text NOT NULL,
    hash bytea NOT NULL,
    chain bytea NOT NULL
);
CREATE UNIQUE INDEX journal_record ON journal (record, number);
CREATE TABLE serial (prefix text PRIMARY KEY, next bigint NOT NULL);
CREATE TABLE lease (name text PRIMARY KEY, holder text NOT NULL, until bigint NOT NULL);

INSERT INTO kind_state (kind) VALUES ('user'), ('supervision'), ('contact');
INSERT INTO generation (kind, id, from_at) VALUES ('user', 0, 0), ('supervision', 0, 0),
    ('contact', 0, 0);

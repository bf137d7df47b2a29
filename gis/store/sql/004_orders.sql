-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 4: orders, and the grid a position lies in.
CREATE TABLE assignment (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL, responder INTEGER NOT NULL, unit TEXT NOT NULL, state TEXT NOT
    NULL, sent INTEGER NOT NULL, state_since INTEGER NOT NULL, reason TEXT NOT NULL,
    generation INTEGER NOT NULL, batch INTEGER NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL
) STRICT;
CREATE TABLE assignment_past (
    id INTEGER NOT NULL,
    record INTEGER NOT NULL, responder INTEGER NOT NULL, unit TEXT NOT NULL, state TEXT NOT
    NULL, sent INTEGER NOT NULL, state_since INTEGER NOT NULL, reason TEXT NOT NULL,
    revision INTEGER NOT NULL, valid_from INTEGER NOT NULL, action INTEGER NOT NULL,
    valid_to INTEGER NOT NULL, ended_by INTEGER NOT NULL
) STRICT;
CREATE INDEX assignment_past_id ON assignment_past (id, revision);
CREATE INDEX assignment_past_until ON assignment_past (valid_to);
CREATE INDEX assignment_record ON assignment (record);
-- One live order a responder; units have no such limit.
CREATE UNIQUE INDEX assignment_live ON assignment (responder, generation)
    WHERE responder <> 0 AND state IN ('sent', 'acknowledged', 'en_route', 'on_scene');
CREATE INDEX assignment_unfinished ON assignment (id)
    WHERE state NOT IN ('done', 'refused', 'not_delivered', 'recalled', 'returned');

ALTER TABLE fix_latest ADD COLUMN grid INTEGER;  -- none: outside all grids, or not known
ALTER TABLE fix_track ADD COLUMN grid INTEGER;

INSERT INTO kind_state (kind) VALUES ('assignment');
INSERT INTO generation (kind, id, from_at) VALUES ('assignment', 0, 0);

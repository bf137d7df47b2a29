-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 2: cases of an extent are found by R*Tree, past versions by when they ended.
-- Existing cases get their boxes in slices after this; it may have run before and been cut off.
CREATE VIRTUAL TABLE IF NOT EXISTS case_box USING rtree (id, west, east, south, north);
CREATE INDEX IF NOT EXISTS case_past_open_until ON case_record_past (valid_to)
    WHERE closed IS NULL;
CREATE INDEX IF NOT EXISTS responder_past_until ON responder_past (valid_to);
CREATE INDEX IF NOT EXISTS duty_past_until ON duty_past (valid_to);

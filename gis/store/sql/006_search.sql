-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 6: words of cases are found by the characters and pairs of characters they hold.
-- Only the index is kept, no text: row (span << 54 | id of the case), see dispatch/search_text.h;
-- what it finds are candidates. Existing cases come in in slices after this; it may have run before
-- and been cut off.
CREATE VIRTUAL TABLE IF NOT EXISTS case_text USING fts5
    (grams, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
-- Bytes a writer gathers before they become a part of the index that is merged later.
INSERT INTO case_text (case_text, rank) VALUES ('hashsize', 16777216);
-- How far the slices are, and where the change log was when they began.
CREATE TABLE IF NOT EXISTS case_text_fill (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    up_to INTEGER NOT NULL,
    since INTEGER NOT NULL
) STRICT;
INSERT OR IGNORE INTO case_text_fill
    SELECT 1, 0, max(coalesce((SELECT max(seq) FROM change), 0), trimmed_to) FROM
        (SELECT coalesce(max(trimmed_to), 0) AS trimmed_to FROM store_state);

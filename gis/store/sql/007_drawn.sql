-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 7: the views of cases, responders and centres tell what the screen draws. What was there
-- keeps name and type; new columns stand behind it. `clock` is dispatch::clockState at the store's
-- time, `clock_mark` and `stage_mark` are the marks a symbol is made of: a clock without limit looks
-- as one in time, late at the top level as supervised, a stage of a city's own as accepted. A CROSS
-- JOIN keeps its order: the index of open cases is used, the time is looked up beside it.

DROP VIEW cases;
CREATE VIEW cases AS
    SELECT c.id, c.code, c.category, c.title, c.risk, c.stage, c.level, c.grid, c.source,
        c.lead_unit, datetime(c.reported, 'unixepoch') AS reported,
        datetime(c.due, 'unixepoch') AS due,
        datetime(c.closed, 'unixepoch') AS closed,
        MakePoint(c.lon, c.lat, 4490) AS place,
        substr(c.code, length(rtrim(c.code, replace(c.code, '-', ''))) + 1) AS number,
        c.clock,
        CASE WHEN c.clock = 'none' THEN 'ok'
            WHEN c.clock = 'late' AND c.level = coalesce((SELECT r.code FROM level r WHERE
                r.generation = (SELECT generation FROM kind_state WHERE kind = 'level')
                AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)
                ORDER BY r.rank, r.id LIMIT 1), 'city') THEN 'supervised'
            ELSE c.clock END AS clock_mark,
        CASE WHEN c.stage IN ('routed', 'handling', 'reported', 'rated', 'archived') THEN c.stage
            ELSE 'accepted' END AS stage_mark
    FROM (SELECT r.*,
        CASE WHEN r.closed IS NOT NULL THEN 'none'
            WHEN r.suspended_since IS NOT NULL THEN 'suspended'
            WHEN r.due IS NULL THEN 'none'
            WHEN t.now >= r.due AND r.supervised <> 0 THEN 'supervised'
            WHEN t.now >= r.due THEN 'late'
            WHEN r.due <= r.stage_entered THEN 'ok'
            WHEN r.warn_at < r.due AND t.now >= r.warn_at THEN 'warn'
            -- Resumed where the first four fifths were used up already.
            WHEN r.warn_at < r.due AND r.spent_seconds > 0 AND r.warn_at <= r.stage_entered
                THEN 'warn'
            WHEN r.warn_at < r.due THEN 'ok'
            WHEN CAST(t.now - r.stage_entered AS REAL) / (r.due - r.stage_entered) >= 0.8
                THEN 'warn'
            ELSE 'ok' END AS clock
        FROM case_record r CROSS JOIN (SELECT max(CAST(strftime('%s', 'now') AS INTEGER),
            newest_stamp / 1000) AS now FROM store_state) t
        WHERE r.lon IS NOT NULL
            AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'case')
            AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)) c;

DROP VIEW open_cases;
CREATE VIEW open_cases AS
    SELECT c.id, c.code, c.category, c.title, c.risk, c.stage, c.level, c.grid, c.source,
        c.lead_unit, datetime(c.reported, 'unixepoch') AS reported,
        datetime(c.due, 'unixepoch') AS due,
        MakePoint(c.lon, c.lat, 4490) AS place,
        substr(c.code, length(rtrim(c.code, replace(c.code, '-', ''))) + 1) AS number,
        c.clock,
        CASE WHEN c.clock = 'none' THEN 'ok'
            WHEN c.clock = 'late' AND c.level = coalesce((SELECT r.code FROM level r WHERE
                r.generation = (SELECT generation FROM kind_state WHERE kind = 'level')
                AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)
                ORDER BY r.rank, r.id LIMIT 1), 'city') THEN 'supervised'
            ELSE c.clock END AS clock_mark,
        CASE WHEN c.stage IN ('routed', 'handling', 'reported', 'rated', 'archived') THEN c.stage
            ELSE 'accepted' END AS stage_mark
    FROM (SELECT r.*,
        CASE WHEN r.closed IS NOT NULL THEN 'none'
            WHEN r.suspended_since IS NOT NULL THEN 'suspended'
            WHEN r.due IS NULL THEN 'none'
            WHEN t.now >= r.due AND r.supervised <> 0 THEN 'supervised'
            WHEN t.now >= r.due THEN 'late'
            WHEN r.due <= r.stage_entered THEN 'ok'
            WHEN r.warn_at < r.due AND t.now >= r.warn_at THEN 'warn'
            -- Resumed where the first four fifths were used up already.
            WHEN r.warn_at < r.due AND r.spent_seconds > 0 AND r.warn_at <= r.stage_entered
                THEN 'warn'
            WHEN r.warn_at < r.due THEN 'ok'
            WHEN CAST(t.now - r.stage_entered AS REAL) / (r.due - r.stage_entered) >= 0.8
                THEN 'warn'
            ELSE 'ok' END AS clock
        FROM case_record r CROSS JOIN (SELECT max(CAST(strftime('%s', 'now') AS INTEGER),
            newest_stamp / 1000) AS now FROM store_state) t
        WHERE r.closed IS NULL AND r.lon IS NOT NULL
            AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'case')
            AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)) c;

-- `moving` as the screen says it: faster than half a metre a second, and it is known where to.
DROP VIEW responders;
CREATE VIEW responders AS
    SELECT r.id, r.code, r.name, r.kind, r.vehicle, r.state, r.grid, r.unit,
        datetime(f.time / 1000, 'unixepoch') AS measured, f.heading / 100.0 AS heading,
        f.accuracy / 100.0 AS accuracy,
        MakePoint(f.lon / 1e7, f.lat / 1e7, 4490) AS place,
        CASE WHEN t.now - f.time <= 3000 * max(r.report_seconds, 1) THEN 'fresh'
            WHEN t.now - f.time <= 6000 * max(r.report_seconds, 1) THEN 'ageing'
            ELSE 'stale' END AS age,
        f.speed / 1000.0 AS speed,
        CASE WHEN f.speed > 500 AND f.heading IS NOT NULL THEN 1 ELSE 0 END AS moving
    FROM responder r JOIN fix_latest f ON f.responder = r.id
        CROSS JOIN (SELECT max(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
            newest_stamp) AS now FROM store_state) t
    WHERE r.on_duty = 1
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'responder')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

-- Rank of the level, 0 city to 3 community.
DROP VIEW centres;
CREATE VIEW centres AS
    SELECT r.id, r.code, r.name, r.level, r.parent,
        MakePoint(r.lon, r.lat, 4490) AS place,
        coalesce((SELECT min(max(l.rank, 0), 3) FROM level l WHERE l.code = r.level
            AND l.generation = (SELECT generation FROM kind_state WHERE kind = 'level')
            AND l.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)), 3) AS rank
    FROM centre r
    WHERE r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'centre')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

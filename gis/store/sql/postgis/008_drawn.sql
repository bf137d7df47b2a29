-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 7 on PostgreSQL: the views of cases, responders and centres tell what the
-- screen draws. What was there keeps name and type; new columns stand behind it. `clock` is
-- dispatch::clockState at the store's time, `clock_mark` and `stage_mark` are the marks a symbol is
-- made of: a clock without limit looks as one in time, late at the top level as supervised, a stage
-- of a city's own as accepted. The time is the statement's: a clock that moves while a query runs
-- would keep the server from its indexes.

CREATE OR REPLACE VIEW cases AS
    SELECT r.id, r.code, r.category, r.title, r.risk, r.stage, r.level, r.grid, r.source,
        r.lead_unit, utc(r.reported) AS reported, utc(r.due) AS due,
        utc(r.closed) AS closed,
        r.place,
        substring(r.code FROM '[^-]*$') AS number,
        c.clock,
        CASE WHEN c.clock = 'none' THEN 'ok'
            WHEN c.clock = 'late' AND r.level = coalesce((SELECT l.code FROM level l
                JOIN batch b ON b.id = l.batch AND b.published_at IS NOT NULL
                WHERE l.generation = (SELECT generation FROM kind_state WHERE kind = 'level')
                ORDER BY l.rank, l.id LIMIT 1), 'city') THEN 'supervised'
            ELSE c.clock END AS clock_mark,
        CASE WHEN r.stage IN ('routed', 'handling', 'reported', 'rated', 'archived') THEN r.stage
            ELSE 'accepted' END AS stage_mark
    FROM case_record r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
        CROSS JOIN LATERAL (SELECT floor(extract(epoch FROM statement_timestamp()))::bigint AS now) t
        CROSS JOIN LATERAL (SELECT
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
            WHEN (t.now - r.stage_entered)::double precision / (r.due - r.stage_entered)
                >= 0.8::double precision THEN 'warn'
            ELSE 'ok' END AS clock) c
    WHERE r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'case');

CREATE OR REPLACE VIEW open_cases AS
    SELECT r.id, r.code, r.category, r.title, r.risk, r.stage, r.level, r.grid, r.source,
        r.lead_unit, utc(r.reported) AS reported, utc(r.due) AS due,
        r.place,
        substring(r.code FROM '[^-]*$') AS number,
        c.clock,
        CASE WHEN c.clock = 'none' THEN 'ok'
            WHEN c.clock = 'late' AND r.level = coalesce((SELECT l.code FROM level l
                JOIN batch b ON b.id = l.batch AND b.published_at IS NOT NULL
                WHERE l.generation = (SELECT generation FROM kind_state WHERE kind = 'level')
                ORDER BY l.rank, l.id LIMIT 1), 'city') THEN 'supervised'
            ELSE c.clock END AS clock_mark,
        CASE WHEN r.stage IN ('routed', 'handling', 'reported', 'rated', 'archived') THEN r.stage
            ELSE 'accepted' END AS stage_mark
    FROM case_record r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
        CROSS JOIN LATERAL (SELECT floor(extract(epoch FROM statement_timestamp()))::bigint AS now) t
        CROSS JOIN LATERAL (SELECT
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
            WHEN (t.now - r.stage_entered)::double precision / (r.due - r.stage_entered)
                >= 0.8::double precision THEN 'warn'
            ELSE 'ok' END AS clock) c
    WHERE r.closed IS NULL AND r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'case');

-- `moving` as the screen says it: faster than half a metre a second, and it is known where to.
CREATE OR REPLACE VIEW responders AS
    SELECT r.id, r.code, r.name, r.kind, r.vehicle, r.state, r.grid, r.unit,
        utc(f.time / 1000) AS measured, f.heading / 100.0 AS heading,
        f.accuracy / 100.0 AS accuracy,
        point_of(f.lon / 1e7, f.lat / 1e7)::geometry(Point, 4490) AS place,
        CASE WHEN t.now - f.time <= 3000 * greatest(r.report_seconds, 1) THEN 'fresh'
            WHEN t.now - f.time <= 6000 * greatest(r.report_seconds, 1) THEN 'ageing'
            ELSE 'stale' END AS age,
        f.speed / 1000.0 AS speed,
        CASE WHEN f.speed > 500 AND f.heading IS NOT NULL THEN 1 ELSE 0 END AS moving
    FROM responder r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
        JOIN fix_latest f ON f.responder = r.id
        CROSS JOIN LATERAL (SELECT floor(extract(epoch FROM statement_timestamp()) * 1000)::bigint
            AS now) t
    WHERE r.on_duty = 1
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'responder');

-- Rank of the level, 0 city to 3 community.
CREATE OR REPLACE VIEW centres AS
    SELECT r.id, r.code, r.name, r.level, r.parent,
        r.place,
        coalesce((SELECT least(greatest(l.rank, 0), 3) FROM level l
            JOIN batch b ON b.id = l.batch AND b.published_at IS NOT NULL
            WHERE l.code = r.level
                AND l.generation = (SELECT generation FROM kind_state WHERE kind = 'level')), 3) AS rank
    FROM centre r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'centre');

-- SPDX-License-Identifier: GPL-3.0-or-later
-- What reads: each answer is one statement, so one snapshot and one round trip. Rows come as text, in
-- the order of columns the program gave in kind_table. Parts: state, change, gap, row, gone, fix,
-- source, fix_gap.
--
-- Numbers of the log become visible out of order. A reader takes every visible row at once and
-- remembers the numbers it has not seen. They are settled once every transaction that had begun to
-- write by then has ended: state tells the oldest that still runs (xmin) and, where there are gaps,
-- a number above every one that had begun (bound).

CREATE FUNCTION feed_state(newest bigint, newest_fixes bigint, gaps boolean)
    RETURNS TABLE (part text, kind text, id bigint, op bigint, "row" text)
LANGUAGE sql STABLE SET search_path = gridhall, pg_temp AS $$
    SELECT 'state', NULL, newest, newest_fixes,
        ROW (now_ms(), s.trimmed_to, pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
             CASE WHEN gaps THEN pg_current_xact_id()::text::bigint END)::text
    FROM store_state s $$;

CREATE FUNCTION fix_rows(after bigint, from_gap bigint[], to_gap bigint[])
    RETURNS TABLE (part text, kind text, id bigint, op bigint, "row" text)
LANGUAGE sql STABLE SET search_path = gridhall, pg_temp AS $$
    SELECT 'fix', NULL, f.responder, f.batch, ROW (f.seq, f.responder, f.time, f.lon, f.lat, f.heading, f.speed,
        f.accuracy, f.source, f.grid)::text
    FROM fix_latest f JOIN responder r ON r.id = f.responder
    WHERE (f.batch > after OR EXISTS (SELECT 1 FROM unnest(from_gap, to_gap) g (a, z) WHERE f.batch BETWEEN g.a AND g.z))
        AND r.on_duty = 1
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'responder')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)
    ORDER BY f.responder $$;

CREATE FUNCTION source_rows() RETURNS TABLE (part text, kind text, id bigint, op bigint, "row" text)
LANGUAGE sql STABLE SET search_path = gridhall, pg_temp AS $$
    SELECT 'source', NULL, idx, report_seconds, ROW (code, newest)::text FROM source ORDER BY idx $$;

-- Numbers up to `upto` that cannot be seen: [id, op] ranges.
CREATE FUNCTION unseen(upto bigint, upto_fixes bigint) RETURNS TABLE (part text, kind text, id bigint, op bigint, "row" text)
LANGUAGE sql STABLE SET search_path = gridhall, pg_temp AS $$
    SELECT 'gap', NULL::text, g.before + 1, g.seq - 1, NULL::text FROM (
        SELECT seq, lag(seq, 1, (SELECT trimmed_to FROM store_state)) OVER (ORDER BY seq) AS before
        FROM change WHERE seq <= upto) g WHERE g.seq > g.before + 1
    UNION ALL
    SELECT 'fix_gap', NULL, g.before + 1, g.id - 1, NULL FROM (
        SELECT id, lag(id, 1, (SELECT fixes_trimmed_to FROM store_state)) OVER (ORDER BY id) AS before FROM fix_batch WHERE id <= upto_fixes) g
        WHERE g.id > g.before + 1 $$;

CREATE FUNCTION newest_change() RETURNS bigint LANGUAGE sql STABLE SET search_path = gridhall, pg_temp AS $$
    SELECT greatest(coalesce((SELECT max(seq) FROM change), 0), (SELECT trimmed_to FROM store_state)) $$;
CREATE FUNCTION newest_fixes() RETURNS bigint LANGUAGE sql STABLE SET search_path = gridhall, pg_temp AS $$
    SELECT coalesce((SELECT max(id) FROM fix_batch), 0) $$;

-- The whole live picture.
CREATE FUNCTION picture() RETURNS TABLE (part text, kind text, id bigint, op bigint, "row" text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
DECLARE
    k kind_table;
BEGIN
    RETURN QUERY SELECT * FROM unseen(newest_change(), newest_fixes());
    RETURN QUERY SELECT * FROM feed_state(newest_change(), newest_fixes(), true);
    FOR k IN SELECT * FROM kind_table t WHERE t.in_picture LOOP
        RETURN QUERY EXECUTE k.rows_in_force;
    END LOOP;
    RETURN QUERY SELECT * FROM fix_rows(-1, '{}', '{}');
    RETURN QUERY SELECT * FROM source_rows();
END $$;

-- What became visible after `after` and within the gaps. A reader that does not know its gaps gives
-- NULL for them.
CREATE FUNCTION feed(after bigint, from_gap bigint[], to_gap bigint[], after_fixes bigint,
                     from_fix_gap bigint[], to_fix_gap bigint[])
    RETURNS TABLE (part text, kind text, id bigint, op bigint, "row" text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
#variable_conflict use_column
DECLARE
    k kind_table;
    seqs bigint[];
    kinds text[];
    records bigint[];
    ops bigint[];
    batches bigint[];
    newest bigint;
    newest_fix bigint;
    gaps boolean;
    wanted bigint[];
    touched text;
BEGIN
    -- Older than the log, or newer: then a backup was put back.
    IF after < (SELECT trimmed_to FROM store_state) OR after > newest_change()
            OR after_fixes > newest_fixes() THEN
        RETURN QUERY SELECT 'old', NULL::text, newest_change(), newest_fixes(), NULL::text;
        RETURN;
    END IF;
    IF from_gap IS NULL THEN
        SELECT coalesce(array_agg(u.id) FILTER (WHERE u.part = 'gap'), '{}'),
               coalesce(array_agg(u.op) FILTER (WHERE u.part = 'gap'), '{}'),
               coalesce(array_agg(u.id) FILTER (WHERE u.part = 'fix_gap'), '{}'),
               coalesce(array_agg(u.op) FILTER (WHERE u.part = 'fix_gap'), '{}')
            INTO from_gap, to_gap, from_fix_gap, to_fix_gap FROM unseen(after, after_fixes) u;
        RETURN QUERY SELECT 'gap', NULL::text, g.a, g.z, NULL::text FROM unnest(from_gap, to_gap) g (a, z);
        RETURN QUERY SELECT 'fix_gap', NULL::text, g.a, g.z, NULL::text FROM unnest(from_fix_gap, to_fix_gap) g (a, z);
    END IF;
    SELECT array_agg(c.seq ORDER BY c.seq), array_agg(c.kind ORDER BY c.seq),
           array_agg(c.record ORDER BY c.seq), array_agg(c.op ORDER BY c.seq)
        INTO seqs, kinds, records, ops FROM (
            SELECT c.seq, c.kind, c.record, c.op FROM change c WHERE c.seq > after
            UNION ALL
            SELECT c.seq, c.kind, c.record, c.op FROM unnest(from_gap, to_gap) g (a, z)
            JOIN change c ON c.seq BETWEEN g.a AND g.z) c;
    SELECT array_agg(b.id ORDER BY b.id) INTO batches FROM (
        SELECT b.id FROM fix_batch b WHERE b.id > after_fixes
        UNION ALL
        SELECT b.id FROM unnest(from_fix_gap, to_fix_gap) g (a, z) JOIN fix_batch b ON b.id BETWEEN g.a AND g.z) b;
    newest := greatest(after, seqs[cardinality(seqs)]);
    newest_fix := greatest(after_fixes, batches[cardinality(batches)]);
    -- Fewer rows than numbers: some are still to come, or never will.
    gaps := newest - after > coalesce(cardinality(seqs), 0)
        OR newest_fix - after_fixes > coalesce(cardinality(batches), 0)
        OR cardinality(from_gap) > 0 OR cardinality(from_fix_gap) > 0;
    RETURN QUERY SELECT * FROM feed_state(newest, newest_fix, gaps);
    IF batches IS NOT NULL THEN
        RETURN QUERY SELECT 'fix_batch', NULL::text, b, 0::bigint, NULL::text FROM unnest(batches) b;
        RETURN QUERY SELECT * FROM fix_rows(after_fixes, from_fix_gap, to_fix_gap);
        RETURN QUERY SELECT * FROM source_rows();
    END IF;
    IF seqs IS NULL THEN RETURN; END IF;
    RETURN QUERY SELECT 'change', l.kind, l.record, l.op, l.seq::text
        FROM unnest(seqs, kinds, records, ops) l (seq, kind, record, op) ORDER BY l.seq;
    FOR touched IN SELECT DISTINCT unnest(kinds) LOOP
        SELECT * INTO k FROM kind_table t WHERE t.kind = touched;
        CONTINUE WHEN NOT FOUND;
        IF EXISTS (SELECT 1 FROM unnest(kinds, ops) l (kind, op) WHERE l.kind = touched AND l.op = 3) THEN
            IF k.in_picture THEN RETURN QUERY EXECUTE k.rows_in_force; END IF;
        ELSE
            SELECT array_agg(DISTINCT l.record) INTO wanted FROM unnest(kinds, records) l (kind, record)
                WHERE l.kind = touched;
            RETURN QUERY EXECUTE k.rows_by_id USING wanted;
        END IF;
    END LOOP;
END $$;

-- The hall as it was. Positions: of everybody on duty then, the last report measured in that duty,
-- received by then and after the last return to duty.
CREATE FUNCTION picture_at(at_ms bigint) RETURNS TABLE (part text, kind text, id bigint, op bigint, "row" text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
#variable_conflict use_column
DECLARE
    k kind_table;
BEGIN
    RETURN QUERY SELECT * FROM feed_state(
        (SELECT coalesce(max(a.seq), 0) FROM action a WHERE a.at <= at_ms), 0::bigint, false);
    FOR k IN SELECT * FROM kind_table t WHERE t.in_picture LOOP
        RETURN QUERY EXECUTE k.rows_at USING at_ms;
    END LOOP;
    RETURN QUERY SELECT * FROM source_rows();
    RETURN QUERY
    WITH duties AS (
        SELECT r.responder, min(greatest(r.from_at, -2208988800) * 1000) AS since FROM (
            SELECT r.responder, r.from_at, r.until_at FROM duty r
                JOIN batch b ON b.id = r.batch JOIN generation g ON g.kind = 'duty' AND g.id = r.generation
                WHERE r.valid_from <= at_ms AND b.published_at <= at_ms AND g.from_at <= at_ms
                    AND coalesce(g.until_at > at_ms, true)
            UNION ALL
            SELECT (v."row"->>'responder')::bigint, (v."row"->>'from_at')::bigint, (v."row"->>'until_at')::bigint
                FROM version v WHERE v.kind = 'duty' AND v.valid_from <= at_ms AND v.valid_to > at_ms) r
        WHERE r.from_at <= at_ms / 1000 AND (r.until_at IS NULL OR r.until_at > at_ms / 1000)
        GROUP BY r.responder
    ), back AS (
        SELECT d.responder, d.since, coalesce((SELECT max(v.valid_to) FROM version v WHERE v.kind = 'responder'
            AND v.id = d.responder AND v."row"->>'on_duty' = '0' AND v.valid_to <= at_ms), 0) AS since_back
        FROM duties d
    )
    SELECT 'fix', NULL::text, f.responder, 0::bigint, ROW (f.seq, f.responder, f.time, f.lon, f.lat, f.heading, f.speed,
        f.accuracy, f.source, f.grid)::text
    FROM back b CROSS JOIN LATERAL (
        SELECT t.* FROM fix_live t WHERE t.responder = b.responder AND t.time >= b.since
            AND t.time <= at_ms + 86400000 AND t.received <= at_ms AND t.received >= b.since_back
        ORDER BY t.time DESC, t.seq DESC LIMIT 1) f
    ORDER BY f.responder;
END $$;

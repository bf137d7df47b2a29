-- SPDX-License-Identifier: GPL-3.0-or-later
-- Retention and sweeping, in slices; each call is a transaction of its own.

CREATE FUNCTION setting_number(wanted text, otherwise bigint) RETURNS bigint
LANGUAGE sql STABLE SET search_path = gridhall, pg_temp AS $$
    SELECT coalesce((SELECT r.value::bigint FROM setting r WHERE r.key = wanted AND r.value ~ '^[0-9]{1,12}$'
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'setting')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)), otherwise) $$;

-- Positions of people whose planned duty has run out without a word.
CREATE FUNCTION drop_overdue() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
DECLARE
    overdue bigint[];
    by_action bigint;
    stamp bigint := now_ms();
BEGIN
    SELECT array_agg(f.responder) INTO overdue FROM fix_latest f WHERE NOT EXISTS (
        SELECT 1 FROM responder r WHERE r.id = f.responder AND r.on_duty = 1
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'responder')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)) OR NOT EXISTS (
        SELECT 1 FROM duty r WHERE r.responder = f.responder AND coalesce(r.until_at > stamp / 1000, true)
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'duty')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL));
    IF overdue IS NULL THEN RETURN 0; END IF;
    INSERT INTO action (key, officer, seat, note, at, seq)
        VALUES ('retain:' || gen_random_uuid(), 'gridhall', 'retention', 'duty over: position deleted', stamp, 0)
        RETURNING id INTO by_action;
    PERFORM drop_position(who, by_action) FROM unnest(overdue) who;
    UPDATE action SET seq = (SELECT coalesce(max(seq), 0) FROM change WHERE action = by_action) WHERE id = by_action;
    PERFORM pg_notify('gridhall', 'fix');
    RETURN cardinality(overdue);
END $$;

-- Live tracks past their time: whole months by dropping the partition, the rest row by row.
CREATE FUNCTION drop_track_months() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
DECLARE
    part record;
    dropped bigint := 0;
    before timestamp := to_timestamp((now_ms() - least(setting_number('retention.track_days', 30), 36500) * 86400000) / 1000.0) AT TIME ZONE 'UTC';
BEGIN
    PERFORM ensure_month('fix_live', now_ms() + 7 * 86400000);
    PERFORM ensure_month('version', now_ms() + 7 * 86400000);
    -- Asks for a lock that keeps writers out: gives up at once where somebody reads, until next time.
    PERFORM set_config('lock_timeout', '40', true);
    FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'gridhall.fix_live'::regclass
                AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before LOOP
        BEGIN
            EXECUTE format('DROP TABLE gridhall.%I', part.relname);
            dropped := dropped + 1;
        EXCEPTION WHEN lock_not_available THEN
            NULL;
        END;
    END LOOP;
    RETURN dropped;
END $$;

CREATE FUNCTION delete_tracks(most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
DECLARE
    before bigint := now_ms() - least(setting_number('retention.track_days', 30), 36500) * 86400000;
    gone bigint;
BEGIN
    DELETE FROM fix_live f USING (SELECT tableoid, ctid FROM fix_live WHERE time < before LIMIT most) old
        WHERE f.tableoid = old.tableoid AND f.ctid = old.ctid;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

CREATE FUNCTION trim_log(most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
DECLARE
    upto bigint := (SELECT max(seq) FROM change) - setting_number('retention.change_rows', 200000);
    cut bigint;
    gone bigint;
BEGIN
    SELECT max(seq) INTO cut FROM (SELECT seq FROM change WHERE seq <= upto ORDER BY seq LIMIT most) c;
    WITH old AS (
        DELETE FROM fix_batch WHERE received < now_ms() - 3600000
            AND id < (SELECT max(id) FROM fix_batch) RETURNING id)
    UPDATE store_state SET fixes_trimmed_to = greatest(fixes_trimmed_to, (SELECT max(id) FROM old))
        WHERE EXISTS (SELECT 1 FROM old);
    IF cut IS NULL THEN RETURN 0; END IF;
    DELETE FROM change WHERE seq <= cut;
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE store_state SET trimmed_to = greatest(trimmed_to, cut);
    RETURN gone;
END $$;

CREATE FUNCTION dead_batches() RETURNS bigint[]
LANGUAGE sql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM batch
    WHERE published_at IS NULL AND id > 0 AND NOT writer_lives(id) $$;

-- A slice of what a dead import left; the batch itself goes with the last of it.
CREATE FUNCTION sweep_batch(dead bigint, most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
DECLARE
    part record;
    gone bigint;
BEGIN
    IF dead = 0 OR writer_lives(dead)
            OR EXISTS (SELECT 1 FROM batch WHERE id = dead AND published_at IS NOT NULL) THEN
        RETURN 0;
    END IF;
    FOR part IN SELECT t.table_name FROM batch_kind b JOIN kind_table t ON t.kind = b.kind WHERE b.batch = dead
            UNION ALL SELECT 'fix_imported' LOOP
        EXECUTE format('DELETE FROM %1$I r USING (SELECT tableoid, ctid FROM %1$I WHERE batch = $1 LIMIT $2) old'
            ' WHERE r.tableoid = old.tableoid AND r.ctid = old.ctid', part.table_name) USING dead, most;
        GET DIAGNOSTICS gone = ROW_COUNT;
        IF gone > 0 THEN RETURN gone; END IF;
    END LOOP;
    DELETE FROM batch_kind WHERE batch = dead;
    DELETE FROM batch WHERE id = dead;
    RETURN 0;
END $$;

CREATE FUNCTION replaced_generations() RETURNS TABLE (kind text, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
    SELECT kind, id FROM generation WHERE until_at IS NOT NULL AND swept = 0 $$;

-- A slice of the rows of a generation that was replaced: versioned ones go to the past.
CREATE FUNCTION sweep_generation(what text, old bigint, most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
DECLARE
    k kind_table;
    ended bigint;
    by_action bigint;
    rows bigint[];
    one bigint;
BEGIN
    SELECT until_at INTO ended FROM generation g WHERE g.kind = what AND g.id = old;
    IF ended IS NULL THEN RETURN 0; END IF;
    SELECT coalesce((SELECT a.id FROM action a WHERE a.key = 'batch:' || (SELECT min(n.id)
        FROM generation n WHERE n.kind = what AND n.id > old)), 0) INTO by_action;
    SELECT * INTO k FROM kind_table t WHERE t.kind = what;
    IF k.kind IS NOT NULL THEN
        EXECUTE format('SELECT array_agg(id) FROM (SELECT id FROM %I WHERE generation = $1 AND batch IN'
            ' (SELECT id FROM batch WHERE published_at IS NOT NULL) LIMIT $2) r', k.table_name)
            INTO rows USING old, most;
        IF rows IS NOT NULL THEN
            IF k.versioned THEN
                PERFORM ensure_month('version', ended);
                FOREACH one IN ARRAY rows LOOP
                    EXECUTE k.keep_version USING one, ended, by_action;
                END LOOP;
            END IF;
            EXECUTE format('DELETE FROM %I WHERE generation = $1 AND id = ANY ($2)', k.table_name) USING old, rows;
            RETURN cardinality(rows);
        END IF;
    END IF;
    UPDATE generation SET swept = 1 WHERE generation.kind = what AND generation.id = old;
    RETURN 0;
END $$;

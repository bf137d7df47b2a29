-- SPDX-License-Identifier: GPL-3.0-or-later
-- What writes: one call an action, whatever it touches. Every function here runs with the owner's
-- rights, so that the application's role needs none on the tables. Error codes: GH001 somebody was
-- first (detail is a row:
-- kind, id, revision found, when, officer, seat, code), GH002 bad input, GH003 not now, try again.

-- The store's clock is the server's. Milliseconds, UTC.
CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql VOLATILE PARALLEL SAFE
    AS $$ SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint $$;

-- A second as a time, NULL where no calendar has it.
CREATE FUNCTION utc(seconds bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN seconds BETWEEN -2208988800 AND 7258118400
                      THEN to_timestamp(seconds) END $$;

-- Sees to it that a table partitioned by month has a place for a time.
CREATE FUNCTION ensure_month(parent text, at_ms bigint) RETURNS void
LANGUAGE plpgsql SET search_path = gridhall, pg_temp AS $$
DECLARE
    month timestamp := date_trunc('month', to_timestamp(at_ms / 1000.0) AT TIME ZONE 'UTC');
    name text := parent || to_char(month, '_YYYY_MM');
BEGIN
    IF to_regclass('gridhall.' || quote_ident(name)) IS NOT NULL THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('gridhall.' || name, 0));
    IF to_regclass('gridhall.' || quote_ident(name)) IS NOT NULL THEN RETURN; END IF;
    -- Attaching asks for less of a lock than making a partition in one step.
    EXECUTE format('CREATE TABLE gridhall.%I (LIKE gridhall.%I INCLUDING DEFAULTS)', name, parent);
    EXECUTE format('ALTER TABLE gridhall.%I ATTACH PARTITION gridhall.%I FOR VALUES FROM (%s) TO (%s)',
        parent, name, extract(epoch FROM month AT TIME ZONE 'UTC')::bigint * 1000,
        extract(epoch FROM (month + interval '1 month') AT TIME ZONE 'UTC')::bigint * 1000);
END $$;

-- Commits hold this shared, a publication that replaces a kind holds it alone: no row is written
-- into a generation that is just going out of force.
CREATE FUNCTION publication_lock() RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT 5149013001 $$;

-- The lock the writer of a batch holds as long as it lives.
CREATE FUNCTION batch_lock(batch bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    AS $$ SELECT hashtextextended('gridhall.batch.' || batch, 0) $$;

CREATE FUNCTION writer_lives(wanted bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE
    SET search_path = gridhall, pg_temp AS $$
BEGIN
    IF (SELECT abandoned <> 0 FROM batch WHERE id = wanted) THEN RETURN false; END IF;
    -- Of a session of its own: the same session may take its lock twice.
    RETURN EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                   AND ((classid::bigint << 32) | objid::bigint) = batch_lock(wanted));
END $$;

CREATE FUNCTION log_change(what text, id bigint, op bigint, revision bigint, by_action bigint)
    RETURNS bigint LANGUAGE sql SET search_path = gridhall, pg_temp
    AS $$ INSERT INTO change (kind, record, op, revision, action)
          VALUES (what, id, op, revision, by_action) RETURNING seq $$;

CREATE FUNCTION drop_position(who bigint, by_action bigint) RETURNS void LANGUAGE plpgsql
    SET search_path = gridhall, pg_temp AS $$
BEGIN
    DELETE FROM fix_latest WHERE responder = who;
    IF FOUND THEN PERFORM log_change('fix', who, 2, 0, by_action); END IF;
END $$;

-- After a refused insert or update: rows of dead imports with the same code or id go; another
-- holder stays and is named.
CREATE FUNCTION make_way(k kind_table, wanted_id bigint, code text, wanted_row jsonb, gen bigint,
                         own_batch bigint, broken text) RETURNS void LANGUAGE plpgsql
    SET search_path = gridhall, pg_temp AS $$
DECLARE
    held record;
    condition text := 'r.id = $2';
    named text := k.kind || ' ' || coalesce(nullif(code, ''), wanted_id::text);
BEGIN
    IF broken = 'assignment_live' THEN
        SELECT r.id, r.revision, greatest(r.valid_from, b.published_at) AS at, a.officer, a.seat,
               w.code INTO held
        FROM assignment r JOIN batch b ON b.id = r.batch LEFT JOIN action a ON a.id = r.action
        LEFT JOIN responder w ON w.id = r.responder
        WHERE r.responder = (wanted_row->>'responder')::bigint AND r.generation = gen
            AND r.state IN ('sent', 'acknowledged', 'en_route', 'on_scene') LIMIT 1;
        IF NOT FOUND THEN
            RAISE EXCEPTION USING ERRCODE = 'GH003', MESSAGE = 'the live order in the way has gone';
        END IF;
        RAISE EXCEPTION USING ERRCODE = 'GH001', MESSAGE = 'somebody was first',
            DETAIL = ROW ('assignment', held.id, held.revision, held.at,
                                       coalesce(held.officer, ''), coalesce(held.seat, ''),
                                       coalesce(held.code, ''))::text;
    END IF;
    IF broken LIKE '%\_code' THEN
        condition := format('r.generation = $1 AND r.%I = $3', k.code_column);
    ELSIF k.own_ids THEN
        condition := 'r.generation = $1 AND r.id = $2';
    END IF;
    FOR held IN EXECUTE format('SELECT r.ctid AS place, r.batch, b.published_at FROM %I r JOIN batch b'
        ' ON b.id = r.batch WHERE %s', k.table_name, condition) USING gen, wanted_id, code LOOP
        IF held.published_at IS NULL AND held.batch <> own_batch
                AND NOT writer_lives(held.batch) THEN
            EXECUTE format('DELETE FROM %I WHERE ctid = $1', k.table_name) USING held.place;
        ELSE
            RAISE EXCEPTION USING ERRCODE = 'GH002', MESSAGE = named ||
                CASE WHEN held.published_at IS NULL AND own_batch = 0
                     THEN ' is just being brought in by an import'
                     ELSE ' is in the store already' END;
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION put_row(k kind_table, "row" jsonb, id bigint, code text, gen bigint, batch bigint,
                        revision bigint, from_ms bigint, by_action bigint, is_new boolean)
    RETURNS void LANGUAGE plpgsql SET search_path = gridhall, pg_temp AS $$
DECLARE
    broken text;
BEGIN
    FOR tries IN 1..2 LOOP
        BEGIN
            IF is_new THEN
                EXECUTE k.insert_row USING "row", id, gen, batch, revision, from_ms, by_action;
            ELSE
                EXECUTE k.update_row USING "row", id, revision, from_ms, by_action;
            END IF;
            RETURN;
        EXCEPTION WHEN unique_violation THEN
            GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
        END;
        PERFORM make_way(k, CASE WHEN is_new THEN id ELSE 0 END, code, "row", gen, batch, broken);
    END LOOP;
    RAISE EXCEPTION USING ERRCODE = 'GH002',
        MESSAGE = k.kind || ' ' || coalesce(nullif(code, ''), id::text) || ' is in the store already';
END $$;

-- Sees to it that no fresh id collides with one that came from outside.
CREATE FUNCTION reserve_id(k kind_table, id bigint) RETURNS void LANGUAGE plpgsql
    SET search_path = gridhall, pg_temp AS $$
DECLARE
    sequence text := k.table_name || '_ids';
    last bigint;
BEGIN
    IF k.own_ids THEN RETURN; END IF;
    EXECUTE format('SELECT last_value FROM %I', sequence) INTO last;
    IF last <= id THEN PERFORM setval(sequence::regclass, id); END IF;
END $$;

-- Writes a transaction, all of it or nothing. The request: {schema, key, officer, seat, note, writes:
-- [{kind, id, code, expected, remove, row}]}. A second call with the same key answers as the first did.
CREATE FUNCTION commit(request jsonb)
    RETURNS TABLE (done_at bigint, done_seq bigint, ids text, revisions text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
#variable_conflict use_column
DECLARE
    by_action bigint;
    k kind_table;
    w jsonb;
    wanted bigint;
    expected bigint;
    goes boolean;
    standing record;
    gen bigint;
    stamp bigint := now_ms();
    next_revision bigint;
    last_seq bigint := 0;
    all_ids bigint[] := '{}';
    all_revisions bigint[] := '{}';
    leaves bigint;
    notify_as text;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(publication_lock());
    IF NOT EXISTS (SELECT 1 FROM store_state WHERE schema = (request->>'schema')::bigint) THEN
        RAISE EXCEPTION USING ERRCODE = 'GH004',
            MESSAGE = 'the store has become another schema; start the program anew';
    END IF;
    -- First of all, so that this transaction has its number before it takes one of the log.
    INSERT INTO action (key, officer, seat, note, at, seq)
        VALUES (request->>'key', request->>'officer', request->>'seat', request->>'note', stamp, 0)
        ON CONFLICT (key) DO NOTHING RETURNING action.id INTO by_action;
    IF by_action IS NULL THEN
        RETURN QUERY SELECT a.at, a.seq, a.ids, a.revisions FROM action a WHERE a.key = request->>'key';
        RETURN;
    END IF;
    -- What is to change is locked in one order for all, so that two never wait for each other.
    FOR w IN SELECT value FROM jsonb_array_elements(request->'writes')
             WHERE (value->>'expected')::bigint <> 0 OR (value->>'remove')::boolean
             ORDER BY value->>'kind', (value->>'id')::bigint LOOP
        SELECT * INTO k FROM kind_table t WHERE t.kind = w->>'kind';
        EXECUTE k.lock_row INTO wanted USING (w->>'id')::bigint;
        stamp := greatest(stamp, wanted);
    END LOOP;
    stamp := greatest(stamp, now_ms());
    FOR w IN SELECT value FROM jsonb_array_elements(request->'writes') LOOP
        SELECT * INTO k FROM kind_table t WHERE t.kind = w->>'kind';
        wanted := (w->>'id')::bigint;
        expected := (w->>'expected')::bigint;
        goes := (w->>'remove')::boolean;
        next_revision := 1;
        SELECT s.generation INTO gen FROM kind_state s WHERE s.kind = k.kind;
        IF NOT goes AND expected = 0 AND (wanted = 0 OR k.own_ids) THEN
            IF wanted = 0 THEN
                wanted := nextval((k.table_name || '_ids')::regclass);
            END IF;
            PERFORM put_row(k, w->'row', wanted, w->>'code', gen, 0, 1, stamp, by_action, true);
        ELSE
            EXECUTE k.find_row INTO standing USING wanted;
            IF standing.revision IS NULL OR (k.versioned AND standing.revision <> expected) THEN
                IF standing.revision IS NULL THEN
                    SELECT v.valid_to AS at, a.officer, a.seat, 0::bigint AS revision INTO standing
                    FROM version v LEFT JOIN action a ON a.id = v.ended_by
                    WHERE v.kind = k.kind AND v.id = wanted ORDER BY v.revision DESC LIMIT 1;
                END IF;
                RAISE EXCEPTION USING ERRCODE = 'GH001', MESSAGE = 'somebody was first',
                    DETAIL = ROW (k.kind, wanted, coalesce(standing.revision, 0),
                        coalesce(standing.at, 0), coalesce(standing.officer, ''),
                        coalesce(standing.seat, ''), w->>'code')::text;
            END IF;
            IF NOT k.versioned AND NOT goes THEN
                RAISE EXCEPTION USING ERRCODE = 'GH002', MESSAGE = k.kind || ' '
                    || coalesce(nullif(w->>'code', ''), wanted::text)
                    || ': this kind is written once, not changed';
            END IF;
            next_revision := standing.revision + 1;
            -- Who comes back to duty begins without a position, too.
            IF k.kind = 'responder' AND (SELECT on_duty FROM responder WHERE id = wanted) = 0 THEN
                PERFORM drop_position(wanted, by_action);
            END IF;
            IF k.versioned THEN
                PERFORM ensure_month('version', stamp);
                EXECUTE k.keep_version USING wanted, stamp, by_action;
            END IF;
            IF goes THEN
                EXECUTE format('DELETE FROM %I WHERE id = $1 AND generation = $2', k.table_name)
                    USING wanted, gen;
            ELSE
                PERFORM put_row(k, w->'row', wanted, w->>'code', gen, 0, next_revision, stamp,
                                by_action, false);
            END IF;
        END IF;
        all_ids := all_ids || wanted;
        all_revisions := all_revisions
            || CASE WHEN k.versioned AND NOT goes THEN next_revision ELSE 0 END;
        last_seq := log_change(k.kind, wanted, CASE WHEN goes THEN 2 ELSE 1 END, next_revision,
                               by_action);
        IF notify_as IS NULL THEN notify_as := k.kind || ' ' || wanted; END IF;
        -- Who leaves duty by this loses the position at once.
        leaves := CASE
            WHEN k.kind = 'responder' AND (goes OR (w->'row'->>'on_duty')::bigint = 0) THEN wanted
            WHEN k.kind = 'duty' AND (goes OR (w->'row'->>'until_at')::bigint <= stamp / 1000)
                THEN (w->'row'->>'responder')::bigint END;
        IF leaves IS NOT NULL THEN PERFORM drop_position(leaves, by_action); END IF;
    END LOOP;
    SELECT coalesce(max(c.seq), last_seq) INTO last_seq FROM change c WHERE c.action = by_action
        AND c.seq >= last_seq;
    UPDATE action a SET at = stamp, seq = last_seq, ids = all_ids::text,
        revisions = all_revisions::text WHERE a.id = by_action;
    PERFORM pg_notify('gridhall', coalesce(notify_as, ''));
    RETURN QUERY SELECT stamp, last_seq, all_ids::text, all_revisions::text;
END $$;

-- Batches: rows nobody sees yet, made visible by one row changed.
CREATE FUNCTION begin_batch(what text, officer text, seat text, past bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
DECLARE
    made bigint;
    stamp bigint := now_ms();
BEGIN
    INSERT INTO batch (what, officer, seat, begun_at, past_fixes)
        VALUES (begin_batch.what, begin_batch.officer, begin_batch.seat, stamp, past)
        RETURNING id INTO made;
    INSERT INTO action (key, officer, seat, note, at, seq)
        VALUES ('batch:' || made, begin_batch.officer, begin_batch.seat, begin_batch.what, stamp, 0);
    PERFORM pg_advisory_lock(batch_lock(made));
    RETURN made;
END $$;

-- Appends rows that carry their ids; rows with id 0 get one. Answers with all ids.
CREATE FUNCTION append_rows(to_batch bigint, what text, replaced boolean, rows jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
DECLARE
    k kind_table;
    gen bigint;
    by_action bigint;
    all_ids bigint[];
    numbered jsonb;
    one jsonb;
    broken text;
BEGIN
    SELECT * INTO k FROM kind_table t WHERE t.kind = what;
    SELECT b.generation INTO gen FROM batch_kind b WHERE b.batch = to_batch AND b.kind = what;
    IF gen IS NULL THEN
        SELECT CASE WHEN replaced THEN to_batch ELSE s.generation END INTO gen
            FROM kind_state s WHERE s.kind = what;
        INSERT INTO batch_kind VALUES (to_batch, what, gen, CASE WHEN replaced THEN 1 ELSE 0 END);
    END IF;
    SELECT id INTO by_action FROM action WHERE key = 'batch:' || to_batch;
    IF EXISTS (SELECT 1 FROM batch WHERE id = to_batch AND (published_at IS NOT NULL OR abandoned <> 0)) THEN
        RAISE EXCEPTION USING ERRCODE = 'GH002', MESSAGE = 'the batch has failed or is published already';
    END IF;
    IF NOT k.own_ids THEN
        PERFORM reserve_id(k, (SELECT max((value->>'id')::bigint) FROM jsonb_array_elements(rows)));
    END IF;
    SELECT jsonb_agg(CASE WHEN (value->>'id')::bigint = 0
                          THEN value || jsonb_build_object('id', nextval((k.table_name || '_ids')::regclass))
                          ELSE value END ORDER BY place)
        INTO numbered FROM jsonb_array_elements(rows) WITH ORDINALITY AS given (value, place);
    BEGIN
        EXECUTE k.insert_rows USING numbered, gen, to_batch, by_action;
    EXCEPTION WHEN unique_violation THEN
        FOR one IN SELECT value FROM jsonb_array_elements(numbered) LOOP
            PERFORM put_row(k, one, (one->>'id')::bigint, coalesce(one->>nullif(k.code_column, ''), ''),
                            gen, to_batch, 1, 0, by_action, true);
        END LOOP;
    END;
    SELECT array_agg((value->>'id')::bigint ORDER BY place) INTO all_ids
        FROM jsonb_array_elements(numbered) WITH ORDINALITY AS given (value, place);
    RETURN all_ids::text;
END $$;

-- Answers with no row where commits are in the way just now: call again. Waiting keeps other commits
-- waiting too, so it is bounded.
CREATE FUNCTION publish_batch(published bigint, replaced text[], wait_ms bigint) RETURNS TABLE (done_at bigint, done_seq bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
#variable_conflict use_column
DECLARE
    part record;
    by_action bigint;
    stamp bigint;
    last_seq bigint := 0;
BEGIN
    IF cardinality(replaced) > 0 THEN
        IF wait_ms = 0 THEN
            IF NOT pg_try_advisory_xact_lock(publication_lock()) THEN RETURN; END IF;
        ELSE
            PERFORM set_config('lock_timeout', wait_ms::text, true);
            BEGIN
                PERFORM pg_advisory_xact_lock(publication_lock());
            EXCEPTION WHEN lock_not_available THEN
                RETURN;
            END;
            PERFORM set_config('lock_timeout', '0', true);
        END IF;
    ELSE
        PERFORM pg_advisory_xact_lock_shared(publication_lock());
    END IF;
    SELECT id INTO by_action FROM action WHERE key = 'batch:' || published;
    UPDATE action SET note = note WHERE id = by_action;
    IF EXISTS (SELECT 1 FROM batch WHERE id = published AND (published_at IS NOT NULL OR abandoned <> 0)) THEN
        RAISE EXCEPTION USING ERRCODE = 'GH002', MESSAGE = 'the batch has failed or is published already';
    END IF;
    SELECT greatest(now_ms(), coalesce(max(from_at), 0)) INTO stamp FROM generation WHERE kind = ANY (replaced);
    FOR part IN SELECT kind_table.kind, b.generation AS used FROM kind_table
            LEFT JOIN batch_kind b ON b.batch = published AND b.kind = kind_table.kind
            WHERE b.kind IS NOT NULL OR kind_table.kind = ANY (replaced) ORDER BY 1 LOOP
        IF part.kind = ANY (replaced) THEN
            UPDATE generation SET until_at = stamp WHERE kind = part.kind AND until_at IS NULL;
            INSERT INTO generation (kind, id, from_at) VALUES (part.kind, published, stamp);
            UPDATE kind_state SET generation = published WHERE kind = part.kind;
            IF part.kind = 'responder' THEN DELETE FROM fix_latest; END IF;
        ELSIF part.used <> (SELECT generation FROM kind_state WHERE kind = part.kind) THEN
            RAISE EXCEPTION USING ERRCODE = 'GH005', MESSAGE = 'while it ran, all rows of '
                || part.kind || ' were replaced by another import';
        END IF;
        last_seq := log_change(part.kind, 0, 3, 0, by_action);
    END LOOP;
    IF last_seq = 0 THEN last_seq := (SELECT coalesce(max(seq), 0) FROM change); END IF;
    UPDATE action SET at = stamp, seq = last_seq WHERE id = by_action;
    UPDATE batch SET published_at = stamp WHERE id = published;
    PERFORM pg_notify('gridhall', 'batch ' || published);
    RETURN QUERY SELECT stamp, last_seq;
END $$;

CREATE FUNCTION abandon_batch(lost bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = gridhall, pg_temp
    AS $$ UPDATE batch SET abandoned = 1 WHERE id = lost AND published_at IS NULL $$;

CREATE FUNCTION source_index(wanted text) RETURNS bigint LANGUAGE plpgsql
    SET search_path = gridhall, pg_temp AS $$
DECLARE
    known bigint;
BEGIN
    FOR tries IN 1..10 LOOP
        SELECT idx INTO known FROM source WHERE code = wanted;
        IF known IS NOT NULL THEN RETURN known; END IF;
        INSERT INTO source (code, report_seconds) VALUES (wanted, coalesce((
            SELECT r.value::bigint FROM setting r WHERE r.key = 'source.' || wanted || '.report_seconds'
            AND r.value ~ '^[0-9]{1,6}$'
            AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'setting')
            AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)), 30))
            ON CONFLICT DO NOTHING;
    END LOOP;
    RETURN known;
END $$;

-- Takes position reports in one write. Never notifies. Verdicts: 0 taken, 1 off duty, 2 unknown,
-- 3 impossible.
CREATE FUNCTION add_fixes(who bigint[], measured bigint[], lons integer[], lats integer[],
                          headings integer[], speeds integer[], accuracies integer[], grids bigint[],
                          source_code text)
    RETURNS TABLE (taken bigint, off_duty bigint, unknown bigint, impossible bigint, last bigint)
-- Every person is looked up by number. A plan made while the tables were empty would read them whole.
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    stamp bigint := now_ms();
    from_source bigint := source_index(source_code);
    this_batch bigint;
    verdicts bigint[];
    presents boolean[];
    month bigint;
    newest_time bigint;
    last_seq bigint;
    firsts bigint[];
BEGIN
    SELECT array_agg(CASE
            WHEN g.lon NOT BETWEEN -1800000000 AND 1800000000 OR g.lat NOT BETWEEN -900000000 AND 900000000
                OR (g.lon = 0 AND g.lat = 0) OR g.time > stamp + 86400000 OR g.time < 946684800000 THEN 3
            WHEN r.on_duty IS NULL THEN 2
            WHEN c.covered THEN 0 ELSE 1 END ORDER BY g.place),
        array_agg(coalesce(c.present, false) ORDER BY g.place)
    INTO verdicts, presents
    FROM unnest(who, measured, lons, lats) WITH ORDINALITY AS g (responder, time, lon, lat, place)
    LEFT JOIN LATERAL (
        SELECT w.on_duty FROM responder w WHERE w.id = g.responder
            AND w.generation = (SELECT generation FROM kind_state WHERE kind = 'responder')
            AND w.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)
        OFFSET 0) r ON true
    LEFT JOIN LATERAL (
        SELECT bool_or(r.on_duty = 1 OR d.until_at <= stamp / 1000) AS covered,
               bool_or(r.on_duty = 1 AND coalesce(d.until_at > stamp / 1000, true)) AS present
        FROM duty d WHERE d.responder = g.responder AND d.from_at <= g.time / 1000
            AND coalesce(g.time / 1000 < d.until_at, true)
            AND utc(d.from_at) IS NOT NULL AND utc(coalesce(d.until_at, 0)) IS NOT NULL
            AND d.generation = (SELECT generation FROM kind_state WHERE kind = 'duty')
            AND d.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)
        OFFSET 0) c ON true;

    FOR month IN SELECT DISTINCT extract(epoch FROM date_trunc('month', to_timestamp(t / 1000.0) AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')::bigint
                 FROM unnest(measured, verdicts) AS m (t, verdict) WHERE verdict = 0 LOOP
        PERFORM ensure_month('fix_live', month * 1000);
    END LOOP;
    -- Whose duty ends meanwhile must not keep a position. Where there is one already, both want its
    -- row and the later sees what the earlier did; where there is none, both want the person's.
    PERFORM 1 FROM responder w WHERE w.id IN (
            SELECT p.responder FROM unnest(who, presents) AS p (responder, present) WHERE p.present
                AND NOT EXISTS (SELECT 1 FROM fix_latest f WHERE f.responder = p.responder))
        ORDER BY w.id FOR SHARE;
    -- First of all, so that this transaction has its number before it takes one of the sequence.
    PERFORM pg_current_xact_id();
    INSERT INTO fix_batch (received, fixes) VALUES (stamp, (SELECT count(*) FROM unnest(verdicts) v WHERE v = 0))
        RETURNING id INTO this_batch;
    WITH good AS MATERIALIZED (
        SELECT nextval('fix_seq') AS seq, g.* FROM (
            SELECT * FROM unnest(who, measured, lons, lats, headings, speeds, accuracies, grids, verdicts, presents)
                WITH ORDINALITY AS u (responder, time, lon, lat, heading, speed, accuracy, grid, verdict, present, place)
            WHERE verdict = 0 ORDER BY responder, time, place) g
    ), tracked AS (
        INSERT INTO fix_live (responder, seq, time, received, lon, lat, heading, speed, accuracy, source, grid, batch)
        SELECT responder, seq, time, stamp, lon, lat, heading, speed, accuracy, from_source, grid, 0 FROM good
        RETURNING time, seq
    ), newest AS (
        INSERT INTO fix_latest (responder, batch, seq, time, lon, lat, heading, speed, accuracy, source, grid)
        SELECT DISTINCT ON (responder) responder, this_batch, seq, time, lon, lat, heading, speed, accuracy, from_source, grid
        FROM good WHERE present ORDER BY responder, time DESC, seq DESC
        ON CONFLICT (responder) DO UPDATE SET batch = excluded.batch, seq = excluded.seq, time = excluded.time,
            lon = excluded.lon, lat = excluded.lat, heading = excluded.heading, speed = excluded.speed,
            accuracy = excluded.accuracy, source = excluded.source, grid = excluded.grid
            WHERE excluded.time >= fix_latest.time OR fix_latest.time > stamp + 86400000
        RETURNING responder, xmax = 0 AS is_first
    )
    SELECT max(time), max(seq), (SELECT array_agg(n.responder) FROM newest n WHERE n.is_first)
        INTO newest_time, last_seq, firsts FROM tracked;
    IF firsts IS NOT NULL THEN
        DELETE FROM fix_latest f WHERE f.responder = ANY (firsts)
            AND NOT EXISTS (SELECT 1 FROM responder w WHERE w.id = f.responder AND w.on_duty = 1);
    END IF;
    UPDATE source SET newest = newest_time WHERE idx = from_source
        AND (newest < newest_time OR newest > stamp + 86400000);
    RETURN QUERY SELECT count(*) FILTER (WHERE v = 0), count(*) FILTER (WHERE v = 1),
        count(*) FILTER (WHERE v = 2), count(*) FILTER (WHERE v = 3), coalesce(last_seq, 0)
        FROM unnest(verdicts) v;
END $$;

-- Reports of the past, into a batch.
CREATE FUNCTION append_fixes(to_batch bigint, who bigint[], measured bigint[], lons integer[],
                             lats integer[], headings integer[], speeds integer[],
                             accuracies integer[], sources bigint[], grids bigint[]) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
#variable_conflict use_column
DECLARE
    stamp bigint := now_ms();
    month bigint;
    all_ids bigint[];
BEGIN
    IF NOT EXISTS (SELECT 1 FROM batch WHERE id = to_batch AND past_fixes = 1 AND published_at IS NULL AND abandoned = 0) THEN
        RAISE EXCEPTION USING ERRCODE = 'GH002', MESSAGE = 'the batch has failed or is published already';
    END IF;
    FOR month IN SELECT DISTINCT extract(epoch FROM date_trunc('month', to_timestamp(t / 1000.0) AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')::bigint
                 FROM unnest(measured) t LOOP
        PERFORM ensure_month('fix_imported', month * 1000);
    END LOOP;
    WITH written AS (
        INSERT INTO fix_imported (responder, seq, time, received, lon, lat, heading, speed, accuracy, source, grid, batch)
        SELECT responder, nextval('fix_seq'), time, stamp, lon, lat, heading, speed, accuracy, source, grid, to_batch
        FROM unnest(who, measured, lons, lats, headings, speeds, accuracies, sources, grids)
            WITH ORDINALITY AS u (responder, time, lon, lat, heading, speed, accuracy, source, grid, place)
        ORDER BY place RETURNING seq)
    SELECT array_agg(seq ORDER BY seq) INTO all_ids FROM written;
    RETURN all_ids::text;
END $$;

CREATE FUNCTION beat(seat text, officer text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
    INSERT INTO heartbeat VALUES (beat.seat, beat.officer, now_ms())
        ON CONFLICT (seat) DO UPDATE SET officer = excluded.officer, at = excluded.at
        RETURNING at $$;

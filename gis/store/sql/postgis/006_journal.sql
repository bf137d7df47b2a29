-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 5 on PostgreSQL: what is done is written into the journal by the transaction that does it.

-- Its newest entry: who writes an entry holds this row, so that the chain has one order and its
-- numbers no hole. It is the last lock of whoever takes it. `chain` is in hexadecimal digits, as it is
-- hashed.
CREATE TABLE journal_head (
    one bigint PRIMARY KEY CHECK (one = 1),
    seq bigint NOT NULL,
    at bigint NOT NULL,
    chain text NOT NULL
) WITH (fillfactor = 50);
INSERT INTO journal_head VALUES (1, 0, 0, '');

CREATE FUNCTION journal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
        MESSAGE = 'entries of the journal are not changed or deleted';
END $$;
CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_stays();

-- The codes of a receipt, as netstrings.
ALTER TABLE action ADD COLUMN codes text NOT NULL DEFAULT '';

CREATE FUNCTION netstring(part text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT octet_length(part)::text || ':' || part || ',' $$;

CREATE FUNCTION journal_entry(action text, what text) RETURNS jsonb LANGUAGE sql STABLE
    SET search_path = gridhall, pg_temp
    AS $$ SELECT jsonb_build_object('record', 0, 'of_write', -1, 'action', action, 'what', what,
                                    'why', '', 'on_behalf', '', 'contact', '') $$;

-- Appends entries [{record, of_write, action, what, why, on_behalf, contact}]: of the case with that
-- id, or of the write of that index (from 0). The hashed bytes are those of dispatch/journal.h.
-- A session keeps the plan it made while the journal was short: never one that walks all of it.
CREATE FUNCTION journal_add(entries jsonb, ids bigint[], officer text, seat text, stamp bigint)
    RETURNS void LANGUAGE plpgsql SET search_path = gridhall, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_variable
DECLARE
    e record;
    head journal_head;
    about bigint;
    last_number bigint;
    last_hash bytea;
    own bytea;
BEGIN
    IF coalesce(jsonb_array_length(entries), 0) = 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'GH002',
            MESSAGE = 'nothing is changed without an entry in the journal';
    END IF;
    SELECT * INTO STRICT head FROM journal_head h FOR UPDATE;
    head.at := greatest(head.at, stamp);
    FOR e IN SELECT * FROM jsonb_to_recordset(entries) AS x (record bigint, of_write integer,
            action text, what text, why text, on_behalf text, contact text) LOOP
        about := CASE WHEN e.of_write >= 0 THEN ids[e.of_write + 1] ELSE e.record END;
        SELECT j.number, j.hash INTO last_number, last_hash FROM journal j WHERE j.record = about
            ORDER BY j.number DESC LIMIT 1;
        last_number := coalesce(last_number, 0) + 1;
        head.seq := head.seq + 1;
        own := sha256(convert_to(netstring('gridhall journal 1')
            || netstring(coalesce(encode(last_hash, 'hex'), '')) || netstring(head.seq::text)
            || netstring(about::text) || netstring(last_number::text) || netstring(head.at::text)
            || netstring(officer) || netstring(seat) || netstring(e.action) || netstring(e.what)
            || netstring(e.why) || netstring(e.on_behalf) || netstring(e.contact), 'UTF8'));
        head.chain := encode(sha256(convert_to(
            netstring(head.chain) || netstring(encode(own, 'hex')), 'UTF8')), 'hex');
        INSERT INTO journal VALUES (head.seq, about, last_number, head.at, officer, seat, e.action,
            e.what, e.why, e.on_behalf, e.contact, own, decode(head.chain, 'hex'));
    END LOOP;
    UPDATE journal_head h SET seq = head.seq, at = head.at, chain = head.chain;
END $$;

-- What stands before the '#' of a code that wants a number.
CREATE FUNCTION prefix_of(code text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT left(code, -1) $$;

-- The next code of a prefix that no case has. Who has taken one holds the prefix until it has
-- committed: a number that is given back is given to the next.
CREATE FUNCTION next_code(wanted text) RETURNS text LANGUAGE plpgsql
    SET search_path = gridhall, pg_temp AS $$
DECLARE
    number bigint;
    made text;
BEGIN
    LOOP
        INSERT INTO serial AS s VALUES (wanted, 2) ON CONFLICT (prefix) DO UPDATE SET next = s.next + 1
            RETURNING s.next - 1 INTO number;
        made := wanted || CASE WHEN number < 10000 THEN lpad(number::text, 4, '0') ELSE number::text END;
        IF NOT EXISTS (SELECT 1 FROM case_record r WHERE r.code = made) THEN RETURN made; END IF;
    END LOOP;
END $$;

-- Writes a transaction, all of it or nothing. The request: {schema, key, officer, seat, note, writes:
-- [{kind, id, code, expected, remove, numbered, row}], entries: as journal_add takes them}. A second
-- call with the same key answers as the first did.
DROP FUNCTION commit(jsonb);
CREATE FUNCTION commit(request jsonb)
    RETURNS TABLE (done_at bigint, done_seq bigint, ids text, revisions text, codes text)
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
    all_codes text := '';
    numbered text[];
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
        RETURN QUERY SELECT a.at, a.seq, a.ids, a.revisions, a.codes FROM action a WHERE a.key = request->>'key';
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
    numbered := ARRAY (SELECT DISTINCT prefix_of(value->>'code') COLLATE "C"
                       FROM jsonb_array_elements(request->'writes')
                       WHERE (value->>'numbered')::boolean ORDER BY 1);
    IF cardinality(numbered) > 1 THEN
        INSERT INTO serial SELECT unnest(numbered), 1 ON CONFLICT (prefix) DO UPDATE SET next = serial.next;
    END IF;
    stamp := greatest(stamp, now_ms());
    FOR w IN SELECT value FROM jsonb_array_elements(request->'writes') LOOP
        SELECT * INTO k FROM kind_table t WHERE t.kind = w->>'kind';
        wanted := (w->>'id')::bigint;
        expected := (w->>'expected')::bigint;
        goes := (w->>'remove')::boolean;
        next_revision := 1;
        IF (w->>'numbered')::boolean THEN
            w := jsonb_set(w, '{code}', to_jsonb(next_code(prefix_of(w->>'code'))));
            w := jsonb_set(w, '{row,code}', w->'code');
        END IF;
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
        all_codes := all_codes || netstring(w->>'code');
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
        revisions = all_revisions::text, codes = all_codes WHERE a.id = by_action;
    PERFORM journal_add(request->'entries', all_ids, request->>'officer', request->>'seat', stamp);
    PERFORM pg_notify('gridhall', coalesce(notify_as, ''));
    RETURN QUERY SELECT stamp, last_seq, all_ids::text, all_revisions::text, all_codes;
END $$;

-- Answers with no row where commits are in the way just now: call again. Waiting keeps other commits
-- waiting too, so it is bounded.
CREATE OR REPLACE FUNCTION publish_batch(published bigint, replaced text[], wait_ms bigint) RETURNS TABLE (done_at bigint, done_seq bigint)
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
    PERFORM journal_add(jsonb_build_array(journal_entry('publish', b.what)), '{}', b.officer, b.seat, stamp)
        FROM batch b WHERE b.id = published;
    PERFORM pg_notify('gridhall', 'batch ' || published);
    RETURN QUERY SELECT stamp, last_seq;
END $$;

-- Whether `who` has the lease now, taken or kept for `length_ms` from now.
CREATE FUNCTION hold_lease(wanted text, who text, length_ms bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
BEGIN
    INSERT INTO lease AS l VALUES (wanted, who, now_ms() + length_ms)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
        WHERE l.holder = excluded.holder OR l.until <= now_ms();
    RETURN FOUND;
END $$;

-- An owner's word on the clock; here it changes nothing, the server's own clock stamps everything.
CREATE FUNCTION confirm_clock(officer text, seat text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
DECLARE
    stamp bigint := now_ms();
BEGIN
    PERFORM journal_add(jsonb_build_array(journal_entry('confirm-clock', '')), '{}', officer, seat, stamp);
    RETURN stamp;
END $$;

-- Positions of people whose planned duty has run out without a word.
CREATE OR REPLACE FUNCTION drop_overdue() RETURNS bigint
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
    PERFORM journal_add(jsonb_build_array(journal_entry('retain', 'positions ' || cardinality(overdue))),
                        '{}', 'gridhall', 'retention', stamp);
    RETURN cardinality(overdue);
END $$;

-- A slice of the contacts past their days, counted from when their case was closed, or they were made
-- if that is later or there is no such case. Of an open case they stay.
CREATE FUNCTION drop_contacts(most bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridhall, pg_temp AS $$
DECLARE
    gone bigint[];
    by_action bigint;
    last_seq bigint;
    stamp bigint := now_ms();
    before bigint := stamp / 1000 - least(setting_number('retention.contact_days', 180), 36500) * 86400;
BEGIN
    gone := ARRAY (SELECT c.id FROM contact c WHERE c.made < before AND NOT EXISTS (
            SELECT 1 FROM case_record r WHERE r.id = c.record AND coalesce(r.closed >= before, true))
        ORDER BY c.id LIMIT most FOR UPDATE OF c SKIP LOCKED);
    IF cardinality(gone) = 0 THEN RETURN 0; END IF;
    INSERT INTO action (key, officer, seat, note, at, seq)
        VALUES ('retain:' || gen_random_uuid(), 'gridhall', 'retention', 'contacts deleted after their time',
                stamp, 0) RETURNING id INTO by_action;
    DELETE FROM contact WHERE id = ANY (gone);
    SELECT max(log_change('contact', id, 2, 0, by_action)) INTO last_seq FROM unnest(gone) id;
    UPDATE action SET seq = last_seq WHERE id = by_action;
    PERFORM pg_notify('gridhall', 'contact');
    PERFORM journal_add(jsonb_build_array(journal_entry('retain', 'contacts ' || cardinality(gone))), '{}',
                        'gridhall', 'retention', stamp);
    RETURN cardinality(gone);
END $$;

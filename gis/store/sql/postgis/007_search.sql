-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 6 on PostgreSQL: words of cases are found by the characters and pairs of characters they
-- hold. The same terms as dispatch/search_text.h, made by the server: an index over what a function
-- says of a row goes with every write by itself.

-- searchSpan()
CREATE FUNCTION search_span(reported bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT least(1023, (greatest(reported, 1136160000) - 1136160000) / 2419200) $$;

-- gramsOf() the folded words, each with the span of its row before it: span * 2^42 + gram. Grams
-- with white space, which no query asks for, are there too.
CREATE FUNCTION search_keys(reported bigint, words text) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
DECLARE
    span bigint := gridhall.search_span(reported) << 42;
    keys bigint[] := '{}';
    point bigint;
    before bigint := 0;
    one text;
BEGIN
    FOREACH one IN ARRAY string_to_array(words, NULL) LOOP
        point := ascii(one);
        IF point BETWEEN 65281 AND 65374 THEN point := point - 65248; END IF;
        IF point BETWEEN 65 AND 90 THEN point := point + 32; END IF;
        keys := keys || (span | (point << 21));
        IF before <> 0 THEN keys := keys || (span | (before << 21) | point); END IF;
        before := point;
    END LOOP;
    RETURN keys;
END $$;

SET LOCAL maintenance_work_mem = '256MB';
CREATE INDEX case_record_text ON case_record USING gin (search_keys(reported,
    code || E'\n' || title || E'\n' || text || E'\n' || place_text || E'\n' || result));

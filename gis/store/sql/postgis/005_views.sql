-- SPDX-License-Identifier: GPL-3.0-or-later
-- Views for QGIS and other readers, with styles of their own. A view over a join takes no edits, and
-- no role but the owner may write behind it.

CREATE VIEW centres AS
    SELECT r.id, r.code, r.name, r.level, r.parent,
        r.place
    FROM centre r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'centre');

CREATE VIEW grids AS
    SELECT r.id, r.code, r.name, r.kind, r.numbering, r.people, r.households,
        r.shape
    FROM grid r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.shape IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'grid');

CREATE VIEW zones AS
    SELECT r.id, r.code, r.name,
        r.shape
    FROM zone r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.shape IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'zone');

CREATE VIEW posts AS
    SELECT r.id, r.code, r.name, r.kind,
        r.place
    FROM post r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.generation = (SELECT generation FROM kind_state WHERE kind = 'post');

CREATE VIEW units AS
    SELECT r.id, r.code, r.name, r.field, r.centre,
        r.place
    FROM unit r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'unit');

CREATE VIEW cases AS
    SELECT r.id, r.code, r.category, r.title, r.risk, r.stage, r.level, r.grid, r.source,
    r.lead_unit, utc(r.reported) AS reported, utc(r.due) AS due,
    utc(r.closed) AS closed,
        r.place
    FROM case_record r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'case');

CREATE VIEW open_cases AS
    SELECT r.id, r.code, r.category, r.title, r.risk, r.stage, r.level, r.grid, r.source,
    r.lead_unit, utc(r.reported) AS reported, utc(r.due) AS due,
        r.place
    FROM case_record r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.closed IS NULL AND r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'case');

CREATE VIEW cameras AS
    SELECT r.id, r.code, r.name,
        r.place
    FROM camera r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.generation = (SELECT generation FROM kind_state WHERE kind = 'camera');

CREATE VIEW population_cells AS
    SELECT r.id, r.people,
        r.place
    FROM population r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.generation = (SELECT generation FROM kind_state WHERE kind = 'population');

CREATE VIEW ground_areas AS
    SELECT r.id, r.kind, r.name, r.households, r.people,
        r.shape
    FROM ground r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.shape IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'ground');

CREATE VIEW ground_lines AS
    SELECT r.id, r.kind, r.name,
        r.line
    FROM ground r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.line IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'ground');

CREATE VIEW roads AS
    SELECT r.id, r.name, r.kind, r.one_way, r.speed_kmh, r.access, r.bridge, r.tunnel,
        r.line
    FROM road r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.line IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'road');

CREATE VIEW barriers AS
    SELECT r.id, r.kind, r.access,
        r.place
    FROM barrier r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
    WHERE r.generation = (SELECT generation FROM kind_state WHERE kind = 'barrier');

CREATE VIEW responders AS
    SELECT r.id, r.code, r.name, r.kind, r.vehicle, r.state, r.grid, r.unit,
        utc(f.time / 1000) AS measured, f.heading / 100.0 AS heading,
        f.accuracy / 100.0 AS accuracy,
        point_of(f.lon / 1e7, f.lat / 1e7)::geometry(Point, 4490) AS place
    FROM responder r JOIN batch b ON b.id = r.batch AND b.published_at IS NOT NULL
        JOIN fix_latest f ON f.responder = r.id
    WHERE r.on_duty = 1
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'responder');

-- Codes of grids that are no longer in force.
CREATE VIEW grid_past AS
    SELECT v.id, v."row"->>'code' AS code FROM version v WHERE v.kind = 'grid';

-- QGIS looks for styles in this one table, which may belong to somebody else: then there are none.
DO $styles$ BEGIN
CREATE TABLE IF NOT EXISTS public.layer_styles (
    id serial PRIMARY KEY, f_table_catalog varchar, f_table_schema varchar, f_table_name varchar,
    f_geometry_column varchar, stylename text, styleqml xml, stylesld xml, useasdefault boolean,
    description text, owner varchar(63), ui xml, update_time timestamp DEFAULT CURRENT_TIMESTAMP,
    type varchar);
DELETE FROM public.layer_styles WHERE f_table_schema = 'gridhall' AND stylename = 'GridHall';

WITH style (view, geometry, type, colour, size) AS (VALUES
    ('centres', 'place', 'marker', '#5b6b7d', '3'),
    ('grids', 'shape', 'fill', '#2f6f9f', '0.4'),
    ('zones', 'shape', 'fill', '#7a4fa3', '0.6'),
    ('posts', 'place', 'marker', '#1f5fbf', '3'),
    ('units', 'place', 'marker', '#6b6b6b', '2.4'),
    ('cases', 'place', 'marker', '#c43b2e', '2.4'),
    ('open_cases', 'place', 'marker', '#c43b2e', '3'),
    ('cameras', 'place', 'marker', '#4d7d4d', '1.2'),
    ('population_cells', 'place', 'marker', '#b8872b', '1'),
    ('ground_areas', 'shape', 'fill', '#9aa58c', '0.1'),
    ('ground_lines', 'line', 'line', '#6fa3c7', '0.6'),
    ('roads', 'line', 'line', '#8a8378', '0.4'),
    ('barriers', 'place', 'marker', '#333333', '1.4'),
    ('responders', 'place', 'marker', '#1f8f5f', '3')),
symbol (type, layer) AS (VALUES
    ('marker', '<layer class="SimpleMarker" enabled="1" pass="0" locked="0">'
        || '<Option type="Map"><Option type="QString" name="name" value="circle"/>'
        || '<Option type="QString" name="color" value="COLOUR"/>'
        || '<Option type="QString" name="outline_color" value="#ffffff"/>'
        || '<Option type="QString" name="size" value="SIZE"/></Option></layer>'),
    ('line', '<layer class="SimpleLine" enabled="1" pass="0" locked="0">'
        || '<Option type="Map"><Option type="QString" name="line_color" value="COLOUR"/>'
        || '<Option type="QString" name="line_width" value="SIZE"/></Option></layer>'),
    ('fill', '<layer class="SimpleFill" enabled="1" pass="0" locked="0">'
        || '<Option type="Map"><Option type="QString" name="style" value="no"/>'
        || '<Option type="QString" name="outline_color" value="COLOUR"/>'
        || '<Option type="QString" name="outline_width" value="SIZE"/></Option></layer>'))
INSERT INTO public.layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
    stylename, styleqml, stylesld, useasdefault, description, owner)
SELECT current_database(), 'gridhall', s.view, s.geometry, 'GridHall',
    XMLPARSE (DOCUMENT '<!DOCTYPE qgis PUBLIC ''http://mrcc.com/qgis.dtd'' ''SYSTEM''><qgis version="3.22"'
    || ' styleCategories="Symbology"><renderer-v2 type="singleSymbol"><symbols><symbol type="'
    || s.type || '" name="0" alpha="1" clip_to_extent="1">'
    || replace(replace(y.layer, 'COLOUR', s.colour), 'SIZE', s.size)
    || '</symbol></symbols></renderer-v2></qgis>'),
    NULL, true, 'the look a fresh project begins with', current_user
FROM style s JOIN symbol y ON y.type = s.type;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'layer styles could not be written';
END $styles$;

-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 3: views for QGIS and other readers, with styles of their own. Only these are registered,
-- read-only; the tables are not, so that no tool edits them past the change log.
-- SpatiaLite wants a table behind every registered view: three empty, hidden ones give the types.
SELECT InitSpatialMetaData('NONE');
SELECT InsertEpsgSrid(4490), InsertEpsgSrid(4326);

CREATE TABLE shape_point (id INTEGER PRIMARY KEY);
CREATE TABLE shape_line (id INTEGER PRIMARY KEY);
CREATE TABLE shape_area (id INTEGER PRIMARY KEY);
SELECT AddGeometryColumn('shape_point', 'place', 4490, 'POINT', 'XY');
SELECT AddGeometryColumn('shape_line', 'line', 4490, 'LINESTRING', 'XY');
SELECT AddGeometryColumn('shape_area', 'shape', 4490, 'MULTIPOLYGON', 'XY');
INSERT OR REPLACE INTO geometry_columns_auth (f_table_name, f_geometry_column, read_only, hidden)
    VALUES ('shape_point', 'place', 1, 1), ('shape_line', 'line', 1, 1),
           ('shape_area', 'shape', 1, 1);

CREATE VIEW centres AS
    SELECT r.id, r.code, r.name, r.level, r.parent,
        MakePoint(r.lon, r.lat, 4490) AS place
    FROM centre r
    WHERE r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'centre')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW grids AS
    SELECT r.id, r.code, r.name, r.kind, r.numbering, r.people, r.households,
        r.shape AS shape
    FROM grid r
    WHERE r.shape IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'grid')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW zones AS
    SELECT r.id, r.code, r.name,
        r.shape AS shape
    FROM zone r
    WHERE r.shape IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'zone')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW posts AS
    SELECT r.id, r.code, r.name, r.kind,
        MakePoint(r.lon, r.lat, 4490) AS place
    FROM post r
    WHERE r.generation = (SELECT generation FROM kind_state WHERE kind = 'post')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW units AS
    SELECT r.id, r.code, r.name, r.field, r.centre,
        MakePoint(r.lon, r.lat, 4490) AS place
    FROM unit r
    WHERE r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'unit')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW cases AS
    SELECT r.id, r.code, r.category, r.title, r.risk, r.stage, r.level, r.grid, r.source,
    r.lead_unit, datetime(r.reported, 'unixepoch') AS reported, datetime(r.due, 'unixepoch') AS due,
    datetime(r.closed, 'unixepoch') AS closed,
        MakePoint(r.lon, r.lat, 4490) AS place
    FROM case_record r
    WHERE r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'case')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW open_cases AS
    SELECT r.id, r.code, r.category, r.title, r.risk, r.stage, r.level, r.grid, r.source,
    r.lead_unit, datetime(r.reported, 'unixepoch') AS reported, datetime(r.due, 'unixepoch') AS due,
        MakePoint(r.lon, r.lat, 4490) AS place
    FROM case_record r
    WHERE r.closed IS NULL AND r.lon IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'case')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW cameras AS
    SELECT r.id, r.code, r.name,
        MakePoint(r.lon, r.lat, 4490) AS place
    FROM camera r
    WHERE r.generation = (SELECT generation FROM kind_state WHERE kind = 'camera')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW population_cells AS
    SELECT r.id, r.people,
        MakePoint(r.lon, r.lat, 4490) AS place
    FROM population r
    WHERE r.generation = (SELECT generation FROM kind_state WHERE kind = 'population')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW ground_areas AS
    SELECT r.id, r.kind, r.name, r.households, r.people,
        r.shape AS shape
    FROM ground r
    WHERE r.shape IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'ground')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW ground_lines AS
    SELECT r.id, r.kind, r.name,
        r.line AS line
    FROM ground r
    WHERE r.line IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'ground')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW roads AS
    SELECT r.id, r.name, r.kind, r.one_way, r.speed_kmh, r.access, r.bridge, r.tunnel,
        r.line AS line
    FROM road r
    WHERE r.line IS NOT NULL
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'road')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW barriers AS
    SELECT r.id, r.kind, r.access,
        MakePoint(r.lon, r.lat, 4490) AS place
    FROM barrier r
    WHERE r.generation = (SELECT generation FROM kind_state WHERE kind = 'barrier')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

CREATE VIEW responders AS
    SELECT r.id, r.code, r.name, r.kind, r.vehicle, r.state, r.grid, r.unit,
        datetime(f.time / 1000, 'unixepoch') AS measured, f.heading / 100.0 AS heading,
        f.accuracy / 100.0 AS accuracy,
        MakePoint(f.lon / 1e7, f.lat / 1e7, 4490) AS place
    FROM responder r JOIN fix_latest f ON f.responder = r.id
    WHERE r.on_duty = 1
        AND r.generation = (SELECT generation FROM kind_state WHERE kind = 'responder')
        AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL);

INSERT INTO views_geometry_columns
    (view_name, view_geometry, view_rowid, f_table_name, f_geometry_column, read_only) VALUES
    ('centres', 'place', 'id', 'shape_point', 'place', 1),
    ('grids', 'shape', 'id', 'shape_area', 'shape', 1),
    ('zones', 'shape', 'id', 'shape_area', 'shape', 1),
    ('posts', 'place', 'id', 'shape_point', 'place', 1),
    ('units', 'place', 'id', 'shape_point', 'place', 1),
    ('cases', 'place', 'id', 'shape_point', 'place', 1),
    ('open_cases', 'place', 'id', 'shape_point', 'place', 1),
    ('cameras', 'place', 'id', 'shape_point', 'place', 1),
    ('population_cells', 'place', 'id', 'shape_point', 'place', 1),
    ('ground_areas', 'shape', 'id', 'shape_area', 'shape', 1),
    ('ground_lines', 'line', 'id', 'shape_line', 'line', 1),
    ('roads', 'line', 'id', 'shape_line', 'line', 1),
    ('barriers', 'place', 'id', 'shape_point', 'place', 1),
    ('responders', 'place', 'id', 'shape_point', 'place', 1);

CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog VARCHAR(256),
    f_table_schema VARCHAR(256), f_table_name VARCHAR(256), f_geometry_column VARCHAR(256),
    styleName VARCHAR(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner VARCHAR(30), ui TEXT, update_time TIMESTAMP DEFAULT CURRENT_TIMESTAMP);

-- QGIS looks for a style whose schema is NULL; an empty text is not found.
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
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
    styleName, styleQML, styleSLD, useAsDefault, description, owner)
SELECT NULL, NULL, s.view, s.geometry, 'GridHall',
    '<!DOCTYPE qgis PUBLIC ''http://mrcc.com/qgis.dtd'' ''SYSTEM''><qgis version="3.22"'
    || ' styleCategories="Symbology"><renderer-v2 type="singleSymbol"><symbols><symbol type="'
    || s.type || '" name="0" alpha="1" clip_to_extent="1">'
    || replace(replace(y.layer, 'COLOUR', s.colour), 'SIZE', s.size)
    || '</symbol></symbols></renderer-v2></qgis>',
    '', 1, 'the look a fresh project begins with', ''
FROM style s JOIN symbol y ON y.type = s.type;

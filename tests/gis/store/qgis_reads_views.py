#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads every view of a store with QGIS, as its user would, and says where one is not as expected.

qgis_reads_views.py spatialite PATH COUNTS
qgis_reads_views.py postgres 'postgresql://ROLE@/DATABASE?host=FOLDER' COUNTS

COUNTS is a JSON object: the number of features by view. Ends with 0 where all is right, else with 1
and a line a fault on stderr.
"""

import json
import sys
from urllib.parse import parse_qs, unquote, urlsplit

from qgis.core import QgsApplication, QgsDataSourceUri, QgsVectorLayer, QgsWkbTypes

COLUMNS = {
    QgsWkbTypes.Point: "place",
    QgsWkbTypes.LineString: "line",
    QgsWkbTypes.MultiPolygon: "shape",
}
AREAS = ("grids", "zones", "ground_areas")
LINES = ("ground_lines", "roads")


def geometry_of(view):
    if view in AREAS:
        return QgsWkbTypes.MultiPolygon
    return QgsWkbTypes.LineString if view in LINES else QgsWkbTypes.Point


def source(provider, place, view):
    uri = QgsDataSourceUri()
    schema = ""
    if provider == "postgres":
        parts = urlsplit(place)
        schema = "gridhall"
        uri.setConnection(
            parse_qs(parts.query)["host"][0],
            "",
            unquote(parts.path.lstrip("/")),
            unquote(parts.username or ""),
            "",
        )
    else:
        uri.setDatabase(place)
    uri.setDataSource(schema, view, COLUMNS[geometry_of(view)], "", "id")
    return uri.uri(False)


def drawn_colour(layer):
    """The colour a single symbol is known by: its outline where it is a fill, else its own."""
    symbol = layer.renderer().symbol().symbolLayer(0)
    return symbol.strokeColor() if symbol.layerType() == "SimpleFill" else symbol.color()


def faults_of_style(layer):
    found, ids, _names, _texts, fault = layer.listStylesInDatabase()
    if found != 1:
        return [f"{found} styles belong to it, not 1 {fault}"]
    text, fault = layer.getStyleFromDatabase(ids[0])
    if drawn_colour(layer).name() not in text:
        return [f"it is drawn in {drawn_colour(layer).name()}, which its style does not say {fault}"]
    return []


def faults(provider, place, view, expected):
    layer = QgsVectorLayer(source(provider, place, view), view, provider)
    if not layer.isValid():
        return ["is not valid"]
    found = []
    if layer.featureCount() != expected:
        found.append(f"says {layer.featureCount()} features, not {expected}")
    features = list(layer.getFeatures())
    if len(features) != expected:
        found.append(f"gives {len(features)} features, not {expected}")
    if len({feature["id"] for feature in features}) != len(features):
        found.append("gives an id twice")
    wanted = geometry_of(view)
    kinds = [layer.wkbType()] + [feature.geometry().wkbType() for feature in features]
    for kind in set(kinds) - {wanted}:
        found.append(f"holds {QgsWkbTypes.displayString(kind)}, not {QgsWkbTypes.displayString(wanted)}")
    if layer.crs().authid() != "EPSG:4490":
        found.append(f"lies in {layer.crs().authid() or 'no known system'}, not EPSG:4490")
    found += faults_of_style(layer)
    if layer.startEditing():
        found.append("can be edited")
    return found


def main():
    provider, place, counts = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    wrong = 0
    for view, expected in counts.items():
        for fault in faults(provider, place, view, expected):
            print(f"{view} {fault}", file=sys.stderr)
            wrong += 1
    application.exitQgis()
    if not wrong:
        print(f"{len(counts)} views read")
    return 1 if wrong else 0


sys.exit(main())

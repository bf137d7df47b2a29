#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a project of `gridhall export --qgis-project` as its user would.

qgis_opens_project.py PROJECT COUNTS CRS

COUNTS is a JSON object: the number of features by view, and of `geographic` grids. Ends with 0 where all is right, else with 1
and a line a fault on stderr.
"""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsDataSourceUri,
    QgsExpression,
    QgsExpressionContextUtils,
    QgsLayerTreeGroup,
    QgsProject,
    QgsRenderContext,
    QgsRuleBasedRenderer,
)

SCALE = 2000
# Where the screen shows all it has, but for what is hidden.
LIVE = ("open_cases", "responders")


def view_of(layer):
    return QgsDataSourceUri(layer.source()).table() if layer.providerType() != "ogr" else ""


def context_of(layer):
    context = QgsRenderContext()
    context.setRendererScale(SCALE)
    expressions = context.expressionContext()
    expressions.appendScopes(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    expressions.lastScope().setVariable("map_scale", SCALE)
    return context


def drawn_ids(layer):
    """The features a layer draws at SCALE."""
    renderer = layer.renderer()
    if renderer.type() == "mergedFeatures":
        renderer = renderer.embeddedRenderer()
    renderer = renderer.clone()
    context = context_of(layer)
    renderer.startRender(context, layer.fields())
    drawn = set()
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        if renderer.willRenderFeature(feature, context):
            drawn.add(feature.id())
    renderer.stopRender(context)
    return drawn


def expressions_of(layer):
    renderer = layer.renderer()
    if isinstance(renderer, QgsRuleBasedRenderer):
        yield from (rule.filterExpression() for rule in renderer.rootRule().children())
    if renderer.type() == "mergedFeatures":
        yield renderer.embeddedRenderer().classAttribute()
    if renderer.orderByEnabled():
        yield renderer.orderBy().dump().rsplit(" ASC", 1)[0]
    if layer.labelsEnabled():
        yield layer.labeling().settings().fieldName


def faults_of_expressions(layer):
    found = []
    for words in expressions_of(layer):
        expression = QgsExpression(words)
        if expression.hasParserError():
            found.append(f"says {words[:200]}: {expression.parserErrorString()}")
        for column in expression.referencedColumns() - set(layer.fields().names()):
            found.append(f"has no field {column}")
    return found


def labels_of(layer):
    """The words a layer writes at SCALE."""
    drawing = context_of(layer)  # owns the other
    context = drawing.expressionContext()
    expression = QgsExpression(layer.labeling().settings().fieldName)
    expression.prepare(context)
    words = set()
    for feature in layer.getFeatures():
        context.setFeature(feature)
        words.add(expression.evaluate(context))
    return sorted(word for word in words if isinstance(word, str))


def faults(layer, expected):
    if not layer.isValid():
        return ["is not valid"]
    found = []
    if not layer.readOnly():
        found.append("is not read-only")
    if layer.startEditing():
        found.append("can be edited")
    if layer.renderer() is None:
        found.append("has no renderer")
    if layer.crs().authid() != "EPSG:4490":
        found.append(f"lies in {layer.crs().authid()}, not EPSG:4490")
    found += faults_of_expressions(layer)
    view = view_of(layer)
    if view:
        if layer.featureCount() != expected.get(view):
            found.append(f"has {layer.featureCount()} features, not {expected.get(view)}")
        ids = [feature.id() for feature in layer.getFeatures()]
        if len(ids) != expected.get(view) or len(set(ids)) != len(ids):
            found.append(f"gives {len(ids)} features, {len(set(ids))} ids")
    if layer.renderer().type() == "mergedFeatures":
        drawn = drawn_ids(layer)
        if len(drawn) != expected["geographic"]:
            found.append(f"joins {len(drawn)} grids, not {expected['geographic']}")
    if view in LIVE:
        if not isinstance(layer.renderer(), QgsRuleBasedRenderer):
            found.append("is not drawn by rules")
        elif len(layer.renderer().rootRule().children()) < 2:
            found.append("has no rules")
        elif any(not rule.label() for rule in layer.renderer().rootRule().children()):
            found.append("has rules without a title")
        if not layer.hasAutoRefreshEnabled():
            found.append("does not refresh")
    return found


def main():
    path, counts, crs = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    wrong = [] if project.read(path) else [f"{path} is not read: {project.error()}"]
    if project.crs().authid() != crs:
        wrong.append(f"the map lies in {project.crs().authid()}, not {crs}")
    if project.viewSettings().defaultViewExtent().isEmpty():
        wrong.append("nothing is shown first")
    layers = project.mapLayers().values()
    drawn, views = {}, {}
    for layer in layers:
        wrong += [f"{layer.name()} {fault}" for fault in faults(layer, counts)]
        view = view_of(layer)
        if view and layer.isValid():
            drawn.setdefault(view, set()).update(drawn_ids(layer))
            views[view] = layer
    for view in counts:
        if view == "geographic":
            continue
        if view not in views:
            wrong.append(f"no layer shows {view}")
        elif len(drawn[view]) != counts[view]:
            wrong.append(f"of {view} {len(drawn[view])} features are drawn, not {counts[view]}")
    root = project.layerTreeRoot()
    order = [layer.name() for layer in root.layerOrder()]
    grounds = [layer for layer in layers if layer.providerType() == "ogr"]
    last = root.children()[-1]
    if grounds and not (
        isinstance(last, QgsLayerTreeGroup)
        and last.isVisible()
        and len(last.findLayers()) == len(grounds)
    ):
        wrong.append("the ground is no visible group at the bottom")
    for fault in wrong:
        print(fault, file=sys.stderr)
    if not wrong:
        for layer in layers:
            if view_of(layer) and layer.labelsEnabled():
                words = labels_of(layer)
                print(f"{layer.name()}: {len(words)} words, {words[0] if words else None} first")
        print(f"{len(layers)} layers, {len(grounds)} of the ground; on top: {order[0]}")
    sys.stdout.flush()
    project.clear()
    application.exitQgis()
    return 1 if wrong else 0


sys.exit(main())

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/style_maker.h"

#include <qgscategorizedsymbolrenderer.h>
#include <qgsfillsymbol.h>
#include <qgsfillsymbollayer.h>
#include <qgsgeometrygeneratorsymbollayer.h>
#include <qgslinesymbol.h>
#include <qgslinesymbollayer.h>
#include <qgsmarkersymbol.h>
#include <qgsmarkersymbollayer.h>
#include <qgsmergedfeaturerenderer.h>
#include <qgsnullsymbolrenderer.h>
#include <qgspallabeling.h>
#include <qgsrulebasedrenderer.h>
#include <qgssinglesymbolrenderer.h>
#include <qgstextbuffersettings.h>
#include <qgstextformat.h>
#include <qgsvectorlayerlabeling.h>

#include <QFontDatabase>
#include <cmath>

#include "gis/cartographer/worker/compat.h"

namespace cartographer {

namespace {

QString text(const std::string& words) {
    return QString::fromStdString(words);
}

QColor colour(const std::string& name) {
    return name.empty() ? QColor(0, 0, 0, 0) : QColor(text(name));
}

/// The width as QGIS is to compute it at each scale, millimetres.
QString widthExpression(const gis::MarkStyle& mark) {
    const gis::Growth& g = mark.growth;
    const QString grow = QStringLiteral("clamp(%1, (10000 / @map_scale) ^ %2, %3)")
                             .arg(g.least)
                             .arg(g.power)
                             .arg(g.most);
    QString pixels = QStringLiteral("(%1 * %2)").arg(mark.width).arg(grow);
    if (mark.addedWidth > 0)
        pixels =
            QStringLiteral("(%1 + %2 * min(1, %3))").arg(pixels).arg(mark.addedWidth).arg(grow);
    return QStringLiteral("%1 * max(0.7, %2)").arg(gis::kPixelMillimetres).arg(pixels);
}

void setDash(QgsSimpleLineSymbolLayer& line, const std::vector<double>& dash) {
    if (dash.empty()) return;
    QVector<qreal> lengths;
    for (const double length : dash) lengths.append(millimetres(length));
    line.setCustomDashVector(lengths);
    line.setCustomDashPatternUnit(kMillimetres);
    line.setUseCustomDashPattern(true);
}

QgsSymbolLayer* lineLayer(const gis::MarkStyle& mark) {
    auto* line = new QgsSimpleLineSymbolLayer(colour(mark.color), millimetres(mark.width));
    line->setWidthUnit(kMillimetres);
    line->setPenCapStyle(mark.roundEnds ? Qt::RoundCap : Qt::FlatCap);
    line->setPenJoinStyle(mark.roundEnds ? Qt::RoundJoin : Qt::BevelJoin);
    setDash(*line, mark.dash);
    if (mark.growth.power > 0)
        line->setDataDefinedProperty(QgsSymbolLayer::PropertyStrokeWidth,
                                     QgsProperty::fromExpression(widthExpression(mark)));
    return line;
}

QgsSymbolLayer* fillLayer(const gis::MarkStyle& mark) {
    const bool edged = !mark.outline.empty() && mark.width > 0;
    auto* fill = new QgsSimpleFillSymbolLayer(
        colour(mark.color), mark.color.empty() ? Qt::NoBrush : Qt::SolidPattern,
        colour(mark.outline), edged ? Qt::SolidLine : Qt::NoPen, millimetres(mark.width));
    fill->setStrokeWidthUnit(kMillimetres);
    return fill;
}

/// Lines at 45 degrees as lines: QGIS's own pattern becomes a picture of dots on paper.
QgsSymbolLayer* hatchLayer(const gis::MarkStyle& mark) {
    const QString lines =
        QStringLiteral(
            "intersection($geometry, collect_geometries(array_foreach(generate_series("
            "floor((x_min($geometry) + y_min($geometry)) / %1) * %1, "
            "x_max($geometry) + y_max($geometry), %1), make_line("
            "make_point(@element - y_min($geometry), y_min($geometry)), "
            "make_point(@element - y_max($geometry), y_max($geometry))))))")
            .arg(millimetres(mark.size) * std::sqrt(2.0));
    auto* hatch = static_cast<QgsGeometryGeneratorSymbolLayer*>(
        QgsGeometryGeneratorSymbolLayer::create({{QStringLiteral("geometryModifier"), lines}}));
    auto* line = new QgsSimpleLineSymbolLayer(colour(mark.color), millimetres(mark.width));
    line->setWidthUnit(kMillimetres);
    hatch->setSymbolType(kLineSymbols);
    hatch->setUnits(kMillimetres);
    hatch->setSubSymbol(new QgsLineSymbol({line}));
    return hatch;
}

/// The same for a sample, which has no geometry that lines could be made of.
QgsSymbolLayer* hatchSample(const gis::MarkStyle& mark) {
    auto* hatch = new QgsLinePatternFillSymbolLayer;
    hatch->setLineAngle(45);
    hatch->setDistance(millimetres(mark.size));
    hatch->setDistanceUnit(kMillimetres);
    auto* line = new QgsSimpleLineSymbolLayer(colour(mark.color), millimetres(mark.width));
    line->setWidthUnit(kMillimetres);
    hatch->setSubSymbol(new QgsLineSymbol({line}));
    return hatch;
}

/// The size as QGIS is to compute it at each scale, millimetres.
QString sizeExpression(const gis::MarkStyle& mark) {
    QString words = QStringLiteral("CASE");
    for (auto step = mark.steps.rbegin(); step != mark.steps.rend(); ++step)
        words += QStringLiteral(" WHEN @map_scale > %1 THEN %2")
                     .arg(step->beyond)
                     .arg(millimetres(step->size));
    return words + QStringLiteral(" ELSE %1 END").arg(millimetres(mark.size));
}

QgsSymbolLayer* svgLayer(const gis::MarkStyle& mark) {
    const QByteArray drawing = QByteArray::fromStdString(mark.svg).toBase64();
    auto* svg = new QgsSvgMarkerSymbolLayer(
        QStringLiteral("base64:") + QString::fromLatin1(drawing), millimetres(mark.size));
    svg->setSizeUnit(kMillimetres);
    svg->setOffset({millimetres(mark.offsetX), millimetres(mark.offsetY)});
    svg->setOffsetUnit(kMillimetres);
    if (!mark.steps.empty())
        svg->setDataDefinedProperty(QgsSymbolLayer::PropertySize,
                                    QgsProperty::fromExpression(sizeExpression(mark)));
    if (!mark.angle.empty())
        svg->setDataDefinedProperty(QgsSymbolLayer::PropertyAngle,
                                    QgsProperty::fromExpression(text(mark.angle)));
    return svg;
}

QgsSymbolLayer* symbolLayer(const gis::MarkStyle& mark, DrawnAs as) {
    if (mark.kind == "fill") return fillLayer(mark);
    if (mark.kind == "hatch") return as == DrawnAs::Sample ? hatchSample(mark) : hatchLayer(mark);
    if (mark.kind == "svg") return svgLayer(mark);
    return lineLayer(mark);
}

QgsTextFormat formatOf(const gis::LabelStyle& label, const std::vector<std::string>& fonts) {
    QFont font(familyOf(fonts));
    font.setBold(label.bold);
    font.setItalic(label.italic);
    if (label.spacing > 0) font.setLetterSpacing(QFont::AbsoluteSpacing, label.spacing);
    QgsTextFormat format;
    format.setFont(font);
    format.setSize(millimetres(label.size));
    format.setSizeUnit(kMillimetres);
    format.setColor(colour(label.color));
    if (!label.halo.empty()) {
        QgsTextBufferSettings halo;
        halo.setEnabled(true);
        halo.setColor(colour(label.halo));
        halo.setSize(millimetres(label.haloWidth / 2));
        halo.setSizeUnit(kMillimetres);
        format.setBuffer(halo);
    }
    return format;
}

void setLabels(QgsVectorLayer& layer, const gis::LabelStyle& label,
               const std::vector<std::string>& fonts) {
    QgsPalLayerSettings settings;
    settings.fieldName = text(label.text);
    settings.isExpression = true;
    settings.priority = static_cast<int>(label.priority);
    settings.setFormat(formatOf(label, fonts));
    if (label.place == "line") {
        settings.placement = QgsPalLayerSettings::Curved;
        settings.lineSettings().setPlacementFlags(QgsLabeling::LinePlacementFlag::OnLine);
        settings.lineSettings().setMergeLines(true);
        settings.repeatDistance = 100;
        settings.repeatDistanceUnit = kMillimetres;
    } else if (label.place == "point" || label.place == "right" || label.place == "below") {
        settings.placement = QgsPalLayerSettings::OverPoint;
        settings.offsetUnits = kMillimetres;
        if (label.place == "right") {
            settings.quadOffset = QgsPalLayerSettings::QuadrantRight;
            settings.xOffset = millimetres(label.offset);
        } else if (label.place == "below") {
            settings.quadOffset = QgsPalLayerSettings::QuadrantBelow;
            settings.yOffset = millimetres(label.offset);
        }
    } else {
        settings.placement = QgsPalLayerSettings::Horizontal;
    }
    if (label.hideBeyond > 0) {
        settings.scaleVisibility = true;
        settings.minimumScale = label.hideBeyond;
        settings.maximumScale = 1;
    }
    layer.setLabeling(new QgsVectorLayerSimpleLabeling(settings));
    layer.setLabelsEnabled(true);
}

/// A symbol of its own for each area: QGIS joins the features that share one.
QgsFeatureRenderer* mergingRenderer(const gis::LayerStyle& style) {
    QgsCategoryList areas;
    for (const gis::MergeStyle::Area& area : style.merge->areas)
        areas.append(QgsRendererCategory(
            text(area.value), symbolOf(style.rules.front(), style.shape), text(area.title)));
    return new QgsMergedFeatureRenderer(
        new QgsCategorizedSymbolRenderer(text(style.merge->by), areas));
}

}  // namespace

QgsSymbol* symbolOf(const gis::RuleStyle& rule, const std::string& shape, DrawnAs as) {
    QgsSymbolLayerList marks;
    for (const gis::MarkStyle& mark : rule.marks) marks.append(symbolLayer(mark, as));
    // A line of symbols cannot be empty; QGIS would draw its own default then.
    if (marks.isEmpty() && shape == "area")
        marks.append(
            new QgsSimpleFillSymbolLayer(QColor(0, 0, 0, 0), Qt::NoBrush, QColor(), Qt::NoPen));
    if (shape == "point") return new QgsMarkerSymbol(marks);
    if (shape == "line") return new QgsLineSymbol(marks);
    return new QgsFillSymbol(marks);
}

QString familyOf(const std::vector<std::string>& fonts) {
    const QStringList known = QFontDatabase().families();
    for (const std::string& family : fonts)
        if (known.contains(text(family))) return text(family);
    return {};
}

double millimetres(double pixels) {
    return pixels * gis::kPixelMillimetres;
}

void dressLayer(QgsVectorLayer& layer, const gis::LayerStyle& style,
                const std::vector<std::string>& fonts) {
    layer.setName(text(style.title.empty() ? style.id : style.title));
    layer.setOpacity(style.opacity);
    const bool isSimple = style.rules.size() == 1 && style.rules.front().filter.empty();
    if (style.rules.empty()) {
        layer.setRenderer(new QgsNullSymbolRenderer);
    } else if (style.merge) {
        layer.setRenderer(mergingRenderer(style));
        layer.setScaleBasedVisibility(style.rules.front().hideBeyond > 0);
        layer.setMinimumScale(style.rules.front().hideBeyond);
    } else if (isSimple) {
        const gis::RuleStyle& rule = style.rules.front();
        layer.setRenderer(new QgsSingleSymbolRenderer(symbolOf(rule, style.shape)));
        layer.setScaleBasedVisibility(rule.hideBeyond > 0);
        layer.setMinimumScale(rule.hideBeyond);
    } else {
        auto root = std::make_unique<QgsRuleBasedRenderer::Rule>(nullptr);
        for (const gis::RuleStyle& rule : style.rules)
            root->appendChild(new QgsRuleBasedRenderer::Rule(symbolOf(rule, style.shape), 0,
                                                             static_cast<int>(rule.hideBeyond),
                                                             text(rule.filter), text(rule.title)));
        layer.setRenderer(new QgsRuleBasedRenderer(root.release()));
    }
    if (!style.order.empty()) {
        QgsFeatureRequest::OrderBy order;
        order << QgsFeatureRequest::OrderByClause(text(style.order), true);
        layer.renderer()->setOrderBy(order);
        layer.renderer()->setOrderByEnabled(true);
    }
    if (style.label) setLabels(layer, *style.label, fonts);
}

}  // namespace cartographer

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/sheet_legend.h"

#include <qgsfeatureiterator.h>
#include <qgsfeaturerequest.h>
#include <qgslayertree.h>
#include <qgslayertreemodel.h>
#include <qgslayout.h>
#include <qgslegendrenderer.h>
#include <qgslegendstyle.h>
#include <qgsmaplayerlegend.h>
#include <qgsrulebasedrenderer.h>
#include <qgsvectorlayer.h>

#include "gis/cartographer/worker/style_maker.h"

namespace cartographer {

namespace {

bool isShown(QgsVectorLayer& layer, const gis::RuleStyle& row, const QgsRectangle& extent,
             const QgsProject& project) {
    QgsFeatureRequest request;
    request.setDestinationCrs(project.crs(), project.transformContext());
    request.setFilterRect(extent);
    request.setFlags(QgsFeatureRequest::ExactIntersect);
    if (!row.filter.empty()) request.setFilterExpression(QString::fromStdString(row.filter));
    request.setLimit(1);
    QgsFeature feature;
    return layer.getFeatures(request).nextFeature(feature);
}

}  // namespace

void SheetLegend::add(const gis::LayerStyle& style, QgsVectorLayer* layer) {
    Part part{layer, nullptr, style.legend};
    if (part.rows.empty())
        for (const gis::RuleStyle& rule : style.rules)
            if (!rule.title.empty()) part.rows.push_back(rule);
    if (part.rows.empty()) return;
    for (const gis::RuleStyle& rule : style.rules)
        for (gis::RuleStyle& row : part.rows)
            if (row.filter == rule.filter && row.hideBeyond == 0) row.hideBeyond = rule.hideBeyond;
    const QString kind = style.shape == "point"  ? QStringLiteral("Point")
                         : style.shape == "line" ? QStringLiteral("LineString")
                                                 : QStringLiteral("Polygon");
    part.sample = std::make_unique<QgsVectorLayer>(kind + QStringLiteral("?crs=EPSG:4490"),
                                                   QString(), QStringLiteral("memory"));
    auto root = std::make_unique<QgsRuleBasedRenderer::Rule>(nullptr);
    for (const gis::RuleStyle& row : part.rows)
        root->appendChild(
            new QgsRuleBasedRenderer::Rule(symbolOf(row, style.shape, DrawnAs::Sample), 0, 0,
                                           QString(), QString::fromStdString(row.title)));
    part.sample->setRenderer(new QgsRuleBasedRenderer(root.release()));
    m_parts.push_back(std::move(part));
}

void SheetLegend::show(QgsLayoutItemLegend& legend, const QgsRectangle& extent,
                       double scale) const {
    const QgsProject& project = *legend.layout()->project();
    QgsLayerTree* tree = legend.model()->rootGroup();
    tree->removeAllChildren();
    for (auto part = m_parts.rbegin(); part != m_parts.rend(); ++part) {
        QList<int> shown;
        for (std::size_t i = 0; i < part->rows.size(); ++i) {
            const gis::RuleStyle& row = part->rows[i];
            if (row.hideBeyond > 0 && scale > row.hideBeyond) continue;
            if (isShown(*part->layer, row, extent, project)) shown.append(static_cast<int>(i));
        }
        if (shown.isEmpty()) continue;
        QgsLayerTreeLayer* node = tree->addLayer(part->sample.get());
        QgsLegendRenderer::setNodeLegendStyle(node, QgsLegendStyle::Hidden);
        QgsMapLayerLegendUtils::setLegendNodeOrder(node, shown);
        legend.model()->refreshLayerLegend(node);
    }
}

}  // namespace cartographer

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/linked_project.h"

#include <qgslayermetadata.h>
#include <qgslayertree.h>
#include <qgsproject.h>
#include <qgsprojectviewsettings.h>
#include <qgsreferencedgeometry.h>
#include <qgsvectorlayer.h>

#include <QDomDocument>
#include <QHash>

#include "gis/cartographer/worker/project_maker.h"
#include "gis/cartographer/worker/style_maker.h"

namespace cartographer {

namespace {

QString text(const std::string& words) {
    return QString::fromStdString(words);
}

/// The sources by the id of the layer that stands for them.
using Sources = QHash<QString, const gis::LayerSource*>;

void setText(QDomDocument& document, QDomElement parent, const char* name, const QString& words) {
    QDomElement element = parent.firstChildElement(QString::fromLatin1(name));
    while (!element.firstChild().isNull()) element.removeChild(element.firstChild());
    element.appendChild(document.createTextNode(words));
}

/// An empty layer of the kind the source has.
std::unique_ptr<QgsVectorLayer> standIn(const gis::LayerStyle& style,
                                        const gis::LayerSource& source) {
    const char* kind = style.shape == "point"  ? "Point"
                       : style.shape == "line" ? "LineString"
                                               : "MultiPolygon";
    auto layer = std::make_unique<QgsVectorLayer>(QString::fromLatin1(kind), text(style.title),
                                                  QStringLiteral("memory"));
    layer->setCrs(crsOf(source.crs));
    return layer;
}

QgsLayerTreeGroup* groupOf(QgsProject& project, const std::string& title) {
    QgsLayerTreeGroup* root = project.layerTreeRoot();
    if (title.empty()) return root;
    if (QgsLayerTreeGroup* group = root->findGroup(text(title))) return group;
    QgsLayerTreeGroup* group = root->insertGroup(0, text(title));
    group->setExpanded(false);
    return group;
}

void addLayer(QgsProject& project, const gis::MapStyle& map, const gis::LayerStyle& style,
              const gis::LayerSource& source, Sources& sources) {
    auto layer = standIn(style, source);
    dressLayer(*layer, style, map.fonts);
    layer->setReadOnly(true);
    if (!map.attribution.empty()) {
        QgsLayerMetadata metadata;
        metadata.setRights({text(map.attribution)});
        layer->setMetadata(metadata);
    }
    if (source.refreshSeconds > 0) {
        layer->setAutoRefreshInterval(source.refreshSeconds * 1000);
        layer->setAutoRefreshEnabled(true);
    }
    QgsMapLayer* added = project.addMapLayer(layer.release(), false);
    sources.insert(added->id(), &source);
    // A tree lists from top to bottom, a style from bottom to top.
    QgsLayerTreeLayer* node = groupOf(project, source.group)->insertLayer(0, added);
    node->setItemVisibilityChecked(!source.hidden);
    node->setExpanded(false);
}

/// Puts the real sources into what is being written.
void linkSources(QgsProject& project, const Sources& sources) {
    QObject::connect(&project, &QgsProject::writeMapLayer, &project,
                     [&sources](QgsMapLayer* layer, QDomElement& element, QDomDocument& document) {
                         const gis::LayerSource* source = sources.value(layer->id());
                         setText(document, element, "provider", text(source->provider));
                         setText(document, element, "datasource", text(source->uri));
                     });
    QObject::connect(&project, &QgsProject::writeProject, &project,
                     [&sources](QDomDocument& document) {
                         const QDomNodeList nodes =
                             document.elementsByTagName(QStringLiteral("layer-tree-layer"));
                         for (int i = 0; i < nodes.size(); ++i) {
                             QDomElement node = nodes.at(i).toElement();
                             const auto* source = sources.value(node.attribute("id"));
                             if (!source) continue;
                             node.setAttribute("source", text(source->uri));
                             node.setAttribute("providerKey", text(source->provider));
                         }
                     });
}

}  // namespace

QString writeLinkedProject(const gis::ProjectJob& job) {
    QgsProject project;
    project.setTitle(text(job.style.title));
    // With the ellipsoid: areas and lengths in expressions are metres.
    project.setCrs(crsOf(job.style.crs), true);
    if (!job.style.background.empty())
        project.setBackgroundColor(QColor(text(job.style.background)));
    Sources sources;
    for (const gis::LayerStyle& style : job.style.layers) {
        const gis::LayerSource* found = nullptr;
        for (const gis::LayerSource& source : job.sources)
            if (source.layer == style.id) found = &source;
        if (!found) return QStringLiteral("layer %1 has no source").arg(text(style.id));
        addLayer(project, job.style, style, *found, sources);
    }
    const auto& [west, south, east, north] = job.extent;
    if (west < east && south < north)
        project.viewSettings()->setDefaultViewExtent(
            QgsReferencedRectangle(QgsRectangle(west, south, east, north), crsOf("EPSG:4490")));
    linkSources(project, sources);
    if (project.write(text(job.file))) return {};
    return QStringLiteral("%1 cannot be written: %2").arg(text(job.file), project.error());
}

}  // namespace cartographer

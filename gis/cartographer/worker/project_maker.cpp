// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/project_maker.h"

#include <qgslayermetadata.h>
#include <qgslayertree.h>
#include <qgsprojectviewsettings.h>
#include <qgsreferencedgeometry.h>

#include <QFileInfo>

#include "gis/cartographer/worker/style_maker.h"

namespace cartographer {

QgsCoordinateReferenceSystem crsOf(const std::string& definition) {
    const QString words = QString::fromStdString(definition);
    // QGIS takes a bare PROJ string for WKT.
    return QgsCoordinateReferenceSystem(
        words.startsWith(QLatin1Char('+')) ? QStringLiteral("PROJ:") + words : words);
}

QStringList fillProject(QgsProject& project, const gis::MapStyle& style, const QString& data) {
    QStringList problems;
    project.setTitle(QString::fromStdString(style.title));
    project.setCrs(crsOf(style.crs));
    if (!style.background.empty())
        project.setBackgroundColor(QColor(QString::fromStdString(style.background)));
    QgsLayerMetadata metadata;
    metadata.setRights({QString::fromStdString(style.attribution)});
    for (const gis::LayerStyle& row : style.layers) {
        const QString name = QString::fromStdString(row.title.empty() ? row.id : row.title);
        const QString uri =
            QStringLiteral("%1|layername=%2").arg(data, QString::fromStdString(row.table));
        QgsVectorLayer::LayerOptions options(project.transformContext());
        options.loadDefaultStyle = false;
        auto layer = std::make_unique<QgsVectorLayer>(uri, name, QStringLiteral("ogr"), options);
        if (!layer->isValid()) {
            problems << QStringLiteral("%1: %2 has no table \"%3\"")
                            .arg(name, data, QString::fromStdString(row.table));
            continue;
        }
        dressLayer(*layer, row, style.fonts);
        layer->setMetadata(metadata);
        layer->setReadOnly(true);
        QgsMapLayer* added = project.addMapLayer(layer.release(), false);
        // A tree lists from top to bottom, a style from bottom to top.
        project.layerTreeRoot()->insertLayer(0, added);
    }
    return problems;
}

QString writeProject(const gis::ProjectJob& job) {
    QgsProject project;
    const QString data = QString::fromStdString(job.data);
    const QString file = QString::fromStdString(job.file);
    if (!QFileInfo::exists(data)) return QStringLiteral("%1 does not exist").arg(data);
    const QStringList problems = fillProject(project, job.style, data);
    if (!problems.isEmpty()) return problems.first();
    QgsRectangle extent;
    // A layer without features lies nowhere, not at 0, 0.
    for (const QgsMapLayer* layer : project.mapLayers())
        if (!layer->extent().isEmpty()) extent.combineExtentWith(layer->extent());
    if (!extent.isEmpty())
        project.viewSettings()->setDefaultViewExtent(
            QgsReferencedRectangle(extent, project.mapLayers().first()->crs()));
    if (project.write(file)) return {};
    return QStringLiteral("%1 cannot be written: %2").arg(file, project.error());
}

}  // namespace cartographer

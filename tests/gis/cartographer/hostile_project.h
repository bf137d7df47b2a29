// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace support {

/// Red, whatever is drawn with it.
QString redFill();
/// A marker whose picture lies at an address. @param layerClass "SvgMarker" or "RasterMarker".
QString pictureMarker(const QString& layerClass, const QString& address);

/// A layer as a project file tells of it.
struct WrittenLayer {
    QString name;
    QString source;
    QString provider = QStringLiteral("ogr");
    QString type = QStringLiteral("vector");
    QString crs = QStringLiteral("EPSG:4490");  ///< Empty: it says none.
    QString symbol = redFill();                 ///< Of a vector layer.
    QString extra{};                            ///< Elements as they are.
    QString attributes{};                       ///< Of the layer's own element.
};

/// A project of QGIS as text, made to be read.
struct WrittenProject {
    QList<WrittenLayer> layers{};  ///< From top to bottom.
    QString extra{};               ///< Elements below the root.
    QString tree{};                ///< More nodes of the layer tree.
    QString head = QStringLiteral("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");

    QByteArray text() const;
};

void writeFile(const QString& file, const QByteArray& bytes);
/// A package (.zip, .qgz) with one file that is stored as it is.
QByteArray packed(const QString& name, const QByteArray& bytes);

}  // namespace support

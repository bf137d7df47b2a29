// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qgsproject.h>

#include <QStringList>
#include <memory>

#include "gis/cartographer/map_style.h"

namespace cartographer {

/// A CRS as PROJ defines it: "EPSG:4545" or "+proj=tmerc ...".
QgsCoordinateReferenceSystem crsOf(const std::string& definition);

/// Fills a project with the layers of a style, read from one file.
/// @return Sentences about layers that cannot be read; they are left out.
QStringList fillProject(QgsProject& project, const gis::MapStyle& style, const QString& data);

/// Writes a project file; data beside it are named relative to it.
/// @return One sentence on what failed, empty where nothing did.
QString writeProject(const gis::ProjectJob& job);

}  // namespace cartographer

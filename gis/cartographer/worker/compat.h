// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that differs between the versions of Qt and QGIS the cartographer is made for: Qt 5.15
// with QGIS 3.22 (Debian 12, tried) and Qt 6 with QGIS 3.4x (not tried: Debian 12 has none).
#pragma once

#include <qgis.h>
#include <qgscoordinatereferencesystem.h>
#include <qgsunittypes.h>
#include <qgswkbtypes.h>

#include <QtGlobal>
#include <string>

namespace cartographer {

#if _QGIS_VERSION_INT >= 33000
constexpr auto kMillimetres = Qgis::RenderUnit::Millimeters;
constexpr auto kLayoutMillimetres = Qgis::LayoutUnit::Millimeters;
#else
constexpr auto kMillimetres = QgsUnitTypes::RenderMillimeters;
constexpr auto kLayoutMillimetres = QgsUnitTypes::LayoutMillimeters;
#endif

#if _QGIS_VERSION_INT >= 32600
constexpr auto kCurvedLabels = Qgis::LabelPlacement::Curved;
constexpr auto kPointLabels = Qgis::LabelPlacement::OverPoint;
constexpr auto kAreaLabels = Qgis::LabelPlacement::Horizontal;
constexpr auto kOnLine = Qgis::LabelLinePlacementFlag::OnLine;
#endif

/// A CRS by code, or as PROJ writes it: QGIS wants to be told which.
inline QgsCoordinateReferenceSystem crsFrom(const std::string& words) {
    const QString text = QString::fromStdString(words);
    return QgsCoordinateReferenceSystem(
        text.startsWith(QLatin1Char('+')) ? QStringLiteral("PROJ:") + text : text);
}

}  // namespace cartographer

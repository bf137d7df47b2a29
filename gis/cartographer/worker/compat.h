// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that differs between the versions of Qt and QGIS the cartographer is made for: Qt 5.15
// with QGIS 3.22 (Debian 12, tried) and Qt 6 with QGIS 3.4x (not tried: Debian 12 has none).
#pragma once

#include <qgis.h>
#include <qgsunittypes.h>
#include <qgswkbtypes.h>

#include <QtGlobal>

namespace cartographer {

#if _QGIS_VERSION_INT >= 33000
constexpr auto kMillimetres = Qgis::RenderUnit::Millimeters;
constexpr auto kLayoutMillimetres = Qgis::LayoutUnit::Millimeters;
#else
constexpr auto kMillimetres = QgsUnitTypes::RenderMillimeters;
constexpr auto kLayoutMillimetres = QgsUnitTypes::LayoutMillimeters;
#endif

constexpr auto kLineSymbols = Qgis::SymbolType::Line;

#if _QGIS_VERSION_INT >= 32600
constexpr auto kCurvedLabels = Qgis::LabelPlacement::Curved;
constexpr auto kPointLabels = Qgis::LabelPlacement::OverPoint;
constexpr auto kAreaLabels = Qgis::LabelPlacement::Horizontal;
constexpr auto kOnLine = Qgis::LabelLinePlacementFlag::OnLine;
#endif

}  // namespace cartographer

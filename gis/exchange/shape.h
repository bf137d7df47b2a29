// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ogr_geometry.h>

#include <memory>

#include "gis/exchange/export_rows.h"
#include "gis/exchange/row_source.h"

namespace gis {

/// Adds an OGR geometry's points, lines and polygons; curves as OGR straightens them.
void addShape(const OGRGeometry& geometry, RawShape& shape);
/// A point, a line or an area as OGR knows it; null where the shape is empty.
std::unique_ptr<OGRGeometry> ogrPoint(dispatch::LonLat place);
std::unique_ptr<OGRGeometry> ogrLine(const dispatch::Line& line);
std::unique_ptr<OGRGeometry> ogrArea(const dispatch::Area& area);

/// What OGR calls a table's shapes.
OGRwkbGeometryType geometryType(ShapeType shape);

}  // namespace gis

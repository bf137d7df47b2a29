// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "dispatch/result.h"

namespace gis {

/// How QGIS reaches a store: the first words of its data sources. Never a password: QGIS asks for
/// it, or finds it in the user's PGPASSFILE.
struct ViewPlace {
    std::string provider;    ///< QGIS's word: "spatialite" or "postgres".
    std::string file;        ///< Of the store; empty for a server.
    std::string connection;  ///< "dbname='hall' host='...'"; empty for a file.
};

/// @error BadInput the URI cannot be read.
dispatch::Result<ViewPlace> viewPlace(const std::string& uri);

/// The data source of one of a store's views.
/// @param file     How the file is to be named; unused for a server.
/// @param geometry Column: "place", "shape", "line".
/// @param type     As QGIS says it: "Point", "MultiPolygon".
std::string viewSource(const ViewPlace& place, const std::string& file, std::string_view view,
                       std::string_view geometry, std::string_view type);

}  // namespace gis

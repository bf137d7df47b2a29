// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/area.h"
#include "dispatch/ground.h"
#include "dispatch/result.h"

namespace gis {

/// The tables of a city's ground file, one for each kind of ground and one for each group of
/// roads; each has a name and a shape in CGCS2000, longitude first.
inline constexpr std::array<std::string_view, 7> kGroundTables{
    "land", "hill", "green", "water", "river", "building", "rail"};

/// What a ground file is made from; borrowed for the call.
struct GroundFileRows {
    const std::vector<dispatch::Ground>& grounds;
    const std::vector<dispatch::Road>& roads;
    /// Where the city has no land of its own, these areas are its land.
    const std::vector<const dispatch::Area*>& grids;
    /// The table each road goes into.
    std::string_view (*roadTable)(dispatch::RoadClass);
    std::vector<std::string_view> roadTables;  ///< All of them; empty ones are made, too.
};

/// Writes the ground as a GeoPackage for QGIS and the cartographer. There whole or not at all.
/// @error Unavailable the folder cannot be written to. Cancelled stopped; no file was written.
dispatch::Result<void> writeGroundFile(const std::string& file, const GroundFileRows& rows,
                                       std::stop_token stop = {});

}  // namespace gis

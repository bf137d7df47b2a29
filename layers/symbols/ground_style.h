// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "dispatch/ground.h"
#include "gis/cartographer/map_style.h"
#include "layers/symbols/palette.h"

namespace layers {

/// How one group of roads is drawn. Widths are pixels at 1:10,000.
struct RoadStyle {
    std::string_view token;
    std::string_view table;  ///< In the city's ground file.
    std::string_view title;
    double width;
    double hideAbove;   ///< Metres a pixel.
    double labelBelow;  ///< Metres a pixel.
    int labelPriority;
};
inline constexpr std::array<RoadStyle, 5> kRoadStyles{{
    {"map.path", "road_path", "Paths and service roads", 1.4, 3, 1.2, 10},
    {"map.street", "road_street", "Streets", 2.4, 14, 2.4, 12},
    {"map.secondary", "road_secondary", "Secondary roads", 3.6, 45, 5, 14},
    {"map.primary", "road_primary", "Primary roads", 5, 400, 9, 16},
    {"map.motorway", "road_motorway", "Motorways", 6.5, 1e9, 16, 18},
}};
inline constexpr double kCasing = 2.2;
inline constexpr double kStandardScale = 2.8;    ///< Metres a pixel at 1:10,000.
inline constexpr double kBuildingsBelow = 3.36;  ///< Metres a pixel at 1:12,000.
inline constexpr double kRiverMetres = 24;       ///< Assumed where only a centre line is known.
inline constexpr double kRailBeyond = 60;        ///< Metres a pixel.

/// Place of a road's class in kRoadStyles.
std::size_t roadGroup(dispatch::RoadClass kind);

/// n of 1:n where a pixel covers so many metres.
double scaleOf(double metresPerPixel);

/// Families for words on maps, the first that is installed is taken.
std::vector<std::string> mapFonts();

/// "#rrggbb" of a palette's token; an unknown one is a bug and asserts.
std::string colourName(std::string_view token, Ink ink);

/// The city's own ground as it is drawn on screen, for its ground file
/// (gis/exchange/ground_file.h).
/// @param crs Of the map, as PROJ understands it.
gis::MapStyle groundStyle(Ink ink, const std::string& crs);

}  // namespace layers

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "gis/cartographer/map_style.h"
#include "layers/symbols/palette.h"

namespace layers {

/// The word for an area, which stands on one of its grids.
struct ViewName {
    std::string grid;  ///< Its code.
    std::string name;
    double across = 0;  ///< Metres there are for it.
};

/// The areas of one rank, outlined by joining the grids whose codes begin alike.
struct ViewAreas {
    std::size_t digits = 0;  ///< Of a grid's code that name its area.
    std::vector<gis::MergeStyle::Area> areas;
    std::vector<ViewName> names;
};

/// What is drawn above the ground, as the screen draws it, from the views a store has for QGIS
/// (gis/store/sql/007_drawn.sql): LayerStyle::table is a view. The operational style with the
/// views' fields and words; reach is no row of a store and is missing. Units, which the screen does
/// not draw, are added.
///
/// @param crs   Of the map, as PROJ understands it.
/// @param areas City to community, as kBorderStyles.
/// Titles are English source texts, translated in context "layers".
gis::MapStyle viewStyle(Ink ink, const std::string& crs, const std::array<ViewAreas, 4>& areas);

}  // namespace layers

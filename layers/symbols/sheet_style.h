// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dispatch/responder.h"
#include "gis/cartographer/map_style.h"
#include "layers/symbols/map_table.h"
#include "layers/symbols/palette.h"
#include "layers/symbols/symbol.h"

namespace layers {

/// What is drawn above the ground, as the screen draws it, for a file with these tables and fields
/// (texts where nothing is said; app/sheet/sheet_data.h writes them):
///
/// - border: rank (a BorderStyle's word, or "grid"); lines
/// - area: rank, name, across (metres, real); points
/// - grid: code, name, kind ("community", "rural", "dedicated"), room (metres, real); areas
/// - zone: code, name; areas
/// - reach: ring (0 to 2, integer), minutes (integer); areas
/// - camera: code; points
/// - post: code, name; points
/// - centre: code, name, rank (0 city to 3 community, integer); points
/// - responder: code, kind, age ("fresh", "ageing", "stale"), state ("sent", "enroute", "onscene"
///   or ""), moving (0 or 1, integer), heading (degrees, real); points
/// - case: code, number, title, risk, clock, stage; points, the most urgent last
///
/// @param crs     Of the map, as PROJ understands it.
/// @param visible Layers by their name in the catalog; others are left out.
/// Titles are English source texts, translated in context "layers".
gis::MapStyle operationalStyle(Ink ink, const std::string& crs,
                               const std::vector<std::string>& visible);

/// A line of the map's table as a mark.
gis::MarkStyle lineMark(const LineStyle& line, Ink ink);

/// What a sheet is about, drawn above all: tables focus_area and focus_point with a field `sheet`
/// that is compared with the variable @sheet.
std::vector<gis::LayerStyle> focusLayers(Ink ink);

/// Words of the fields above.
std::string_view word(dispatch::FixAge age);
std::string_view word(dispatch::Risk risk);
std::string_view word(StageMark stage);
/// Empty for Free and Resting, which have no badge.
std::string_view word(dispatch::WorkState state);

}  // namespace layers

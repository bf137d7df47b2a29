// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "gis/cartographer/map_style.h"
#include "layers/symbols/palette.h"
#include "layers/symbols/symbol.h"

namespace layers {

/// Box of a symbol's SVG, units: wider than the symbol's own, since strokes reach beyond it.
inline constexpr double kSvgBox = 32;

/// The symbol as an SVG of kSvgBox units a side, the same outlines and colours as on screen.
std::string symbolSvg(const Symbol& symbol, Ink ink);

/// The symbol as marks of a style: one for each run of parts that turn, or do not.
/// @param size  Pixels of the symbol's own box.
/// @param angle Expression of the heading for the parts that turn, degrees clockwise.
std::vector<gis::MarkStyle> symbolMarks(const Symbol& symbol, double size, Ink ink,
                                        const std::string& angle = {});

}  // namespace layers

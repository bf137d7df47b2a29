// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "gis/cartographer/map_style.h"
#include "layers/symbols/palette.h"
#include "layers/symbols/symbol.h"

namespace layers {

/// The symbol as an SVG, the same outlines and colours as on screen. Its box is square, as small as
/// it can be, and has the middle of the symbol's own.
std::string symbolSvg(const Symbol& symbol, Ink ink);

/// The symbol as marks of a style: one for each run of parts that turn, or do not.
/// @param size  Pixels of the symbol's own box.
/// @param angle Expression of the heading for the parts that turn, degrees clockwise.
/// @param steps Other sizes of the symbol's own box at smaller scales.
std::vector<gis::MarkStyle> symbolMarks(const Symbol& symbol, double size, Ink ink,
                                        const std::string& angle = {},
                                        const std::vector<gis::SizeStep>& steps = {});

}  // namespace layers

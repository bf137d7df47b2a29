// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

#include "dispatch/case.h"
#include "dispatch/clock.h"
#include "layers/symbols/symbol.h"

/// The numbers of everything on the map that is no ground: lines, sizes and from which scale on
/// they are shown. The screen's layers and the style of paper and QGIS both read them here.
namespace layers {

/// A stroke: pixels of 0.28 mm.
struct LineStyle {
    std::string_view token;
    double width;
    std::array<double, 4> dash{};  ///< Lengths of dash and gap in turn; all 0 for solid.
};

struct BorderStyle {
    std::string_view word;   ///< Of the rank in files: "city".
    std::string_view title;  ///< English source text, translated in context "layers".
    LineStyle line;
    double hideAbove;  ///< Metres a pixel.
};
/// By rank, the city first.
inline constexpr std::array<BorderStyle, 4> kBorderStyles{{
    {"city", "City", {"map.boundary.city", 2.2}, 1e9},
    {"district", "District", {"map.boundary.district", 1.5, {14, 4, 3, 4}}, 1e9},
    {"township", "Township", {"map.boundary.township", 1.1, {8, 3, 2, 3}}, 150},
    {"community", "Community", {"map.boundary.community", 1.0}, 40},
}};

inline constexpr LineStyle kGridLine{"map.grid", 1.0};
inline constexpr LineStyle kDedicatedLine{"map.grid.dedicated", 1.5};
inline constexpr double kGridsHideAbove = 60;  ///< Metres a pixel: smaller, lines would be a fog.
inline constexpr double kSerialsBelow = 24;    ///< Metres a pixel: smaller, areas' words need room.
inline constexpr double kSerialRoom = 15;      ///< Pixels of the inner circle a serial needs.
inline constexpr double kHatchPixels = 8;      ///< Of dedicated grids, 45 degrees.
inline constexpr double kHatchAlpha = 0.55;

inline constexpr LineStyle kZoneLine{"map.zone", 1.5, {3, 2}};

/// By number of minutes, the shortest first.
inline constexpr std::array<LineStyle, 3> kReachLines{{
    {"map.reach.1", 1.8},
    {"map.reach.3", 1.5, {7, 4}},
    {"map.reach.5", 1.5, {2, 4}},
}};
inline constexpr double kReachFill = 0.05;

inline constexpr double kPostSize = 22;
inline constexpr double kPostSizeFar = 14;
inline constexpr double kPostFarAbove = 18;  ///< Metres a pixel.
inline constexpr double kCentreSize = 26;
/// By rank, metres a pixel.
inline constexpr std::array<double, 4> kCentreHideAbove{1e9, 1e9, 30, 7};
inline constexpr double kPostNamesBelow = 4.5;  ///< Metres a pixel.
inline constexpr double kCameraSize = 15;
/// On paper, where cameras are not grouped: metres a pixel from which on they are small.
inline constexpr double kCameraFarAbove = 2;
inline constexpr double kCameraSizeFar = 6;

inline constexpr double kResponderSize = 24;
inline constexpr double kResponderSizeSmall = 16;
inline constexpr double kResponderSizeDot = 9;
inline constexpr double kRespondersSmallAbove = 7;  ///< Metres a pixel.
inline constexpr double kRespondersDotAbove = 26;   ///< Metres a pixel.
inline constexpr double kBadgeSize = 12;
inline constexpr double kBadgeRight = 9;  ///< From a responder's middle, pixels.
inline constexpr double kBadgeDown = 8;
inline constexpr double kMovingAbove = 0.5;  ///< m/s: slower, a heading means nothing.
inline constexpr double kCaseRim = 2;        ///< Added to caseSize().

/// How a case's clock is drawn.
/// @param atTop The top level holds it, where late means supervised.
ClockMark clockMark(const dispatch::Case& record, bool atTop, dispatch::Seconds now);

}  // namespace layers

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "dispatch/place.h"

namespace gis {

/// In which system somebody read coordinates off a map.
enum class CoordinateSystem { Cgcs2000, Gcj02, Bd09 };

/// One way to understand typed coordinates.
struct CoordinateReading {
    dispatch::LonLat place;  ///< In CGCS2000, whatever was typed.
    CoordinateSystem system = CoordinateSystem::Cgcs2000;
    bool latitudeFirst = false;  ///< Against our order, with nothing in the words that says so.
};

/// Understands coordinates as people type, read out and paste them: "116.39,39.9 gcj02",
/// "百度 116.404 39.915", "39°54'20\"N 116°23'24\"E", "北纬39.9 东经116.39", "lat 39.9 lon 116.39".
/// Longitude comes first unless letters or words say otherwise; the system is CGCS2000 unless
/// named. Two bare whole numbers without a comma are none: so grid serials are typed.
///
/// @param words UTF-8.
/// @return Empty where the words are anything else or out of range. Where the order is not said and
///         both orders are in range, both: longitude first, then latitude first.
/// @thread any; a pure function.
std::vector<CoordinateReading> readCoordinates(std::string_view words);

}  // namespace gis

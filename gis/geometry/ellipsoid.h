// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gis {

/// The ellipsoid of CGCS2000 (that of GRS80 to 0.1 mm on the ground).
/// @source EPSG:1024 as used by EPSG:4490.
inline constexpr double kSemiMajorMetres = 6'378'137.0;
inline constexpr double kFlattening = 1.0 / 298.257222101;
inline constexpr double kEccentricitySquared = kFlattening * (2.0 - kFlattening);

}  // namespace gis

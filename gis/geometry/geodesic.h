// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dispatch/place.h"

namespace gis {

/// Length of the shortest way over the ellipsoid between two positions; never planar degrees,
/// never one zone stretched over a seam.
/// @thread any, as everything here.
dispatch::Metres distance(dispatch::LonLat from, dispatch::LonLat to);

/// Direction in which the shortest way leaves `from`.
/// @return Degrees clockwise from north, 0 to below 360.
double azimuthDegrees(dispatch::LonLat from, dispatch::LonLat to);

/// Where one arrives going straight on.
/// @param azimuthDegrees Clockwise from north.
dispatch::LonLat destination(dispatch::LonLat from, double azimuthDegrees, dispatch::Metres length);

dispatch::Metres lengthOf(const dispatch::Line& line);

/// Area on the ellipsoid, holes taken off, whichever way the rings run.
/// @return Square metres.
double areaSquareMetres(const dispatch::Area& area);

/// Length of all rings, holes too.
dispatch::Metres perimeterOf(const dispatch::Area& area);

/// Circle of a distance on the ground, as a closed counter-clockwise ring whose corners lie on it.
/// @param corners At least 8.
dispatch::Ring geodesicCircle(dispatch::LonLat centre, dispatch::Metres radius, int corners = 72);

}  // namespace gis

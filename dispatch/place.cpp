// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/place.h"

namespace dispatch {

GeoBox boxOf(const Area& area) {
    GeoBox box;
    for (const PolygonRings& polygon : area)
        for (LonLat p : polygon.shell) box.add(p);
    return box;
}

GeoBox boxOf(const Line& line) {
    GeoBox box;
    for (LonLat p : line) box.add(p);
    return box;
}

}  // namespace dispatch

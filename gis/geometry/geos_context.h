// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <geos_c.h>

#include <memory>
#include <string>

namespace gis {

/// GEOS's reentrant handle of the calling thread; lives as long as the thread.
GEOSContextHandle_t geos();
/// What GEOS last complained about on this thread, and forgets it.
std::string takeGeosMessage();

struct GeosFree {
    void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(geos(), g); }
    void operator()(const GEOSPreparedGeometry* p) const { GEOSPreparedGeom_destroy_r(geos(), p); }
};
using Geometry = std::unique_ptr<GEOSGeometry, GeosFree>;
using Prepared = std::unique_ptr<const GEOSPreparedGeometry, GeosFree>;

}  // namespace gis

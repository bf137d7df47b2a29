// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "dispatch/ground.h"
#include "gis/demo_city/city.h"

namespace gis::demo {

/// What lies on the ground: land, hills, parks, river, lake, creeks, railway, and the houses.
std::vector<dispatch::Ground> groundRows(const City& city);

}  // namespace gis::demo

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "dispatch/responder.h"
#include "gis/geometry/grid_lookup.h"

namespace gis {

/// Sets the geographic grid of each position report, none outside all grids: whoever takes reports
/// in does so before handing them to a store.
///
/// @param grids Of the store the reports go to. An empty one sets none.
void locateFixes(const GridLookup& grids, std::span<dispatch::Fix> fixes);

}  // namespace gis

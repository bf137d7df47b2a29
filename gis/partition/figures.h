// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/partition/blocks.h"
#include "gis/partition/nesting.h"
#include "gis/partition/outlines.h"

namespace gis::cut {

/// Makes the polygons of grids and levels and fills in the figures of the report.
void fill(Partition& partition, const PlanarGraph& graph, const Blocks& blocks,
          const Nesting& nesting, const PartitionOptions& options);

}  // namespace gis::cut

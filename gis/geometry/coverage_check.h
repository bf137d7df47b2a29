// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gis/geometry/polygon.h"
#include "gis/geometry/topology.h"

namespace gis {

/// One member of a layer of areas under check.
struct CoverageMember {
    const dispatch::Area* area = nullptr;
    std::string name;  ///< "grid 150302001001004"
    dispatch::RecordRef record;
};

/// Checks the areas of one layer against each other: validity, doubles, overlaps, slivers; and
/// where they must tile, gaps and unmatched edges.
void checkCoverage(std::span<const CoverageMember> members, bool mustTile,
                   const TopologyLimits& limits, std::vector<TopologyFinding>& findings);

/// "12 m²", "3.4 ha" for sentences.
std::string areaText(double squareMetres);

}  // namespace gis

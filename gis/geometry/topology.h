// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dispatch/picture.h"

namespace gis {

/// What a check of boundaries found: one fault, one line for people.
struct TopologyFinding {
    /// "invalid", "overlap", "gap", "sliver", "unmatched-edge", "duplicate-code",
    /// "duplicate-geometry", "code-form", "order", "outline", "no-area".
    std::string code;
    std::string detail;  ///< One sentence that names the grids or zones.
    std::vector<dispatch::RecordRef> records;
    std::optional<dispatch::LonLat> where;  ///< To show it on the map.
    double squareMetres = 0;                ///< Of gaps, overlaps and slivers.
};

/// From where on something counts.
struct TopologyLimits {
    /// Gaps and overlaps below this are rounding; unmatched edges are still named.
    double noiseSquareMetres = 0.1;
    /// Gaps and overlaps on average narrower than this are called slivers.
    double sliverMetres = 2;
    /// A grid or zone on average narrower than this is a sliver itself.
    double narrowMetres = 5;
    /// A strip between two grids that opens to the outside is told from an inlet of the city's
    /// outline by being longer than this and narrower than a sliver.
    double inletMetres = 20;
    /// Grids may leave a reference outline by so much before it is said.
    double outlineSquareMetres = 100;
};

/// Finds the faults of grids and zones.
///
/// Geographic grids (community and rural) must tile: no gaps, no overlaps, every inner edge shared
/// vertex by vertex (a vertex on a neighbour's edge is a vertex of both). A hole in the middle of
/// the city is a gap; a wide one that opens to the outside cannot be told from the city's shape,
/// except by a reference outline. Dedicated grids may lie on geographic ones but not on each other;
/// zones not on each other. Codes are 15 digits and unique; serials of one community and numbering
/// follow serialOrder() (dedicated grids apart). A centre with a reference outline is compared with
/// the union of its grids. Faults come in that order, those of one kind by code.
///
/// Shared edges are matched exactly first; only what is left is handed to GEOS.
///
/// @thread any; reads nothing but its arguments.
std::vector<TopologyFinding> checkTopology(const dispatch::Picture& picture,
                                           const TopologyLimits& limits = {});

/// The same without the outlines of centres, for grids being edited or just made.
std::vector<TopologyFinding> checkGrids(const std::vector<dispatch::Grid>& grids,
                                        const TopologyLimits& limits = {});
std::vector<TopologyFinding> checkZones(const std::vector<dispatch::Zone>& zones,
                                        const TopologyLimits& limits = {});

}  // namespace gis

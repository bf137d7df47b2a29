// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "dispatch/store.h"
#include "gis/partition/partition.h"

namespace gis {

/// A city's ground, read from its store, ready to be cut.
struct CityGround {
    PartitionInput input;
    Projection projection;
    std::string
        outlineFrom;  ///< "hull of population", "hull of roads", "centres", "zones", a code.
    std::int64_t roads = 0;
    std::int64_t rails = 0;
    std::int64_t rivers = 0;
    std::int64_t populationCells = 0;
};

/// Reads roads, railways, rivers and population of a store.
///
/// @param from Empty or "population": the hull of inhabited ground. "centres" or "zones": their
///             stored outlines together. Else the code of a centre, zone or grid.
/// @error BadInput the store has nothing to cut along, or `from` names nothing with an outline.
/// @error Cancelled stopped. Others from the store.
dispatch::Result<CityGround> readCityGround(dispatch::Store& store, const std::string& from,
                                            std::stop_token stop = {});

/// Distance between neighbours in a regular set of places: the side of their squares.
///
/// @return Median distance to the nearest other place, metres; 0 for fewer than two.
double spacingOf(const std::vector<WeightPoint>& points);

}  // namespace gis

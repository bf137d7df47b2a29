// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "dispatch/record.h"
#include "dispatch/result.h"
#include "gis/partition/partition.h"

namespace gis {

/// How invented codes are given.
struct NumberingRules {
    /// Six digits: the code of the (first) district. Nine or twelve where the cut is of one
    /// township or community.
    std::string prefix = "990301";
    std::vector<std::string> levels;  ///< As cut, coarsest first: district, township, community.
    int numbering = 1;                ///< The publication.
    bool people = true;               ///< The weights shared out are people.
};

/// A cut as rows of the store.
struct NumberedCity {
    std::vector<dispatch::Centre> centres;  ///< Of the levels cut, coarsest first.
    std::vector<dispatch::Grid> grids;      ///< In the order of their codes.
    int invalid = 0;                        ///< Grids that are invalid in degrees.
};

/// Gives codes by the serial order, names and kinds.
///
/// A grid is rural where fewer than 1,000 people live on a square kilometre, or, without people,
/// where it is larger than four times the median grid.
///
/// @error BadInput the prefix is no code, a level is unknown or out of order, or a community has
///        more than 999 grids.
dispatch::Result<NumberedCity> numberGrids(const Partition& partition, const Projection& projection,
                                           const NumberingRules& rules);

}  // namespace gis

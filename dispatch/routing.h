// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "dispatch/picture.h"
#include "dispatch/workflow.h"

namespace dispatch {

/// The next higher level; null at the top or where the code is unknown.
const Level* levelAbove(const Picture& picture, const std::string& level);
/// The next lower level; null at the bottom or where the code is unknown.
const Level* levelBelow(const Picture& picture, const std::string& level);
/// Where a risk is routed by default: low to the lowest level, medium to the one above it, high to
/// the highest. Settings `desk.route.low|medium|high` say otherwise. Null without levels.
const Level* levelByRisk(const Picture& picture, Risk risk);

/// Code of the centre of a level that answers for a grid; empty where there is none.
std::string centreAt(const Picture& picture, const std::string& level, const std::string& grid);
/// Code of the area that holds a case: its centre, else the centre of its level over its grid, else
/// its grid; empty where nothing says.
std::string holderOf(const Picture& picture, const Case& record);
/// Whether a centre answers for an area: its code is the area's or begins it. No centre is the
/// whole city.
bool covers(const std::string& centre, const std::string& area);

/// A unit that may lead a case.
struct UnitChoice {
    std::string unit;   ///< Unit::code
    std::string field;  ///< Why: the field that the category is led by.
    int steps = 0;      ///< Levels between it and the case's level; 0 is the case's own level.
    friend bool operator==(const UnitChoice&, const UnitChoice&) = default;
};

/// Units that may lead a case, best first: by the category's fields in their order (mediators by
/// skill first for disputes), then nearest to the case's level, then by code. Only units whose
/// centre answers for the case's place.
std::vector<UnitChoice> unitsFor(const Workflow& workflow, const Picture& picture,
                                 const Case& record);

}  // namespace dispatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "dispatch/ids.h"
#include "dispatch/place.h"

namespace dispatch {

enum class GridKind { Community, Rural, Dedicated };

/// Responsibility polygon of one gridworker (网格). Community and rural grids tile the city;
/// dedicated grids may lie on top of them.
struct Grid {
    GridId id;
    std::string code;  ///< 15 digits: 6 county + 3 township + 3 community + 3 serial.
    std::string name;
    GridKind kind = GridKind::Community;
    int numbering =
        1;  ///< The publication that gave the serial; order is demanded only within one.
    double people = 0;
    double households = 0;
    Area area;
    Revision revision;
    friend bool operator==(const Grid&, const Grid&) = default;
};

/// Patrol responsibility zone (治安巡控责任区).
struct Zone {
    ZoneId id;
    std::string code;
    std::string name;
    Area area;
    Revision revision;
    friend bool operator==(const Zone&, const Zone&) = default;
};

}  // namespace dispatch

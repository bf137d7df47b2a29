// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "dispatch/ids.h"
#include "dispatch/place.h"

namespace dispatch {

/// A rank of the administration (层级): city, district, township, community. Number and names are
/// configuration; `codeDigits` is the length of an area's code at this level.
struct Level {
    LevelId id;
    std::string code;  ///< "city", "district", "township", "community"
    std::string nameZh;
    std::string nameEn;
    int rank = 0;        ///< 0 is the highest level.
    int codeDigits = 0;  ///< 4 city, 6 district, 9 township, 12 community.
    Revision revision;
    friend bool operator==(const Level&, const Level&) = default;
};

/// A command hall (综治中心) and the administrative area it answers for.
struct Centre {
    CentreId id;
    std::string code;  ///< The area's code; a prefix of the codes of its grids.
    std::string name;
    std::string level;   ///< Level::code
    std::string parent;  ///< Code of the centre above, empty at the top.
    std::optional<LonLat> place;
    Area reference;  ///< Imported outline, kept only to compare with; the area is the union of
                     ///< grids.
    Revision revision;
    friend bool operator==(const Centre&, const Centre&) = default;
};

}  // namespace dispatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dispatch/picture.h"

namespace gis {

/// An administrative area as the union of its geographic grids.
struct AtlasArea {
    std::string code;   ///< A prefix of the codes of its grids.
    std::string level;  ///< Level::code
    std::string name;   ///< Of the centre with this code; empty where there is none.
    dispatch::Area outline;
    dispatch::GeoBox box;
    dispatch::LonLat label;  ///< Inside, where it is wide: a good place for its name.
    double squareMetres = 0;
    double people = 0;
    std::vector<std::int32_t> grids;  ///< Places in Atlas::grids().
};

/// One grid's place in the atlas.
struct AtlasGrid {
    dispatch::GridId id;
    std::string code;
    dispatch::GeoBox box;
    dispatch::LonLat label;
    double squareMetres = 0;
    std::vector<std::int32_t> neighbours;  ///< Geographic grids it shares an edge with.
};

/// All boundaries of the city, worked out once from a picture: outlines of communities, townships,
/// districts and the city by cancelling the edges their grids share; labels; who borders whom.
///
/// ```cpp
/// const auto atlas = gis::Atlas::make(*picture);
/// for (const gis::AtlasArea& district : atlas->areas("district")) draw(district.outline);
/// ```
///
/// @thread any; never changes once made. Made anew when grids, centres or levels change.
class Atlas {
  public:
    /// Levels without a digit count are left out; where the picture has none, city, district,
    /// township and community with 4, 6, 9 and 12 digits are taken. Where grids do not share their
    /// vertices (see checkTopology) GEOS joins them, which is slow.
    static std::shared_ptr<const Atlas> make(const dispatch::Picture& picture);

    /// Areas of a level, by code; empty where there is no such level.
    std::span<const AtlasArea> areas(const std::string& level) const;
    /// @return Null where there is none.
    const AtlasArea* find(const std::string& code) const;
    /// All grids in the order of Picture::grids.
    std::span<const AtlasGrid> grids() const { return m_grids; }
    /// Whether every inner edge was shared, so that the outlines are exact.
    bool isExact() const { return m_exact; }

  private:
    std::vector<AtlasArea> m_areas;  ///< By level, then code.
    std::vector<AtlasGrid> m_grids;
    bool m_exact = true;
};

/// A position inside an area where it is widest along one of a few scan lines: quick, for labels.
dispatch::LonLat labelPoint(const dispatch::Area& area);

}  // namespace gis

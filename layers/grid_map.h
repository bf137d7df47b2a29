// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "dispatch/picture.h"
#include "layers/shape_set.h"

namespace layers {

/// How many digits of a grid's code name its city, district, township and community.
std::array<std::size_t, 4> codeDigits(const dispatch::Picture& picture);

/// Rank of a line between two grids: the highest area that ends there.
enum class BorderRank { City, District, Township, Community, Grid };
constexpr std::size_t kBorderRanks = 5;

/// A word for an area above the grids.
struct AreaLabel {
    BorderRank rank = BorderRank::Community;
    std::string code;
    std::string name;
    gis::ScenePoint at;
    double squareMetres = 0;  ///< On the plane; only to know how much room there is.
};

/// All grids on the plane: shapes, and their borders as lines that are drawn once each, ranked by
/// what ends there. Where two grids share an edge, the codes on its sides give its rank.
///
/// @thread immutable.
class GridMap {
  public:
    struct Item {
        dispatch::GridId id;
        std::string code;
        dispatch::GridKind kind = dispatch::GridKind::Community;
        InnerPoint inner;
    };

    GridMap(const dispatch::Picture& picture, const gis::Projection& projection);

    const ShapeSet& shapes() const { return m_shapes; }
    const std::vector<Item>& items() const { return m_items; }
    /// Border lines of one rank, joined end to end.
    const ShapeSet& borders(BorderRank rank) const { return m_borders[std::size_t(rank)]; }
    const std::vector<AreaLabel>& areas() const { return m_areas; }
    /// The community or rural grid at a place; where `dedicated`, a dedicated one on top wins.
    std::optional<std::size_t> gridAt(gis::ScenePoint p, bool dedicated = false) const;
    std::optional<std::size_t> find(dispatch::GridId id) const;
    std::size_t geographicCount() const { return m_geographic; }
    /// Box around all grids, degrees.
    const dispatch::GeoBox& extent() const { return m_extent; }

  private:
    BorderRank rankBetween(std::size_t a, std::size_t b) const;
    void makeBorders(const dispatch::Picture& picture, const gis::Projection& projection);
    void makeAreas(const dispatch::Picture& picture);
    void makeFromReferences(const dispatch::Picture& picture, const gis::Projection& projection);

    ShapeSet m_shapes;
    std::vector<Item> m_items;  ///< Sorted by id, as in the picture.
    std::array<ShapeSet, kBorderRanks> m_borders;
    std::vector<AreaLabel> m_areas;
    std::array<std::size_t, 4> m_digits;  ///< Of codes at city to community.
    std::size_t m_geographic = 0;
    dispatch::GeoBox m_extent;
};

}  // namespace layers

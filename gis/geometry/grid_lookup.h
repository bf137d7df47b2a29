// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dispatch/area.h"
#include "dispatch/table.h"

namespace gis {

/// Which grids a position lies in, as places in the lookup's own list; -1 where there is none.
struct GridPlace {
    std::int32_t geographic = -1;
    std::int32_t dedicated = -1;
    friend bool operator==(const GridPlace&, const GridPlace&) = default;
};

/// Tells in which grid a position lies: the geographic one, and the dedicated one on top of it.
///
/// **The rule for edges.** A position on an edge or a vertex belongs to the grid just east of it, a
/// hair north of due east: an edge belongs to the grid on its eastern side, an exactly east-west
/// edge to the one on its northern side, a vertex to the grid that begins due east of it, counted
/// counter-clockwise. Where no grid lies there (the city's own eastern and northern outline) it
/// belongs to the grid on whose edge it lies, of several to the first in the list. So every
/// position on an edge has exactly one owner, at corners and T-junctions too, on each of the two
/// layers. Sides are decided by exact arithmetic. Where two grids of one layer overlap, which is a
/// fault that `check` reports, the first in the list owns.
///
/// A vertex that lies on a neighbour's edge within 1e-9 degrees (0.1 mm) without being a vertex of
/// it counts as one, so that rounding leaves no cracks.
///
/// How: a raster says the answer at once for nine positions in ten; the others are tried against
/// the edges of the few grids that touch their pixel, in their pixel row.
///
/// ```cpp
/// const gis::GridLookup lookup(picture.grids);
/// std::vector<gis::GridPlace> found(positions.size());
/// lookup.locate(positions, found);                    // about 50 M positions a second
/// if (found[0].geographic >= 0) use(lookup.code(found[0].geographic));
/// ```
///
/// @thread any; never changes once made. Made anew when grids change: some 20 ms for 640 grids.
class GridLookup {
  public:
    GridLookup() = default;
    /// @param grids Their order decides ties; a grid whose rings are broken is found as far as it
    /// goes.
    explicit GridLookup(std::span<const dispatch::Grid> grids);
    explicit GridLookup(const dispatch::Table<dispatch::Grid>& grids);

    GridPlace locate(dispatch::LonLat place) const;
    /// @param places, found Of the same size.
    void locate(std::span<const dispatch::LonLat> places, std::span<GridPlace> found) const;

    /// How many grids are in the list.
    std::size_t size() const { return m_codes.size(); }
    /// @param index From GridPlace, not negative.
    const std::string& code(std::int32_t index) const {
        return m_codes[static_cast<std::size_t>(index)];
    }
    dispatch::GridId id(std::int32_t index) const { return m_ids[static_cast<std::size_t>(index)]; }
    /// Code of the geographic grid at a position, empty where there is none: what Case::grid holds.
    std::string geographicCode(dispatch::LonLat place) const;

    /// Share of the raster that needs the exact test, 0 to 1: for the benchmark's print.
    double mixedShare() const;

  private:
    /// An edge from its lower to its upper end.
    struct Edge {
        dispatch::LonLat low;
        dispatch::LonLat high;
    };
    /// Edges of one grid by pixel row: row r has edges [starts[r - firstRow], starts[r - firstRow +
    /// 1]).
    struct Shape {
        std::int32_t firstRow = 0;
        std::vector<std::uint32_t> starts;
        std::vector<Edge> edges;
    };
    /// What a pixel says: both answers, or the grids to try.
    struct Pixel {
        GridPlace certain;
        std::uint32_t firstTry = 0;
        std::uint16_t tryGeographic = 0;
        std::uint16_t tryDedicated = 0;
    };
    struct Builder;

    GridPlace exact(const Pixel& pixel, dispatch::LonLat place, std::int32_t row) const;
    std::int32_t owner(std::span<const std::int32_t> candidates, dispatch::LonLat place,
                       std::int32_t row) const;
    std::span<const Edge> edgesIn(std::int32_t grid, std::int32_t row) const;

    std::vector<std::string> m_codes;
    std::vector<dispatch::GridId> m_ids;
    std::vector<Shape> m_shapes;
    double m_west = 0, m_south = 0;
    double m_columnsPerDegree = 0, m_rowsPerDegree = 0;
    std::int32_t m_columns = 0, m_rows = 0;
    std::vector<std::uint32_t> m_raster;  ///< Index into m_pixels.
    std::vector<Pixel> m_pixels;          ///< The distinct ones.
    std::vector<std::int32_t> m_tries;
};

}  // namespace gis

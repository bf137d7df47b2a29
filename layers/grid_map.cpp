// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/grid_map.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <unordered_map>

namespace layers {

namespace {

struct Edge {
    std::uint64_t ends;  ///< Smaller vertex in the upper half.
    std::uint32_t grid;
};

struct Place {
    std::uint64_t lon, lat;
    friend bool operator==(const Place&, const Place&) = default;
};
struct PlaceHash {
    std::size_t operator()(const Place& p) const {
        return std::size_t((p.lon * 0x9E3779B97F4A7C15ULL) ^ (p.lat * 0xC2B2AE3D27D4EB4FULL) >> 7);
    }
};

/// Joins edges into lines that are as long as possible, so that dashes run on.
void chain(const std::vector<std::uint64_t>& edges, const std::vector<gis::ScenePoint>& places,
           ShapeSet& out) {
    struct End {
        std::uint32_t vertex;
        std::uint32_t edge;
    };
    std::vector<End> ends;
    ends.reserve(edges.size() * 2);
    for (std::uint32_t e = 0; e < edges.size(); ++e) {
        ends.push_back({std::uint32_t(edges[e] >> 32), e});
        ends.push_back({std::uint32_t(edges[e]), e});
    }
    std::sort(ends.begin(), ends.end(), [](End a, End b) {
        return a.vertex != b.vertex ? a.vertex < b.vertex : a.edge < b.edge;
    });
    const auto range = [&](std::uint32_t v) {
        return std::equal_range(ends.begin(), ends.end(), End{v, 0},
                                [](End a, End b) { return a.vertex < b.vertex; });
    };
    std::vector<bool> used(edges.size());
    std::vector<gis::ScenePoint> line;
    const auto walk = [&](std::uint32_t vertex, std::uint32_t edge) {
        line.assign(1, places[vertex]);
        for (;;) {
            used[edge] = true;
            const auto a = std::uint32_t(edges[edge] >> 32), b = std::uint32_t(edges[edge]);
            vertex = vertex == a ? b : a;
            line.push_back(places[vertex]);
            const auto [from, to] = range(vertex);
            if (to - from != 2) break;
            const std::uint32_t next = from->edge == edge ? (from + 1)->edge : from->edge;
            if (used[next]) break;
            edge = next;
        }
        out.addLine(line);
    };
    for (std::size_t i = 0; i < ends.size();) {
        std::size_t j = i;
        while (j < ends.size() && ends[j].vertex == ends[i].vertex) ++j;
        if (j - i != 2)
            for (std::size_t k = i; k < j; ++k)
                if (!used[ends[k].edge]) walk(ends[k].vertex, ends[k].edge);
        i = j;
    }
    for (std::uint32_t e = 0; e < edges.size(); ++e)
        if (!used[e]) walk(std::uint32_t(edges[e]), e);
}

std::string plainName(const std::string& name) {
    for (const std::string& tail : {std::string("社会治安综合治理中心"),
                                    std::string("综合治理中心"), std::string("综治中心")})
        if (name.size() > tail.size() && name.ends_with(tail))
            return name.substr(0, name.size() - tail.size());
    return name;
}

}  // namespace

std::array<std::size_t, 4> codeDigits(const dispatch::Picture& picture) {
    std::array<std::size_t, 4> digits{4, 6, 9, 12};
    std::vector<dispatch::Level> levels;
    picture.levels.forEach([&](const dispatch::Level& level) { levels.push_back(level); });
    std::sort(levels.begin(), levels.end(),
              [](const auto& a, const auto& b) { return a.rank < b.rank; });
    for (std::size_t i = 0; i < std::min(levels.size(), digits.size()); ++i)
        if (levels[i].codeDigits > 0) digits[i] = std::size_t(levels[i].codeDigits);
    return digits;
}

GridMap::GridMap(const dispatch::Picture& picture, const gis::Projection& projection)
    : m_digits(codeDigits(picture)) {
    m_items.reserve(picture.grids.size());
    picture.grids.forEach([&](const dispatch::Grid& grid) {
        m_shapes.addArea(grid.area, projection);
        m_extent.add(dispatch::boxOf(grid.area));
        m_items.push_back({grid.id, grid.code, grid.kind, {}});
        if (grid.kind != dispatch::GridKind::Dedicated) ++m_geographic;
    });
    m_shapes.finish();
    for (std::size_t i = 0; i < m_items.size(); ++i) m_items[i].inner = innerPoint(m_shapes, i);
    if (m_geographic > 0) {
        makeBorders(picture, projection);
        makeAreas(picture);
    } else {
        makeFromReferences(picture, projection);
    }
    for (ShapeSet& lines : m_borders) lines.finish();
}

BorderRank GridMap::rankBetween(std::size_t a, std::size_t b) const {
    for (std::size_t rank = 0; rank < m_digits.size(); ++rank)
        if (m_items[a].code.compare(0, m_digits[rank], m_items[b].code, 0, m_digits[rank]) != 0)
            return BorderRank(rank);
    return BorderRank::Grid;
}

void GridMap::makeBorders(const dispatch::Picture& picture, const gis::Projection& projection) {
    std::unordered_map<Place, std::uint32_t, PlaceHash> numbers;
    std::vector<dispatch::LonLat> places;
    std::vector<Edge> edges;
    const auto number = [&](dispatch::LonLat p) {
        const auto [at, isNew] = numbers.try_emplace(
            {std::bit_cast<std::uint64_t>(p.lon), std::bit_cast<std::uint64_t>(p.lat)},
            std::uint32_t(places.size()));
        if (isNew) places.push_back(p);
        return at->second;
    };
    std::uint32_t grid = 0;
    picture.grids.forEach([&](const dispatch::Grid& row) {
        const std::uint32_t self = grid++;
        if (row.kind == dispatch::GridKind::Dedicated) return;
        const auto addRing = [&](const dispatch::Ring& ring) {
            for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
                const std::uint64_t a = number(ring[i]), b = number(ring[i + 1]);
                if (a != b) edges.push_back({std::max(a, b) | std::min(a, b) << 32, self});
            }
        };
        for (const dispatch::PolygonRings& polygon : row.area) {
            addRing(polygon.shell);
            for (const dispatch::Ring& hole : polygon.holes) addRing(hole);
        }
    });
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
        return a.ends != b.ends ? a.ends < b.ends : a.grid < b.grid;
    });
    const std::vector<gis::ScenePoint> points = projection.toScene(places);
    std::array<std::vector<std::uint64_t>, kBorderRanks> ranked;
    for (std::size_t i = 0; i < edges.size();) {
        std::size_t j = i + 1;
        while (j < edges.size() && edges[j].ends == edges[i].ends) ++j;
        BorderRank rank = BorderRank::City;
        if (j - i > 1) {
            rank = rankBetween(edges[i].grid, edges[j - 1].grid);
        } else {
            // Only one grid has this edge: the city ends here, or the neighbour's vertices differ.
            const gis::ScenePoint a = points[edges[i].ends >> 32];
            const gis::ScenePoint b = points[edges[i].ends & 0xFFFFFFFFU];
            const double length = std::max(1e-9, std::hypot(b.x - a.x, b.y - a.y));
            const double ox = -(b.y - a.y) / length * 0.5, oy = (b.x - a.x) / length * 0.5;
            for (const double side : {1.0, -1.0}) {
                const auto other =
                    gridAt({(a.x + b.x) / 2 + side * ox, (a.y + b.y) / 2 + side * oy});
                if (other && *other != edges[i].grid) rank = rankBetween(edges[i].grid, *other);
            }
        }
        ranked[std::size_t(rank)].push_back(edges[i].ends);
        i = j;
    }
    for (std::size_t rank = 0; rank < kBorderRanks; ++rank)
        chain(ranked[rank], points, m_borders[rank]);
}

void GridMap::makeAreas(const dispatch::Picture& picture) {
    struct Sum {
        double weight = 0, x = 0, y = 0;
        std::vector<std::size_t> grids;
    };
    std::map<std::string, std::string> names;
    picture.centres.forEach(
        [&](const dispatch::Centre& centre) { names[centre.code] = plainName(centre.name); });
    for (std::size_t rank = 1; rank < m_digits.size(); ++rank) {
        std::map<std::string, Sum> sums;
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            const Item& item = m_items[i];
            if (item.kind == dispatch::GridKind::Dedicated || item.code.size() < m_digits[rank])
                continue;
            Sum& sum = sums[item.code.substr(0, m_digits[rank])];
            const SceneBox& box = m_shapes.box(i);
            const double weight = (box.maxX - box.minX) * (box.maxY - box.minY) * 0.6;
            sum.weight += weight;
            sum.x += weight * item.inner.at.x;
            sum.y += weight * item.inner.at.y;
            sum.grids.push_back(i);
        }
        for (const auto& [code, sum] : sums) {
            const auto name = names.find(code);
            if (name == names.end() || name->second.empty() || sum.weight <= 0) continue;
            gis::ScenePoint at{sum.x / sum.weight, sum.y / sum.weight};
            const auto under = gridAt(at);
            if (!under || m_items[*under].code.compare(0, code.size(), code) != 0) {
                const auto far = [&](std::size_t g) {
                    return std::hypot(m_items[g].inner.at.x - at.x, m_items[g].inner.at.y - at.y);
                };
                at = m_items[*std::min_element(
                                 sum.grids.begin(), sum.grids.end(),
                                 [&](std::size_t a, std::size_t b) { return far(a) < far(b); })]
                         .inner.at;
            }
            m_areas.push_back({BorderRank(rank), code, name->second, at, sum.weight});
        }
    }
}

void GridMap::makeFromReferences(const dispatch::Picture& picture,
                                 const gis::Projection& projection) {
    picture.centres.forEach([&](const dispatch::Centre& centre) {
        if (centre.reference.empty()) return;
        std::size_t rank = 0;
        while (rank + 1 < m_digits.size() && centre.code.size() > m_digits[rank]) ++rank;
        ShapeSet one;
        one.addArea(centre.reference, projection);
        one.finish();
        m_borders[rank].addArea(centre.reference, projection);
        const SceneBox& box = one.box(0);
        m_areas.push_back({BorderRank(rank), centre.code, plainName(centre.name),
                           innerPoint(one, 0).at,
                           (box.maxX - box.minX) * (box.maxY - box.minY) * 0.6});
    });
}

std::optional<std::size_t> GridMap::gridAt(gis::ScenePoint p, bool dedicated) const {
    std::optional<std::size_t> found;
    m_shapes.index().query({p.x, p.y, p.x, p.y}, [&](std::uint32_t i) {
        const bool isDedicated = m_items[i].kind == dispatch::GridKind::Dedicated;
        if (isDedicated && !dedicated) return;
        if (found && !isDedicated) return;
        if (m_shapes.contains(i, p)) found = i;
    });
    return found;
}

std::optional<std::size_t> GridMap::find(dispatch::GridId id) const {
    const auto item =
        std::lower_bound(m_items.begin(), m_items.end(), id,
                         [](const Item& i, dispatch::GridId wanted) { return i.id < wanted; });
    if (item == m_items.end() || item->id != id) return std::nullopt;
    return std::size_t(item - m_items.begin());
}

}  // namespace layers

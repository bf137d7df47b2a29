// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/grid_lookup.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>

#include "gis/geometry/orientation.h"
#include "gis/geometry/shared_edges.h"

namespace gis {

using dispatch::Grid;
using dispatch::GridKind;
using dispatch::LonLat;

namespace {

/// A vertex nearer to a neighbour's edge than this is a vertex of it, degrees.
constexpr double kTouch = 1e-9;
/// Widens every edge on the raster by this part of a pixel, so that rounding never loses a pixel.
constexpr double kPad = 1e-6;

std::vector<const Grid*> pointers(std::span<const Grid> grids) {
    std::vector<const Grid*> all;
    all.reserve(grids.size());
    for (const Grid& grid : grids) all.push_back(&grid);
    return all;
}

}  // namespace

/// Fills a lookup: edges, raster, then the distinct pixels.
struct GridLookup::Builder {
    GridLookup& to;
    std::vector<bool> dedicated;
    std::vector<std::vector<Edge>> edges;  ///< By grid.
    /// By pixel, sorted by grid: those that touch it or fill it.
    std::vector<std::vector<std::int32_t>> touching;
    std::vector<std::int32_t> mixedAt;  ///< Place in `touching`, or -1.
    std::vector<GridPlace> filled;

    explicit Builder(GridLookup& lookup) : to(lookup) {}

    void run(const std::vector<const Grid*>& grids);
    void addLayer(const std::vector<const Grid*>& grids, bool wanted);
    void layOut(const dispatch::GeoBox& box);
    void walkEdges();
    void markEdge(std::int32_t grid, const Edge& edge);
    void mark(std::int32_t grid, std::int32_t row, std::int32_t from, std::int32_t to);
    void fill();
    void finish();
    double column(double lon) const { return (lon - to.m_west) * to.m_columnsPerDegree; }
    double row(double lat) const { return (lat - to.m_south) * to.m_rowsPerDegree; }
};

void GridLookup::Builder::addLayer(const std::vector<const Grid*>& grids, bool wanted) {
    std::vector<DirectedEdge> all;
    for (std::size_t i = 0; i < grids.size(); ++i)
        if (dedicated[i] == wanted) appendEdges(grids[i]->area, static_cast<std::int32_t>(i), all);
    std::erase_if(all, [](const DirectedEdge& e) {
        return !std::isfinite(e.from.lon + e.from.lat + e.to.lon + e.to.lat);
    });
    splitAtTouchingEnds(all, kTouch);
    for (const DirectedEdge& e : all) {
        const bool up = e.from.lat < e.to.lat;
        edges[static_cast<std::size_t>(e.owner)].push_back(up ? Edge{e.from, e.to}
                                                              : Edge{e.to, e.from});
    }
}

void GridLookup::Builder::layOut(const dispatch::GeoBox& box) {
    const double shrink = std::max(0.1, std::cos(box.centre().lat * std::numbers::pi / 180));
    const double width = std::max((box.east - box.west) * shrink, 1e-9);
    const double height = std::max(box.north - box.south, 1e-9);
    const double wanted =
        std::clamp(30.0 * std::sqrt(static_cast<double>(to.m_codes.size())), 128.0, 4096.0);
    const double side = std::sqrt(width * height) / wanted;
    to.m_columns = static_cast<std::int32_t>(std::clamp(width / side, 4.0, 16384.0)) + 2;
    to.m_rows = static_cast<std::int32_t>(std::clamp(height / side, 4.0, 16384.0)) + 2;
    // One pixel of margin all round.
    to.m_columnsPerDegree = (to.m_columns - 2) / std::max(box.east - box.west, 1e-9);
    to.m_rowsPerDegree = (to.m_rows - 2) / height;
    to.m_west = box.west - 1 / to.m_columnsPerDegree;
    to.m_south = box.south - 1 / to.m_rowsPerDegree;
    const auto pixels =
        static_cast<std::size_t>(to.m_columns) * static_cast<std::size_t>(to.m_rows);
    mixedAt.assign(pixels, -1);
    filled.assign(pixels, GridPlace{});
}

void GridLookup::Builder::mark(std::int32_t grid, std::int32_t row, std::int32_t from,
                               std::int32_t last) {
    const auto start = static_cast<std::size_t>(row) * static_cast<std::size_t>(to.m_columns);
    for (std::int32_t c = from; c <= last; ++c) {
        std::int32_t& place = mixedAt[start + static_cast<std::size_t>(c)];
        if (place < 0) {
            place = static_cast<std::int32_t>(touching.size());
            touching.emplace_back();
        }
        auto& list = touching[static_cast<std::size_t>(place)];
        if (list.empty() || list.back() != grid) list.push_back(grid);
    }
}

void GridLookup::Builder::markEdge(std::int32_t grid, const Edge& edge) {
    const double x0 = column(edge.low.lon), y0 = row(edge.low.lat);
    const double x1 = column(edge.high.lon), y1 = row(edge.high.lat);
    const auto first = static_cast<std::int32_t>(y0 - kPad);
    const auto last = static_cast<std::int32_t>(y1 + kPad);
    for (std::int32_t r = first; r <= last; ++r) {
        double a = x0, b = x1;
        if (y1 > y0) {
            const double slope = (x1 - x0) / (y1 - y0);
            if (r - kPad > y0) a = x0 + (r - kPad - y0) * slope;
            if (r + 1 + kPad < y1) b = x0 + (r + 1 + kPad - y0) * slope;
        }
        mark(grid, r, static_cast<std::int32_t>(std::min(a, b) - kPad),
             static_cast<std::int32_t>(std::max(a, b) + kPad));
    }
}

void GridLookup::Builder::walkEdges() {
    for (std::size_t g = 0; g < edges.size(); ++g) {
        Shape& shape = to.m_shapes[g];
        std::int32_t low = to.m_rows, high = -1;
        for (const Edge& e : edges[g]) {
            markEdge(static_cast<std::int32_t>(g), e);
            low = std::min(low, static_cast<std::int32_t>(row(e.low.lat) - kPad));
            high = std::max(high, static_cast<std::int32_t>(row(e.high.lat) + kPad));
        }
        if (high < low) continue;
        shape.firstRow = low;
        std::vector<std::uint32_t> counts(static_cast<std::size_t>(high - low) + 2, 0);
        auto eachRow = [&](const Edge& e, auto visit) {
            const auto first = static_cast<std::int32_t>(row(e.low.lat) - kPad);
            const auto last = static_cast<std::int32_t>(row(e.high.lat) + kPad);
            for (std::int32_t r = first; r <= last; ++r) visit(static_cast<std::size_t>(r - low));
        };
        for (const Edge& e : edges[g]) eachRow(e, [&](std::size_t r) { ++counts[r + 1]; });
        for (std::size_t r = 1; r < counts.size(); ++r) counts[r] += counts[r - 1];
        shape.starts = counts;
        shape.edges.resize(counts.back());
        for (const Edge& e : edges[g])
            eachRow(e, [&](std::size_t r) { shape.edges[counts[r]++] = e; });
    }
}

void GridLookup::Builder::fill() {
    std::vector<double> crossings;
    for (std::size_t g = 0; g < edges.size(); ++g) {
        const Shape& shape = to.m_shapes[g];
        for (std::size_t r = 0; r + 1 < shape.starts.size(); ++r) {
            const std::int32_t at = shape.firstRow + static_cast<std::int32_t>(r);
            const double lat = to.m_south + (at + 0.5) / to.m_rowsPerDegree;
            crossings.clear();
            for (std::uint32_t e = shape.starts[r]; e < shape.starts[r + 1]; ++e) {
                const Edge& edge = shape.edges[e];
                if ((edge.low.lat > lat) == (edge.high.lat > lat)) continue;
                const double share = (lat - edge.low.lat) / (edge.high.lat - edge.low.lat);
                crossings.push_back(column(edge.low.lon + share * (edge.high.lon - edge.low.lon)));
            }
            std::sort(crossings.begin(), crossings.end());
            const auto start =
                static_cast<std::size_t>(at) * static_cast<std::size_t>(to.m_columns);
            for (std::size_t k = 0; k + 1 < crossings.size(); k += 2) {
                const auto from = static_cast<std::int32_t>(std::ceil(crossings[k] - 0.5));
                const auto last = static_cast<std::int32_t>(std::floor(crossings[k + 1] - 0.5));
                for (std::int32_t c = from; c <= last; ++c) {
                    const std::size_t pixel = start + static_cast<std::size_t>(c);
                    if (mixedAt[pixel] >= 0) {
                        auto& list = touching[static_cast<std::size_t>(mixedAt[pixel])];
                        if (std::find(list.begin(), list.end(), static_cast<std::int32_t>(g)) ==
                            list.end())
                            list.push_back(static_cast<std::int32_t>(g));
                        continue;
                    }
                    std::int32_t& owner =
                        dedicated[g] ? filled[pixel].dedicated : filled[pixel].geographic;
                    if (owner < 0) owner = static_cast<std::int32_t>(g);
                }
            }
        }
    }
}

void GridLookup::Builder::finish() {
    std::map<std::pair<std::int32_t, std::int32_t>, std::uint32_t> plain;
    std::map<std::vector<std::int32_t>, std::uint32_t> mixed;
    to.m_raster.resize(filled.size());
    GridPlace lastPlace;
    std::uint32_t last = 0;
    for (std::size_t i = 0; i < filled.size(); ++i) {
        const auto next = static_cast<std::uint32_t>(to.m_pixels.size());
        if (mixedAt[i] < 0) {
            if (i == 0 || !(filled[i] == lastPlace)) {
                const auto [it, isNew] =
                    plain.try_emplace({filled[i].geographic, filled[i].dedicated}, next);
                if (isNew) to.m_pixels.push_back({filled[i], 0, 0, 0});
                lastPlace = filled[i];
                last = it->second;
            }
            to.m_raster[i] = last;
            continue;
        }
        auto& list = touching[static_cast<std::size_t>(mixedAt[i])];
        std::sort(list.begin(), list.end());
        const auto [it, isNew] = mixed.try_emplace(list, next);
        if (isNew) {
            Pixel pixel;
            pixel.firstTry = static_cast<std::uint32_t>(to.m_tries.size());
            for (const bool layer : {false, true})
                for (const std::int32_t g : list)
                    if (dedicated[static_cast<std::size_t>(g)] == layer) {
                        to.m_tries.push_back(g);
                        ++(layer ? pixel.tryDedicated : pixel.tryGeographic);
                    }
            to.m_pixels.push_back(pixel);
        }
        to.m_raster[i] = it->second;
    }
}

void GridLookup::Builder::run(const std::vector<const Grid*>& grids) {
    dispatch::GeoBox box;
    for (const Grid* grid : grids) {
        to.m_codes.push_back(grid->code);
        to.m_ids.push_back(grid->id);
        dedicated.push_back(grid->kind == GridKind::Dedicated);
    }
    edges.resize(grids.size());
    to.m_shapes.resize(grids.size());
    addLayer(grids, false);
    addLayer(grids, true);
    for (const auto& list : edges)
        for (const Edge& e : list) {
            box.add(e.low);
            box.add(e.high);
        }
    if (box.isEmpty()) return;
    layOut(box);
    walkEdges();
    fill();
    finish();
}

GridLookup::GridLookup(std::span<const Grid> grids) {
    Builder(*this).run(pointers(grids));
}

GridLookup::GridLookup(const dispatch::Table<Grid>& grids) {
    std::vector<const Grid*> all;
    all.reserve(grids.size());
    grids.forEach([&](const Grid& grid) { all.push_back(&grid); });
    Builder(*this).run(all);
}

std::span<const GridLookup::Edge> GridLookup::edgesIn(std::int32_t grid, std::int32_t row) const {
    const Shape& shape = m_shapes[static_cast<std::size_t>(grid)];
    const auto r = static_cast<std::size_t>(row - shape.firstRow);
    if (row < shape.firstRow || r + 1 >= shape.starts.size()) return {};
    return std::span(shape.edges).subspan(shape.starts[r], shape.starts[r + 1] - shape.starts[r]);
}

std::int32_t GridLookup::owner(std::span<const std::int32_t> candidates, LonLat place,
                               std::int32_t row) const {
    for (const std::int32_t grid : candidates) {
        bool inside = false;
        for (const Edge& e : edgesIn(grid, row)) {
            if ((e.low.lat > place.lat) == (e.high.lat > place.lat)) continue;
            inside ^= orientation(e.low, e.high, place) > 0;
        }
        if (inside) return grid;
    }
    for (const std::int32_t grid : candidates)
        for (const Edge& e : edgesIn(grid, row))
            if (isOnSegment(e.low, e.high, place)) return grid;
    return -1;
}

GridPlace GridLookup::exact(const Pixel& pixel, LonLat place, std::int32_t row) const {
    const auto tries = std::span(m_tries).subspan(pixel.firstTry);
    return {owner(tries.first(pixel.tryGeographic), place, row),
            owner(tries.subspan(pixel.tryGeographic, pixel.tryDedicated), place, row)};
}

GridPlace GridLookup::locate(LonLat place) const {
    GridPlace found;
    locate({&place, 1}, {&found, 1});
    return found;
}

void GridLookup::locate(std::span<const LonLat> places, std::span<GridPlace> found) const {
    // In blocks, and the raster's answers first: the memory they need is then on its way for many
    // positions at once.
    constexpr std::size_t kBlock = 64;
    std::array<std::uint32_t, kBlock> pixels;
    std::array<std::int32_t, kBlock> rows;
    for (std::size_t start = 0; start < places.size(); start += kBlock) {
        const std::size_t count = std::min(kBlock, places.size() - start);
        for (std::size_t i = 0; i < count; ++i) {
            const LonLat place = places[start + i];
            const double x = (place.lon - m_west) * m_columnsPerDegree;
            const double y = (place.lat - m_south) * m_rowsPerDegree;
            const bool on = x >= 0 && x < m_columns && y >= 0 && y < m_rows;
            rows[i] = on ? static_cast<std::int32_t>(y) : -1;
            if (!on) continue;
            pixels[i] =
                m_raster[static_cast<std::size_t>(rows[i]) * static_cast<std::size_t>(m_columns) +
                         static_cast<std::size_t>(x)];
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (rows[i] < 0) {
                found[start + i] = {};
                continue;
            }
            const Pixel& pixel = m_pixels[pixels[i]];
            found[start + i] = (pixel.tryGeographic | pixel.tryDedicated) == 0
                                   ? pixel.certain
                                   : exact(pixel, places[start + i], rows[i]);
        }
    }
}

std::string GridLookup::geographicCode(LonLat place) const {
    const std::int32_t index = locate(place).geographic;
    return index < 0 ? std::string() : code(index);
}

double GridLookup::mixedShare() const {
    std::size_t mixed = 0;
    for (const std::uint32_t p : m_raster)
        mixed += (m_pixels[p].tryGeographic | m_pixels[p].tryDedicated) != 0 ? 1 : 0;
    return m_raster.empty() ? 0 : static_cast<double>(mixed) / static_cast<double>(m_raster.size());
}

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/atlas.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "gis/geometry/dissolve.h"
#include "gis/geometry/ellipsoid.h"
#include "gis/geometry/ops.h"
#include "gis/geometry/shared_edges.h"

namespace gis {

using dispatch::Area;
using dispatch::GeoBox;
using dispatch::Grid;
using dispatch::GridKind;
using dispatch::Level;
using dispatch::LonLat;
using dispatch::Picture;
using dispatch::Ring;

namespace {

struct Step {
    std::string level;
    std::size_t digits;
};

std::vector<Step> stepsOf(const Picture& picture) {
    std::vector<std::pair<int, Step>> ranked;
    picture.levels.forEach([&](const Level& level) {
        if (level.codeDigits > 0)
            ranked.push_back(
                {level.rank, {level.code, static_cast<std::size_t>(level.codeDigits)}});
    });
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Step> steps;
    steps.reserve(ranked.size());
    for (auto& [rank, step] : ranked) steps.push_back(std::move(step));
    if (steps.empty()) steps = {{"city", 4}, {"district", 6}, {"township", 9}, {"community", 12}};
    return steps;
}

/// Area on a sphere of the ellipsoid's size at each latitude: a part in a thousand, for grids and
/// sums; nothing legal hangs on it.
double quickSquareMetres(const Area& area) {
    const GeoBox box = boxOf(area);
    if (box.isEmpty()) return 0;
    const LonLat o = box.centre();
    const double phi = o.lat * std::numbers::pi / 180;
    const double w = 1 - kEccentricitySquared * std::sin(phi) * std::sin(phi);
    const double perLon = kSemiMajorMetres / std::sqrt(w) * std::cos(phi) * std::numbers::pi / 180;
    const double perLat =
        kSemiMajorMetres * (1 - kEccentricitySquared) / (w * std::sqrt(w)) * std::numbers::pi / 180;
    auto ringArea = [&](const Ring& ring) {
        double twice = 0;
        for (std::size_t i = 0; i + 1 < ring.size(); ++i)
            twice += (ring[i].lon - o.lon) * (ring[i + 1].lat - o.lat) -
                     (ring[i + 1].lon - o.lon) * (ring[i].lat - o.lat);
        return std::fabs(twice) / 2 * perLon * perLat;
    };
    double sum = 0;
    for (const dispatch::PolygonRings& polygon : area) {
        sum += ringArea(polygon.shell);
        for (const Ring& hole : polygon.holes) sum -= ringArea(hole);
    }
    return sum;
}

}  // namespace

LonLat labelPoint(const Area& area) {
    const GeoBox box = boxOf(area);
    if (box.isEmpty()) return {};
    const double shrink = std::cos(box.centre().lat * std::numbers::pi / 180);
    LonLat best = box.centre();
    double bestScore = -1;
    std::vector<double> crossings;
    constexpr int kLines = 9;
    for (int k = 1; k < kLines; ++k) {
        const double lat = box.south + (box.north - box.south) * (k + 0.013) / kLines;
        crossings.clear();
        auto cut = [&](const Ring& ring) {
            for (std::size_t i = 0; i + 1 < ring.size(); ++i)
                if ((ring[i].lat > lat) != (ring[i + 1].lat > lat))
                    crossings.push_back(ring[i].lon + (lat - ring[i].lat) /
                                                          (ring[i + 1].lat - ring[i].lat) *
                                                          (ring[i + 1].lon - ring[i].lon));
        };
        for (const dispatch::PolygonRings& polygon : area) {
            cut(polygon.shell);
            for (const Ring& hole : polygon.holes) cut(hole);
        }
        std::sort(crossings.begin(), crossings.end());
        // Wide, and not at the upper or lower end.
        const double room = std::min(lat - box.south, box.north - lat);
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
            const double width = (crossings[i + 1] - crossings[i]) * shrink;
            const double score = std::min(width, 4 * room) + 0.1 * width;
            if (score <= bestScore) continue;
            bestScore = score;
            best = {(crossings[i] + crossings[i + 1]) / 2, lat};
        }
    }
    return best;
}

std::shared_ptr<const Atlas> Atlas::make(const Picture& picture) {
    auto atlas = std::make_shared<Atlas>();
    std::vector<const Grid*> grids;
    std::vector<DirectedEdge> edges;
    picture.grids.forEach([&](const Grid& grid) {
        if (grid.kind != GridKind::Dedicated)
            appendEdges(grid.area, static_cast<std::int32_t>(grids.size()), edges);
        grids.push_back(&grid);
        atlas->m_grids.push_back({grid.id,
                                  grid.code,
                                  boxOf(grid.area),
                                  labelPoint(grid.area),
                                  quickSquareMetres(grid.area),
                                  {}});
    });
    const std::vector<std::int32_t> partner = pairEdges(edges);

    for (std::size_t e = 0; e < edges.size(); ++e)
        if (partner[e] >= 0)
            atlas->m_grids[static_cast<std::size_t>(edges[e].owner)].neighbours.push_back(
                edges[static_cast<std::size_t>(partner[e])].owner);
    for (AtlasGrid& grid : atlas->m_grids) {
        std::sort(grid.neighbours.begin(), grid.neighbours.end());
        grid.neighbours.erase(std::unique(grid.neighbours.begin(), grid.neighbours.end()),
                              grid.neighbours.end());
    }

    std::map<std::string, std::string> names;
    picture.centres.forEach(
        [&](const dispatch::Centre& centre) { names[centre.code] = centre.name; });
    // The whole first: where its outline is valid every inner edge has its partner, and so have the
    // parts.
    std::vector<DirectedEdge> outer;
    for (std::size_t e = 0; e < edges.size(); ++e)
        if (partner[e] < 0) outer.push_back(edges[e]);
    atlas->m_exact = validity(joinEdges(outer)).valid;

    for (const Step& step : stepsOf(picture)) {
        std::map<std::string, std::vector<std::int32_t>> members;
        for (std::size_t i = 0; i < grids.size(); ++i)
            if (grids[i]->kind != GridKind::Dedicated && grids[i]->code.size() >= step.digits)
                members[grids[i]->code.substr(0, step.digits)].push_back(
                    static_cast<std::int32_t>(i));
        std::vector<std::int32_t> group(grids.size(), -1);
        std::int32_t next = 0;
        for (const auto& [code, list] : members) {
            for (const std::int32_t g : list) group[static_cast<std::size_t>(g)] = next;
            ++next;
        }
        std::vector<std::vector<DirectedEdge>> borders(members.size());
        for (std::size_t e = 0; e < edges.size(); ++e) {
            const std::int32_t mine = group[static_cast<std::size_t>(edges[e].owner)];
            if (mine < 0) continue;
            if (partner[e] >= 0) {
                const auto other = static_cast<std::size_t>(partner[e]);
                if (group[static_cast<std::size_t>(edges[other].owner)] == mine) continue;
            }
            borders[static_cast<std::size_t>(mine)].push_back(edges[e]);
        }
        std::size_t place = 0;
        for (auto& [code, list] : members) {
            AtlasArea area;
            area.code = code;
            area.level = step.level;
            if (const auto named = names.find(code); named != names.end())
                area.name = named->second;
            if (atlas->m_exact) {
                area.outline = joinEdges(borders[place]);
            } else {
                std::vector<const Area*> parts;
                for (const std::int32_t g : list)
                    parts.push_back(&grids[static_cast<std::size_t>(g)]->area);
                area.outline = dissolve(parts).value_or(joinEdges(borders[place]));
            }
            ++place;
            area.box = boxOf(area.outline);
            area.label = labelPoint(area.outline);
            for (const std::int32_t g : list) {
                area.squareMetres += atlas->m_grids[static_cast<std::size_t>(g)].squareMetres;
                area.people += grids[static_cast<std::size_t>(g)]->people;
            }
            area.grids = std::move(list);
            atlas->m_areas.push_back(std::move(area));
        }
    }
    return atlas;
}

std::span<const AtlasArea> Atlas::areas(const std::string& level) const {
    const auto first = std::find_if(m_areas.begin(), m_areas.end(),
                                    [&](const AtlasArea& a) { return a.level == level; });
    const auto last =
        std::find_if(first, m_areas.end(), [&](const AtlasArea& a) { return a.level != level; });
    return {first, last};
}

const AtlasArea* Atlas::find(const std::string& code) const {
    const auto it = std::find_if(m_areas.begin(), m_areas.end(),
                                 [&](const AtlasArea& a) { return a.code == code; });
    return it == m_areas.end() ? nullptr : &*it;
}

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intake/crossings.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "dispatch/distance.h"

namespace app {
namespace {

using dispatch::LonLat;
using Roads = std::vector<const dispatch::Road*>;

constexpr double kOneJunctionMetres = 60;

std::vector<LonLat> gathered(const std::vector<LonLat>& places) {
    struct Junction {
        LonLat first;
        double lon = 0;
        double lat = 0;
        int count = 0;
    };
    std::vector<Junction> junctions;
    for (const LonLat place : places) {
        auto its = std::find_if(junctions.begin(), junctions.end(), [&](const Junction& j) {
            return dispatch::groundDistance(j.first, place).value <= kOneJunctionMetres;
        });
        if (its == junctions.end()) its = junctions.insert(its, {place, 0, 0, 0});
        its->lon += place.lon;
        its->lat += place.lat;
        ++its->count;
    }
    std::vector<LonLat> middles;
    for (const Junction& j : junctions)
        middles.push_back(j.count == 1 ? j.first : LonLat{j.lon / j.count, j.lat / j.count});
    return middles;
}

/// Where two pieces cross; none where they are parallel.
std::optional<LonLat> crossing(LonLat a, LonLat b, LonLat c, LonLat d) {
    const double cross = (b.lon - a.lon) * (d.lat - c.lat) - (b.lat - a.lat) * (d.lon - c.lon);
    if (cross == 0) return std::nullopt;
    const double s =
        ((c.lon - a.lon) * (d.lat - c.lat) - (c.lat - a.lat) * (d.lon - c.lon)) / cross;
    const double t =
        ((c.lon - a.lon) * (b.lat - a.lat) - (c.lat - a.lat) * (b.lon - a.lon)) / cross;
    if (s < 0 || s > 1 || t < 0 || t > 1) return std::nullopt;
    return LonLat{a.lon + s * (b.lon - a.lon), a.lat + s * (b.lat - a.lat)};
}

}  // namespace

std::vector<LonLat> junctionsOf(const Roads& first, const Roads& second) {
    std::unordered_set<dispatch::RoadNodeId> nodes;
    for (const dispatch::Road* road : first) nodes.insert(road->nodes.begin(), road->nodes.end());
    std::unordered_set<dispatch::RoadNodeId> taken;
    std::vector<LonLat> places;
    for (const dispatch::Road* road : second) {
        const std::size_t count = std::min(road->nodes.size(), road->line.size());
        for (std::size_t i = 0; i < count; ++i)
            if (nodes.contains(road->nodes[i]) && taken.insert(road->nodes[i]).second)
                places.push_back(road->line[i]);
    }
    return gathered(places);
}

std::vector<LonLat> overpassesOf(const Roads& first, const Roads& second) {
    std::vector<LonLat> places;
    for (const dispatch::Road* a : first) {
        const dispatch::GeoBox box = dispatch::boxOf(a->line);
        for (const dispatch::Road* b : second) {
            if (!box.intersects(dispatch::boxOf(b->line))) continue;
            for (std::size_t i = 1; i < a->line.size(); ++i)
                for (std::size_t j = 1; j < b->line.size(); ++j)
                    if (const auto at =
                            crossing(a->line[i - 1], a->line[i], b->line[j - 1], b->line[j]))
                        places.push_back(*at);
        }
    }
    return gathered(places);
}

}  // namespace app

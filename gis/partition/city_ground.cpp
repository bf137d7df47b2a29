// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/city_ground.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "gis/geometry/ops.h"
#include "gis/geometry/polygon.h"

namespace gis {

namespace {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Kind;

CutClass cutClassOf(dispatch::RoadClass kind) {
    using dispatch::RoadClass;
    switch (kind) {
        case RoadClass::Motorway:
        case RoadClass::Trunk:
            return CutClass::Major;
        case RoadClass::Primary:
        case RoadClass::Secondary:
            return CutClass::Secondary;
        case RoadClass::Tertiary:
            return CutClass::Tertiary;
        case RoadClass::Residential:
        case RoadClass::LivingStreet:
        case RoadClass::Unclassified:
            return CutClass::Local;
        case RoadClass::Service:
        case RoadClass::Track:
        case RoadClass::Pedestrian:
        case RoadClass::Footway:
        case RoadClass::Cycleway:
        case RoadClass::Path:
        case RoadClass::Steps:
            return CutClass::Low;
    }
    return CutClass::Low;
}

struct LonLatLine {
    CutClass kind;
    dispatch::Line line;
};

/// Reads all rows of a kind; stops early where asked.
template <class Row, class Take>
dispatch::Result<void> readAll(dispatch::Store& store, Kind kind, const std::stop_token& stop,
                               Take take) {
    dispatch::Query query;
    query.kind = kind;
    const auto read = store.read(query, [&](dispatch::Record&& record) {
        take(std::get<Row>(std::move(record)));
        return !stop.stop_requested();
    });
    if (!read) return read.error();
    if (stop.stop_requested())
        return Error{ErrorCode::Cancelled, "reading the city's ground was stopped"};
    return {};
}

/// The outlines that `from` names, one after the other.
dispatch::Result<std::vector<dispatch::Area>> outlinesNamed(dispatch::Store& store,
                                                            const std::string& from,
                                                            const std::stop_token& stop) {
    std::vector<dispatch::Area> areas;
    const auto keep = [&](const std::string& layer, const std::string& code,
                          const dispatch::Area& area) {
        if (!area.empty() && (from == layer || from == code)) areas.push_back(area);
    };
    auto read = readAll<dispatch::Centre>(store, Kind::Centre, stop, [&](dispatch::Centre&& row) {
        keep("centres", row.code, row.reference);
    });
    if (!read) return read.error();
    read = readAll<dispatch::Zone>(
        store, Kind::Zone, stop, [&](dispatch::Zone&& row) { keep("zones", row.code, row.area); });
    if (!read) return read.error();
    read = readAll<dispatch::Grid>(store, Kind::Grid, stop, [&](dispatch::Grid&& row) {
        if (row.kind != dispatch::GridKind::Dedicated) keep("grids", row.code, row.area);
    });
    if (!read) return read.error();
    if (areas.empty())
        return Error{
            ErrorCode::BadInput,
            "--from " + from +
                ": the store has no centre, zone or grid of that name "
                "with an outline; take centres, zones, grids, a code, or --hull-of population"};
    return areas;
}

dispatch::Result<dispatch::Area> joined(const std::vector<dispatch::Area>& areas) {
    std::vector<Polygon> polygons;
    for (const dispatch::Area& area : areas) {
        dispatch::Result<Polygon> polygon = Polygon::make(area);
        if (!polygon) return polygon.error();
        if (!validity(*polygon).valid) {
            polygon = makeValid(*polygon);
            if (!polygon) return polygon.error();
        }
        polygons.push_back(std::move(*polygon));
    }
    const dispatch::Result<Polygon> all = unionOf(polygons);
    if (!all) return all.error();
    return all->area();
}

}  // namespace

double spacingOf(const std::vector<WeightPoint>& points) {
    if (points.size() < 2) return 0;
    // A sweep from west to east over a sample: enough for a median.
    std::vector<ScenePoint> sorted;
    for (const WeightPoint& p : points) sorted.push_back(p.place);
    std::sort(sorted.begin(), sorted.end(),
              [](ScenePoint a, ScenePoint b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
    std::vector<double> nearest;
    const std::size_t stride = sorted.size() / 500 + 1;
    for (std::size_t i = 0; i < sorted.size(); i += stride) {
        double best = 1e300;
        const auto look = [&](std::size_t j) {
            const double dx = std::abs(sorted[j].x - sorted[i].x);
            if (dx >= best) return false;
            const double d = std::hypot(dx, sorted[j].y - sorted[i].y);
            if (d > 0) best = std::min(best, d);
            return true;
        };
        for (std::size_t j = i + 1; j < sorted.size() && look(j); ++j) {
        }
        for (std::size_t j = i; j-- > 0 && look(j);) {
        }
        if (best < 1e299) nearest.push_back(best);
    }
    if (nearest.empty()) return 0;
    const auto middle = nearest.begin() + static_cast<std::ptrdiff_t>(nearest.size() / 2);
    std::nth_element(nearest.begin(), middle, nearest.end());
    return *middle;
}

dispatch::Result<CityGround> readCityGround(dispatch::Store& store, const std::string& from,
                                            std::stop_token stop) {
    CityGround ground;
    std::vector<LonLatLine> lines;
    std::vector<std::pair<dispatch::LonLat, double>> people;
    dispatch::GeoBox box;

    dispatch::Area outline;
    const bool hull = from.empty() || from == "population";
    if (!hull) {
        const auto named = outlinesNamed(store, from, stop);
        if (!named) return named.error();
        const auto all = joined(*named);
        if (!all) return all.error();
        outline = *all;
        box = dispatch::boxOf(outline);
        ground.outlineFrom = from;
    }
    const auto wanted = [&](const dispatch::Line& line) {
        return line.size() > 1 && (hull || box.intersects(dispatch::boxOf(line)));
    };
    auto read = readAll<dispatch::Road>(store, Kind::Road, stop, [&](dispatch::Road&& road) {
        if (road.tunnel || !wanted(road.line)) return;
        ++ground.roads;
        lines.push_back({cutClassOf(road.kind), std::move(road.line)});
    });
    if (!read) return read.error();
    read = readAll<dispatch::Ground>(store, Kind::Ground, stop, [&](dispatch::Ground&& row) {
        const bool rail = row.kind == dispatch::GroundKind::Rail;
        if ((!rail && row.kind != dispatch::GroundKind::River) || !wanted(row.line)) return;
        ++(rail ? ground.rails : ground.rivers);
        lines.push_back({rail ? CutClass::Rail : CutClass::River, std::move(row.line)});
    });
    if (!read) return read.error();
    read = readAll<dispatch::PopulationCell>(
        store, Kind::PopulationCell, stop, [&](dispatch::PopulationCell&& cell) {
            if (!(cell.people > 0) || (!hull && !box.contains(cell.place))) return;
            ++ground.populationCells;
            people.emplace_back(cell.place, cell.people);
        });
    if (!read) return read.error();

    if (hull) {
        for (const auto& [place, count] : people) box.add(place);
        if (people.empty())
            for (const LonLatLine& line : lines) box.add(dispatch::boxOf(line.line));
        if (from == "population" && people.empty())
            return Error{ErrorCode::BadInput,
                         "--hull-of population: no population is loaded; import population first, "
                         "or take --from centres"};
        if (box.isEmpty())
            return Error{ErrorCode::BadInput,
                         "the store has neither roads nor population; import them first"};
        ground.outlineFrom = people.empty() ? "hull of roads" : "hull of population";
    }
    ground.projection = Projection::forExtent(box);
    const Projection& plane = ground.projection;
    // Rows come in no promised order; the cut must not depend on it.
    std::sort(lines.begin(), lines.end(), [](const LonLatLine& a, const LonLatLine& b) {
        const auto before = [](dispatch::LonLat p, dispatch::LonLat q) {
            return p.lon != q.lon ? p.lon < q.lon : p.lat < q.lat;
        };
        if (a.kind != b.kind) return a.kind < b.kind;
        return std::lexicographical_compare(a.line.begin(), a.line.end(), b.line.begin(),
                                            b.line.end(), before);
    });
    std::sort(people.begin(), people.end(), [](const auto& a, const auto& b) {
        return a.first.lon != b.first.lon ? a.first.lon < b.first.lon : a.first.lat < b.first.lat;
    });
    for (const LonLatLine& line : lines)
        ground.input.lines.push_back({line.kind, plane.toScene(line.line)});
    for (const auto& [place, count] : people)
        ground.input.weights.push_back({plane.toScene(place), count});
    ground.input.cellMetres = spacingOf(ground.input.weights);
    for (const dispatch::PolygonRings& polygon : outline) {
        ground.input.outline.push_back(plane.toScene(polygon.shell));
        for (const dispatch::Ring& hole : polygon.holes)
            ground.input.outline.push_back(plane.toScene(hole));
    }
    return ground;
}

}  // namespace gis

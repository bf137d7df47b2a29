// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/coverage_check.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "gis/geometry/geodesic.h"
#include "gis/geometry/grid_lookup.h"
#include "gis/geometry/ops.h"
#include "gis/geometry/projection.h"
#include "gis/geometry/shared_edges.h"

namespace gis {

using dispatch::Area;
using dispatch::GeoBox;
using dispatch::LonLat;
using dispatch::Ring;

namespace {

/// About a millimetre: how far beside an edge its other side is looked up, degrees.
constexpr double kBeside = 1e-8;

std::string placeText(LonLat p) {
    char text[64];
    std::snprintf(text, sizeof text, "%.6f,%.6f", p.lon, p.lat);
    return text;
}

std::string metresText(double metres) {
    char text[32];
    std::snprintf(text, sizeof text, metres < 0.1 ? "%.3f m" : "%.1f m", metres);
    return text;
}

double meanWidth(const Area& area, double squareMetres) {
    const double around = perimeterOf(area).value;
    return around > 0 ? 2 * squareMetres / around : 0;
}

/// The same for two areas that are the same ground, wherever their rings begin and however they
/// turn.
std::vector<LonLat> shapeKey(const Area& area) {
    std::vector<LonLat> key;
    for (const dispatch::PolygonRings& polygon : area) {
        key.insert(key.end(), polygon.shell.begin(), polygon.shell.end());
        for (const Ring& hole : polygon.holes) key.insert(key.end(), hole.begin(), hole.end());
    }
    std::sort(key.begin(), key.end(),
              [](LonLat a, LonLat b) { return a.lon != b.lon ? a.lon < b.lon : a.lat < b.lat; });
    key.erase(std::unique(key.begin(), key.end()), key.end());
    return key;
}

struct PlaceLess {
    bool operator()(const std::vector<LonLat>& a, const std::vector<LonLat>& b) const {
        return std::lexicographical_compare(
            a.begin(), a.end(), b.begin(), b.end(),
            [](LonLat p, LonLat q) { return p.lon != q.lon ? p.lon < q.lon : p.lat < q.lat; });
    }
};

class CoverageCheck {
  public:
    CoverageCheck(std::span<const CoverageMember> members, const TopologyLimits& limits,
                  std::vector<TopologyFinding>& findings)
        : m_members(members), m_limits(limits), m_findings(findings) {
        m_polygons.resize(members.size());
        m_broken.resize(members.size(), false);
        m_double.resize(members.size(), false);
        m_loose.resize(members.size(), false);
    }

    void run(bool mustTile) {
        checkEach();
        findDoubles();
        matchEdges();
        findOverlaps();
        if (!mustTile) return;
        std::vector<dispatch::Grid> grids(m_members.size());
        for (std::size_t i = 0; i < grids.size(); ++i) grids[i].area = *m_members[i].area;
        const GridLookup lookup(grids);
        findGaps(lookup);
        findUnmatched(lookup);
    }

  private:
    using Pair = std::pair<std::size_t, std::size_t>;

    void add(const char* code, std::string detail, const std::vector<std::size_t>& members,
             std::optional<LonLat> where, double squareMetres = 0) {
        TopologyFinding finding{code, std::move(detail), {}, where, squareMetres};
        for (const std::size_t i : members) finding.records.push_back(m_members[i].record);
        m_findings.push_back(std::move(finding));
    }
    const std::string& name(std::size_t i) const { return m_members[i].name; }

    void checkEach();
    void findDoubles();
    void matchEdges();
    void findOverlaps();
    void findGaps(const GridLookup& lookup);
    void findInlets(const Polygon& joined);
    std::vector<std::size_t> membersAt(const Area& area, std::string& names) const;
    void findUnmatched(const GridLookup& lookup);

    std::span<const CoverageMember> m_members;
    const TopologyLimits& m_limits;
    std::vector<TopologyFinding>& m_findings;
    std::vector<Polygon> m_polygons;  ///< Made valid; empty where nothing could be made.
    std::vector<bool> m_broken;       ///< Reported invalid or without area.
    std::vector<bool> m_double;       ///< Lies on another one exactly.
    std::vector<bool> m_loose;        ///< Has an edge without a partner.
    std::vector<DirectedEdge> m_edges;
    std::vector<std::int32_t> m_partner;
    std::set<Pair> m_told;  ///< Pairs whose common ground was reported.
};

void CoverageCheck::checkEach() {
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        const Area& area = *m_members[i].area;
        if (area.empty()) {
            m_broken[i] = true;
            add("no-area", name(i) + " has no area", {i}, std::nullopt);
            continue;
        }
        const Validity found = validity(area);
        auto polygon = Polygon::make(area);
        if (!found.valid) {
            m_broken[i] = true;
            add("invalid",
                name(i) + " is not a valid area: " + found.reason + " at " + placeText(found.where),
                {i}, found.where);
            if (polygon) polygon = makeValid(*polygon);
        }
        if (polygon) m_polygons[i] = std::move(*polygon);
        if (m_broken[i]) continue;
        const double squareMetres = areaSquareMetres(area);
        const double width = meanWidth(area, squareMetres);
        if (width < m_limits.narrowMetres)
            add("sliver",
                name(i) + " is on average only " + metresText(width) + " wide (" +
                    areaText(squareMetres) + ")",
                {i}, interiorPoint(m_polygons[i]), squareMetres);
    }
}

void CoverageCheck::findDoubles() {
    std::map<std::vector<LonLat>, std::size_t, PlaceLess> first;
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        if (m_members[i].area->empty()) continue;
        const auto [it, isNew] = first.try_emplace(shapeKey(*m_members[i].area), i);
        if (isNew) continue;
        m_told.insert({it->second, i});
        m_double[it->second] = m_double[i] = true;
        add("duplicate-geometry", name(it->second) + " and " + name(i) + " are the same ground",
            {it->second, i}, interiorPoint(m_polygons[i]));
    }
}

void CoverageCheck::matchEdges() {
    for (std::size_t i = 0; i < m_members.size(); ++i)
        appendEdges(*m_members[i].area, static_cast<std::int32_t>(i), m_edges);
    std::erase_if(m_edges, [](const DirectedEdge& e) {
        return !std::isfinite(e.from.lon + e.from.lat + e.to.lon + e.to.lat);
    });
    m_partner = pairEdges(m_edges);
    for (std::size_t e = 0; e < m_edges.size(); ++e)
        if (m_partner[e] < 0) m_loose[static_cast<std::size_t>(m_edges[e].owner)] = true;
}

void CoverageCheck::findOverlaps() {
    std::vector<GeoBox> boxes;
    for (const CoverageMember& member : m_members) boxes.push_back(boxOf(*member.area));
    std::vector<Pair> pairs;
    forTouchingBoxes(boxes, [&](std::size_t i, std::size_t j) {
        // Two areas that share all their edges with neighbours cannot be the only ones to overlap.
        if ((m_loose[i] || m_loose[j]) && !m_told.contains({i, j})) pairs.push_back({i, j});
    });
    std::sort(pairs.begin(), pairs.end());
    for (const auto& [i, j] : pairs) {
        const auto common = intersection(m_polygons[i], m_polygons[j]);
        if (!common || common->isEmpty()) continue;
        const Area area = common->area();
        const double squareMetres = areaSquareMetres(area);
        if (squareMetres < m_limits.noiseSquareMetres) continue;
        m_told.insert({i, j});
        const double width = meanWidth(area, squareMetres);
        const auto where = interiorPoint(*common);
        const std::string at = where ? " at " + placeText(*where) : "";
        if (width < m_limits.sliverMetres)
            add("sliver",
                name(i) + " and " + name(j) + " overlap in a strip of " + areaText(squareMetres) +
                    ", " + metresText(width) + " wide" + at,
                {i, j}, where, squareMetres);
        else
            add("overlap",
                name(i) + " and " + name(j) + " overlap by " + areaText(squareMetres) + at, {i, j},
                where, squareMetres);
    }
}

std::vector<std::size_t> CoverageCheck::membersAt(const Area& area, std::string& names) const {
    std::vector<std::size_t> found;
    const GeoBox box = boxOf(area);
    const auto polygon = Polygon::make(area);
    const auto wide = polygon ? buffer(*polygon, kBeside, 2) : polygon;
    if (!wide) return found;
    for (std::size_t i = 0; i < m_members.size(); ++i)
        if (m_loose[i] && boxOf(*m_members[i].area).intersects(box) &&
            intersects(m_polygons[i], *wide))
            found.push_back(i);
    for (std::size_t k = 0; k < found.size() && k < 4; ++k)
        names += (k == 0 ? "" : ", ") + name(found[k]);
    if (found.size() > 4) names += " and others";
    return found;
}

/// Strips between two members that open to the outside: what closing the outline by half a sliver
/// fills, where it is long.
void CoverageCheck::findInlets(const Polygon& joined) {
    const double half = m_limits.sliverMetres / 2;
    if (half <= 0 || joined.isEmpty()) return;
    Area area = joined.area();
    for (dispatch::PolygonRings& part : area) part.holes.clear();
    const Projection plane = Projection::onMeridian(boxOf(area).centre().lon);
    auto flat = Polygon::make(changedArea(area, [&](LonLat p) {
        const ScenePoint s = plane.toScene(p);
        return LonLat{s.x, s.y};
    }));
    if (!flat) return;
    auto closed = buffer(*flat, half);
    if (closed) closed = buffer(*closed, -half);
    if (closed) closed = difference(*closed, *flat);
    if (!closed) return;
    for (const dispatch::PolygonRings& part : closed->area()) {
        const Area strip = changedArea(Area{part}, [&](LonLat p) {
            return plane.toLonLat({p.lon, p.lat});
        });
        const double squareMetres = areaSquareMetres(strip);
        const double length = perimeterOf(strip).value / 2;
        if (squareMetres < m_limits.noiseSquareMetres || length < m_limits.inletMetres) continue;
        std::string names;
        const std::vector<std::size_t> around = membersAt(strip, names);
        if (around.size() < 2) continue;
        const auto polygon = Polygon::make(strip);
        const auto where = polygon ? interiorPoint(*polygon) : std::nullopt;
        add("sliver",
            "a strip of " + areaText(squareMetres) + ", " + metresText(squareMetres / length) +
                " wide, open to the outside, belongs to no grid" +
                (where ? " at " + placeText(*where) : "") + ", between " + names,
            around, where, squareMetres);
    }
}

void CoverageCheck::findGaps(const GridLookup& lookup) {
    // Whatever borders a gap has an edge without a partner, so the union of those alone has every
    // gap as a hole; its other holes are filled by grids.
    std::vector<Polygon> loose;
    for (std::size_t i = 0; i < m_members.size(); ++i)
        if (m_loose[i] && !m_polygons[i].isEmpty()) loose.push_back(m_polygons[i]);
    const auto joined = unionOf(loose);
    if (!joined) return;
    findInlets(*joined);
    for (const dispatch::PolygonRings& part : joined->area())
        for (const Ring& hole : part.holes) {
            const Area area = {{Ring(hole.rbegin(), hole.rend()), {}}};
            const double squareMetres = areaSquareMetres(area);
            if (squareMetres < m_limits.noiseSquareMetres) continue;
            const auto polygon = Polygon::make(area);
            if (!polygon) continue;
            const auto where = interiorPoint(*polygon);
            if (!where || lookup.locate(*where).geographic >= 0) continue;
            std::string names;
            const std::vector<std::size_t> around = membersAt(area, names);
            const double width = meanWidth(area, squareMetres);
            if (width < m_limits.sliverMetres)
                add("sliver",
                    "a strip of " + areaText(squareMetres) + ", " + metresText(width) +
                        " wide, belongs to no grid at " + placeText(*where) + ", between " + names,
                    around, where, squareMetres);
            else
                add("gap",
                    areaText(squareMetres) + " belong to no grid at " + placeText(*where) +
                        ", between " + names,
                    around, where, squareMetres);
        }
}

void CoverageCheck::findUnmatched(const GridLookup& lookup) {
    struct Border {
        int edges = 0;
        LonLat where;
    };
    std::map<Pair, Border> borders;
    for (std::size_t e = 0; e < m_edges.size(); ++e) {
        if (m_partner[e] >= 0) continue;
        const DirectedEdge& edge = m_edges[e];
        const auto owner = static_cast<std::size_t>(edge.owner);
        const double dx = edge.to.lon - edge.from.lon, dy = edge.to.lat - edge.from.lat;
        const double length = std::hypot(dx, dy);
        const LonLat middle{(edge.from.lon + edge.to.lon) / 2, (edge.from.lat + edge.to.lat) / 2};
        const LonLat beside{middle.lon + dy / length * kBeside, middle.lat - dx / length * kBeside};
        const std::int32_t other = lookup.locate(beside).geographic;
        if (other < 0 || other == edge.owner) continue;
        const auto there = static_cast<std::size_t>(other);
        if (m_broken[owner] || m_broken[there] || m_double[owner] || m_double[there]) continue;
        Border& border = borders[std::minmax(owner, there)];
        if (border.edges++ == 0) border.where = middle;
    }
    for (const auto& [pair, border] : borders) {
        if (m_told.contains(pair)) continue;
        add("unmatched-edge",
            name(pair.first) + " and " + name(pair.second) +
                " share a border but not its vertices (" + std::to_string(border.edges) +
                " edges, the first at " + placeText(border.where) + ")",
            {pair.first, pair.second}, border.where);
    }
}

}  // namespace

std::string areaText(double squareMetres) {
    char text[32];
    if (squareMetres >= 1e5)
        std::snprintf(text, sizeof text, "%.2f km²", squareMetres / 1e6);
    else if (squareMetres >= 10)
        std::snprintf(text, sizeof text, "%.0f m²", squareMetres);
    else
        std::snprintf(text, sizeof text, "%.2f m²", squareMetres);
    return text;
}

void checkCoverage(std::span<const CoverageMember> members, bool mustTile,
                   const TopologyLimits& limits, std::vector<TopologyFinding>& findings) {
    CoverageCheck(members, limits, findings).run(mustTile);
}

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/topology.h"

#include <algorithm>
#include <map>

#include "gis/geometry/coverage_check.h"
#include "gis/geometry/dissolve.h"
#include "gis/geometry/geodesic.h"
#include "gis/geometry/ops.h"
#include "gis/geometry/serial_order.h"

namespace gis {

using dispatch::Area;
using dispatch::Centre;
using dispatch::Grid;
using dispatch::GridKind;
using dispatch::Kind;
using dispatch::Picture;
using dispatch::Zone;

namespace {

constexpr std::size_t kCodeDigits = 15;
constexpr std::size_t kCommunityDigits = 12;

std::string nameOf(const char* kind, const std::string& code, std::int64_t id) {
    if (!code.empty()) return std::string(kind) + " " + code;
    return std::string(kind) + " without a code (id " + std::to_string(id) + ")";
}

std::string nameOf(const Grid& grid) {
    return nameOf("grid", grid.code, grid.id.value);
}
std::string nameOf(const Zone& zone) {
    return nameOf("zone", zone.code, zone.id.value);
}

bool isCode(const std::string& code) {
    return code.size() == kCodeDigits &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

template <class Row>
std::vector<const Row*> byCode(const std::vector<Row>& rows) {
    std::vector<const Row*> sorted;
    sorted.reserve(rows.size());
    for (const Row& row : rows) sorted.push_back(&row);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Row* a, const Row* b) { return a->code < b->code; });
    return sorted;
}

template <class Row>
void checkLayer(const std::vector<const Row*>& rows, Kind kind, bool mustTile,
                const TopologyLimits& limits, std::vector<TopologyFinding>& findings) {
    std::vector<CoverageMember> members;
    members.reserve(rows.size());
    for (const Row* row : rows)
        members.push_back({&row->area, nameOf(*row), {kind, row->id.value}});
    checkCoverage(members, mustTile, limits, findings);
}

template <class Row>
void checkCodes(const std::vector<const Row*>& sorted, Kind kind,
                std::vector<TopologyFinding>& findings) {
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        if (sorted[i]->code.empty() || sorted[i]->code != sorted[i - 1]->code) continue;
        const std::string what = kind == Kind::Grid ? "grids" : "zones";
        findings.push_back({"duplicate-code",
                            "two " + what + " have the code " + sorted[i]->code,
                            {{kind, sorted[i - 1]->id.value}, {kind, sorted[i]->id.value}},
                            std::nullopt,
                            0});
    }
}

/// Serials of each community and numbering against the rule.
void checkOrder(const std::vector<const Grid*>& sorted, std::vector<TopologyFinding>& findings) {
    std::map<std::pair<std::string, int>, std::vector<const Grid*>> groups;
    for (const Grid* grid : sorted)
        if (isCode(grid->code) && grid->kind != GridKind::Dedicated && !grid->area.empty())
            groups[{grid->code.substr(0, kCommunityDigits), grid->numbering}].push_back(grid);
    for (const auto& [group, grids] : groups) {
        std::vector<const Area*> areas;
        for (const Grid* grid : grids) areas.push_back(&grid->area);
        const std::vector<std::size_t> order = serialOrder(areas);
        std::size_t wrong = 0, first = 0;
        for (std::size_t i = 0; i < order.size(); ++i)
            if (order[i] != i && wrong++ == 0) first = i;
        if (wrong == 0) continue;
        const Grid& wanted = *grids[order[first]];
        findings.push_back(
            {"order",
             "in community " + group.first + ", numbering " + std::to_string(group.second) + ", " +
                 std::to_string(wrong) + " of " + std::to_string(grids.size()) +
                 " grids are out of order: grid " + wanted.code + " lies where the serial " +
                 grids[first]->code.substr(kCommunityDigits) + " belongs",
             {{Kind::Grid, wanted.id.value}, {Kind::Grid, grids[first]->id.value}},
             centroidOf(wanted.area),
             0});
    }
}

void checkOutline(const Centre& centre, const std::vector<const Grid*>& grids,
                  const TopologyLimits& limits, std::vector<TopologyFinding>& findings) {
    std::vector<const Area*> areas;
    for (const Grid* grid : grids)
        if (grid->kind != GridKind::Dedicated && grid->code.starts_with(centre.code))
            areas.push_back(&grid->area);
    if (areas.empty()) return;
    auto reference = Polygon::make(centre.reference);
    if (reference && !validity(*reference).valid) reference = makeValid(*reference);
    const auto joined = dissolve(areas);
    if (!reference || !joined) return;
    const auto own = Polygon::make(*joined);
    if (!own) return;
    const auto beyond = difference(*own, *reference), short_ = difference(*reference, *own);
    if (!beyond || !short_) return;
    const double out = areaSquareMetres(beyond->area()), in = areaSquareMetres(short_->area());
    if (std::max(out, in) <= limits.outlineSquareMetres) return;
    findings.push_back({"outline",
                        "the grids of " + centre.level + " " + centre.code + " go beyond its " +
                            "reference outline by " + areaText(out) + " and leave " + areaText(in) +
                            " of it uncovered",
                        {{Kind::Centre, centre.id.value}},
                        interiorPoint(out > in ? *beyond : *short_),
                        out + in});
}

}  // namespace

std::vector<TopologyFinding> checkGrids(const std::vector<Grid>& grids,
                                        const TopologyLimits& limits) {
    std::vector<TopologyFinding> findings;
    const std::vector<const Grid*> sorted = byCode(grids);
    std::vector<const Grid*> geographic, dedicated;
    for (const Grid* grid : sorted)
        (grid->kind == GridKind::Dedicated ? dedicated : geographic).push_back(grid);
    checkLayer(geographic, Kind::Grid, true, limits, findings);
    checkLayer(dedicated, Kind::Grid, false, limits, findings);
    for (const Grid* grid : sorted)
        if (!isCode(grid->code))
            findings.push_back({"code-form",
                                nameOf(*grid) + " has no code of 15 digits",
                                {{Kind::Grid, grid->id.value}},
                                std::nullopt,
                                0});
    checkCodes(sorted, Kind::Grid, findings);
    checkOrder(sorted, findings);
    return findings;
}

std::vector<TopologyFinding> checkZones(const std::vector<Zone>& zones,
                                        const TopologyLimits& limits) {
    std::vector<TopologyFinding> findings;
    const std::vector<const Zone*> sorted = byCode(zones);
    checkLayer(sorted, Kind::Zone, false, limits, findings);
    checkCodes(sorted, Kind::Zone, findings);
    return findings;
}

std::vector<TopologyFinding> checkTopology(const Picture& picture, const TopologyLimits& limits) {
    std::vector<Grid> grids;
    picture.grids.forEach([&](const Grid& grid) { grids.push_back(grid); });
    std::vector<Zone> zones;
    picture.zones.forEach([&](const Zone& zone) { zones.push_back(zone); });
    std::vector<TopologyFinding> findings = checkGrids(grids, limits);
    for (TopologyFinding& finding : checkZones(zones, limits))
        findings.push_back(std::move(finding));
    const std::vector<const Grid*> sorted = byCode(grids);
    picture.centres.forEach([&](const Centre& centre) {
        if (!centre.reference.empty()) checkOutline(centre, sorted, limits, findings);
    });
    return findings;
}

}  // namespace gis

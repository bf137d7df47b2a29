// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/administration.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <optional>

#include "gis/demo_city/outline.h"
#include "gis/geometry/serial_order.h"

namespace gis::demo {

namespace {

std::string digits(int number, int width) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%0*d", width, number);
    return text.data();
}

struct Sums {
    double households = 0, area = 0, town = 0, weight = 0;
    Vec weighted;
    void add(const Block& b) {
        const double w = b.households + b.area * 1e-5;
        households += b.households;
        area += b.area;
        weight += w;
        weighted = weighted + b.middle * w;
        if (b.use != Quarter::Farmland && b.use != Quarter::Hills && b.use != Quarter::Village)
            town += w;
    }
    Vec middle() const { return weight > 0 ? weighted * (1 / weight) : Vec{}; }
    bool rural() const { return town < 0.5 * weight; }
};

/// Places in order from north to south in bands, west to east in a band.
std::vector<int> readingOrder(const std::vector<Vec>& places, const std::vector<int>& which,
                              double band) {
    std::vector<int> order = which;
    std::sort(order.begin(), order.end(), [&](int l, int r) {
        const Vec a = places[std::size_t(l)], b = places[std::size_t(r)];
        const double x = std::floor(-a.y / band), y = std::floor(-b.y / band);
        return x != y ? x < y : a.x != b.x ? a.x < b.x : l < r;
    });
    return order;
}

}  // namespace

Administration administer(const GroundCut& cut, const std::vector<Block>& blocks,
                          const CityPlan& plan, const CityFrame& frame, Names& names) {
    // What each area of each level holds; levels 0 to 2, then grids.
    std::array<std::vector<Sums>, 4> level;
    level[0].resize(kDistricts), level[1].resize(cut.districtOfTownship.size());
    level[2].resize(cut.townshipOfCommunity.size()), level[3].resize(cut.communityOfGrid.size());
    const std::array<std::vector<int>, 4> parents = {std::vector<int>(kDistricts, 0),
                                                     cut.districtOfTownship,
                                                     cut.townshipOfCommunity, cut.communityOfGrid};
    std::vector<std::array<int, 4>> home(blocks.size());
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        int at = cut.gridOfBlock[b];
        for (std::size_t k = 4; k-- > 0;) {
            home[b][k] = at;
            level[k][std::size_t(at)].add(blocks[b]);
            at = parents[k][std::size_t(at)];
        }
    }
    // Where an area is pointed at: its block nearest to where its people live.
    std::array<std::vector<Vec>, 4> middles;
    for (std::size_t k = 0; k < 4; ++k) {
        std::vector<double> nearest(level[k].size(), 1e18);
        middles[k].resize(level[k].size());
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            const auto a = std::size_t(home[b][k]);
            const double d = distance(blocks[b].middle, level[k][a].middle());
            if (d < nearest[a]) nearest[a] = d, middles[k][a] = blocks[b].middle;
        }
    }
    std::vector<dispatch::Area> gridAreas;
    {
        std::vector<Union> joined(level[3].size());
        for (std::size_t b = 0; b < blocks.size(); ++b)
            joined[std::size_t(home[b][3])].add(toRing(blocks[b].ring, frame));
        for (const Union& u : joined) gridAreas.push_back(u.area());
    }
    Administration out;
    const auto describe = [&](std::size_t k, int at, int parent) {
        Administered a;
        const Sums& sums = level[k][std::size_t(at)];
        a.parent = parent;
        a.households = sums.households;
        a.areaSquareMetres = sums.area;
        a.rural = sums.rural() || (k == 1 && sums.area > 7e7);
        a.middle = middles[k][std::size_t(at)];
        a.centre.place = frame.toLonLat(a.middle);
        return a;
    };
    // Districts: the main one first, then west and east.
    static constexpr std::array kDistrictNames = {"澜江区", "西澜区", "望湖区"};
    std::vector<std::vector<int>> newIndex(3);
    Sums all;
    for (const Block& b : blocks) all.add(b);
    out.city.households = all.households;
    out.city.areaSquareMetres = all.area;
    out.city.middle = plan.hearts[0].place + Vec{350, 260};
    out.city.centre.place = frame.toLonLat(out.city.middle);
    out.city.centre.code = kCityCode;
    out.city.centre.name = std::string(kCityZh) + "综治中心";
    out.city.centre.level = "city";
    for (int k = 0; k < kDistricts; ++k) {
        newIndex[0].push_back(k);
        auto a = describe(0, k, -1);
        a.centre.code = std::string(kCityCode) + digits(k + 1, 2);
        a.centre.name = std::string(kDistrictNames[std::size_t(k)]) + "综治中心";
        a.centre.level = "district";
        a.centre.parent = kCityCode;
        out.districts.push_back(std::move(a));
    }
    // Townships and communities: numbered in reading order within the area above.
    const auto fill = [&](std::size_t k, std::vector<Administered>& above,
                          std::vector<Administered>& made, double band, int countryFrom,
                          const char* levelCode) {
        const auto& parent = parents[k];
        newIndex[k].assign(parent.size(), -1);
        for (std::size_t up = 0; up < above.size(); ++up) {
            std::vector<int> mine;
            for (std::size_t c = 0; c < parent.size(); ++c)
                if (newIndex[k - 1][std::size_t(parent[c])] == int(up)) mine.push_back(int(c));
            int town = 1, country = countryFrom;
            for (const int c : readingOrder(middles[k], mine, band)) {
                auto a = describe(k, c, int(up));
                const std::string place = names.place();
                const char* ending = k == 1 ? (a.rural ? "镇" : "街道") : (a.rural ? "村" : "社区");
                a.centre.code = above[up].centre.code + digits(a.rural ? country++ : town++, 3);
                a.centre.name = place + ending + "综治中心";
                a.centre.level = levelCode;
                a.centre.parent = above[up].centre.code;
                newIndex[k][std::size_t(c)] = int(made.size());
                made.push_back(std::move(a));
            }
        }
    };
    fill(1, out.districts, out.townships, 5'000, 100, "township");
    fill(2, out.townships, out.communities, 2'500, 200, "community");

    std::vector<std::vector<int>> members(out.communities.size());
    for (std::size_t c = 0; c < cut.communityOfGrid.size(); ++c)
        members[std::size_t(newIndex[2][std::size_t(cut.communityOfGrid[c])])].push_back(int(c));
    for (std::size_t m = 0; m < members.size(); ++m) {
        const std::string base = out.communities[m].centre.name.substr(
            0, out.communities[m].centre.name.size() - std::string("综治中心").size());
        std::vector<dispatch::Area> areas;
        for (const int c : members[m]) areas.push_back(std::move(gridAreas[std::size_t(c)]));
        std::vector<const dispatch::Area*> borrowed;
        for (const auto& area : areas) borrowed.push_back(&area);
        int serial = 1;
        for (const std::size_t at : serialOrder(borrowed)) {
            const int c = members[m][at];
            const Sums& sums = level[3][std::size_t(c)];
            dispatch::Grid g;
            g.code = out.communities[m].centre.code + digits(serial, 3);
            g.name = base + "第" + numberZh(serial) + "网格";
            g.kind = sums.rural() ? dispatch::GridKind::Rural : dispatch::GridKind::Community;
            g.households = std::round(sums.households);
            g.people = std::round(sums.households * (sums.rural() ? 2.9 : 2.6));
            g.area = std::move(areas[at]);
            ++serial;
            out.grids.push_back(std::move(g));
            out.gridMiddles.push_back(middles[3][std::size_t(c)]);
            out.gridCommunity.push_back(int(m));
        }
    }
    out.geographic = out.grids.size();

    // Dedicated grids: the blocks of industrial parks and business districts.
    std::vector<int> blockCommunity(blocks.size());
    for (std::size_t b = 0; b < blocks.size(); ++b)
        blockCommunity[b] = newIndex[2][std::size_t(home[b][2])];
    std::vector<int> extra(out.communities.size(), 0);
    for (const Site& site : plan.sites) {
        if (site.use != Quarter::Industry && site.use != Quarter::Business) continue;
        Union joined;
        Sums sums;
        double nearest = 1e18;
        int community = 0;
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            if (const double d = distance(blocks[b].middle, site.place); d < nearest)
                nearest = d, community = blockCommunity[b];
            const bool onWater = std::any_of(blocks[b].ring.begin(), blocks[b].ring.end(),
                                             [&](Vec p) { return plan.riverDistance(p) < 20; });
            if (blocks[b].use != site.use || onWater ||
                distance(blocks[b].middle, site.place) > site.radius)
                continue;
            joined.add(toRing(blocks[b].ring, frame));
            sums.add(blocks[b]);
        }
        dispatch::Grid g;
        g.area = joined.area();
        if (g.area.empty()) continue;
        g.area.resize(1);
        const int serial =
            int(members[std::size_t(community)].size()) + 1 + extra[std::size_t(community)]++;
        g.code = out.communities[std::size_t(community)].centre.code + digits(serial, 3);
        g.name = site.name + "专属网格";
        g.kind = dispatch::GridKind::Dedicated;
        g.numbering = 2;
        g.households = std::round(sums.households);
        g.people = std::round(sums.households * 2.6);
        out.grids.push_back(std::move(g));
        out.gridMiddles.push_back(site.place);
        out.gridCommunity.push_back(-1);
    }

    // Zones: communities of one township joined with a neighbour, the smallest first.
    std::map<std::pair<std::pair<double, double>, std::pair<double, double>>, int> sides;
    std::vector<int> zoneOf(out.communities.size());
    for (std::size_t m = 0; m < zoneOf.size(); ++m) zoneOf[m] = int(m);
    std::vector<std::pair<int, int>> touching;
    for (std::size_t i = 0; i < out.geographic; ++i)
        for (const auto& polygon : out.grids[i].area)
            for (std::size_t k = 1; k < polygon.shell.size(); ++k) {
                const auto a = polygon.shell[k - 1], b = polygon.shell[k];
                sides[{{a.lon, a.lat}, {b.lon, b.lat}}] = out.gridCommunity[i];
                const auto twin = sides.find({{b.lon, b.lat}, {a.lon, a.lat}});
                if (twin != sides.end() && twin->second != out.gridCommunity[i])
                    touching.push_back({twin->second, out.gridCommunity[i]});
            }
    std::sort(touching.begin(), touching.end());
    touching.erase(std::unique(touching.begin(), touching.end()), touching.end());
    for (int count = int(zoneOf.size()); count > 38; --count) {
        std::vector<double> size(zoneOf.size(), 0);
        for (std::size_t m = 0; m < zoneOf.size(); ++m)
            size[std::size_t(zoneOf[m])] += out.communities[m].households + 40;
        int from = -1, into = -1;
        double least = std::numeric_limits<double>::max();
        for (const bool sameTownship : {true, false}) {
            for (const auto& [a, b] : touching) {
                const int p = zoneOf[std::size_t(a)], q = zoneOf[std::size_t(b)];
                if (p == q) continue;
                if (sameTownship && out.communities[std::size_t(a)].parent !=
                                        out.communities[std::size_t(b)].parent)
                    continue;
                const double joint = size[std::size_t(p)] + size[std::size_t(q)];
                if (joint < least) least = joint, from = std::max(p, q), into = std::min(p, q);
            }
            if (from >= 0) break;
        }
        if (from < 0) break;
        for (int& z : zoneOf)
            if (z == from) z = into;
    }
    std::vector<int> townshipZones(out.townships.size(), 0);
    int number = 1;
    for (std::size_t z = 0; z < zoneOf.size(); ++z) {
        Union joined;
        Vec middle;
        double weight = 0;
        for (std::size_t i = 0; i < out.geographic; ++i) {
            const auto m = std::size_t(out.gridCommunity[i]);
            if (zoneOf[m] != int(z)) continue;
            joined.add(out.grids[i].area);
            middle = middle + out.gridMiddles[i] * (out.grids[i].households + 1);
            weight += out.grids[i].households + 1;
        }
        if (weight <= 0) continue;
        const auto t = std::size_t(out.communities[z].parent);
        const std::string& centre = out.townships[t].centre.name;
        dispatch::Zone zone;
        zone.code = "Z" + digits(number++, 2);
        zone.name = centre.substr(0, centre.find(out.townships[t].rural ? "镇" : "街道")) + "巡控" +
                    numberZh(++townshipZones[t]) + "区";
        zone.area = joined.area();
        out.zones.push_back(std::move(zone));
        out.zoneMiddles.push_back(middle * (1 / weight));
    }
    return out;
}

}  // namespace gis::demo

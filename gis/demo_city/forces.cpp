// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstdio>

#include "gis/demo_city/city.h"

namespace gis::demo {

namespace {

using dispatch::ResponderKind;
using dispatch::Vehicle;

std::string numbered(const char* prefix, int number, int width) {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%s%0*d", prefix, width, number);
    return text.data();
}

/// "柳荫街道" of "柳荫街道综治中心".
std::string areaName(const Administered& area) {
    const std::string& name = area.centre.name;
    return name.substr(0, name.rfind("综治中心"));
}

/// The road edge nearest to a place, of the streets cars may stop at.
Vec beside(const City& city, Vec p, Random& random) {
    const GridPlace at = city.lookup.locate(city.frame.toLonLat(p));
    if (at.geographic < 0) return p;
    double best = 1e18;
    Vec found = p;
    for (const int e : city.edgesOfGrid[std::size_t(at.geographic)]) {
        const EdgeKind kind = city.net.edges[std::size_t(e)].kind;
        if (kind == EdgeKind::Yard || kind == EdgeKind::Motorway) continue;
        const auto& edge = city.net.edges[std::size_t(e)];
        const Vec a = city.net.points[std::size_t(edge.a)],
                  b = city.net.points[std::size_t(edge.b)];
        const Vec side = leftOf(unit(b - a));
        const Vec place = lerp(a, b, random.between(0.3, 0.7)) + side * 13;
        const double d = distance(place, p);
        double half = 0;
        if (d < best && city.plan.riverDistance(place, &half) > half + 25) best = d, found = place;
    }
    return found;
}

void foundPosts(City& city, Forces& forces, Random& random) {
    const auto add = [&](const char* kind, const std::string& name, Vec near) {
        dispatch::Post post;
        post.code = numbered("Q", int(forces.posts.size()) + 1, 2);
        post.name = name;
        post.kind = kind;
        post.place = city.frame.toLonLat(beside(city, near, random));
        forces.posts.push_back(std::move(post));
    };
    const auto& admin = city.administration;
    for (const auto& township : admin.townships)
        add("police", areaName(township).substr(0, 6) + "警务站", township.middle);
    for (std::size_t z = 0; z < admin.zones.size() && forces.posts.size() < 42; z += 2)
        add("street", admin.zones[z].name + "街面警务室", admin.zoneMiddles[z]);
    std::vector<std::size_t> towns;
    for (std::size_t t = 0; t < admin.townships.size(); ++t)
        if (!admin.townships[t].rural) towns.push_back(t);
    for (std::size_t k = 0; k < towns.size() && forces.posts.size() < 51; ++k)
        add("fire", areaName(admin.townships[towns[k]]).substr(0, 6) + "消防救援站",
            admin.townships[towns[k]].middle + Vec{420, -380});
    for (std::size_t c = 3; forces.posts.size() < 60 && c < admin.communities.size(); c += 7)
        if (!admin.communities[c].rural)
            add("service", areaName(admin.communities[c]) + "便民服务点",
                admin.communities[c].middle);
}

void foundUnits(City& city, Forces& forces, Random& random) {
    struct Office {
        const char* name;
        const char* field;
    };
    static constexpr std::array<Office, 18> kOffices = {{{"公安分局", "public security"},
                                                         {"城市管理局", "urban management"},
                                                         {"消防救援大队", "fire"},
                                                         {"卫生健康局", "health"},
                                                         {"住房建设局", "housing"},
                                                         {"市场监管局", "market supervision"},
                                                         {"应急管理局", "emergency"},
                                                         {"生态环境局", "environment"},
                                                         {"交通运输局", "transport"},
                                                         {"水务局", "water"},
                                                         {"民政局", "civil affairs"},
                                                         {"司法局", "justice"},
                                                         {"人力资源和社会保障局", "labour"},
                                                         {"教育局", "education"},
                                                         {"信访局", "petitions"},
                                                         {"农业农村局", "agriculture"},
                                                         {"供电公司", "power"},
                                                         {"燃气公司", "gas"}}};
    static constexpr std::array<Office, 7> kLocal = {{{"派出所", "police station"},
                                                      {"综合执法队", "urban management"},
                                                      {"司法所", "justice"},
                                                      {"卫生服务中心", "health"},
                                                      {"市场监管所", "market supervision"},
                                                      {"应急救援队", "emergency"},
                                                      {"矛盾调解中心", "mediation"}}};
    const auto& admin = city.administration;
    const auto add = [&](const std::string& name, const char* field, const std::string& centre,
                         Vec near) {
        if (forces.units.size() >= 300) return;
        dispatch::Unit unit;
        unit.code = numbered("U", int(forces.units.size()) + 1, 3);
        unit.name = name;
        unit.field = field;
        unit.centre = centre;
        unit.place = city.frame.toLonLat(
            beside(city, near + Vec{random.between(-700, 700), random.between(-700, 700)}, random));
        forces.units.push_back(std::move(unit));
    };
    for (const Office& office : kOffices) {
        const std::string name = office.name;
        const bool branch = name == "公安分局";
        add(std::string(kCityZh) + (branch ? "公安局" : name), office.field, kCityCode,
            admin.city.middle);
    }
    for (const auto& district : admin.districts)
        for (const Office& office : kOffices)
            add(areaName(district) + office.name, office.field, district.centre.code,
                district.middle);
    for (const auto& township : admin.townships)
        for (const Office& office : kLocal)
            add(areaName(township) + office.name, office.field, township.centre.code,
                township.middle);
    static constexpr std::array<Office, 4> kCommunity = {{{"物业服务站", "property"},
                                                          {"志愿服务站", "volunteers"},
                                                          {"卫生室", "health"},
                                                          {"学校安保室", "education"}}};
    for (std::size_t i = 0; forces.units.size() < 300; ++i) {
        const auto& community = admin.communities[(i * 5) % admin.communities.size()];
        const Office& office = kCommunity[(i / admin.communities.size() + i) % kCommunity.size()];
        add(areaName(community) + office.name, office.field, community.centre.code,
            community.middle);
    }
}

}  // namespace

void City::indexStreets() {
    streetOfEdge.assign(net.edges.size(), -1);
    for (std::size_t s = 0; s < streets.size(); ++s)
        for (const auto side : streets[s].sides) streetOfEdge[std::size_t(side / 2)] = int(s);
    edgesOfGrid.assign(administration.geographic, {});
    for (std::size_t e = 0; e < net.edges.size(); ++e) {
        if (streetOfEdge[e] < 0) continue;
        const GridPlace at = lookup.locate(frame.toLonLat(middleOf(int(e))));
        if (at.geographic >= 0) edgesOfGrid[std::size_t(at.geographic)].push_back(int(e));
    }
}

Vec City::onRoadIn(std::size_t grid, Random& random) const {
    const auto& edges = edgesOfGrid[grid];
    if (edges.empty()) return administration.gridMiddles[grid];
    for (int tries = 0; tries < 12; ++tries) {
        const auto& e = net.edges[std::size_t(edges[random.below(edges.size())])];
        if (e.kind == EdgeKind::Motorway || e.kind == EdgeKind::Trunk) continue;
        return lerp(net.points[std::size_t(e.a)], net.points[std::size_t(e.b)], random.share());
    }
    return middleOf(edges.front());
}

std::string City::streetName(int edge) const {
    const int s = streetOfEdge[std::size_t(edge)];
    return s < 0 ? std::string() : streets[std::size_t(s)].name;
}

Forces raiseForces(City& city, dispatch::Seconds now) {
    Forces forces;
    Random random(city.seed * 43 + 23);
    foundPosts(city, forces, random);
    foundUnits(city, forces, random);
    const auto& admin = city.administration;
    const std::size_t grids = admin.geographic;
    const auto add = [&](ResponderKind kind, const std::string& code, const std::string& name,
                         Vehicle vehicle, std::size_t grid,
                         double dutyShare) -> dispatch::Responder& {
        dispatch::Responder r;
        r.code = code;
        r.name = name;
        r.kind = kind;
        r.vehicle = vehicle;
        r.onDuty = random.chance(dutyShare);
        r.state = r.onDuty && random.chance(0.04) ? dispatch::WorkState::Resting
                                                  : dispatch::WorkState::Free;
        r.stateSince = now - std::chrono::seconds(random.whole(60, 3 * 3600));
        r.grid = admin.grids[grid].code;
        r.reportSeconds = 10;
        forces.responders.push_back(std::move(r));
        forces.places.push_back(city.onRoadIn(grid, random));
        return forces.responders.back();
    };
    const auto wheels = [&](std::size_t grid) {
        const bool rural = admin.grids[grid].kind == dispatch::GridKind::Rural;
        const double dice = random.share();
        if (rural) return dice < 0.55 ? Vehicle::Car : Vehicle::Bicycle;
        return dice < 0.42 ? Vehicle::Foot : dice < 0.93 ? Vehicle::Bicycle : Vehicle::Car;
    };
    for (std::size_t g = 0; g < grids; ++g)
        add(ResponderKind::Gridworker, numbered("w", int(g) + 1, 1), city.names.person(), wheels(g),
            g, 0.965);
    // Part-time: three or four a grid, more where more people live.
    std::vector<std::size_t> byPeople(grids);
    for (std::size_t g = 0; g < grids; ++g) byPeople[g] = g;
    std::stable_sort(byPeople.begin(), byPeople.end(), [&](std::size_t l, std::size_t r) {
        return admin.grids[l].people > admin.grids[r].people;
    });
    for (std::size_t i = 0; i < 2'200; ++i)
        add(ResponderKind::PartTime, numbered("t", int(i) + 1, 1), city.names.person(),
            random.chance(0.7) ? Vehicle::Foot : Vehicle::Bicycle, byPeople[i % grids], 0.948);
    for (std::size_t i = 0; i < 460; ++i)
        add(ResponderKind::GridHead, numbered("h", int(i) + 1, 1), city.names.person(),
            wheels(byPeople[i]), byPeople[i], 0.955);
    std::vector<std::size_t> policePosts, firePosts;
    for (std::size_t p = 0; p < forces.posts.size(); ++p) {
        if (forces.posts[p].kind == "police" || forces.posts[p].kind == "street")
            policePosts.push_back(p);
        if (forces.posts[p].kind == "fire") firePosts.push_back(p);
    }
    const auto gridOf = [&](const dispatch::LonLat place) {
        const GridPlace at = city.lookup.locate(place);
        return at.geographic < 0 ? std::size_t(0) : std::size_t(at.geographic);
    };
    for (std::size_t i = 0; i < 118; ++i) {
        const auto& post = forces.posts[policePosts[i % policePosts.size()]];
        add(ResponderKind::Police, numbered("g", int(i) + 1, 1), city.names.person(),
            random.chance(0.6) ? Vehicle::Car : Vehicle::Bicycle, gridOf(post.place), 0.975)
            .post = post.code;
    }
    for (std::size_t i = 0; i < 40; ++i) {
        const auto& post = forces.posts[policePosts[i % policePosts.size()]];
        add(ResponderKind::Patrol, numbered("p", int(i) + 1, 2),
            "巡逻" + numberZh(int(i) + 1) + "组", Vehicle::Car, gridOf(post.place), 1)
            .post = post.code;
    }
    for (std::size_t i = 0; i < 26; ++i) {
        const auto& community = admin.communities[(i * 3 + 1) % admin.communities.size()];
        const std::string area = areaName(community);
        add(ResponderKind::Volunteer, numbered("v", int(i) + 1, 2), area.substr(0, 6) + "志愿队",
            Vehicle::Foot, gridOf(city.frame.toLonLat(community.middle)), 0.9);
    }
    for (std::size_t i = 0; i < 12; ++i) {
        const auto& post = forces.posts[firePosts[i % firePosts.size()]];
        auto& team = add(ResponderKind::Department, numbered("u", int(i) + 1, 2),
                         post.name + (i < firePosts.size() ? "一车" : "二车"), Vehicle::Car,
                         gridOf(post.place), 1);
        team.post = post.code;
        for (const auto& unit : forces.units)
            if (unit.field == "fire" && unit.centre != kCityCode) {
                team.unit = unit.code;
                break;
            }
    }
    return forces;
}

std::vector<dispatch::Camera> placeCameras(const City& city, std::size_t count) {
    Random random(city.seed * 47 + 29);
    struct Candidate {
        double rank;
        Vec place;
        std::string name;
    };
    std::vector<Candidate> candidates;
    std::vector<std::vector<int>> at(city.net.points.size());
    for (std::size_t e = 0; e < city.net.edges.size(); ++e)
        if (city.streetOfEdge[e] >= 0) {
            at[std::size_t(city.net.edges[e].a)].push_back(int(e));
            at[std::size_t(city.net.edges[e].b)].push_back(int(e));
        }
    static constexpr std::array<const char*, 4> kCorners = {"东北角", "西南角", "西北角", "东南角"};
    static constexpr std::array<Vec, 4> kOffsets = {Vec{9, 8}, Vec{-9, -8}, Vec{-8, 9}, Vec{8, -9}};
    for (std::size_t v = 0; v < at.size(); ++v) {
        if (at[v].size() < 3) continue;
        EdgeKind best = EdgeKind::Yard;
        std::string first, second;
        for (const int e : at[v]) {
            const EdgeKind kind = city.net.edges[std::size_t(e)].kind;
            best = std::min(best, kind);
            const std::string name = city.streetName(e);
            if (name.empty() || name == first) continue;
            if (first.empty())
                first = name;
            else if (second.empty())
                second = name;
        }
        if (first.empty()) continue;
        const double density = city.plan.density(city.net.points[v]);
        const int corners = best <= EdgeKind::Secondary ? 4 : best == EdgeKind::Tertiary ? 2 : 1;
        for (int c = 0; c < corners; ++c)
            candidates.push_back(
                {double(best) + 0.6 * c - 5 * density + 2 * random.share(),
                 city.net.points[v] + kOffsets[std::size_t(c)],
                 (second.empty() ? first + "路段" : first + "与" + second + "路口") +
                     kCorners[std::size_t(c)]});
    }
    for (std::size_t e = 0; e < city.net.edges.size(); ++e) {
        const auto& edge = city.net.edges[e];
        if (city.streetOfEdge[e] < 0 || edge.kind == EdgeKind::Motorway) continue;
        const std::string name = city.streetName(int(e));
        if (name.empty()) continue;
        const Vec a = city.net.points[std::size_t(edge.a)],
                  b = city.net.points[std::size_t(edge.b)];
        const Vec middle = lerp(a, b, 0.5);
        const double density = city.plan.density(middle);
        candidates.push_back({double(edge.kind) + 2.2 - 4.5 * density + 3 * random.share(),
                              middle + leftOf(unit(b - a)) * 8,
                              name + std::to_string(random.whole(1, 260)) + "号旁"});
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& l, const Candidate& r) { return l.rank < r.rank; });
    candidates.resize(std::min(count, candidates.size()));
    std::vector<dispatch::Camera> cameras;
    cameras.reserve(candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        dispatch::Camera camera;
        camera.code = numbered("C", int(i) + 1, 5);
        camera.name = std::move(candidates[i].name);
        camera.place = city.frame.toLonLat(candidates[i].place);
        cameras.push_back(std::move(camera));
    }
    return cameras;
}

}  // namespace gis::demo

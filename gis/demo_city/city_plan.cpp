// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/city_plan.h"

#include <algorithm>

namespace gis::demo {

namespace {

constexpr double kPi = std::numbers::pi;

Path blob(Vec middle, double radius, double squeeze, double turn, int corners, double roughness,
          Random& random) {
    Path through;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * kPi * i / corners;
        const double r = radius * (1 + roughness * random.between(-1, 1));
        const Vec p{std::cos(angle) * r, std::sin(angle) * r * squeeze};
        through.push_back(middle + Vec{p.x * std::cos(turn) - p.y * std::sin(turn),
                                       p.x * std::sin(turn) + p.y * std::cos(turn)});
    }
    return smooth(through, radius > 3000 ? 150 : 45, true);
}

}  // namespace

CityPlan::CityPlan(std::uint64_t seed) : m_rough(seed * 3 + 1, 2600), m_fine(seed * 5 + 2, 700) {
    Random random(seed * 77 + 5);
    Path through;
    const double turn = random.between(0, 2 * kPi);
    for (int i = 0; i < 34; ++i) {
        const double a = 2 * kPi * i / 34;
        const double r = 1 + 0.05 * std::sin(3 * a + turn) + 0.035 * std::sin(5 * a - turn) +
                         random.between(-0.035, 0.035);
        through.push_back({std::cos(a) * 20'400 * r, std::sin(a) * 24'900 * r});
    }
    outline = smooth(through, 160, true);
    const auto jitter = [&](Vec p, double by) {
        return p + Vec{random.between(-by, by), random.between(-by, by)};
    };
    hearts.push_back(
        {{0, 0}, random.between(5'100, 5'500), 13'500, 42'000, random.between(0.1, 0.5)});
    hearts.push_back({jitter({-8'600, -6'700}, 500), random.between(3'300, 3'700), 16'000, 48'000,
                      random.between(0.2, 0.9)});
    hearts.push_back({jitter({8'900, 8'300}, 500), random.between(2'900, 3'300), 17'000, 50'000,
                      random.between(-0.4, 0.4)});
    const Vec towns[] = {{-10'500, 9'500}, {1'000, 15'800},   {12'800, -4'200},
                         {2'800, -14'500}, {-3'500, -18'500}, {-14'200, 1'200}};
    for (const Vec town : towns)
        hearts.push_back({jitter(town, 900), random.between(750, 1'150), 19'000, 52'000, 0});
    layWater(random);
    layHills(random);
    for (int tries = 0; tries < 900 && hearts.size() < 9 + 48; ++tries) {
        const Vec p = atAngle(random.between(0, 2 * kPi), 24'000 * std::sqrt(random.share()));
        double clear = 1e9;
        for (const Heart& h : hearts)
            clear = std::min(clear, distance(h.place, p) - 1.5 * h.radius);
        bool free = contains(outline, p) && clear > 1'100 && riverDistance(p) > 700 &&
                    distance(p, lakeMiddle) > 2'600;
        for (const Path& hill : hills)
            if (contains(hill, p) && !random.chance(0.08)) free = false;
        if (free) hearts.push_back({p, random.between(230, 430), 17'000, 45'000, 0});
    }
    layQuarters(random);
    layRoads(random);
}

void CityPlan::layWater(Random& random) {
    const auto j = [&](double x, double y, double by) {
        return Vec{x + random.between(-by, by), y + random.between(-by, by)};
    };
    const Path through = {{-17'500, 29'000},      j(-13'600, 20'500, 700), j(-9'600, 16'600, 500),
                          j(-9'300, 11'800, 500), j(-5'600, 7'900, 400),   j(-5'300, 4'100, 250),
                          j(-2'600, 1'150, 150),  j(-150, -1'050, 120),    j(2'900, -1'250, 200),
                          j(5'200, -3'600, 300),  j(5'900, -7'000, 400),   j(9'300, -9'800, 500),
                          j(9'900, -14'300, 500), j(13'800, -18'800, 600), {16'500, -28'000}};
    river = smooth(through, 90);
    // Only what lies in the city, and a little beyond so that the net cuts it at the outline.
    while (river.size() > 9 && !contains(outline, river[3])) river.erase(river.begin());
    while (river.size() > 9 && !contains(outline, river[river.size() - 4])) river.pop_back();
    for (const Vec p : river)
        riverWidth.push_back(std::max(130.0, 215 + 60 * m_rough.at(p * 0.9) + 40 * m_fine.at(p)));
    Path left, right;
    for (std::size_t i = 0; i < river.size(); ++i) {
        const Vec d = unit(river[std::min(i + 1, river.size() - 1)] - river[i ? i - 1 : 0]);
        left.push_back(river[i] + leftOf(d) * (riverWidth[i] / 2));
        right.push_back(river[i] - leftOf(d) * (riverWidth[i] / 2));
    }
    riverShore = right;
    riverShore.insert(riverShore.end(), left.rbegin(), left.rend());
    for (const double at : {0.36, 0.585, 0.71}) {
        const std::size_t i = static_cast<std::size_t>(at * double(river.size()));
        const Vec d = unit(river[i + 3] - river[i - 3]);
        Path island;
        const double l = random.between(330, 480), w = riverWidth[i] * 0.16;
        for (int k = 0; k < 28; ++k) {
            const double a = 2 * kPi * k / 28;
            const double bend = 0.2 * w * std::sin(2 * a + at * 9);
            island.push_back(river[i] + d * (std::cos(a) * l) +
                             leftOf(d) * (std::sin(a) * w * (1 + 0.3 * std::cos(a)) + bend));
        }
        islands.push_back(island);
    }
    lakeMiddle =
        hearts[2].place + atAngle(-0.55 + random.between(-0.15, 0.15), hearts[2].radius * 0.95);
    lake = blob(lakeMiddle, 1'250, 0.66, random.between(0.3, 0.9), 13, 0.2, random);
    const Vec into = river[static_cast<std::size_t>(0.60 * double(river.size()))];
    const Vec middle = lerp(lakeMiddle, into, 0.5);
    creeks.push_back(
        {"柳溪", EdgeKind::River,
         smooth({lakeMiddle, lerp(lakeMiddle, middle, 0.5) + Vec{500, -200},
                 middle + Vec{-350, 300}, lerp(middle, into, 0.5) + Vec{300, 150}, into},
                70)});
    const Vec mouth = river[static_cast<std::size_t>(0.335 * double(river.size()))];
    creeks.push_back(
        {"北清渠", EdgeKind::River,
         smooth({{-22'000, 6'800}, {-17'000, 7'600}, {-13'500, 5'800}, {-10'300, 6'900}, mouth},
                90)});
    const Vec mouth2 = river[static_cast<std::size_t>(0.77 * double(river.size()))];
    creeks.push_back({"石涧河", EdgeKind::River,
                      smooth({{-12'600, -21'000},
                              {-8'000, -15'500},
                              {-4'600, -12'300},
                              {-600, -11'200},
                              {4'200, -10'800},
                              mouth2},
                             90)});
}

void CityPlan::layHills(Random& random) {
    const struct {
        Vec p;
        double r, squeeze, turn;
    } ranges[] = {{{-15'500, 13'500}, 5'200, 0.5, 1.1},  {{16'000, 16'500}, 5'600, 0.55, 2.3},
                  {{-14'000, -15'500}, 4'800, 0.5, 2.2}, {{17'000, -10'000}, 4'300, 0.45, 1.4},
                  {{5'500, 21'500}, 4'200, 0.45, 0.1},   {{-17'500, -4'500}, 3'400, 0.5, 1.6}};
    for (const auto& range : ranges) {
        const Vec p = range.p + Vec{random.between(-600, 600), random.between(-600, 600)};
        Path hill = blob(p, range.r, range.squeeze, range.turn, 17, 0.2, random);
        for (Vec& q : hill)
            while (!contains(outline, q) && distance(q, p) > 100) q = lerp(q, p, 0.03);
        hills.push_back(std::move(hill));
    }
}

void CityPlan::layQuarters(Random& random) {
    const Vec a = hearts[0].place, b = hearts[1].place, c = hearts[2].place;
    const auto site = [&](Vec p, double r, Quarter use, const char* name) {
        sites.push_back(
            {p + Vec{random.between(-150, 150), random.between(-150, 150)}, r, use, name});
    };
    site(a + atAngle(0.7, 620), 620, Quarter::Business, "金澜商务区");
    site(b + atAngle(1.9, 300), 480, Quarter::Business, "西城商圈");
    site(a + atAngle(-0.42, 6'100), 1'250, Quarter::Industry, "临港产业园");
    site(b + atAngle(-2.5, 3'600), 1'150, Quarter::Industry, "澜西工业园");
    site(c + atAngle(1.15, 2'900), 1'000, Quarter::Industry, "望湖科技园");
    site(a + atAngle(2.05, 5'900), 1'000, Quarter::Industry, "北郊物流园");
    site(a + atAngle(3.7, 500), 520, Quarter::OldTown, "老城");
    site(a + atAngle(1.65, 2'050), 430, Quarter::Park, "澜园");
    site(a + atAngle(5.3, 2'700), 360, Quarter::Park, "柳荫公园");
    site(a + atAngle(0.1, 3'500), 400, Quarter::Park, "听雨公园");
    site(a + atAngle(2.75, 3'300), 380, Quarter::Park, "松岗公园");
    site(b + atAngle(0.2, 1'500), 380, Quarter::Park, "石桥公园");
    site(b + atAngle(4.0, 1'700), 300, Quarter::Park, "桂台公园");
    site(c + atAngle(2.6, 1'400), 330, Quarter::Park, "霞湾公园");
    site(a + atAngle(4.3, 4'300), 650, Quarter::Park, "南屏植物园");
}

double CityPlan::riverDistance(Vec p, double* halfWidth) const {
    const auto squared = [&](Vec q) { return dot(q - p, q - p); };
    double best = 1e18;
    std::size_t at = 0;
    for (std::size_t i = 0; i < river.size(); i += 4)
        if (const double d = squared(river[i]); d < best) best = d, at = i;
    best = std::sqrt(best);
    const std::size_t from = at > 4 ? at - 4 : 0, to = std::min(at + 5, river.size() - 1);
    if (best < 2'000)
        for (std::size_t i = from; i < to; ++i)
            if (const double d = distanceToSegment(p, river[i], river[i + 1]); d < best)
                best = d, at = i;
    if (halfWidth) *halfWidth = riverWidth[at] / 2;
    return best;
}

bool CityPlan::inHills(Vec p) const {
    for (const Path& hill : hills)
        if (distance(p, hill.front()) < 13'000 && contains(hill, p)) return true;
    return false;
}

double CityPlan::density(Vec p) const {
    double best = 0;
    for (std::size_t i = 0; i < hearts.size(); ++i) {
        const Heart& h = hearts[i];
        const double away = distance(p, h.place);
        if (away > 1.7 * h.radius) continue;
        const double reach = h.radius * (1 + (i < 3 ? 0.22 * m_rough.at(p) : 0.1 * m_fine.at(p)));
        best = std::max(best, 1 - away / (reach * 1.35));
    }
    return std::clamp(best / (1 - 0.2), 0.0, 1.0);
}

double CityPlan::blockArea(Vec p) const {
    double logArea = 1e18;
    for (std::size_t i = 0; i < hearts.size(); ++i) {
        const Heart& h = hearts[i];
        const double away = distance(p, h.place);
        if (away > 2.2 * h.radius + 400) continue;
        const double rho = away / (h.radius * (1 + (i < 3 ? 0.22 * m_rough.at(p) : 0)));
        const double core = std::log(h.coreBlock), edge = std::log(h.edgeBlock);
        double wanted = core;
        if (rho > 0.25) wanted = core + (edge - core) * std::min(1.0, (rho - 0.25) / 0.75);
        if (rho > 1) wanted += (rho - 1) * (i < 3 ? 5.5 : 7);
        logArea = std::min(logArea, wanted);
    }
    for (const Site& s : sites) {
        const double away = distance(p, s.place);
        if (away > s.radius) continue;
        if (s.use == Quarter::Industry) logArea = std::log(95'000.0);
        if (s.use == Quarter::Business) logArea = std::log(14'000.0);
        if (s.use == Quarter::OldTown) logArea = std::log(7'500.0);
    }
    if (logArea > 13.8) {
        const double country = inHills(p) ? 3.2e6 : 1.7e6;
        logArea = std::min(logArea, std::log(country * (1 + 0.4 * m_rough.at(p))));
    }
    return std::exp(logArea) * (1 + 0.28 * m_fine.at(p));
}

Quarter CityPlan::quarterAt(Vec p) const {
    double half = 0;
    if (riverDistance(p, &half) < half + 60) return Quarter::RiverBank;
    if (distance(p, lakeMiddle) < 1'800 && contains(lake, p)) return Quarter::Lake;
    for (const Site& s : sites)
        if (distance(p, s.place) < s.radius) return s.use;
    for (std::size_t i = 0; i < hearts.size(); ++i) {
        const double reach = hearts[i].radius * (1 + (i < 3 ? 0.22 * m_rough.at(p) : 0));
        if (distance(p, hearts[i].place) < reach * 1.08)
            return i < 9 ? Quarter::Town : Quarter::Village;
    }
    return inHills(p) ? Quarter::Hills : Quarter::Farmland;
}

}  // namespace gis::demo

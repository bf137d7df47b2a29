// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/blocks.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

namespace gis::demo {

namespace {

/// A face and the frame of its long and short side.
struct Frame {
    Vec axis;  ///< Along the long side.
    double along = 0, across = 0;
};

Frame frameOf(const Path& ring) {
    Frame best;
    double least = 1e30;
    std::array<Vec, 12> tried;
    std::size_t count = 0;
    // The box along each of the longest edges' directions; the smallest wins.
    std::vector<std::pair<double, Vec>> directions;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Vec d = ring[(i + 1) % ring.size()] - ring[i];
        directions.push_back({length(d), unit(d)});
    }
    std::sort(directions.begin(), directions.end(),
              [](const auto& l, const auto& r) { return l.first > r.first; });
    for (const auto& [size, d] : directions) {
        if (count == tried.size()) break;
        bool known = false;
        for (std::size_t k = 0; k < count; ++k)
            known =
                known || std::abs(cross(tried[k], d)) < 0.05 || std::abs(dot(tried[k], d)) < 0.05;
        if (known) continue;
        tried[count++] = d;
        double u0 = 1e18, u1 = -1e18, v0 = 1e18, v1 = -1e18;
        for (const Vec p : ring) {
            const double u = dot(p, d), v = cross(d, p);
            u0 = std::min(u0, u), u1 = std::max(u1, u), v0 = std::min(v0, v), v1 = std::max(v1, v);
        }
        const double area = (u1 - u0) * (v1 - v0);
        if (area >= least) continue;
        least = area;
        if (u1 - u0 >= v1 - v0)
            best = {d, u1 - u0, v1 - v0};
        else
            best = {leftOf(d), v1 - v0, u1 - u0};
    }
    return best;
}

/// A place on a ring: on edge `edge`, at share `t`; t 0 is the vertex itself.
struct Hit {
    std::size_t edge = 0;
    double t = 0;
    Vec place;
};

struct Cut {
    Hit from, to;
    Path inner;  ///< Between the two, without them.
    double score = -1e18;
};

bool segmentsCross(Vec a, Vec b, Vec c, Vec d) {
    const double d1 = cross(b - a, c - a), d2 = cross(b - a, d - a);
    const double d3 = cross(d - c, a - c), d4 = cross(d - c, b - c);
    return ((d1 > 0) != (d2 > 0)) && ((d3 > 0) != (d4 > 0));
}

/// The two places where the line through `at` leaves the ring, on either side of it.
std::optional<std::pair<Hit, Hit>> chord(const Path& ring, Vec at, Vec direction) {
    Hit before, after;
    double s0 = -1e18, s1 = 1e18;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Vec a = ring[i], b = ring[(i + 1) % ring.size()];
        const double u = cross(direction, a - at), v = cross(direction, b - at);
        if ((u > 0) == (v > 0)) continue;
        const double t = u / (u - v);
        const Vec p = lerp(a, b, t);
        const double s = dot(direction, p - at);
        if (s <= 0 && s > s0) s0 = s, before = {i, t, p};
        if (s > 0 && s < s1) s1 = s, after = {i, t, p};
    }
    if (s0 < -1e17 || s1 > 1e17) return std::nullopt;
    return std::pair{before, after};
}

class Cutter {
  public:
    Cutter(PlanarNet& net, const CityPlan& plan, std::uint64_t seed)
        : m_net(net), m_plan(plan), m_random(seed), m_bend(seed + 9, 900) {}

    /// Cuts the face in two, or leaves it.
    std::optional<std::pair<PlanarNet::Loop, PlanarNet::Loop>> cut(const PlanarNet::Loop& loop,
                                                                   const Path& ring, EdgeKind kind,
                                                                   double wanted) {
        countMeetings(loop);
        const Frame frame = frameOf(ring);
        if (frame.across < 0.28 * std::sqrt(wanted) && frame.along < 2.2 * std::sqrt(wanted))
            return std::nullopt;
        const Vec middle = centroid(ring);
        const double whole = signedArea(ring);
        Cut best;
        for (int tries = 0; tries < 9; ++tries) {
            const double wild = tries < 6 ? 1 : 2.2;
            const Vec at =
                middle + frame.axis * (frame.along * 0.13 * wild * m_random.between(-1, 1));
            const double tilt = m_random.between(-0.07, 0.07) * wild;
            const Vec across = leftOf(frame.axis);
            const Vec direction = unit(across + frame.axis * tilt);
            if (auto made = attempt(ring, at, direction, whole, kind);
                made && made->score > best.score)
                best = std::move(*made);
        }
        if (best.score < -3) {
            const Vec at = middle;
            if (auto made = attempt(ring, at, frame.axis, whole, kind);
                made && made->score > best.score + 1 && frame.across > 0.7 * std::sqrt(wanted))
                best = std::move(*made);
        }
        for (int tries = 0; tries < 24 && best.score < -9; ++tries) {
            const Vec at = ring[m_random.below(ring.size())] +
                           (middle - ring[m_random.below(ring.size())]) * m_random.share();
            const Vec turned = unit(frame.axis + leftOf(frame.axis) * m_random.between(-3, 3));
            if (auto made = attempt(ring, at, turned, whole, kind);
                made && made->score > best.score)
                best = std::move(*made);
        }
        if (best.score < -11) return std::nullopt;
        return apply(loop, best, kind);
    }

  private:
    void countMeetings(const PlanarNet::Loop& loop) {
        // A ring vertex where another street already ends: worth meeting it.
        m_meets.assign(loop.size(), 0);
        for (std::size_t i = 0; i < loop.size(); ++i) {
            const auto v = std::size_t(m_net.startOf(loop[i]));
            m_meets[i] = v < m_degree.size() ? m_degree[v] : 2;
        }
    }

    /// Moves a hit to a near vertex, rather to one where a street meets from the other side.
    void settle(const Path& ring, Hit& hit, double reach) const {
        double best = 0;
        for (const std::size_t i :
             {hit.edge, (hit.edge + 1) % ring.size(), (hit.edge + ring.size() - 1) % ring.size(),
              (hit.edge + 2) % ring.size()}) {
            const double away = distance(ring[i], hit.place);
            const bool meets = m_meets[i] == 3;
            const double limit = meets ? reach : m_meets[i] > 3 ? 0.5 * reach : 0.28 * reach;
            if (away > limit && away > 14) continue;
            const double worth = (meets ? 3 : 1) - away / reach;
            if (worth > best) best = worth, hit = {i, 0, ring[i]};
        }
    }

    static double corner(const Path& ring, const Hit& hit, Vec inward) {
        const std::size_t n = ring.size();
        const Vec here = hit.place;
        const Vec after = unit(ring[(hit.edge + 1) % n] - here);
        const Vec before = unit((hit.t > 0 ? ring[hit.edge] : ring[(hit.edge + n - 1) % n]) - here);
        return std::max(dot(inward, after), dot(inward, before));  // 0 at a right angle, 1 along it
    }

    std::optional<Cut> attempt(const Path& ring, Vec at, Vec direction, double whole,
                               EdgeKind kind) {
        auto ends = chord(ring, at, direction);
        if (!ends) return std::nullopt;
        Cut cut;
        cut.from = ends->first, cut.to = ends->second;
        const double span = distance(cut.from.place, cut.to.place);
        const double reach = std::min(0.16 * span + 12, kind <= EdgeKind::Secondary ? 140.0 : 55.0);
        settle(ring, cut.from, reach);
        settle(ring, cut.to, reach);
        if (cut.from.edge == cut.to.edge) return std::nullopt;
        const std::size_t n = ring.size();
        if (cut.from.t == 0 && cut.to.t == 0 &&
            ((cut.from.edge + 1) % n == cut.to.edge || (cut.to.edge + 1) % n == cut.from.edge))
            return std::nullopt;
        const Vec p = cut.from.place, q = cut.to.place;
        const double size = distance(p, q);
        if (size < 12) return std::nullopt;
        const Vec d = unit(q - p), side = leftOf(d);
        const bool country = size > 900;
        const double bow =
            kind == EdgeKind::Yard ? 0 : m_random.between(-1, 1) * (country ? 0.055 : 0.028);
        const double wave = kind == EdgeKind::Yard ? 0 : country ? 0.05 : 0.018;
        const int parts = std::max(1, int(std::round(size / (country ? 75 : 55))));
        for (int i = 1; i < parts; ++i) {
            const double t = double(i) / parts, swing = std::sin(std::numbers::pi * t);
            const Vec on = lerp(p, q, t);
            cut.inner.push_back(on + side * (size * swing * (bow + wave * m_bend.at(on))));
        }
        if (!inside(ring, cut)) {
            for (int i = 1; i < parts; ++i)
                cut.inner[std::size_t(i - 1)] = lerp(p, q, double(i) / parts);
            if (!inside(ring, cut)) return std::nullopt;
        }
        const Vec start = unit((cut.inner.empty() ? q : cut.inner.front()) - p);
        const Vec stop = unit((cut.inner.empty() ? p : cut.inner.back()) - q);
        const double acute = std::max(corner(ring, cut.from, start), corner(ring, cut.to, stop));
        Path left{cut.from.place};
        left.insert(left.end(), cut.inner.begin(), cut.inner.end());
        left.push_back(cut.to.place);
        for (std::size_t i = (cut.to.edge + 1) % n;; i = (i + 1) % n) {
            left.push_back(ring[i]);
            if (i == cut.from.edge) break;
        }
        const double part = signedArea(left) / whole;
        if (part < 0.12 || part > 0.88) return std::nullopt;
        if (acute > 0.93) return std::nullopt;
        cut.score = -12 * std::abs(part - 0.5) - 6 * acute * acute;
        if (cut.from.t == 0 && m_meets[cut.from.edge] == 3) cut.score += 1.6;
        if (cut.to.t == 0 && m_meets[cut.to.edge] == 3) cut.score += 1.6;
        return cut;
    }

    static bool inside(const Path& ring, const Cut& cut) {
        Path line{cut.from.place};
        line.insert(line.end(), cut.inner.begin(), cut.inner.end());
        line.push_back(cut.to.place);
        const std::size_t n = ring.size();
        for (std::size_t k = 1; k < line.size(); ++k)
            for (std::size_t i = 0; i < n; ++i) {
                const bool atFrom = k == 1 && (i == cut.from.edge ||
                                               (cut.from.t == 0 && (i + 1) % n == cut.from.edge));
                const bool atTo =
                    k + 1 == line.size() &&
                    (i == cut.to.edge || (cut.to.t == 0 && (i + 1) % n == cut.to.edge));
                if (atFrom || atTo) continue;
                if (segmentsCross(line[k - 1], line[k], ring[i], ring[(i + 1) % n])) return false;
            }
        const Vec probe = line.size() > 2 ? line[line.size() / 2] : lerp(line[0], line[1], 0.5);
        return contains(ring, probe);
    }

    int vertexOf(const PlanarNet::Loop& loop, const Hit& hit) {
        if (hit.t == 0) return m_net.startOf(loop[hit.edge]);
        return m_net.split(loop[hit.edge] / 2, hit.place);
    }

    std::optional<std::pair<PlanarNet::Loop, PlanarNet::Loop>> apply(const PlanarNet::Loop& loop,
                                                                     const Cut& cut,
                                                                     EdgeKind kind) {
        const int from = vertexOf(loop, cut.from);
        const int to = vertexOf(loop, cut.to);
        PlanarNet::Loop line;
        int last = from;
        for (const Vec p : cut.inner) {
            const int v = m_net.addPoint(p);
            line.push_back(m_net.addEdge(last, v, kind, -1) * 2);
            last = v;
        }
        line.push_back(m_net.addEdge(last, to, kind, -1) * 2);
        m_degree.resize(m_net.points.size(), 2);
        for (const int v : {from, to}) ++m_degree[std::size_t(v)];
        const auto walk = [&](int start, int stop) {
            // The ring from one vertex to the other, split edges resolved.
            const PlanarNet::Loop all = m_net.resolved(loop);
            PlanarNet::Loop part;
            std::size_t i = 0;
            while (m_net.startOf(all[i]) != start) ++i;
            for (;; i = (i + 1) % all.size()) {
                part.push_back(all[i]);
                if (m_net.endOf(all[i]) == stop) break;
            }
            return part;
        };
        PlanarNet::Loop left = line, right;
        for (auto side = line.rbegin(); side != line.rend(); ++side) right.push_back(*side ^ 1);
        const auto back = walk(to, from), forth = walk(from, to);
        left.insert(left.end(), back.begin(), back.end());
        right.insert(right.end(), forth.begin(), forth.end());
        return std::pair{std::move(left), std::move(right)};
    }

    PlanarNet& m_net;
    const CityPlan& m_plan;
    Random m_random;
    Noise m_bend;
    std::vector<int> m_degree;
    std::vector<int> m_meets;

  public:
    void countDegrees() {
        m_degree.assign(m_net.points.size(), 0);
        for (const auto& e : m_net.edges) {
            if (e.first >= 0 || e.dead) continue;
            ++m_degree[std::size_t(e.a)], ++m_degree[std::size_t(e.b)];
        }
    }
};

EdgeKind kindFor(double area, Quarter use, double density, Random& random) {
    const bool town = density > 0.22;
    if (town) {
        if (area > 750'000) return EdgeKind::Secondary;
        if (area > 190'000) return EdgeKind::Tertiary;
        if (use == Quarter::OldTown && area < 40'000) return EdgeKind::Lane;
        return EdgeKind::Residential;
    }
    if (area > 9'000'000) return use == Quarter::Hills ? EdgeKind::Tertiary : EdgeKind::Secondary;
    if (use == Quarter::Hills) return random.chance(0.25) ? EdgeKind::Lane : EdgeKind::Field;
    if (area > 4'500'000) return EdgeKind::Tertiary;
    if (use == Quarter::Farmland)
        return density > 0.02 || area < 700'000 ? EdgeKind::Residential
               : random.chance(0.45)            ? EdgeKind::Lane
                                                : EdgeKind::Field;
    return EdgeKind::Residential;
}

/// The smallest block size wanted anywhere in the ring, and where.
double wantedIn(const CityPlan& plan, const Path& ring, Vec middle) {
    double wanted = plan.blockArea(middle);
    if (signedArea(ring) < 150'000) return wanted;
    double least = wanted;
    for (std::size_t i = 0; i < ring.size(); i += 3) {
        for (const double t : {0.25, 0.6, 0.92})
            least = std::min(least, plan.blockArea(lerp(middle, ring[i], t)));
    }
    return least;
}

double householdsIn(const Block& block) {
    const double hectares = block.area / 10'000;
    switch (block.use) {
        case Quarter::Town:
            return hectares * (4.5 + 15 * std::max(0.0, block.density - 0.15));
        case Quarter::OldTown:
            return hectares * 38;
        case Quarter::Business:
            return hectares * 12;
        case Quarter::Industry:
            return hectares * 1.6;
        case Quarter::Village:
            return hectares * 11;
        case Quarter::Farmland:
            return hectares * 0.055;
        case Quarter::Hills:
            return hectares * 0.012;
        case Quarter::Park:
        case Quarter::Lake:
        case Quarter::RiverBank:
            return 0;
    }
    return 0;
}

}  // namespace

std::vector<Block> cutBlocks(PlanarNet& net, const CityPlan& plan, std::uint64_t seed) {
    Cutter cutter(net, plan, seed * 13 + 3);
    Random random(seed * 17 + 4);
    cutter.countDegrees();
    std::vector<Block> blocks;
    std::deque<PlanarNet::Loop> todo;
    for (auto& loop : net.faces()) todo.push_back(std::move(loop));
    while (!todo.empty()) {
        PlanarNet::Loop loop = net.resolved(todo.front());
        todo.pop_front();
        Block block;
        block.ring = net.ringOf(loop);
        block.area = signedArea(block.ring);
        block.middle = centroid(block.ring);
        if (!contains(block.ring, block.middle) && block.ring.size() > 2) {
            Vec direction = unit(block.ring[1] - block.ring[0]);
            if (auto ends = chord(block.ring,
                                  lerp(block.ring[0], block.ring[1], 0.5) + leftOf(direction) * 0.2,
                                  leftOf(direction)))
                block.middle = lerp(ends->first.place, ends->second.place, 0.5);
        }
        block.use = plan.quarterAt(block.middle);
        block.density = plan.density(block.middle);
        const bool water = block.use == Quarter::Lake ||
                           (block.use == Quarter::RiverBank && block.area < 3'000'000);
        const bool park = block.use == Quarter::Park && block.area < 420'000;
        const double wanted = water ? 260'000 : wantedIn(plan, block.ring, block.middle);
        if (!(block.use == Quarter::Lake) && !park &&
            block.area > wanted * (1.25 + 0.5 * random.share())) {
            const EdgeKind kind =
                water ? EdgeKind::Field : kindFor(block.area, block.use, block.density, random);
            if (auto parts = cutter.cut(loop, block.ring, kind, wanted)) {
                todo.push_back(std::move(parts->first));
                todo.push_back(std::move(parts->second));
                continue;
            }
        }
        block.loop = std::move(loop);
        blocks.push_back(std::move(block));
    }
    for (const int e : endsInWater(net, plan)) net.edges[std::size_t(e)].kind = EdgeKind::Field;
    for (Block& block : blocks) {
        if (block.use == Quarter::Town && block.area < 26'000 && random.chance(0.017))
            block.use = Quarter::Park;  // a pocket park
        block.households = householdsIn(block);
        block.loop = net.resolved(block.loop);
        block.ring = net.ringOf(block.loop);
    }
    return blocks;
}

std::vector<Block> cutYards(PlanarNet& net, const CityPlan& plan, const std::vector<Block>& blocks,
                            std::uint64_t seed) {
    Cutter cutter(net, plan, seed * 19 + 7);
    Random random(seed * 23 + 8);
    cutter.countDegrees();
    std::vector<Block> yards;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const Block& parent = blocks[b];
        const bool built = parent.use == Quarter::Town || parent.use == Quarter::OldTown ||
                           parent.use == Quarter::Business || parent.use == Quarter::Village;
        std::vector<PlanarNet::Loop> todo{parent.loop};
        const double wanted =
            parent.use == Quarter::OldTown ? 3'200 : random.between(6'000, 14'000);
        while (!todo.empty()) {
            PlanarNet::Loop loop = net.resolved(todo.back());
            todo.pop_back();
            Block yard = parent;
            yard.ring = net.ringOf(loop);
            yard.area = signedArea(yard.ring);
            yard.parent = int(b);
            if (built && parent.area < 90'000 && yard.area > wanted * 1.5 && yard.ring.size() > 3) {
                if (auto parts = cutter.cut(loop, yard.ring, EdgeKind::Yard, wanted)) {
                    todo.push_back(std::move(parts->first));
                    todo.push_back(std::move(parts->second));
                    continue;
                }
            }
            yard.middle = centroid(yard.ring);
            yard.loop = std::move(loop);
            yards.push_back(std::move(yard));
        }
    }
    return yards;
}

}  // namespace gis::demo

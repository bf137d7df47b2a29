// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/chords.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace gis::cut {

namespace {

constexpr int kMostCorners = 140;
constexpr double kPieceDecimetres = 600;
constexpr double kDecimetresPerMetre = 10;

struct Sample {
    Vertex place;
    double weight;
};

/// A face unrolled: its half-edges in order, and sums along the ring.
struct Ring {
    std::vector<int> halves;
    std::vector<Vertex> corners;
    std::vector<double> area2;   ///< Before corner i.
    std::vector<double> length;  ///< Before corner i.
};

double distance(Vertex a, Vertex b) {
    const double dx = double(b.x) - a.x, dy = double(b.y) - a.y;
    return std::sqrt(dx * dx + dy * dy);
}

double cross(Vertex a, Vertex b) {
    return double(a.x) * b.y - double(b.x) * a.y;
}

Ring unroll(const PlanarGraph& graph, int face) {
    Ring ring;
    const int start = graph.faces()[idx(face)].start;
    double area2 = 0, length = 0;
    int half = start;
    do {
        ring.halves.push_back(half);
        ring.corners.push_back(graph.start(half));
        ring.area2.push_back(area2);
        ring.length.push_back(length);
        area2 += cross(graph.start(half), graph.end(half));
        length += distance(graph.start(half), graph.end(half));
        half = graph.next(half);
    } while (half != start);
    ring.area2.push_back(area2);
    ring.length.push_back(length);
    return ring;
}

/// Whether direction o to d lies strictly inside the corner that opens counter-clockwise from
/// o to a up to o to b.
bool opensTo(Vertex o, Vertex a, Vertex b, Vertex d) {
    const std::int64_t ab = turn(o, a, b), ad = turn(o, a, d), db = turn(o, d, b);
    if (ab > 0) return ad > 0 && db > 0;
    if (ab < 0) return ad > 0 || db > 0;
    return ad > 0;
}

bool insideRing(const Vertex* first, const Vertex* last, Vertex p) {
    bool inside = false;
    for (const Vertex *a = last - 1, *b = first; b != last; a = b++) {
        if ((a->y <= p.y) == (b->y <= p.y)) continue;
        const double x =
            a->x + (double(b->x) - a->x) * (double(p.y) - a->y) / (double(b->y) - a->y);
        if (x > p.x) inside = !inside;
    }
    return inside;
}

std::vector<Vertex> ringBetween(const Ring& ring, std::size_t i, std::size_t j) {
    return {ring.corners.begin() + static_cast<std::ptrdiff_t>(i),
            ring.corners.begin() + static_cast<std::ptrdiff_t>(j) + 1};
}

/// A chord from corner i to corner j must run inside the face and keep clear of its border.
bool runsClear(const Ring& ring, std::size_t i, std::size_t j, double clearance) {
    const std::size_t n = ring.corners.size();
    const Vertex a = ring.corners[i], b = ring.corners[j];
    if (!opensTo(a, ring.corners[(i + 1) % n], ring.corners[(i + n - 1) % n], b)) return false;
    if (!opensTo(b, ring.corners[(j + 1) % n], ring.corners[(j + n - 1) % n], a)) return false;
    const double length = distance(a, b);
    for (std::size_t k = 0; k < n; ++k) {
        const Vertex p = ring.corners[k], q = ring.corners[(k + 1) % n];
        if (!(p == a || p == b)) {
            const double along = ((double(p.x) - a.x) * (double(b.x) - a.x) +
                                  (double(p.y) - a.y) * (double(b.y) - a.y)) /
                                 length;
            const double aside = std::abs(double(turn(a, b, p))) / length;
            if (along > 0 && along < length &&
                aside < std::min(clearance, 0.35 * std::min(along, length - along)))
                return false;
            if (q == a || q == b) continue;
            const std::int64_t o1 = turn(a, b, p), o2 = turn(a, b, q);
            if ((o1 > 0 && o2 > 0) || (o1 < 0 && o2 < 0)) continue;
            const std::int64_t o3 = turn(p, q, a), o4 = turn(p, q, b);
            if ((o3 > 0 && o4 > 0) || (o3 < 0 && o4 < 0)) continue;
            return false;
        }
    }
    return true;
}

struct Candidate {
    double length;
    std::uint32_t i, j;
};

struct Demand {
    double least;      ///< Share of weight (or area) left on the smaller side.
    double clearance;  ///< Decimetres.
};

std::optional<std::pair<std::size_t, std::size_t>> bestChord(const Ring& ring,
                                                             const std::vector<Sample>& samples,
                                                             bool byWeight, const Demand& demand) {
    const std::size_t n = ring.corners.size();
    const std::size_t stride = n / kMostCorners + 1;
    const double area2 = ring.area2.back(), around = ring.length.back();
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < n; i += stride)
        for (std::size_t j = i + 2 * stride; j < n; j += stride) {
            const double length = distance(ring.corners[i], ring.corners[j]);
            const double way = ring.length[j] - ring.length[i];
            if (length < 50 || std::min(way, around - way) < 1.3 * length) continue;
            const double part =
                (ring.area2[j] - ring.area2[i] + cross(ring.corners[j], ring.corners[i])) / area2;
            const double least = byWeight ? 0.3 * demand.least : demand.least;
            if (part < least || part > 1 - least) continue;
            candidates.push_back(
                {length, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j)});
        }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& p, const Candidate& q) {
        return p.length != q.length ? p.length < q.length : p.i != q.i ? p.i < q.i : p.j < q.j;
    });
    const std::size_t skip = samples.size() / 400 + 1;
    std::vector<Candidate> failed;
    const auto nearFailed = [&](const Candidate& c) {
        const auto apart = [](std::uint32_t a, std::uint32_t b) { return a > b ? a - b : b - a; };
        return std::any_of(failed.begin(), failed.end(), [&](const Candidate& f) {
            return apart(f.i, c.i) + apart(f.j, c.j) <= 5 * stride;
        });
    };
    for (const Candidate& c : candidates) {
        if (nearFailed(c)) continue;
        if (!runsClear(ring, c.i, c.j, demand.clearance)) continue;
        if (byWeight) {
            if (failed.size() > 80) break;
            const std::vector<Vertex> part = ringBetween(ring, c.i, c.j);
            double in = 0, all = 0;
            for (std::size_t k = 0; k < samples.size(); k += skip) {
                all += samples[k].weight;
                if (insideRing(part.data(), part.data() + part.size(), samples[k].place))
                    in += samples[k].weight;
            }
            if (in < demand.least * all || in > (1 - demand.least) * all) {
                failed.push_back(c);
                continue;
            }
        }
        return std::pair{std::size_t{c.i}, std::size_t{c.j}};
    }
    return std::nullopt;
}

std::vector<Vertex> pointsBetween(Vertex a, Vertex b) {
    const double length = distance(a, b);
    const int pieces = length > 1.5 * kPieceDecimetres
                           ? static_cast<int>(std::ceil(length / kPieceDecimetres))
                           : 1;
    std::vector<Vertex> points;
    for (int k = 1; k < pieces; ++k)
        points.push_back(
            {static_cast<std::int32_t>(std::lround(a.x + (double(b.x) - a.x) * k / pieces)),
             static_cast<std::int32_t>(std::lround(a.y + (double(b.y) - a.y) * k / pieces))});
    return points;
}

}  // namespace

int cutLargeFaces(PlanarGraph& graph, const WeightRaster& raster, const BlockLimits& limits,
                  std::vector<double>& weights, const std::stop_token& stop) {
    constexpr double kSquare = kDecimetresPerMetre * kDecimetresPerMetre;
    const auto tooLarge = [&](int face) {
        const Face& f = graph.faces()[idx(face)];
        if (!f.inside) return false;
        return weights[idx(face)] > limits.weight ||
               (weights[idx(face)] > 0 && double(f.area2) / 2 / kSquare > limits.areaSquareMetres);
    };
    std::vector<int> todo;
    std::vector<int> slot(graph.faces().size(), -1);
    for (int f = 0; f < static_cast<int>(graph.faces().size()); ++f)
        if (tooLarge(f)) {
            slot[idx(f)] = static_cast<int>(todo.size());
            todo.push_back(f);
        }
    std::vector<std::vector<Sample>> samples(todo.size());
    raster.sweep(graph, [&](int face, Vertex place, double weight) {
        if (slot[idx(face)] >= 0) samples[idx(slot[idx(face)])].push_back({place, weight});
    });
    int chords = 0;
    std::vector<std::pair<int, std::vector<Sample>>> stack;
    for (std::size_t i = todo.size(); i-- > 0;) stack.emplace_back(todo[i], std::move(samples[i]));
    while (!stack.empty() && !stop.stop_requested()) {
        auto [face, inFace] = std::move(stack.back());
        stack.pop_back();
        if (!tooLarge(face)) continue;
        const Ring ring = unroll(graph, face);
        const bool byWeight = weights[idx(face)] > limits.weight && inFace.size() > 4;
        std::optional<std::pair<std::size_t, std::size_t>> chord;
        for (const Demand demand : {Demand{0.25, 150}, Demand{0.2, 60}, Demand{0.08, 15}})
            if (!chord) chord = bestChord(ring, inFace, byWeight, demand);
        if (!chord) continue;
        const auto [i, j] = *chord;
        const std::vector<Vertex> part = ringBetween(ring, i, j);
        const int made = graph.splitFace(ring.halves[i], ring.halves[j],
                                         pointsBetween(ring.corners[i], ring.corners[j]));
        std::vector<Sample> first, second;
        double sums[2] = {0, 0};
        for (const Sample& s : inFace) {
            const bool in = insideRing(part.data(), part.data() + part.size(), s.place);
            (in ? first : second).push_back(s);
            sums[in ? 0 : 1] += s.weight;
        }
        weights.resize(graph.faces().size(), 0);
        weights[idx(made)] = sums[0];
        weights[idx(face)] = sums[1];
        ++chords;
        stack.emplace_back(face, std::move(second));
        stack.emplace_back(made, std::move(first));
    }
    return chords;
}

}  // namespace gis::cut

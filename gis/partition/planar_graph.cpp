// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/planar_graph.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace gis::cut {

namespace {

constexpr double kPerMetre = 10.0;

/// 0 for directions from east counter-clockwise to before west, 1 for the others.
int halfPlane(std::int64_t dx, std::int64_t dy) {
    return dy > 0 || (dy == 0 && dx > 0) ? 0 : 1;
}

}  // namespace

std::int64_t turn(Vertex a, Vertex b, Vertex c) {
    return (std::int64_t{b.x} - a.x) * (std::int64_t{c.y} - a.y) -
           (std::int64_t{b.y} - a.y) * (std::int64_t{c.x} - a.x);
}

Vertex PlanarGraph::toLattice(ScenePoint p) const {
    return {static_cast<std::int32_t>(std::lround((p.x - m_origin.x) * kPerMetre)),
            static_cast<std::int32_t>(std::lround((p.y - m_origin.y) * kPerMetre))};
}

ScenePoint PlanarGraph::toScene(Vertex v) const {
    return {m_origin.x + v.x / kPerMetre, m_origin.y + v.y / kPerMetre};
}

double PlanarGraph::lengthMetres(int segment) const {
    const Segment& s = m_segments[idx(segment)];
    const Vertex a = at(s.a), b = at(s.b);
    const double dx = double(b.x) - a.x, dy = double(b.y) - a.y;
    return std::sqrt(dx * dx + dy * dy) / kPerMetre;
}

void PlanarGraph::reserve(std::size_t segments) {
    m_raw.reserve(segments);
}

void PlanarGraph::add(ScenePoint a, ScenePoint b, CutClass kind, bool outline) {
    Raw raw{toLattice(a), toLattice(b), kind, outline};
    if (raw.a == raw.b) return;
    if (std::tie(raw.b.x, raw.b.y) < std::tie(raw.a.x, raw.a.y)) std::swap(raw.a, raw.b);
    m_raw.push_back(raw);
}

void PlanarGraph::finish() {
    std::sort(m_raw.begin(), m_raw.end(), [](const Raw& p, const Raw& q) {
        return std::tie(p.a.x, p.a.y, p.b.x, p.b.y, p.kind) <
               std::tie(q.a.x, q.a.y, q.b.x, q.b.y, q.kind);
    });
    m_vertices.reserve(m_raw.size());
    for (const Raw& r : m_raw) {
        m_vertices.push_back(r.a);
        m_vertices.push_back(r.b);
    }
    const auto before = [](Vertex p, Vertex q) { return std::tie(p.x, p.y) < std::tie(q.x, q.y); };
    std::sort(m_vertices.begin(), m_vertices.end(), before);
    m_vertices.erase(std::unique(m_vertices.begin(), m_vertices.end()), m_vertices.end());
    const auto indexOf = [&](Vertex v) {
        return static_cast<int>(std::lower_bound(m_vertices.begin(), m_vertices.end(), v, before) -
                                m_vertices.begin());
    };
    m_segments.reserve(m_raw.size());
    for (std::size_t i = 0; i < m_raw.size(); ++i) {
        const Raw& r = m_raw[i];
        if (i > 0 && m_raw[i - 1].a == r.a && m_raw[i - 1].b == r.b) {
            m_segments.back().outline |= r.outline;
            continue;
        }
        m_segments.push_back({indexOf(r.a), indexOf(r.b), r.kind, r.outline});
    }
    m_raw = {};
}

namespace {

/// Half-edges by their start, as one flat list.
struct Fans {
    std::vector<int> first;
    std::vector<int> halves;
};

Fans fansOf(const std::vector<Segment>& segments, std::size_t vertices,
            const std::vector<std::uint8_t>& on) {
    Fans fans;
    fans.first.assign(vertices + 1, 0);
    for (std::size_t s = 0; s < segments.size(); ++s) {
        if (!on[s]) continue;
        ++fans.first[idx(segments[s].a) + 1];
        ++fans.first[idx(segments[s].b) + 1];
    }
    for (std::size_t v = 0; v < vertices; ++v) fans.first[v + 1] += fans.first[v];
    fans.halves.resize(idx(fans.first[vertices]));
    std::vector<int> put = fans.first;
    for (std::size_t s = 0; s < segments.size(); ++s) {
        if (!on[s]) continue;
        fans.halves[idx(put[idx(segments[s].a)]++)] = static_cast<int>(2 * s);
        fans.halves[idx(put[idx(segments[s].b)]++)] = static_cast<int>(2 * s + 1);
    }
    return fans;
}

}  // namespace

std::vector<std::uint8_t> PlanarGraph::withoutBridges(const std::vector<std::uint8_t>& on) const {
    std::vector<std::uint8_t> kept = on;
    const Fans fans = fansOf(m_segments, m_vertices.size(), on);
    std::vector<int> seen(m_vertices.size(), 0), low(m_vertices.size(), 0);
    std::vector<int> via(m_vertices.size(), -1), cursor(fans.first.begin(), fans.first.end() - 1);
    std::vector<int> stack;
    int clock = 0;
    for (std::size_t root = 0; root < m_vertices.size(); ++root) {
        if (seen[root] || fans.first[root] == fans.first[root + 1]) continue;
        stack.push_back(static_cast<int>(root));
        seen[root] = low[root] = ++clock;
        while (!stack.empty()) {
            const int v = stack.back();
            if (cursor[idx(v)] < fans.first[idx(v) + 1]) {
                const int half = fans.halves[idx(cursor[idx(v)]++)];
                if (via[idx(v)] >= 0 && half / 2 == via[idx(v)] / 2) continue;
                const int w = origin(half ^ 1);
                if (seen[idx(w)]) {
                    low[idx(v)] = std::min(low[idx(v)], seen[idx(w)]);
                } else {
                    seen[idx(w)] = low[idx(w)] = ++clock;
                    via[idx(w)] = half;
                    stack.push_back(w);
                }
                continue;
            }
            stack.pop_back();
            if (via[idx(v)] < 0) continue;
            const int u = origin(via[idx(v)]);
            low[idx(u)] = std::min(low[idx(u)], low[idx(v)]);
            if (low[idx(v)] > seen[idx(u)]) kept[idx(via[idx(v)] / 2)] = 0;
        }
    }
    return kept;
}

void PlanarGraph::keepMainPart(std::vector<std::uint8_t>& kept) {
    std::vector<int> root(m_vertices.size());
    for (std::size_t v = 0; v < root.size(); ++v) root[v] = static_cast<int>(v);
    const auto find = [&](int v) {
        while (root[idx(v)] != v) v = root[idx(v)] = root[idx(root[idx(v)])];
        return v;
    };
    for (std::size_t s = 0; s < m_segments.size(); ++s)
        if (kept[s]) {
            const int a = find(m_segments[s].a), b = find(m_segments[s].b);
            if (a != b) root[idx(std::max(a, b))] = std::min(a, b);
        }
    std::vector<int> partOf(m_vertices.size(), -1);
    m_loose.clear();
    for (std::size_t s = 0; s < m_segments.size(); ++s) {
        if (!kept[s]) continue;
        int& index = partOf[idx(find(m_segments[s].a))];
        const Vertex a = at(m_segments[s].a);
        if (index < 0) {
            index = static_cast<int>(m_loose.size());
            m_loose.push_back({0, 0, a, a, a.y, a.y});
        }
        LoosePart& part = m_loose[idx(index)];
        ++part.segments;
        part.outlineSegments += m_segments[s].outline;
        for (const Vertex v : {a, at(m_segments[s].b)}) {
            if (v.x < part.west.x) part.west = v;
            if (v.x > part.east.x) part.east = v;
            part.south = std::min(part.south, v.y);
            part.north = std::max(part.north, v.y);
        }
    }
    if (m_loose.empty()) return;
    const auto main = std::max_element(m_loose.begin(), m_loose.end(),
                                       [](const LoosePart& p, const LoosePart& q) {
                                           return std::tie(p.outlineSegments, p.segments) <
                                                  std::tie(q.outlineSegments, q.segments);
                                       });
    const int mainIndex = static_cast<int>(main - m_loose.begin());
    for (std::size_t s = 0; s < m_segments.size(); ++s)
        if (kept[s] && partOf[idx(find(m_segments[s].a))] != mainIndex) kept[s] = 0;
    m_loose.erase(main);
}

void PlanarGraph::linkHalfEdges(const std::vector<std::uint8_t>& kept) {
    Fans fans = fansOf(m_segments, m_vertices.size(), kept);
    m_next.assign(2 * m_segments.size(), -1);
    m_prev.assign(2 * m_segments.size(), -1);
    for (std::size_t v = 0; v < m_vertices.size(); ++v) {
        const auto begin = fans.halves.begin() + fans.first[v];
        const auto end = fans.halves.begin() + fans.first[v + 1];
        if (begin == end) continue;
        const Vertex o = m_vertices[v];
        std::sort(begin, end, [&](int p, int q) {
            const Vertex a = this->end(p), b = this->end(q);
            const int sideA = halfPlane(std::int64_t{a.x} - o.x, std::int64_t{a.y} - o.y);
            const int sideB = halfPlane(std::int64_t{b.x} - o.x, std::int64_t{b.y} - o.y);
            if (sideA != sideB) return sideA < sideB;
            const std::int64_t t = turn(o, a, b);
            return t != 0 ? t > 0 : p < q;
        });
        const auto n = end - begin;
        for (std::ptrdiff_t i = 0; i < n; ++i) {
            const int incoming = begin[i] ^ 1;
            const int outgoing = begin[(i + n - 1) % n];
            m_next[idx(incoming)] = outgoing;
            m_prev[idx(outgoing)] = incoming;
        }
    }
}

void PlanarGraph::walkFaces() {
    m_face.assign(m_next.size(), -1);
    m_faces.clear();
    for (std::size_t h = 0; h < m_next.size(); ++h) {
        if (m_next[h] < 0 || m_face[h] >= 0) continue;
        Face made{static_cast<int>(h), 0, false};
        int half = made.start;
        do {
            m_face[idx(half)] = static_cast<int>(m_faces.size());
            const Vertex a = start(half), b = end(half);
            made.area2 += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
            half = m_next[idx(half)];
        } while (half != made.start);
        m_faces.push_back(made);
    }
}

void PlanarGraph::markInside() {
    bool hasOutline = false;
    for (std::size_t s = 0; s < m_segments.size() && !hasOutline; ++s)
        hasOutline = m_segments[s].outline && m_next[2 * s] >= 0;
    std::vector<int> depth(m_faces.size(), -1);
    std::vector<int> queue;
    for (std::size_t f = 0; f < m_faces.size(); ++f)
        if (m_faces[f].area2 < 0) {
            depth[f] = 0;
            queue.push_back(static_cast<int>(f));
        }
    // Crossing an outline costs one, anything else nothing: the last in is the first out for those.
    std::vector<int> later;
    for (int level = 0; !queue.empty(); ++level) {
        later.clear();
        while (!queue.empty()) {
            const int f = queue.back();
            queue.pop_back();
            if (depth[idx(f)] != level) continue;
            int half = m_faces[idx(f)].start;
            do {
                const int g = m_face[idx(half ^ 1)];
                const bool crossing = m_segments[idx(half / 2)].outline;
                if (!crossing && (depth[idx(g)] < 0 || depth[idx(g)] > level)) {
                    depth[idx(g)] = level;
                    queue.push_back(g);
                } else if (crossing && depth[idx(g)] < 0) {
                    depth[idx(g)] = level + 1;
                    later.push_back(g);
                }
                half = m_next[idx(half)];
            } while (half != m_faces[idx(f)].start);
        }
        std::swap(queue, later);
    }
    for (std::size_t f = 0; f < m_faces.size(); ++f)
        m_faces[f].inside = m_faces[f].area2 > 0 && (!hasOutline || depth[f] % 2 == 1);
}

void PlanarGraph::trace(const std::vector<std::uint8_t>& on) {
    std::vector<std::uint8_t> kept = withoutBridges(on);
    keepMainPart(kept);
    linkHalfEdges(kept);
    walkFaces();
    markInside();
}

int PlanarGraph::splitFace(int from, int to, const std::vector<Vertex>& middle) {
    const int old = face(from);
    const int beforeFrom = prev(from), beforeTo = prev(to);
    // The chord runs from the start of `from` to the start of `to`; its left side is the old
    // face's remainder that begins with `to`, its right side the new face that begins with `from`.
    const int made = static_cast<int>(m_faces.size());
    m_faces.push_back({from, 0, m_faces[idx(old)].inside});
    int tail = origin(from);
    int forward = beforeFrom, backward = from;
    for (std::size_t i = 0; i <= middle.size(); ++i) {
        int head = origin(to);
        if (i < middle.size()) {
            head = static_cast<int>(m_vertices.size());
            m_vertices.push_back(middle[i]);
        }
        const int half = static_cast<int>(2 * m_segments.size());
        m_segments.push_back({tail, head, CutClass::Chord, false});
        m_next.resize(m_next.size() + 2, -1);
        m_prev.resize(m_prev.size() + 2, -1);
        m_face.resize(m_face.size() + 2, -1);
        m_next[idx(forward)] = half;
        m_prev[idx(half)] = forward;
        m_next[idx(half + 1)] = backward;
        m_prev[idx(backward)] = half + 1;
        forward = half;
        backward = half + 1;
        tail = head;
    }
    m_next[idx(forward)] = to;
    m_prev[idx(to)] = forward;
    m_next[idx(beforeTo)] = backward;
    m_prev[idx(backward)] = beforeTo;
    m_faces[idx(old)].start = to;
    for (const int f : {old, made}) {
        Face& whole = m_faces[idx(f)];
        whole.area2 = 0;
        int half = whole.start;
        do {
            m_face[idx(half)] = f;
            const Vertex a = start(half), b = end(half);
            whole.area2 += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
            half = m_next[idx(half)];
        } while (half != whole.start);
    }
    return made;
}

}  // namespace gis::cut

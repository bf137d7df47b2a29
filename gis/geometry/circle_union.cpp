// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numbers>

#include "gis/geometry/ellipsoid.h"
#include "gis/geometry/geodesic.h"
#include "gis/geometry/ops.h"
#include "gis/geometry/projection.h"
#include "gis/geometry/response_area.h"
#include "gis/geometry/shared_edges.h"

namespace gis {

using dispatch::Area;
using dispatch::GeoBox;
using dispatch::LonLat;

namespace {

constexpr double kTurn = 2 * std::numbers::pi;

/// A circle on the plane; the plane is conformal, so a small geodesic circle is one there too.
struct Disc {
    double x, y, radius;
};

/// The part of a circle that lies inside another one; start in [0, turn).
struct Cover {
    double start, end;
    std::uint32_t by;
};

/// Where the boundary of `on` comes out of `by`, going counter-clockwise. Both circles' arcs ask
/// with the same arguments, so that they meet in the same doubles.
LonLat comingOut(const Disc& on, const Disc& by, double& angle) {
    const double dx = by.x - on.x, dy = by.y - on.y;
    const double d2 = dx * dx + dy * dy, d = std::sqrt(d2);
    const double cosine =
        (d2 + on.radius * on.radius - by.radius * by.radius) / (2 * d * on.radius);
    angle = std::atan2(dy, dx) + std::acos(std::clamp(cosine, -1.0, 1.0));
    return {on.x + on.radius * std::cos(angle), on.y + on.radius * std::sin(angle)};
}

class Outline {
  public:
    Outline(std::vector<Disc> discs, int corners) : m_discs(std::move(discs)), m_corners(corners) {
        bin();
        dropHidden();
        for (std::uint32_t i = 0; i < m_discs.size(); ++i)
            if (!m_hidden[i]) trace(i);
    }

    const std::vector<DirectedEdge>& edges() const { return m_edges; }

  private:
    void bin();
    void dropHidden();
    void trace(std::uint32_t i);
    bool isCovered(std::vector<Cover>& covers) const;
    void arc(std::uint32_t i, double from, double to, LonLat start, LonLat end);
    void wholeCircle(std::uint32_t i);

    /// Until `visit(j)` says it has seen enough.
    template <class Visit>
    void nearby(std::uint32_t i, Visit visit) const {
        const auto [cx, cy] = cellOf(m_discs[i]);
        for (std::int64_t y = cy - 1; y <= cy + 1; ++y)
            for (std::int64_t x = cx - 1; x <= cx + 1; ++x) {
                if (x < 0 || y < 0 || x >= m_columns || y >= m_rows) continue;
                const auto cell = static_cast<std::size_t>(y * m_columns + x);
                for (std::uint32_t k = m_starts[cell]; k < m_starts[cell + 1]; ++k)
                    if (m_inCells[k] != i && visit(m_inCells[k])) return;
            }
    }
    std::pair<std::int64_t, std::int64_t> cellOf(const Disc& d) const {
        return {static_cast<std::int64_t>((d.x - m_west) / m_cell),
                static_cast<std::int64_t>((d.y - m_south) / m_cell)};
    }

    std::vector<Disc> m_discs;
    int m_corners;
    std::vector<bool> m_hidden;
    std::vector<DirectedEdge> m_edges;
    double m_west = 0, m_south = 0, m_cell = 1;
    std::int64_t m_columns = 0, m_rows = 0;
    std::vector<std::uint32_t> m_starts, m_inCells;
};

void Outline::bin() {
    double east = -1e300, north = -1e300, largest = 0;
    m_west = m_south = 1e300;
    for (const Disc& d : m_discs) {
        m_west = std::min(m_west, d.x);
        m_south = std::min(m_south, d.y);
        east = std::max(east, d.x);
        north = std::max(north, d.y);
        largest = std::max(largest, d.radius);
    }
    // Touching circles lie at most one cell apart; not more cells than a few for each circle.
    const double room = std::max((east - m_west) * (north - m_south), 1.0);
    m_cell = std::max({2 * largest, std::sqrt(room / (4.0 * static_cast<double>(m_discs.size()))),
                       (east - m_west) / 4096, (north - m_south) / 4096});
    m_columns = static_cast<std::int64_t>((east - m_west) / m_cell) + 1;
    m_rows = static_cast<std::int64_t>((north - m_south) / m_cell) + 1;
    m_starts.assign(static_cast<std::size_t>(m_columns * m_rows) + 1, 0);
    auto cell = [&](const Disc& d) {
        const auto [x, y] = cellOf(d);
        return static_cast<std::size_t>(y * m_columns + x);
    };
    for (const Disc& d : m_discs) ++m_starts[cell(d) + 1];
    for (std::size_t k = 1; k < m_starts.size(); ++k) m_starts[k] += m_starts[k - 1];
    std::vector<std::uint32_t> next = m_starts;
    m_inCells.resize(m_discs.size());
    for (std::uint32_t i = 0; i < m_discs.size(); ++i) m_inCells[next[cell(m_discs[i])]++] = i;
}

void Outline::dropHidden() {
    m_hidden.assign(m_discs.size(), false);
    for (std::uint32_t i = 0; i < m_discs.size(); ++i) {
        const Disc& mine = m_discs[i];
        nearby(i, [&](std::uint32_t j) {
            const Disc& other = m_discs[j];
            const double more = other.radius - mine.radius;
            if (more < 0) return false;
            const double dx = other.x - mine.x, dy = other.y - mine.y;
            if (dx * dx + dy * dy > more * more || m_hidden[j]) return false;
            m_hidden[i] = true;
            return true;
        });
    }
}

bool Outline::isCovered(std::vector<Cover>& covers) const {
    std::sort(covers.begin(), covers.end(),
              [](const Cover& a, const Cover& b) { return a.start < b.start; });
    double reached = covers.front().start;
    for (const Cover& c : covers) reached = std::max(reached, c.end - kTurn);
    for (const Cover& c : covers) {
        if (c.start > reached) return false;
        reached = std::max(reached, c.end);
    }
    return reached >= covers.front().start + kTurn;
}

void Outline::trace(std::uint32_t i) {
    const Disc& mine = m_discs[i];
    std::vector<Cover> covers;
    std::size_t checkAt = 16;
    bool covered = false;
    nearby(i, [&](std::uint32_t j) {
        if (m_hidden[j]) return false;
        const Disc& other = m_discs[j];
        const double dx = other.x - mine.x, dy = other.y - mine.y;
        const double d2 = dx * dx + dy * dy, sum = mine.radius + other.radius;
        if (d2 >= sum * sum || d2 == 0) return false;
        const double d = std::sqrt(d2);
        const double cosine =
            (d2 + mine.radius * mine.radius - other.radius * other.radius) / (2 * d * mine.radius);
        if (cosine >= 1 || cosine <= -1) return false;
        const double middle = std::atan2(dy, dx), half = std::acos(cosine);
        double start = middle - half;
        if (start < 0) start += kTurn;
        covers.push_back({start, start + 2 * half, j});
        if (covers.size() == checkAt) {
            covered = isCovered(covers);
            checkAt *= 2;
        }
        return covered;
    });
    if (covers.empty()) return wholeCircle(i);
    if (covered || isCovered(covers)) return;

    auto come = [&](std::uint32_t by, double& angle) {
        return comingOut(mine, m_discs[by], angle);
    };
    auto gap = [&](const Cover& left, const Cover& entered, double until) {
        double from = 0, unused = 0;
        const LonLat start = come(left.by, from);
        const LonLat end = comingOut(m_discs[entered.by], mine, unused);
        arc(i, left.end, until, start, end);
    };
    Cover last = covers.front();
    for (const Cover& c : covers)
        if (c.end - kTurn > last.end) last = {c.start - kTurn, c.end - kTurn, c.by};
    for (const Cover& c : covers) {
        if (c.start > last.end) gap(last, c, c.start);
        if (c.end > last.end) last = c;
    }
    if (last.end < covers.front().start + kTurn)
        gap(last, covers.front(), covers.front().start + kTurn);
}

void Outline::arc(std::uint32_t i, double from, double to, LonLat start, LonLat end) {
    const Disc& d = m_discs[i];
    const double step = kTurn / m_corners;
    LonLat last = start;
    for (double k = std::floor(from / step) + 1; k * step < to - step * 0.01; ++k) {
        if (k * step < from + step * 0.01) continue;
        const LonLat p{d.x + d.radius * std::cos(k * step), d.y + d.radius * std::sin(k * step)};
        m_edges.push_back({last, p, 0});
        last = p;
    }
    m_edges.push_back({last, end, 0});
}

void Outline::wholeCircle(std::uint32_t i) {
    const Disc& d = m_discs[i];
    const LonLat start{d.x + d.radius, d.y};
    arc(i, 0, kTurn, start, start);
}

/// Whether every vertex has as many edges coming in as going out: three circles through one point
/// may break that.
bool closes(const std::vector<DirectedEdge>& edges) {
    std::vector<LonLat> from, to;
    for (const DirectedEdge& e : edges) {
        from.push_back(e.from);
        to.push_back(e.to);
    }
    auto before = [](LonLat a, LonLat b) { return a.lon != b.lon ? a.lon < b.lon : a.lat < b.lat; };
    std::sort(from.begin(), from.end(), before);
    std::sort(to.begin(), to.end(), before);
    return from == to;
}

Area byGeos(const std::vector<Disc>& discs, int corners) {
    std::vector<Polygon> polygons;
    for (const Disc& d : discs) {
        dispatch::Ring ring;
        for (int k = 0; k < corners; ++k)
            ring.push_back({d.x + d.radius * std::cos(kTurn * k / corners),
                            d.y + d.radius * std::sin(kTurn * k / corners)});
        ring.push_back(ring.front());
        if (auto polygon = Polygon::make({{std::move(ring), {}}}))
            polygons.push_back(std::move(*polygon));
    }
    const auto joined = unionOf(polygons);
    return joined ? joined->area() : Area{};
}

}  // namespace

Area unionOfCircles(std::span<const GroundCircle> circles, int corners) {
    corners = std::max(corners, 12);
    GeoBox box;
    for (const GroundCircle& c : circles) box.add(c.centre);
    if (box.isEmpty()) return {};
    const Projection plane = Projection::onMeridian(box.centre().lon);
    std::vector<Disc> discs;
    for (const GroundCircle& c : circles) {
        if (!(c.radius.value > 0) || !std::isfinite(c.centre.lon + c.centre.lat)) continue;
        const ScenePoint p = plane.toScene(c.centre);
        const double off = (p.x - 500'000) / kSemiMajorMetres;
        discs.push_back(
            {p.x, p.y, c.radius.value * (1 + off * off / 2 + off * off * off * off / 24)});
    }
    if (discs.empty()) return {};
    const Outline outline(discs, corners);
    const Area area = closes(outline.edges()) ? joinEdges(outline.edges()) : byGeos(discs, corners);
    return changedArea(area, [&](LonLat p) { return plane.toLonLat({p.lon, p.lat}); });
}

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/partition/ground.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "gis/geometry/noding.h"
#include "gis/partition/outlines.h"

namespace gis::cut {

namespace {

using dispatch::Error;
using dispatch::ErrorCode;

constexpr double kLatticeMetres = 0.1;
constexpr double kLongestMetres = 60;
constexpr double kSameLineMetres = 0.3;

struct Piece {
    ScenePoint a, b;
    CutClass kind;
    bool outline;
};

/// Cuts a straight piece into pieces of at most 60 m; the same both ways.
void densify(Piece piece, std::vector<Piece>& out) {
    if (std::tie(piece.b.x, piece.b.y) < std::tie(piece.a.x, piece.a.y))
        std::swap(piece.a, piece.b);
    const double dx = piece.b.x - piece.a.x, dy = piece.b.y - piece.a.y;
    const int n =
        std::max(1, static_cast<int>(std::ceil(std::sqrt(dx * dx + dy * dy) / kLongestMetres)));
    ScenePoint from = piece.a;
    for (int k = 1; k <= n; ++k) {
        const ScenePoint to =
            k == n ? piece.b : ScenePoint{piece.a.x + dx * k / n, piece.a.y + dy * k / n};
        out.push_back({from, to, piece.kind, piece.outline});
        from = to;
    }
}

std::vector<Piece> piecesOf(const PartitionInput& input, const Ground& ground) {
    std::vector<Piece> pieces;
    const double margin = 50;
    const auto near = [&](ScenePoint a, ScenePoint b) {
        return std::max(a.x, b.x) >= ground.southWest.x - margin &&
               std::min(a.x, b.x) <= ground.northEast.x + margin &&
               std::max(a.y, b.y) >= ground.southWest.y - margin &&
               std::min(a.y, b.y) <= ground.northEast.y + margin;
    };
    for (const CutLine& line : input.lines)
        for (std::size_t i = 1; i < line.points.size(); ++i)
            if (near(line.points[i - 1], line.points[i]))
                densify({line.points[i - 1], line.points[i], line.kind, false}, pieces);
    for (const std::vector<ScenePoint>& ring : ground.rings)
        for (std::size_t i = 0; i < ring.size(); ++i)
            densify({ring[i], ring[(i + 1) % ring.size()], CutClass::Local, true}, pieces);
    return pieces;
}

/// Finds which of the pieces given a noded piece came from.
class Origins {
  public:
    explicit Origins(const std::vector<Piece>& pieces, const Ground& ground)
        : m_pieces(pieces),
          m_corner{ground.southWest.x - 200, ground.southWest.y - 200},
          m_columns(static_cast<int>((ground.northEast.x - m_corner.x + 200) / kCell) + 1),
          m_rows(static_cast<int>((ground.northEast.y - m_corner.y + 200) / kCell) + 1),
          m_first(idx(m_columns) * idx(m_rows) + 1, 0) {
        for (const Piece& p : pieces) eachCell(p, [&](std::size_t cell) { ++m_first[cell + 1]; });
        for (std::size_t i = 1; i < m_first.size(); ++i) m_first[i] += m_first[i - 1];
        m_members.resize(idx(m_first.back()));
        std::vector<int> put(m_first.begin(), m_first.end() - 1);
        for (std::size_t i = 0; i < pieces.size(); ++i)
            eachCell(pieces[i],
                     [&](std::size_t cell) { m_members[idx(put[cell]++)] = static_cast<int>(i); });
    }

    /// @return Best class within 0.3 m of a noded piece's middle, and whether it is outline.
    std::pair<CutClass, bool> of(ScenePoint a, ScenePoint b) const {
        const ScenePoint m{(a.x + b.x) / 2, (a.y + b.y) / 2};
        CutClass best = CutClass::Chord;
        bool outline = false, line = false;
        const std::size_t cell = cellAt(column(m.x), row(m.y));
        for (int i = m_first[cell]; i < m_first[cell + 1]; ++i) {
            const Piece& p = m_pieces[idx(m_members[idx(i)])];
            if (away(p, m) > kSameLineMetres) continue;
            if (p.outline)
                outline |= away(p, a) < kSameLineMetres && away(p, b) < kSameLineMetres;
            else
                line = true, best = std::min(best, p.kind);
        }
        return {line ? best : CutClass::Local, outline};
    }

  private:
    static constexpr double kCell = 40;

    int column(double x) const {
        return std::clamp(static_cast<int>((x - m_corner.x) / kCell), 0, m_columns - 1);
    }
    int row(double y) const {
        return std::clamp(static_cast<int>((y - m_corner.y) / kCell), 0, m_rows - 1);
    }
    std::size_t cellAt(int c, int r) const { return idx(r) * idx(m_columns) + idx(c); }

    template <class Visit>
    void eachCell(const Piece& p, Visit visit) const {
        const int c1 = column(std::max(p.a.x, p.b.x) + 1), r1 = row(std::max(p.a.y, p.b.y) + 1);
        for (int r = row(std::min(p.a.y, p.b.y) - 1); r <= r1; ++r)
            for (int c = column(std::min(p.a.x, p.b.x) - 1); c <= c1; ++c) visit(cellAt(c, r));
    }

    static double away(const Piece& p, ScenePoint m) {
        const double dx = p.b.x - p.a.x, dy = p.b.y - p.a.y;
        const double square = dx * dx + dy * dy;
        double t = square > 0 ? ((m.x - p.a.x) * dx + (m.y - p.a.y) * dy) / square : 0;
        t = std::clamp(t, 0.0, 1.0);
        const double x = p.a.x + t * dx - m.x, y = p.a.y + t * dy - m.y;
        return std::sqrt(x * x + y * y);
    }

    const std::vector<Piece>& m_pieces;
    ScenePoint m_corner;
    int m_columns, m_rows;
    std::vector<int> m_first, m_members;
};

/// Area inside the outermost ring, square decimetres.
std::int64_t wholeArea(const PlanarGraph& graph) {
    std::int64_t all = 0;
    for (const Face& f : graph.faces()) all = std::max(all, -f.area2 / 2);
    return all;
}

/// A loose part whose loss would be seen: over 1 % of the ground, or a piece of the outline.
bool isLarge(const LoosePart& part, std::int64_t all) {
    const std::int64_t box =
        (std::int64_t{part.east.x} - part.west.x) * (std::int64_t{part.north} - part.south);
    return box * 100 > all || part.outlineSegments > 0;
}

Error nothingToCut(const char* why) {
    return {ErrorCode::BadInput, std::string("there is no ground to cut: ") + why};
}

/// Pieces that follow each other as one path: fewer objects for the geometry engine.
std::vector<ScenePath> chained(const std::vector<Piece>& pieces) {
    std::vector<ScenePath> paths;
    for (const Piece& p : pieces) {
        if (!paths.empty()) {
            ScenePath& path = paths.back();
            if (path.size() == 2 && (path.front() == p.a || path.front() == p.b))
                std::swap(path.front(), path.back());
            if (path.back() == p.a || path.back() == p.b) {
                path.push_back(path.back() == p.a ? p.b : p.a);
                continue;
            }
        }
        paths.push_back({p.a, p.b});
    }
    return paths;
}

dispatch::Result<PlanarGraph> nodedGraph(const std::vector<Piece>& pieces, const Ground& ground) {
    std::vector<ScenePath> paths = chained(pieces);
    const dispatch::Result<std::vector<ScenePath>> noded = nodeLines(paths, kLatticeMetres);
    if (!noded) return noded.error();
    paths = {};
    const Origins origins(pieces, ground);
    PlanarGraph graph(ScenePoint{std::floor(ground.southWest.x), std::floor(ground.southWest.y)});
    graph.reserve(noded->size());
    for (const ScenePath& path : *noded)
        for (std::size_t i = 1; i < path.size(); ++i) {
            const auto [kind, outline] = origins.of(path[i - 1], path[i]);
            graph.add(path[i - 1], path[i], kind, outline);
        }
    graph.finish();
    return graph;
}

/// Large parts of the net that touch neither outline nor main net would be lost in a face; each
/// is tied to what lies west and east of it by two level lines.
bool tieLooseParts(PlanarGraph& graph, std::vector<Piece>& pieces) {
    graph.trace(std::vector<std::uint8_t>(graph.segments().size(), 1));
    const std::int64_t all = wholeArea(graph);
    std::vector<Piece> ties;
    for (const LoosePart& part : graph.looseParts()) {
        if (!isLarge(part, all)) continue;
        for (const bool west : {true, false}) {
            const ScenePoint from = graph.toScene(west ? part.west : part.east);
            double best = 1e300;
            for (std::size_t s = 0; s < graph.segments().size(); ++s) {
                if (graph.face(static_cast<int>(2 * s)) < 0) continue;
                const ScenePoint a = graph.toScene(graph.at(graph.segments()[s].a));
                const ScenePoint b = graph.toScene(graph.at(graph.segments()[s].b));
                if ((a.y <= from.y) == (b.y <= from.y)) continue;
                const double x = a.x + (b.x - a.x) * (from.y - a.y) / (b.y - a.y);
                const double away = west ? from.x - x : x - from.x;
                if (away > 0) best = std::min(best, away);
            }
            if (best > 1e299) continue;
            densify({from,
                     {from.x + (west ? -best - 0.5 : best + 0.5), from.y},
                     CutClass::Chord,
                     false},
                    ties);
        }
    }
    pieces.insert(pieces.end(), ties.begin(), ties.end());
    return !ties.empty();
}

}  // namespace

/// Keeps one point in each square of a lattice: their squares overlap as before.
void thinOut(std::vector<ScenePoint>& points, double step) {
    for (ScenePoint& p : points) p = {std::round(p.x / step) * step, std::round(p.y / step) * step};
    std::sort(points.begin(), points.end(),
              [](ScenePoint a, ScenePoint b) { return std::tie(a.x, a.y) < std::tie(b.x, b.y); });
    points.erase(std::unique(points.begin(), points.end()), points.end());
}

dispatch::Result<Ground> outlineOf(const PartitionInput& input) {
    Ground ground;
    ground.rings = input.outline;
    for (std::vector<ScenePoint>& ring : ground.rings)
        if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
    std::erase_if(ground.rings, [](const auto& ring) { return ring.size() < 3; });
    if (!input.outline.empty() && ground.rings.empty())
        return nothingToCut("the outline has no ring of three points");
    if (ground.rings.empty()) {
        std::vector<ScenePoint> centres;
        for (const WeightPoint& w : input.weights)
            if (w.weight > 0) centres.push_back(w.place);
        HullOptions options;
        double scale = std::max(1.0, input.cellMetres / 100);
        if (centres.empty()) {
            scale = 1;
            for (const CutLine& line : input.lines)
                for (const ScenePoint& p : line.points) centres.push_back(p);
        }
        if (centres.empty())
            return nothingToCut("neither an outline nor population nor roads were given");
        if (!(input.cellMetres > 0)) thinOut(centres, 0.8 * options.halfSide);
        options.halfSide *= scale, options.grow *= scale, options.shrink *= scale;
        options.regrow *= scale, options.simplify *= scale;
        dispatch::Result<Hull> hull = hullOfSquares(centres, options);
        if (!hull) {
            // A hamlet smaller than the tongues that are taken off.
            options.shrink = options.grow;
            options.regrow = 0;
            hull = hullOfSquares(centres, options);
            if (!hull) return hull.error();
        }
        ground.rings = {std::move(hull->ring)};
        ground.pieces = hull->pieces;
        ground.droppedSquareMetres = hull->droppedSquareMetres;
    }
    ground.southWest = ground.northEast = ground.rings[0][0];
    double widest = 0;
    for (const std::vector<ScenePoint>& ring : ground.rings) {
        widest += ringArea(ring);
        for (const ScenePoint& p : ring) {
            ground.southWest = {std::min(ground.southWest.x, p.x),
                                std::min(ground.southWest.y, p.y)};
            ground.northEast = {std::max(ground.northEast.x, p.x),
                                std::max(ground.northEast.y, p.y)};
        }
    }
    ground.areaSquareMetres = std::abs(widest);
    const double side =
        std::max(ground.northEast.x - ground.southWest.x, ground.northEast.y - ground.southWest.y);
    if (!(side > 1)) return nothingToCut("its outline is smaller than a metre");
    if (side > 1e6) return nothingToCut("its outline is wider than 1,000 km");
    return ground;
}

dispatch::Result<PlanarGraph> nodeGround(const PartitionInput& input, const Ground& ground,
                                         bool planar) {
    std::vector<Piece> pieces = piecesOf(input, ground);
    if (planar) {
        PlanarGraph graph(
            ScenePoint{std::floor(ground.southWest.x), std::floor(ground.southWest.y)});
        graph.reserve(pieces.size());
        for (const Piece& p : pieces) graph.add(p.a, p.b, p.kind, p.outline);
        graph.finish();
        return graph;
    }
    for (int round = 0;; ++round) {
        dispatch::Result<PlanarGraph> graph = nodedGraph(pieces, ground);
        if (!graph || round == 2 || !tieLooseParts(*graph, pieces)) return graph;
    }
}

bool losesLargeParts(const PlanarGraph& graph) {
    const std::int64_t all = wholeArea(graph);
    return std::any_of(graph.looseParts().begin(), graph.looseParts().end(),
                       [&](const LoosePart& part) { return isLarge(part, all); });
}

SharedWeight shareOf(const PartitionInput& input, const Ground& ground, const PlanarGraph& graph,
                     int count) {
    const double width = ground.northEast.x - ground.southWest.x;
    const double height = ground.northEast.y - ground.southWest.y;
    const double step =
        std::max(std::clamp(std::sqrt(width * height / 2 / count / 4500), 2.0, 10.0),
                 std::sqrt(width * height / 16e6));
    const WeightRaster blank(ground.southWest, ground.northEast, step);
    const auto inside = [&](const WeightRaster& raster) {
        double sum = 0;
        raster.sweep(graph, [&](int, Vertex, double w) { sum += w; });
        return sum > 0;
    };
    SharedWeight shared{blank, "people"};
    for (const WeightPoint& w : input.weights)
        shared.raster.addPoint(w.place, w.weight, input.cellMetres);
    if (shared.raster.total() > 0 && inside(shared.raster)) return shared;
    shared = {blank, "road length"};
    for (const CutLine& line : input.lines)
        if (line.kind != CutClass::River && line.kind != CutClass::Rail)
            shared.raster.addLine(line.points);
    if (shared.raster.total() > 0 && inside(shared.raster)) return shared;
    shared = {blank, "area"};
    shared.raster.fill();
    return shared;
}

}  // namespace gis::cut

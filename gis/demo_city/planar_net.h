// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "gis/demo_city/plane.h"

namespace gis::demo {

/// What an edge of the city's net is, from the strongest border to the weakest.
enum class EdgeKind : std::uint8_t {
    Outline,
    River,
    Rail,
    Motorway,
    Trunk,
    Primary,
    Secondary,
    Tertiary,
    Residential,
    Lane,
    Field,
    Yard  ///< A lane inside a block; never a border.
};

inline bool isRoad(EdgeKind kind) {
    return kind != EdgeKind::Outline && kind != EdgeKind::River && kind != EdgeKind::Rail &&
           kind != EdgeKind::Field;
}

/// The city's lines as a planar graph by construction: two edges meet only in a shared vertex, and
/// every cut of a face puts its ends into the edges it touches.
class PlanarNet {
  public:
    struct Edge {
        int a = 0;
        int b = 0;
        EdgeKind kind = EdgeKind::Residential;
        int tag = -1;    ///< Named line it belongs to, -1 for none.
        int first = -1;  ///< Halves it was split into, a side and b side.
        int second = -1;
        bool dead = false;
    };
    /// Directed edge: edge * 2, + 1 where it runs from b to a.
    using Side = int;
    using Loop = std::vector<Side>;

    std::vector<Vec> points;
    std::vector<Edge> edges;

    /// Adds a line; where it crosses what is there it gets a vertex, where it comes within `snap`
    /// metres of a vertex it runs through it.
    void insert(const Path& line, EdgeKind kind, int tag, double snap);
    void removeIf(const std::function<bool(const Edge&, Vec, Vec)>& gone);
    /// Takes away what borders no two faces: loose ends, bridges, pieces apart from the largest.
    void keepCycles();
    /// Takes the kinks out of roads where lines were joined; never lets two edges cross.
    void relax();
    /// All bounded faces, counter-clockwise. Call after keepCycles().
    std::vector<Loop> faces() const;

    int startOf(Side side) const {
        const Edge& e = edges[std::size_t(side / 2)];
        return side % 2 ? e.b : e.a;
    }
    int endOf(Side side) const { return startOf(side ^ 1); }
    /// The loop with split edges replaced by their halves.
    Loop resolved(const Loop& loop) const;
    Path ringOf(const Loop& loop) const;

    /// Splits an unsplit edge at a point; gives the new vertex.
    int split(int edge, Vec at);
    int addPoint(Vec p);
    int addEdge(int a, int b, EdgeKind kind, int tag);

  private:
    std::int64_t cellOf(double x, double y) const;
    void index(int edge);
    void indexPoint(int point, EdgeKind kind);
    int vertexAt(Vec p, EdgeKind kind, double snap);
    void join(int from, int to, EdgeKind kind, int tag, double snap, int depth);
    std::vector<int> edgesNear(Vec low, Vec high) const;

    std::unordered_map<std::int64_t, std::vector<int>> m_edgeCells;
    std::unordered_map<std::int64_t, std::vector<int>> m_pointCells;
    std::unordered_map<int, EdgeKind> m_pointKind;  ///< Of the line that made the vertex.
};

}  // namespace gis::demo

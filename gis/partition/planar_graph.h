// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "gis/partition/partition.h"

namespace gis::cut {

/// A vector's index; ours are ints, -1 for none.
inline std::size_t idx(int i) {
    return static_cast<std::size_t>(i);
}

/// A vertex on the lattice of decimetres, from the graph's own origin.
struct Vertex {
    std::int32_t x = 0;
    std::int32_t y = 0;
    friend bool operator==(const Vertex&, const Vertex&) = default;
};

/// Twice the signed area of the triangle a, b, c: positive where c lies left of a to b. Exact.
std::int64_t turn(Vertex a, Vertex b, Vertex c);

/// A straight piece between two vertices. Its half-edges are 2 * index (a to b) and that + 1.
struct Segment {
    int a = 0;
    int b = 0;
    CutClass kind = CutClass::Local;
    bool outline = false;
};

struct Face {
    int start = -1;          ///< One of its half-edges; the face lies on their left.
    std::int64_t area2 = 0;  ///< Twice the area, square decimetres; negative for the outer one.
    bool inside = false;     ///< Inside the outline.
};

/// What is known of a loose part of the graph before it is dropped.
struct LoosePart {
    int segments = 0;
    int outlineSegments = 0;
    Vertex west, east;  ///< Its westernmost and easternmost vertex.
    std::int32_t south = 0, north = 0;
};

/// Segments that meet only in vertices, and the faces between them.
///
/// trace() may be called again with other segments switched on; splitFace() then refines.
class PlanarGraph {
  public:
    /// @param origin Becomes vertex (0, 0).
    explicit PlanarGraph(ScenePoint origin) : m_origin(origin) {}

    Vertex toLattice(ScenePoint p) const;
    ScenePoint toScene(Vertex v) const;

    /// Adds the pieces of a path; equal pieces are joined, keeping the better class.
    void reserve(std::size_t segments);
    void add(ScenePoint a, ScenePoint b, CutClass kind, bool outline);
    /// Joins doubled segments; call once after the last add().
    void finish();

    /// Finds the faces of the segments that are on: dead ends and bridges dropped, then the part
    /// that has most of the outline (or, without one, most segments) kept.
    /// @param on One entry a segment.
    void trace(const std::vector<std::uint8_t>& on);

    /// Cuts a face by new segments from the start of half-edge `from` to the start of half-edge
    /// `to`, through `middle`. Both belong to the face.
    /// @return The new face: the one whose ring still contains half-edge `from`.
    int splitFace(int from, int to, const std::vector<Vertex>& middle);

    const std::vector<Vertex>& vertices() const { return m_vertices; }
    const std::vector<Segment>& segments() const { return m_segments; }
    const std::vector<Face>& faces() const { return m_faces; }
    const std::vector<LoosePart>& looseParts() const { return m_loose; }
    /// Face left of a half-edge; -1 where its segment is off or dropped.
    int face(int half) const { return m_face[static_cast<std::size_t>(half)]; }
    int next(int half) const { return m_next[static_cast<std::size_t>(half)]; }
    int prev(int half) const { return m_prev[static_cast<std::size_t>(half)]; }
    int origin(int half) const {
        const Segment& s = m_segments[static_cast<std::size_t>(half / 2)];
        return half % 2 == 0 ? s.a : s.b;
    }
    Vertex at(int vertex) const { return m_vertices[idx(vertex)]; }
    Vertex start(int half) const { return at(origin(half)); }
    Vertex end(int half) const { return at(origin(half ^ 1)); }
    double lengthMetres(int segment) const;

  private:
    void linkHalfEdges(const std::vector<std::uint8_t>& kept);
    void walkFaces();
    void markInside();
    std::vector<std::uint8_t> withoutBridges(const std::vector<std::uint8_t>& on) const;
    void keepMainPart(std::vector<std::uint8_t>& kept);

    ScenePoint m_origin;
    std::vector<Vertex> m_vertices;
    std::vector<Segment> m_segments;
    std::vector<int> m_next, m_prev, m_face;
    std::vector<Face> m_faces;
    std::vector<LoosePart> m_loose;
    struct Raw {
        Vertex a, b;
        CutClass kind;
        bool outline;
    };
    std::vector<Raw> m_raw;
};

}  // namespace gis::cut

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "dispatch/ground.h"
#include "dispatch/responder.h"

namespace gis {

/// The road network for moving along it: roads split where they share a node, each piece once for
/// every direction it may be used in. Roads that only cross (a bridge and the road below) share no
/// node and are not joined.
///
/// Turn restrictions are not looked at.
///
/// @thread const methods from any thread.
class RoadGraph {
  public:
    using NodeIndex = std::int32_t;
    using EdgeIndex = std::int32_t;

    /// A piece of road in one direction.
    struct Edge {
        NodeIndex from = 0;
        NodeIndex to = 0;
        std::int32_t road = 0;         ///< Place of its road in the rows given.
        std::uint32_t firstPoint = 0;  ///< Of its line, in the direction of the road as surveyed.
        std::uint32_t points = 0;
        float metres = 0;
        float speedKmh = 0;       ///< Of cars; above 0.
        std::uint8_t access = 0;  ///< dispatch::Access bits for this direction.
        bool backward = false;    ///< Runs against the surveyed line.
        EdgeIndex twin = -1;      ///< The same piece the other way, -1 where nobody may.
    };

    /// A position on a road.
    struct Snap {
        EdgeIndex edge = -1;
        double metresAlong = 0;  ///< From the edge's start, in its direction.
        dispatch::LonLat place;  ///< On the road.
        double metresAway = 0;   ///< From the position asked for.
    };

    RoadGraph() = default;

    /// @param roads    Rows with as many nodes as positions; others are left out.
    /// @param barriers Nodes that limit who may pass: edges end there, and the limit is put on the
    ///                 edges that touch the node.
    static RoadGraph build(std::span<const dispatch::Road> roads,
                           std::span<const dispatch::Barrier> barriers = {});

    std::size_t nodeCount() const { return m_places.size(); }
    std::size_t edgeCount() const { return m_edges.size(); }
    bool empty() const { return m_edges.empty(); }
    const Edge& edge(EdgeIndex e) const { return m_edges[static_cast<std::size_t>(e)]; }
    dispatch::LonLat place(NodeIndex n) const { return m_places[static_cast<std::size_t>(n)]; }
    dispatch::RoadNodeId id(NodeIndex n) const { return m_ids[static_cast<std::size_t>(n)]; }
    /// @return The node with this id, -1 where no junction or end has it.
    NodeIndex find(dispatch::RoadNodeId id) const;

    /// Edges that leave a node.
    std::span<const EdgeIndex> leaving(NodeIndex n) const {
        const auto first = m_starts[static_cast<std::size_t>(n)];
        return {m_leaving.data() + first, m_starts[static_cast<std::size_t>(n) + 1] - first};
    }

    /// The position a way along an edge, in its direction, and the heading there.
    /// @param metres         0 to the edge's length; held within it.
    /// @param headingDegrees Gets 0 north, 90 east, where not null.
    dispatch::LonLat along(EdgeIndex e, double metres, double* headingDegrees = nullptr) const;

    /// The nearest road that somebody may use.
    /// @param access Bits of dispatch::Access, one of which the road must allow.
    /// @param within Metres; nothing where no road is so near.
    std::optional<Snap> nearestEdge(dispatch::LonLat place, std::uint8_t access,
                                    double within = 3'000) const;
    /// The end of the nearest edge that is nearer; -1 where there is none.
    NodeIndex nearestNode(dispatch::LonLat place, std::uint8_t access, double within = 3'000) const;

    /// Seconds to go along an edge: foot 5, bicycle 15 km/h, car as fast as posted.
    double seconds(EdgeIndex e, dispatch::Vehicle vehicle) const;

    /// The fastest way, by Dijkstra.
    /// @param atMostSeconds Gives up beyond.
    /// @return Edges in order, empty where from is to; nothing where there is no way.
    std::optional<std::vector<EdgeIndex>> path(NodeIndex from, NodeIndex to,
                                               dispatch::Vehicle vehicle,
                                               double atMostSeconds = 7'200) const;

    /// The bit of dispatch::Access a vehicle needs.
    static std::uint8_t accessOf(dispatch::Vehicle vehicle);

  private:
    void indexEdges();

    std::vector<dispatch::LonLat> m_places;
    std::vector<dispatch::RoadNodeId> m_ids;
    std::unordered_map<dispatch::RoadNodeId, NodeIndex> m_byId;
    std::vector<Edge> m_edges;
    std::vector<std::size_t> m_starts;
    std::vector<EdgeIndex> m_leaving;
    std::vector<dispatch::LonLat> m_line;  ///< Positions of all edges, end to end.
    std::unordered_map<std::int64_t, std::vector<EdgeIndex>> m_cells;
};

}  // namespace gis

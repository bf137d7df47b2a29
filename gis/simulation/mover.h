// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "dispatch/responder.h"
#include "gis/demo_city/plane.h"
#include "gis/roads/road_graph.h"

namespace gis {

/// One simulated person or car on the roads, or going straight where there are none.
class Mover {
  public:
    Mover() = default;
    /// @param graph  May be empty. Borrowed.
    /// @param radius How far from home it wanders, metres.
    Mover(const RoadGraph* graph, dispatch::Vehicle vehicle, dispatch::LonLat home, double radius);

    /// Puts it down at a place: on the nearest road it may use.
    void place(dispatch::LonLat at);
    /// Sends it off by the fastest way; straight where no road leads there.
    void sendTo(dispatch::LonLat target);
    /// Goes on for some seconds.
    void advance(double seconds, demo::Random& random);

    bool isUnderWay() const { return m_sent; }  ///< Sent and not there yet.
    dispatch::LonLat where() const { return m_place; }
    dispatch::LonLat home() const { return m_home; }
    double headingDegrees() const { return m_heading; }
    double speed() const { return m_speed; }  ///< Metres a second.
    /// Stays where it is until it is sent or released.
    void hold(bool still) { m_held = still; }

  private:
    double pace(demo::Random& random) const;
    void straight(double metres, demo::Random& random);
    RoadGraph::EdgeIndex wander(demo::Random& random) const;

    const RoadGraph* m_graph = nullptr;
    dispatch::Vehicle m_vehicle = dispatch::Vehicle::Foot;
    dispatch::LonLat m_home, m_place, m_target;
    double m_radius = 500;
    RoadGraph::EdgeIndex m_edge = -1;
    double m_along = 0;
    std::vector<RoadGraph::EdgeIndex> m_route;  ///< Next edge last.
    double m_heading = 0, m_speed = 0, m_restSeconds = 0;
    bool m_sent = false, m_held = false, m_direct = false;
};

}  // namespace gis

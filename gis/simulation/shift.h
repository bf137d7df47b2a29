// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "gis/geometry/grid_lookup.h"
#include "gis/simulation/committer.h"
#include "gis/simulation/mover.h"

namespace gis {

/// A shift under way: who is where, which cases are open, what happens next.
///
/// @thread the one that owns the store.
class Shift {
  public:
    Shift(dispatch::Store& store, const SimulationOptions& options,
          const SimulationListener& listener, std::stop_token stop);

    /// Reads the store, brings as many on duty as wanted.
    dispatch::Result<void> begin();
    /// Runs until stopped or over.
    dispatch::Result<void> run();
    const SimulationReport& report() const { return m_report; }

  private:
    using Steady = std::chrono::steady_clock;

    struct Person {
        dispatch::Responder row;
        Mover mover;
        double lastMoved = 0, nextReport = 0, silentUntil = 0;
        dispatch::AssignmentId order;  ///< The live order its handset shows.
        double nextAnswer = 0;
    };

    double now() const;  ///< Seconds since begin().
    dispatch::Seconds storeNow() const;
    void say(const std::string& sentence) const;

    // shift_people.cpp
    dispatch::Result<void> makeForces(const dispatch::Picture& picture);
    dispatch::Result<void> setDuty(const std::vector<std::size_t>& who, bool onDuty);
    void startMoving(std::size_t who, const dispatch::Fix* last);
    dispatch::Result<void> changeShift();
    dispatch::Result<void> reportPositions();

    // shift_cases.cpp
    dispatch::Result<void> newCase();
    dispatch::LonLat placeIn(const dispatch::Grid& grid);
    dispatch::Result<void> stepCases();
    dispatch::Result<void> step(const dispatch::Case& record);
    double later(double lowMinutes, double highMinutes);

    // shift_orders.cpp
    /// Follows the log: cases, orders and people as everybody left them.
    dispatch::Result<void> look();
    dispatch::Result<void> answerOrders();
    dispatch::Result<void> answer(Person& person, const dispatch::Assignment& order);
    dispatch::Situation situation() const;
    /// Has the desk do something and looks at what came of it.
    dispatch::Result<bool> act(const dispatch::Actor& actor, const dispatch::Command& command);

    Committer m_committer;
    const SimulationOptions& m_options;
    const SimulationListener& m_listener;
    std::stop_token m_stop;
    SimulationReport m_report;
    demo::Random m_random;
    Steady::time_point m_began;
    std::chrono::milliseconds m_storeAhead{0};

    RoadGraph m_graph;
    GridLookup m_lookup;
    std::vector<dispatch::Grid> m_grids;
    std::vector<double> m_gridPeople;  ///< Running sums.
    std::unordered_map<std::string, std::pair<dispatch::LonLat, double>>
        m_homes;  ///< Grid or post: middle, radius.
    std::vector<dispatch::Category> m_categories;
    std::vector<Person> m_people;
    std::vector<std::size_t> m_onDuty;                         ///< Indexes into m_people.
    std::unordered_map<std::int64_t, std::size_t> m_personOf;  ///< By responder id.
    std::shared_ptr<const dispatch::Picture> m_picture;
    std::unordered_map<std::int64_t, double> m_nextStep;  ///< By case id.
    double m_nextCase = 0, m_nextLook = 0, m_nextShift = 15, m_nextHeartbeat = 0;
};

}  // namespace gis

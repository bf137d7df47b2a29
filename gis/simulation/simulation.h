// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "dispatch/desk.h"
#include "dispatch/result.h"
#include "dispatch/store.h"

namespace gis {

/// How a simulated shift runs.
struct SimulationOptions {
    int responders = 3'400;       ///< At most so many on duty; fewer where the store has fewer.
    double intervalSeconds = 10;  ///< Each on-duty responder reports this often, staggered.
    double casesPerHour = 60;
    double seconds = 0;  ///< How long to run; 0 until stopped.
    std::uint64_t seed = 1;
    bool makeResponders = false;  ///< Makes responders and posts where the store has none.
    dispatch::Author by{"simulator", "simulator"};
    /// The city's rules: every case and every order goes through the desk, as a seat's and a
    /// handset's would.
    std::shared_ptr<const dispatch::Rules> rules;
    /// The officers who take in and work on cases; none: only handsets answer.
    std::optional<dispatch::Actor> officer;
    dispatch::Actor handset;  ///< Who answers for the responders' handsets.
};

/// What a simulated shift did.
struct SimulationReport {
    std::int64_t responders = 0;  ///< On duty at the end.
    std::int64_t fixes = 0;
    std::int64_t casesMade = 0;
    std::int64_t answers = 0;  ///< Of handsets: acknowledged, en route, on scene, done.
    std::int64_t commits = 0;
    std::int64_t conflicts = 0;  ///< Lost races; each was read again and retried.
    std::int64_t retries = 0;    ///< Store not reachable for a moment.
    double seconds = 0;
    double cpuSeconds = 0;
};

/// Where the simulation tells what it does.
struct SimulationListener {
    /// After each commit the store has acknowledged: the code of the case or responder, its place
    /// in the log.
    std::function<void(const char* kind, const std::string& code, dispatch::ChangeSeq seq)>
        acknowledged;
    /// One sentence for people: no roads, store busy, what was made.
    std::function<void(const std::string& sentence)> said;
};

/// Drives a live shift on a store until it is stopped: responders move along roads, report their
/// positions, start and end duty; handsets answer every order, whoever gave it; new cases come in
/// and officers work on them by the city's table.
///
/// @error BadInput    the store has neither responders nor (with makeResponders) grids to make them
/// for.
/// @error Unavailable the store could not be reached for a minute.
/// @thread the one that owns the store; returns when done.
dispatch::Result<SimulationReport> simulate(dispatch::Store& store,
                                            const SimulationOptions& options,
                                            const SimulationListener& listener,
                                            std::stop_token stop);

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace soak {

/// Positions at a steady rate, in batches of 100 to 200 ms, from a process of its own.
struct PositionPlan {
    std::string uri;
    int perSecond = 8'000;
    std::chrono::seconds time{600};
    std::uint64_t seed = 1;
};

/// What a producer counted itself.
struct PositionCount {
    double seconds = 0;
    double latestMs = 0;   ///< How far its worst batch was behind the clock when it was in.
    double callP99Ms = 0;  ///< Of addFixes.
    std::int64_t refused = 0;
    std::map<std::int64_t, std::int64_t> byGrid;  ///< Taken ones; grid id 0: outside all grids.
    std::int64_t taken() const;
};

/// Produces, then prints its count for readCount().
/// @return The process's exit code.
int producePositions(const PositionPlan& plan);
PositionCount readCount(const std::string& printed);

/// Reads along like a console until its parent ends it; prints how many latest positions arrived.
int followPositions(const std::string& uri);

}  // namespace soak

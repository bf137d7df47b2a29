// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace soak {

/// A hall at work: seats that follow the feed and commit, and people whose positions come in.
struct HallPlan {
    int seats = 20;
    std::chrono::milliseconds commitEvery{200};  ///< Each seat, about.
    std::chrono::milliseconds time{60'000};
    /// Everybody on duty reports once in so long; 0: no positions.
    std::chrono::milliseconds reportEvery{0};
    std::uint64_t seed = 1;
    /// Code of a case that somebody else makes meanwhile and that must arrive, too.
    std::string lateCode;
};

struct HallReport {
    std::size_t commits = 0;
    std::size_t fixes = 0;
    std::vector<double> lagMs;  ///< Commit returned → seen, for each commit at each other seat.
    std::vector<double> commitMs;       ///< Sent → returned.
    std::vector<std::string> faults;    ///< What did not arrive, or arrived twice.
    std::vector<std::string> pictures;  ///< Each seat's at the end, as text.
    std::string storePicture;           ///< As loaded afresh.
};

/// Each seat is a thread with a store of its own. Every commit makes a case and changes one of the
/// seat's own; at every seat each case must arrive once and each revision at most once, in order,
/// the last one surely.
HallReport runHall(const std::string& uri, const HallPlan& plan);

}  // namespace soak

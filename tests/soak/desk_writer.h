// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/soak/desk_hall.h"

namespace soak {

/// What one process of a busy desk is to do.
struct DeskOrders {
    std::string uri;
    std::string log;
    std::string name;  ///< Of its seat, and the beginning of its keys: another one each life.
    std::size_t actions = 0;
    bool ticks = false;  ///< Acts on passed limits too, whoever else does.
    std::uint64_t seed = 0;
    HallClock clock;

    /// As command of a process: the test program itself, started as deskMain() understands it.
    std::vector<std::string> command() const;
};

/// Takes random actions by the rules on cases that others work on too, as several people at one
/// seat: mostly what a button would offer, often on an old picture; now and then what nobody may
/// do.
///
/// @return How often each answer came.
std::map<std::string, std::int64_t> workAtDesk(const DeskOrders& orders);

/// Does what DeskOrders::command() says and tells on stdout how often each answer came.
/// @return The process's exit code; nothing where the program was started for something else.
std::optional<int> deskMain(int argc, char** argv);

}  // namespace soak

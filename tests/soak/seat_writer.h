// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "tests/soak/seat_log.h"

namespace soak {

/// What one writing seat is to do.
struct SeatOrders {
    std::string uri;
    std::string log;  ///< Its history; a seat that lived before goes on where that ends.
    std::string name;
    std::size_t commits = 0;  ///< Keys to settle over all its lives.
    std::uint64_t seed = 0;
};

/// Codes of cases that always are there: orders are sent to these.
constexpr int kLastingCases = 6;
/// Codes several seats make and remove.
constexpr int kContestedCodes = 6;

/// Cases and responders the seats fight over, written into a log of its own.
/// @return False where the store did not take them.
bool prepareSeats(const std::string& uri, const std::string& log, int responders);

/// Writes at random, as people do who do not see each other: changes cases, sends, moves on and
/// ends orders, takes them over, makes and removes cases with the same few codes, repeats itself.
/// Half of it on an old picture. What the line swallowed is sent again with the same key.
///
/// @return The process's exit code.
int writeAsSeat(const SeatOrders& orders);

}  // namespace soak

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "dispatch/clock.h"
#include "dispatch/record.h"
#include "dispatch/result.h"

namespace gis {

/// What the demonstration city is made from; the same options give the same city, byte for byte.
struct DemoOptions {
    std::uint64_t seed = 1;
    std::int64_t history = 20'000;  ///< Past cases; up to 25,000 fill one month, more fill a year.
    dispatch::Seconds nowTime{};    ///< The moment the city is "now"; 0 takes the machine's clock.
};

/// What was made and how long each phase took.
struct DemoReport {
    std::string uri;
    std::string cityName;
    std::string contentHash;  ///< 16 hex digits over every row: equal for equal options.
    std::vector<std::pair<dispatch::Kind, std::int64_t>> counts;
    std::vector<std::pair<std::string, double>> phaseSeconds;  ///< In order; they may overlap.
    double seconds = 0;  ///< From start to the store lying complete under its name.
};

/// Called now and then from the calling thread: a short English phrase and the share done, 0 to 1.
using DemoProgress = std::function<void(const char* phase, double share)>;

/// Makes the invented city 临澜 (Linlan) as a new store: grids, roads, buildings, forces, cases.
///
/// The store is written under a temporary name and renamed when complete: it is there whole or not
/// at all.
///
/// @error NotAllowed  something exists under that name already.
/// @error Cancelled   `stop` was requested; nothing is left behind.
/// @error Unavailable the file cannot be written.
/// @thread any one; uses a second thread of its own.
dispatch::Result<DemoReport> makeDemoCity(const std::string& uri, const DemoOptions& options,
                                          const DemoProgress& progress = {},
                                          std::stop_token stop = {});

/// When a demonstration city last lived: its newest position, or step of an open case.
///
/// @return Empty where the store at `uri` is none: nothing but makeDemoCity() marks one.
/// @error As openStore.
dispatch::Result<std::optional<dispatch::Seconds>> demoCityLastLived(const std::string& uri);

}  // namespace gis

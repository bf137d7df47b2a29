// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "dispatch/clock.h"
#include "dispatch/store.h"

/// What every store must do, written once against the port. An adapter is one row of
/// `adapters()`: a place that can be opened any number of times, on a clock the test moves.
namespace contract {

class Place {
  public:
    virtual ~Place() = default;
    /// Opens the place once more; a null pointer fails the test.
    virtual std::unique_ptr<dispatch::Store> open() = 0;
    dispatch::ManualClock clock{dispatch::Millis{std::chrono::milliseconds(1'700'000'000'000)}};
};

struct Adapter {
    const char* name;
    std::function<std::unique_ptr<Place>()> make;
    int effort;  ///< Random steps a property test may take: fewer over a slow line.
};

const std::vector<Adapter>& adapters();

/// The rules, by name; each makes a fresh place.
struct Rule {
    const char* name;
    void (*check)(const Adapter&);
};
const std::vector<Rule>& rules();

/// The rules by subject: commits and the log, batches and queries, positions and the past,
/// orders.
std::vector<Rule> commitRules();
std::vector<Rule> batchRules();
std::vector<Rule> historyRules();
std::vector<Rule> orderRules();

}  // namespace contract

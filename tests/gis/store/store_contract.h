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
    /// Runs one statement on the store by hand, past everything of ours; only after `open`.
    /// @return False where the engine itself refused it.
    virtual bool poison(const std::string& sql) = 0;
    /// What else spoils a row of a kind in this engine's SQL: right sides of UPDATE … SET.
    virtual std::vector<std::string> ownSpoils(dispatch::Kind kind) = 0;
    /// Statements that put impossible positions of a responder, and of nobody, into the store.
    virtual std::vector<std::string> badFixes(std::int64_t responder) = 0;
    /// Table of a kind's rows in force.
    virtual std::string table(dispatch::Kind kind) {
        if (kind == dispatch::Kind::User) return "app_user";
        return kind == dispatch::Kind::Case ? "case_record" : dispatch::kindName(kind);
    }
    /// Ids of every kind, of actions, changes, batches and fixes go on from here.
    virtual void startIdsAt(std::int64_t first) = 0;
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
/// orders, the case desk's memory, the journal, what is done to a store by hand.
std::vector<Rule> commitRules();
std::vector<Rule> batchRules();
std::vector<Rule> historyRules();
std::vector<Rule> orderRules();
std::vector<Rule> deskRules();
std::vector<Rule> journalRules();
std::vector<Rule> byHandRules();

}  // namespace contract

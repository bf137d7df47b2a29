// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "dispatch/store.h"
#include "gis/demo_city/plane.h"
#include "gis/simulation/simulation.h"

namespace gis {

/// Calls the store until it answers: waits longer and longer while it is busy, says so, gives up
/// after a minute.
class Committer {
  public:
    Committer(dispatch::Store& store, const SimulationOptions& options,
              const SimulationListener& listener, SimulationReport& report, std::stop_token stop);

    /// Empty where the race was lost; the writes are then out of date.
    dispatch::Result<std::optional<dispatch::Receipt>> commit(std::vector<dispatch::Write> writes,
                                                              std::string note);
    dispatch::Result<void> addFixes(std::span<const dispatch::Fix> fixes,
                                    const std::string& source);
    /// Has the desk act. Empty where a rule or somebody who was first refused it.
    dispatch::Result<std::optional<dispatch::Performed>> perform(const dispatch::Situation& now,
                                                                 const dispatch::Actor& actor,
                                                                 dispatch::Command command);
    dispatch::Result<std::optional<dispatch::Performed>> takeIn(const dispatch::Situation& now,
                                                                const dispatch::Actor& actor,
                                                                dispatch::Intake intake);
    /// Tells what was acknowledged, after it was.
    void acknowledge(const char* kind, const std::string& code, dispatch::ChangeSeq seq) const;
    dispatch::Store& store() { return m_store; }

  private:
    /// Repeats `call` while it says Unavailable.
    template <class Call>
    auto patiently(Call call) -> decltype(call());

    std::string key();
    dispatch::Result<std::optional<dispatch::Performed>> counted(
        const dispatch::Result<dispatch::Performed>& answer);

    dispatch::Store& m_store;
    dispatch::Desk m_desk;
    const SimulationOptions& m_options;
    const SimulationListener& m_listener;
    SimulationReport& m_report;
    std::stop_token m_stop;
    demo::Random m_keys;
};

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "dispatch/desk.h"
#include "tests/scenario/scenario.h"

namespace scenario {

/// A hall with a real store in which a scenario happens. The rules are handed the scenario's time;
/// the store stamps what it likes, so nothing is expected of its stamps.
class ScenarioHall {
  public:
    /// @param folder Where tests/scenarios is.
    ScenarioHall(std::unique_ptr<dispatch::Store> store, const Scenario& scenario,
                 const std::string& folder);

    /// Does one line; a sentence where it did not come out as it says.
    std::string run(const Line& line);
    /// Why the hall could not be set up; empty where it could.
    const std::string& fault() const { return m_fault; }

  private:
    struct Known {
        dispatch::CaseId id;
        std::string code;
        dispatch::Seconds reported{};
    };

    std::string setUp(const Scenario& scenario, const std::string& folder);
    std::string follow();
    dispatch::Situation situation(const Line& line) const;
    dispatch::Actor actor(const Line& line) const;
    const Known* knownCase(const Line& line) const;
    dispatch::Result<dispatch::Command> commandOf(const Line& line) const;
    std::string report(const Line& line);
    std::string act(const Line& line);
    std::string tick(const Line& line);
    std::string judge(const Line& line, const dispatch::Result<dispatch::Performed>& done) const;
    std::string expect(const Line& line);

    std::unique_ptr<dispatch::Store> m_store;
    std::shared_ptr<const dispatch::Picture> m_picture;
    dispatch::Rules m_rules;
    std::unique_ptr<dispatch::Desk> m_desk;
    std::map<char, dispatch::LonLat> m_places;
    std::map<std::string, Known> m_cases;
    std::string m_last;
    int m_keys = 0;
    std::string m_fault;
};

}  // namespace scenario

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "dispatch/desk.h"
#include "dispatch/roster.h"

namespace soak {

/// Draws what somebody at a busy desk does next: mostly what a button would offer, now and then
/// what nobody may do or say.
class DeskDraw {
  public:
    explicit DeskDraw(std::uint64_t seed) : m_random(seed) {}

    /// Whom and what a hall has, from a picture of it.
    /// @param cases Codes of all cases, closed ones too.
    void learn(const dispatch::Picture& picture, std::vector<std::string> cases);
    void learnCase(const std::string& code) { m_cases.push_back(code); }

    bool chance(double share) { return std::bernoulli_distribution(share)(m_random); }
    /// @param key Of the command; what is written says it too, so that nothing is written alike.
    std::pair<dispatch::User, dispatch::Command> act(const dispatch::Situation& now,
                                                     const std::string& key);
    std::pair<dispatch::User, dispatch::Intake> intake(const std::string& key);
    /// What somebody does with the roster, planned from a picture and duties read after it.
    /// @return Which act, and what came of it; without key and author.
    std::pair<std::string, dispatch::Result<dispatch::Transaction>> roster(
        const dispatch::Situation& now, std::span<const dispatch::Duty> duties,
        const std::string& key);
    /// Positions that people on duty report.
    std::vector<dispatch::Fix> positions(const dispatch::Situation& now);
    const dispatch::User& anyUser();

  private:
    std::size_t below(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(m_random);
    }
    template <class List>
    const auto& any(const List& list) {
        return list[below(std::size(list))];
    }
    dispatch::User user();
    dispatch::User userFor(const dispatch::Situation& now, const dispatch::Case* record);
    std::string actionFor(const dispatch::Situation& now, const dispatch::User& who,
                          const dispatch::Case& record);
    void fill(dispatch::Command& command, const dispatch::User& who);
    void nameOrder(const dispatch::Situation& now, const dispatch::Case& record,
                   dispatch::Command& command);
    void spoil(dispatch::Command& command);
    dispatch::ResponderId someone(const dispatch::Picture& picture, bool onDuty);
    dispatch::DutyId shift(std::span<const dispatch::Duty> duties, dispatch::Seconds now);

    std::mt19937_64 m_random;
    std::vector<std::string> m_cases, m_units, m_levels, m_categories, m_responders, m_grids;
    std::vector<dispatch::User> m_users;
};

}  // namespace soak

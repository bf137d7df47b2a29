// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dispatch/desk.h"

namespace support {

/// A hall on paper: a picture, the rules of a city and a clock that stands still. What the desk
/// plans is written into the picture as a store would: ids, revisions, and a Conflict where a row
/// is not as its author saw it. For tests of rules that need no store.
class PaperHall {
  public:
    /// Four levels, a city of two townships with two communities each and one grid a community,
    /// units, responders w1 to w4 on duty and w5 off duty. No users.
    PaperHall();

    dispatch::Situation situation() const { return {m_rules, *m_picture, m_now}; }
    const dispatch::Picture& picture() const { return *m_picture; }
    void advance(std::chrono::seconds by) { m_now += by; }
    dispatch::Seconds now() const { return std::chrono::floor<std::chrono::seconds>(m_now); }

    /// Rows as they are, with a new id where they have none.
    void put(std::vector<dispatch::Record> rows);
    /// @return Nothing where it was written.
    std::optional<dispatch::Conflict> write(const dispatch::Transaction& transaction);

    /// Takes in a case in a grid; its code.
    std::string report(const std::string& title, const std::string& grid = "990301001001001",
                       const std::string& category = "0302",
                       dispatch::Risk risk = dispatch::Risk::High);
    /// Plans and writes; why it was refused.
    std::optional<dispatch::Refusal> act(dispatch::Command command, const std::string& user = {});
    /// Open or closed.
    const dispatch::Case& caseOf(const std::string& code) const;
    const dispatch::Responder& responder(const std::string& code) const;
    /// Unfinished orders of a case: "w1 sent w2 waiting".
    std::string orders(const std::string& code) const;
    const std::vector<dispatch::JournalEntry>& journal() const { return m_journal; }
    dispatch::Actor actor(const std::string& user) const;

  private:
    dispatch::Rules m_rules;
    std::shared_ptr<const dispatch::Picture> m_picture;
    dispatch::Millis m_now{};
    std::vector<dispatch::Case> m_cases;  ///< As last written, closed ones too.
    std::vector<dispatch::JournalEntry> m_journal;
    std::int64_t m_lastId = 100;
    int m_serial = 0;
};

/// The rows of that city without levels, categories and responders.
std::vector<dispatch::Record> paperCity();
/// A command for a case by its code.
dispatch::Command command(const std::string& action, const std::string& code);
/// The city's rules: the default tables, in UTC+8.
dispatch::Rules defaultRules();

}  // namespace support

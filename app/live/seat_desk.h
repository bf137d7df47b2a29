// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "app/live/rule_book.h"
#include "dispatch/desk.h"
#include "dispatch/escalation.h"
#include "gis/seal/anchor.h"

namespace app {

/// This seat's hand on the store: performs commands by the city's rules, and takes its turn at the
/// tick that warns, climbs and ends what is due.
///
/// @thread the store's.
class SeatDesk {
  public:
    /// @param seat This seat's name; the process is added, since two consoles may share a name.
    explicit SeatDesk(std::string seat);

    /// A store was opened; null when it is given up.
    void setStore(dispatch::Store* store);
    void setActor(dispatch::Actor actor) { m_actor = std::move(actor); }
    void clearActor() { m_actor.reset(); }
    bool hasActor() const { return m_actor.has_value(); }

    dispatch::Result<dispatch::Performed> perform(const dispatch::Picture& picture,
                                                  dispatch::Millis now,
                                                  const dispatch::Command& command);
    dispatch::Result<dispatch::Performed> takeIn(const dispatch::Picture& picture,
                                                 dispatch::Millis now,
                                                 const dispatch::Intake& intake);
    dispatch::Result<dispatch::Performed> amend(const dispatch::Picture& picture,
                                                dispatch::Millis now,
                                                const dispatch::Command& command,
                                                const dispatch::Intake& whole);
    dispatch::Result<std::vector<dispatch::Contact>> openContacts(const dispatch::Picture& picture,
                                                                  dispatch::Millis now,
                                                                  const dispatch::Case& record);
    /// Why the last call was refused by a rule or a race.
    const std::optional<dispatch::Refusal>& refusal() const;
    /// Does what is due where this seat holds the ticker's lease.
    /// @return Whether anything was written.
    dispatch::Result<bool> tick(const dispatch::Picture& picture, dispatch::Millis now);
    /// Where this seat writes signed heads of the journal; empty: nowhere.
    void setAnchors(std::string folder) { m_anchors = std::move(folder); }
    /// Signs the journal's head and writes it to the second place; once a minute and at sign-out.
    dispatch::Result<void> seal();
    /// Why the city's own tables are not in use; empty where they are.
    const std::string& ruleProblem() const { return m_book.problem(); }
    /// Why the store would not take something of the last tick; empty where it took all.
    const std::string& tickProblem() const { return m_tickProblem; }

  private:
    dispatch::Result<void> readDuties(dispatch::Millis now);
    std::string m_seat;
    std::string m_holder;  ///< Of the ticker's lease: seat and process.
    std::string m_anchors;
    std::optional<gis::Anchorage> m_anchorage;
    dispatch::Store* m_store = nullptr;
    std::unique_ptr<dispatch::Desk> m_desk;
    std::optional<dispatch::Actor> m_actor;
    RuleBook m_book;
    std::vector<dispatch::Duty> m_duties;
    dispatch::Millis m_dutiesRead{};
    std::string m_tickProblem;
};

}  // namespace app

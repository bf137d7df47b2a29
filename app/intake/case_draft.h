// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "dispatch/command.h"

namespace app {

/// A case while it is taken in: what is typed, what the store has of it, and what is on its way.
class CaseDraft {
  public:
    dispatch::Intake now;  ///< As it is typed.

    bool isSaved() const { return static_cast<bool>(m_record); }
    bool isWaiting() const { return !m_waiting.key.empty(); }
    /// Whether something typed is neither in the store nor on its way.
    bool isDirty() const;
    /// Whether nothing was typed yet.
    bool isEmpty() const;
    dispatch::CaseId record() const { return m_record; }
    dispatch::Revision revision() const { return m_revision; }
    const std::string& code() const { return m_code; }

    /// What to send now; `key` names it in the answer. REQUIRES: nothing is on its way.
    dispatch::Intake send(const std::string& key);
    /// The command that goes with it once the case exists: action "amend".
    dispatch::Command amendment() const;

    /// The store's answer to what was sent.
    /// @return False where it answers something else.
    bool accepted(const std::string& key, dispatch::CaseId record, dispatch::Revision revision,
                  const std::string& code);
    bool refused(const std::string& key);
    /// Nobody knows whether it was written: the next send() is the very same again.
    bool lost(const std::string& key);

    /// Takes over what another seat changed: fields typed here and not yet sent stay as typed.
    /// @return True where a field changed.
    bool follow(const dispatch::Case& stored);

  private:
    dispatch::Intake m_stored;   ///< As the store has it.
    dispatch::Intake m_waiting;  ///< On its way; empty key: nothing.
    dispatch::Intake m_lost;     ///< Sent, and never answered; empty key: nothing.
    dispatch::CaseId m_record;
    dispatch::Revision m_revision;
    std::string m_code;
};

}  // namespace app

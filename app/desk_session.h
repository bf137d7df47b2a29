// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "app/live/rule_book.h"
#include "app/verbs/verb.h"
#include "dispatch/desk.h"

namespace app {

/// A seat without a window: an open store, its picture, its rules and who acts. What verbs work
/// through; the console's desk runner does the same on its own thread.
class DeskSession {
  public:
    /// Opens --store, loads the picture and signs in --user.
    /// @param writes Signs in; a reader needs no user.
    static dispatch::Result<std::unique_ptr<DeskSession>> open(const VerbParser& parser,
                                                               bool writes);

    dispatch::Store& store() { return *m_store; }
    const dispatch::Picture& picture() const { return *m_picture; }
    const dispatch::Actor& actor() const { return m_actor; }
    void setActor(dispatch::Actor actor) { m_actor = std::move(actor); }
    dispatch::Desk& desk() { return *m_desk; }
    /// Everything the rules look at, at the store's present time.
    dispatch::Result<dispatch::Situation> situation();
    /// Follows the log, so that the next command sees what others did.
    dispatch::Result<void> refresh();
    /// A case by its code or the end of it, open or closed.
    /// @error NotFound, or BadInput where several end so.
    dispatch::Result<dispatch::Case> findCase(const std::string& code);

  private:
    DeskSession() = default;
    std::unique_ptr<dispatch::Store> m_store;
    std::shared_ptr<const dispatch::Picture> m_picture;
    RuleBook m_book;
    dispatch::Actor m_actor;
    std::unique_ptr<dispatch::Desk> m_desk;
};

}  // namespace app

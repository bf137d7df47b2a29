// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <memory>
#include <vector>

#include "app/commands/command_language.h"
#include "app/live/desk_runner.h"
#include "app/live/live_state.h"
#include "app/live/rule_book.h"

namespace app {

/// What the window's desk knows: who is signed in, by which rules, what this seat did last. Hands
/// commands on and says in one sentence what came of each.
///
/// @thread GUI.
class DutyDesk : public QObject {
    Q_OBJECT
  public:
    explicit DutyDesk(LiveState& state, QObject* parent = nullptr);

    void setActor(const dispatch::Actor& actor);
    /// Null while nobody is signed in or the store has not answered.
    std::shared_ptr<const DeskContext> context() const { return m_context; }
    /// The picture's rules may have changed.
    void takePicture(const dispatch::Picture& picture);

    /// Sends a command on its way, unless the store cannot be reached.
    void perform(const dispatch::Command& command);
    void takeIn(const dispatch::Intake& intake);
    void undo();
    /// The number the runner gave to what was sent last.
    void sent(quint64 number);
    void answer(const DeskAnswer& answer);

  Q_SIGNALS:
    void commandReady(const dispatch::Command& command);
    void intakeReady(const dispatch::Intake& intake);
    void contextChanged();
    /// A case was taken in under this code.
    void takenIn(dispatch::CaseId record, const QString& code);
    void said(const QString& key, const QString& words, bool stays);

  private:
    bool mayWrite();
    QString sentenceOf(const dispatch::Command& command, const dispatch::Performed& done) const;
    LiveState& m_state;
    RuleBook m_book;
    std::optional<dispatch::Actor> m_actor;
    std::shared_ptr<const DeskContext> m_context;
    std::optional<dispatch::Command> m_sending;
    std::map<quint64, std::optional<dispatch::Command>> m_waiting;  ///< None: an intake.
    std::vector<dispatch::Command> m_done;  ///< Of this seat, the newest last.
};

}  // namespace app

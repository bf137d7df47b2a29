// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <map>
#include <memory>
#include <vector>

#include "app/commands/command_language.h"
#include "app/intake/intake_form.h"
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
    /// Nobody is signed in any more; what was on its way is forgotten.
    void clearActor();
    /// Null while nobody is signed in or the store has not answered.
    std::shared_ptr<const DeskContext> context() const { return m_context; }
    /// The picture's rules may have changed.
    void takePicture(const dispatch::Picture& picture);

    /// Sends a command on its way, unless the store cannot be reached.
    void perform(const dispatch::Command& command);
    /// The same action for many cases; what came of them is said once, at the end.
    void performAll(const std::vector<dispatch::Command>& commands);
    void takeIn(const dispatch::Intake& intake);
    void amend(const dispatch::Command& command, const dispatch::Intake& whole);
    void undo();
    /// Why something was refused, in one sentence.
    QString refusalWords(const dispatch::Error& error,
                         const std::optional<dispatch::Refusal>& refusal) const;
    /// The limits a category and a risk would have: "accepted 5 min · handling 2 h".
    QString limitWords(const std::string& category, dispatch::Risk risk) const;
    /// The number the runner gave to what was sent last.
    void sent(quint64 number);
    void answer(const DeskAnswer& answer);

  Q_SIGNALS:
    void commandReady(const dispatch::Command& command);
    void intakeReady(const dispatch::Intake& intake);
    void amendReady(const dispatch::Command& command, const dispatch::Intake& whole);
    /// What the store said to the intake form.
    void intakeAnswered(const app::IntakeAnswer& answer);
    /// What came of a command that has a key; the refusal is empty where it is done.
    void actionAnswered(const std::string& key, const QString& refusal, bool isUnknown);
    void contextChanged();
    void said(const QString& key, const QString& words, bool stays);

  private:
    QString whyNotWrite() const;
    bool mayWrite();
    bool mayTakeIn(const std::string& key);
    void answerIntake(const std::string& key, const DeskAnswer& answer);
    QString sentenceOf(const dispatch::Command& command, const dispatch::Performed& done) const;
    LiveState& m_state;
    RuleBook m_book;
    std::optional<dispatch::Actor> m_actor;
    std::shared_ptr<const DeskContext> m_context;
    /// What is on its way: an action, or what the intake form sent under a key.
    struct Sent {
        std::optional<dispatch::Command> command;
        std::string intakeKey;
        bool isBulk = false;
        bool isUndo = false;
    };
    /// An action for many cases, as far as it has been answered.
    struct Bulk {
        std::size_t waiting = 0;
        int done = 0;
        QStringList refused;  ///< Code and reason.
    };
    void answerBulk(const dispatch::Command& command, const DeskAnswer& answer);
    Bulk m_bulk;
    Sent m_sending;
    std::map<quint64, Sent> m_waiting;
    /// What this officer did at this seat, the newest last, and how it left the case.
    struct Done {
        dispatch::Command command;
        dispatch::Revision left;
    };
    std::vector<Done> m_done;
};

}  // namespace app

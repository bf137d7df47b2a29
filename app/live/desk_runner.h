// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>
#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "app/live/link.h"
#include "dispatch/desk.h"
#include "dispatch/store.h"

namespace app {

using OpenStore = std::function<dispatch::Result<std::unique_ptr<dispatch::Store>>()>;

/// Answer to a numbered question.
struct Rows {
    quint64 number = 0;
    dispatch::Result<void> result;
    std::vector<dispatch::Record> rows;
};

/// Answer to a numbered command or intake.
struct DeskAnswer {
    quint64 number = 0;
    dispatch::Result<dispatch::Performed> result;
    std::optional<dispatch::Refusal> refusal;  ///< Why, where a rule or a race refused it.
};

/// Answer to a numbered question for how to reach who reported a case.
struct Contacts {
    quint64 number = 0;
    dispatch::CaseId record;
    dispatch::Result<std::vector<dispatch::Contact>> rows;
    std::optional<dispatch::Refusal> refusal;
};

/// Answer to a numbered question for journal entries.
struct Timeline {
    quint64 number = 0;
    dispatch::Result<void> result;
    std::vector<dispatch::JournalRow> rows;
};

/// Answer to a numbered transaction.
struct Committed {
    quint64 number = 0;
    dispatch::Result<dispatch::Commit> result;
};

/// The store's thread: the Store lives there and nowhere else. Follows the change log, makes each
/// next picture and hands it out. When the store goes away it is opened anew, with back-off, and
/// followed from where the picture ends; it is loaded afresh only where it is another store or its
/// log no longer reaches back.
///
/// @thread construct, start(), stop() and ask from the GUI thread; none of them waits for the
///         store. The destructor waits for the one call that is under way.
class DeskRunner : public QObject {
    Q_OBJECT
  public:
    DeskRunner(OpenStore open, dispatch::Author by, QObject* parent = nullptr);
    ~DeskRunner() override;

    void start();
    /// Asks nothing of the store any more: the call that is under way is the last.
    void stop();
    /// Asks for rows; the answer carries the number that is returned here. An asker compares it
    /// with the last number it was given and drops older answers.
    quint64 read(const dispatch::Query& query);
    /// Asks for entries of the journal, answered by timeline().
    quint64 readJournal(const dispatch::JournalQuery& query);
    /// Who acts from now on; without one the desk refuses.
    /// @param anchors Where signed heads of the journal go; empty: nowhere.
    void signIn(const dispatch::Actor& actor, const std::string& anchors = {});
    /// Has the desk take an action, or take a case in; answered by performed(), after the picture
    /// that shows it.
    quint64 perform(const dispatch::Command& command);
    quint64 takeIn(const dispatch::Intake& intake);
    quint64 amend(const dispatch::Command& command, const dispatch::Intake& whole);
    /// Opens a case's contacts, journalled; answered by contactsOpened().
    quint64 openContacts(const dispatch::Case& record);
    /// Writes a transaction; the answer carries the number that is returned here.
    quint64 commit(const dispatch::Transaction& transaction);
    /// Gives an old picture back, so that it is destroyed on the store's thread.
    void retire(std::shared_ptr<const dispatch::Picture> picture);

  Q_SIGNALS:
    void pictureReady(std::shared_ptr<const dispatch::Picture> picture,
                      const dispatch::Changes& changes);
    void linkChanged(const app::Link& link);
    void answered(std::shared_ptr<const app::Rows> rows);
    void timeline(std::shared_ptr<const app::Timeline> entries);
    void performed(std::shared_ptr<const app::DeskAnswer> answer);
    void contactsOpened(std::shared_ptr<const app::Contacts> contacts);
    /// A head of the journal could not be signed or written to its second place; empty: it could.
    void sealFailed(const QString& why);
    /// The city's tables of rules do not pass their check; the shipped ones are in use.
    void rulesRefused(const QString& why);
    /// The store would not take something that was due; empty: it takes all again.
    void tickRefused(const QString& why);
    void committed(std::shared_ptr<const app::Committed> done);
    /// The seats on line and who sits there, by name; told where it is not what was told last.
    void seatsOnLine(const std::vector<dispatch::SeatPresence>& seats);

  private:
    class Worker;
    QThread m_thread;
    std::atomic<bool> m_stopping = false;
    Worker* m_worker = nullptr;
    quint64 m_lastNumber = 0;
    bool m_started = false;
};

}  // namespace app

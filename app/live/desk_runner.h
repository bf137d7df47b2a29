// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>
#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "app/live/link.h"
#include "dispatch/store.h"

namespace app {

using OpenStore = std::function<dispatch::Result<std::unique_ptr<dispatch::Store>>()>;

/// Answer to a numbered question.
struct Rows {
    quint64 number = 0;
    dispatch::Result<void> result;
    std::vector<dispatch::Record> rows;
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
    /// Writes a transaction; the answer carries the number that is returned here.
    quint64 commit(const dispatch::Transaction& transaction);
    /// Gives an old picture back, so that it is destroyed on the store's thread.
    void retire(std::shared_ptr<const dispatch::Picture> picture);

  Q_SIGNALS:
    void pictureReady(std::shared_ptr<const dispatch::Picture> picture,
                      const dispatch::Changes& changes);
    void linkChanged(const app::Link& link);
    void answered(std::shared_ptr<const app::Rows> rows);
    void committed(std::shared_ptr<const app::Committed> done);

  private:
    class Worker;
    QThread m_thread;
    std::atomic<bool> m_stopping = false;
    Worker* m_worker = nullptr;
    quint64 m_lastNumber = 0;
    bool m_started = false;
};

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>
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

/// The store's thread: the Store lives there and nowhere else. Follows the change log, makes each
/// next picture and hands it out; reconnects with back-off when the store goes away.
///
/// @thread construct, start() and ask from the GUI thread; none of them waits for the store.
class DeskRunner : public QObject {
    Q_OBJECT
  public:
    DeskRunner(OpenStore open, dispatch::Author by, QObject* parent = nullptr);
    ~DeskRunner() override;

    void start();
    /// Asks for rows; the answer carries the number that is returned here. An asker compares it
    /// with the last number it was given and drops older answers.
    quint64 read(const dispatch::Query& query);
    /// Gives an old picture back, so that it is destroyed on the store's thread.
    void retire(std::shared_ptr<const dispatch::Picture> picture);

  Q_SIGNALS:
    void pictureReady(std::shared_ptr<const dispatch::Picture> picture,
                      const dispatch::Changes& changes);
    void linkChanged(const app::Link& link);
    void answered(std::shared_ptr<const app::Rows> rows);

  private:
    class Worker;
    QThread m_thread;
    Worker* m_worker = nullptr;
    quint64 m_lastNumber = 0;
};

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEvent>
#include <QObject>
#include <chrono>
#include <cstdlib>
#include <map>

#include "app/console.h"

namespace bench {

/// Nanoseconds of the machine's monotonic clock, the same in all processes.
inline qint64 steadyNow() {
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

/// Notes when a frame that holds a round of a case is on screen: its title is "round N".
class PixelWatch : public QObject {
  public:
    explicit PixelWatch(app::Console& console) : m_console(console) {
        console.window().canvas().installEventFilter(this);
    }
    dispatch::CaseId record;
    std::map<int, qint64> seen;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint)
            QMetaObject::invokeMethod(
                this, [this] { look(); }, Qt::QueuedConnection);
        return QObject::eventFilter(watched, event);
    }

  private:
    void look() {
        if (!m_console.window().canvas().isSettled()) return;
        const auto* row = m_console.state().picture()->cases.find(record);
        if (!row || row->title.compare(0, 6, "round ") != 0) return;
        seen.try_emplace(std::atoi(row->title.c_str() + 6), steadyNow());
    }
    app::Console& m_console;
};

}  // namespace bench

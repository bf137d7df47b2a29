// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QString>
#include <cstdint>

namespace app {

/// Time the GUI thread could have run but the machine ran others, since it began.
///
/// @return Nanoseconds; 0 where the kernel does not tell.
/// @thread the one that asked first.
std::int64_t waitedForProcessorNs();

/// Times every event the GUI thread handles, so that one that keeps people waiting is counted and
/// named instead of being a feeling.
class WatchfulApplication : public QApplication {
  public:
    static constexpr int kLimitMs = 50;

    WatchfulApplication(int& argc, char** argv);
    bool notify(QObject* receiver, QEvent* event) override;

    /// Events that took longer than kLimitMs since the last reset, and the longest; time in which
    /// the machine ran other programs does not count.
    struct Watch {
        int overLimit = 0;
        double longestMs = 0;
        QString longest;  ///< Class and name of the receiver and the event's type.
    };
    const Watch& watch() const { return m_watch; }
    void resetWatch() { m_watch = {}; }

  private:
    Watch m_watch;
    int m_depth = 0;
};

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/watchful_application.h"

#include <fcntl.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QEvent>
#include <QThread>
#include <array>
#include <cstdlib>

namespace app {

std::int64_t waitedForProcessorNs() {
    static const int file = ::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    std::array<char, 96> words{};
    if (file < 0 || ::pread(file, words.data(), words.size() - 1, 0) <= 0) return 0;
    char* second = nullptr;
    std::strtoll(words.data(), &second, 10);
    return std::strtoll(second, nullptr, 10);
}

WatchfulApplication::WatchfulApplication(int& argc, char** argv) : QApplication(argc, argv) {}

bool WatchfulApplication::notify(QObject* receiver, QEvent* event) {
    // Only the outermost event of the GUI thread: what it calls belongs to it.
    if (QThread::currentThread() != thread() || m_depth > 0)
        return QApplication::notify(receiver, event);
    const QEvent::Type type = event->type();
    const QString name = QLatin1String(receiver->metaObject()->className()) + QLatin1Char(' ') +
                         receiver->objectName();
    ++m_depth;
    const std::int64_t waited = waitedForProcessorNs();
    QElapsedTimer timer;
    timer.start();
    const bool handled = QApplication::notify(receiver, event);
    const std::int64_t own = timer.nsecsElapsed() - (waitedForProcessorNs() - waited);
    const double ms = static_cast<double>(own) / 1e6;
    --m_depth;
    if (ms > kLimitMs) ++m_watch.overLimit;
    if (ms > m_watch.longestMs) {
        m_watch.longestMs = ms;
        m_watch.longest = QStringLiteral("%1 event %2").arg(name).arg(static_cast<int>(type));
    }
    return handled;
}

}  // namespace app

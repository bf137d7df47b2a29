// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/watchful_application.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QThread>

namespace app {

WatchfulApplication::WatchfulApplication(int& argc, char** argv) : QApplication(argc, argv) {}

bool WatchfulApplication::notify(QObject* receiver, QEvent* event) {
    // Only the outermost event of the GUI thread: what it calls belongs to it.
    if (QThread::currentThread() != thread() || m_depth > 0)
        return QApplication::notify(receiver, event);
    const QEvent::Type type = event->type();
    const QString name = QLatin1String(receiver->metaObject()->className()) + QLatin1Char(' ') +
                         receiver->objectName();
    ++m_depth;
    QElapsedTimer timer;
    timer.start();
    const bool handled = QApplication::notify(receiver, event);
    const double ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    --m_depth;
    if (ms > kLimitMs) ++m_watch.overLimit;
    if (ms > m_watch.longestMs) {
        m_watch.longestMs = ms;
        m_watch.longest = QStringLiteral("%1 event %2").arg(name).arg(static_cast<int>(type));
    }
    return handled;
}

}  // namespace app

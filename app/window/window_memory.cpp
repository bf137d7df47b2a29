// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/window_memory.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QMainWindow>
#include <QScreen>

namespace app {
namespace {

constexpr int kLayoutVersion = 1;
/// More than this much of a window's title must lie on a screen for it to be reached.
constexpr int kReachable = 120;

}  // namespace

QRect placeOnScreens(QRect wanted, const std::vector<QRect>& screens) {
    const QRect* best = &screens.front();
    qint64 most = -1;
    qint64 nearest = std::numeric_limits<qint64>::max();
    for (const QRect& screen : screens) {
        const QRect shared = screen.intersected(wanted);
        const qint64 area = qint64(shared.width()) * shared.height();
        const QPoint way = screen.center() - wanted.center();
        const qint64 distance = qint64(way.x()) * way.x() + qint64(way.y()) * way.y();
        if (area > most || (area == most && distance < nearest)) {
            best = &screen;
            most = area;
            nearest = distance;
        }
    }
    const QRect title(wanted.topLeft(), QSize(wanted.width(), 32));
    const QRect seen = best->intersected(title);
    if (seen.width() >= std::min(kReachable, wanted.width()) && seen.height() >= 16 &&
        wanted.width() <= best->width() && wanted.height() <= best->height() &&
        best->contains(wanted))
        return wanted;
    QRect placed(wanted.topLeft(), wanted.size().boundedTo(best->size()).expandedTo({1, 1}));
    placed.moveLeft(std::clamp(placed.left(), best->left(), best->right() - placed.width() + 1));
    placed.moveTop(std::clamp(placed.top(), best->top(), best->bottom() - placed.height() + 1));
    return placed;
}

WindowMemory::WindowMemory(const QString& file)
    : m_settings(file.isEmpty()
                     ? QSettings(QSettings::IniFormat, QSettings::UserScope,
                                 QCoreApplication::organizationName(), QStringLiteral("console"))
                           .fileName()
                     : file,
                 QSettings::IniFormat) {}

void WindowMemory::keepPlace(const QMainWindow& window) {
    m_settings.setValue(QStringLiteral("window/frame"), window.normalGeometry());
    m_settings.setValue(QStringLiteral("window/maximized"), window.isMaximized());
    m_settings.setValue(QStringLiteral("window/fullScreen"), window.isFullScreen());
    m_settings.setValue(QStringLiteral("window/docks"), window.saveState(kLayoutVersion));
}

bool WindowMemory::restorePlace(QMainWindow& window) {
    const QRect frame = m_settings.value(QStringLiteral("window/frame")).toRect();
    if (!frame.isValid()) return false;
    std::vector<QRect> screens;
    const auto all = QGuiApplication::screens();
    for (const QScreen* screen : all) screens.push_back(screen->availableGeometry());
    if (screens.empty()) return false;
    window.setGeometry(placeOnScreens(frame, screens));
    window.restoreState(m_settings.value(QStringLiteral("window/docks")).toByteArray(),
                        kLayoutVersion);
    if (m_settings.value(QStringLiteral("window/fullScreen")).toBool())
        window.setWindowState(Qt::WindowFullScreen);
    else if (m_settings.value(QStringLiteral("window/maximized")).toBool())
        window.setWindowState(Qt::WindowMaximized);
    return true;
}

}  // namespace app

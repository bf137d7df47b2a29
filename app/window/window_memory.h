// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QSettings>
#include <QString>
#include <vector>

class QMainWindow;

namespace app {

/// Where a window comes back: as it was left where that screen is still there, else moved and
/// shrunk so that all of it lies on the nearest screen that is.
///
/// @param wanted  Frame as it was left.
/// @param screens Available areas of the screens there are now; not empty.
QRect placeOnScreens(QRect wanted, const std::vector<QRect>& screens);

/// What the window remembers of its user from day to day: place, docks, columns, filters, layers,
/// theme, history of commands. One file of the user's own.
class WindowMemory {
  public:
    /// @param file Empty for the user's settings; tests name their own.
    explicit WindowMemory(const QString& file = {});

    QSettings& settings() { return m_settings; }
    void keepPlace(const QMainWindow& window);
    /// @return False where nothing was kept yet.
    bool restorePlace(QMainWindow& window);

  private:
    QSettings m_settings;
};

}  // namespace app

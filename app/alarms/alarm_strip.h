// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>
#include <optional>
#include <vector>

#include "app/panels/alarm_chip.h"
#include "dispatch/alarms.h"

namespace app {

/// Colours of an alarm: red and amber by its clock, magenta for what a level wants, else by its
/// priority.
layers::ClockMark alarmMark(dispatch::AlarmKind kind, dispatch::AlarmPriority priority);
/// Its line icon; empty where the clock's own glyph stands for it.
QString alarmIcon(dispatch::AlarmKind kind);

/// The alarms in the top bar: one chip a kind, the four highest; how many more kinds there are and
/// how many alarms the list shows grouped. Any of them opens the list.
class AlarmStrip : public QWidget {
    Q_OBJECT
  public:
    explicit AlarmStrip(layers::Theme theme, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    void setAlarms(const std::vector<dispatch::AlarmLine>& kinds,
                   const std::vector<dispatch::AlarmLine>& lines);
    /// Why nothing can be heard, as the tooltip of a struck bell; empty: no bell.
    void setSoundTrouble(const QString& why);
    /// Those that are shown, highest first.
    QList<AlarmChip*> chips() const;
    /// "+2 · 14 grouped", empty where all is shown.
    QString moreWords() const { return m_more->isHidden() ? QString() : m_more->text(); }
    bool saysNoSound() const { return !m_mute->isHidden(); }

  Q_SIGNALS:
    /// @param kind The chip's; -1 for none.
    void listAsked(int kind);

  private:
    layers::Theme m_theme;
    QList<AlarmChip*> m_chips;
    std::vector<dispatch::AlarmKind> m_kinds;
    QPushButton* m_more;
    QLabel* m_mute;
};

}  // namespace app

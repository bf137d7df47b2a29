// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "app/live/link.h"
#include "app/panels/alarm_chip.h"
#include "dispatch/store.h"

namespace app {

/// What the alarm chips count.
struct Alarms {
    int supervised = 0;
    int overdue = 0;
    int dueSoon = 0;
    int stale = 0;   ///< Positions past their limit.
    int silent = 0;  ///< Sources that have gone silent.
    QStringList silentNames;
    friend bool operator==(const Alarms&, const Alarms&) = default;
};

/// Counts what the officer must not miss. A source is silent past six of its reporting intervals.
Alarms countAlarms(const dispatch::Picture& picture, dispatch::Millis now);

/// Product, workspace, alarms, seat, link to the store, officer, date and store clock.
class TopBar : public QWidget {
    Q_OBJECT
  public:
    TopBar(const dispatch::Author& by, layers::Theme theme, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    void setAlarms(const Alarms& alarms);
    /// Rows of the store that cannot be shown; hidden at 0.
    void setLeftOut(int rows);
    void setLink(const Link& link, dispatch::Millis now);
    void setNow(dispatch::Millis now);
    void setCity(const QString& name);
    QWidget* firstChip();
    /// What the link says, as shown: "Store live · 8 ms".
    QString linkWords() const { return m_link->text(); }
    AlarmChip& leftOut() { return *m_leftOut; }

  Q_SIGNALS:
    void overdueAsked();
    void silentAsked();
    void staleAsked();
    void leftOutAsked();
    void themeAsked();

  private:
    QList<AlarmChip*> chips() const {
        return {m_supervised, m_overdue, m_dueSoon, m_silent, m_stale, m_leftOut};
    }
    layers::Theme m_theme;
    QLabel* m_logo;
    QLabel* m_city;
    AlarmChip* m_supervised;
    AlarmChip* m_overdue;
    AlarmChip* m_dueSoon;
    AlarmChip* m_silent;
    AlarmChip* m_stale;
    AlarmChip* m_leftOut;
    QLabel* m_linkGlyph;
    QLabel* m_link;
    QLabel* m_date;
    QLabel* m_clock;
    QToolButton* m_themeButton;
};

}  // namespace app

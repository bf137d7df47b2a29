// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "app/alarms/alarm_strip.h"
#include "app/live/link.h"
#include "app/panels/alarm_chip.h"
#include "dispatch/store.h"

namespace app {

/// Product, workspace, alarms, seat, link to the store, officer, date and store clock.
class TopBar : public QWidget {
    Q_OBJECT
  public:
    TopBar(const dispatch::Author& by, layers::Theme theme, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    void setAlarms(const std::vector<dispatch::AlarmLine>& kinds,
                   const std::vector<dispatch::AlarmLine>& lines);
    /// Rows of the store that cannot be shown; hidden at 0.
    void setLeftOut(int rows);
    void setLink(const Link& link, dispatch::Millis now);
    void setNow(dispatch::Millis now);
    void setCity(const QString& name);
    /// How many seats are on line; 0: not known.
    void setSeats(int seats);
    /// Who sits here.
    void setAuthor(const dispatch::Author& by);
    QWidget* firstChip();
    /// What the link says, as shown: "Store live · 8 ms".
    QString linkWords() const { return m_link->text(); }
    QToolButton& hall() { return *m_hall; }
    AlarmChip& leftOut() { return *m_leftOut; }
    AlarmStrip& strip() { return *m_strip; }

  Q_SIGNALS:
    void alarmsAsked(int kind);
    void leftOutAsked();
    void themeAsked();
    void hallAsked();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    /// Takes words from as many chips as the width asks for, the least urgent first.
    void fit();
    QList<AlarmChip*> chips() const { return m_strip->chips() << m_leftOut; }
    layers::Theme m_theme;
    QLabel* m_logo;
    QLabel* m_city;
    AlarmStrip* m_strip;
    AlarmChip* m_leftOut;
    QLabel* m_linkGlyph;
    QLabel* m_link;
    QToolButton* m_hall;
    QLabel* m_officer;
    QLabel* m_seat;
    QLabel* m_date;
    QLabel* m_clock;
    QToolButton* m_themeButton;
};

}  // namespace app

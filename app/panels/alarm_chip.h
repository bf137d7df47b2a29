// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <string>

#include "layers/symbols/symbol.h"
#include "layers/theme.h"

namespace app {

/// One kind of alarm in the top bar: glyph, words, count. Filled until someone has acknowledged
/// it by a click; it fills again when the count grows.
class AlarmChip : public QAbstractButton {
    Q_OBJECT
  public:
    AlarmChip(layers::ClockMark mark, layers::Theme theme, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    /// Hidden at 0.
    void setCount(int count);
    int count() const { return m_count; }
    void setWords(const QString& words);
    /// Outlined from the start, with a line icon in place of the clock's glyph: something to know
    /// that is no alarm.
    void setQuiet(const QString& icon);
    bool isAcknowledged() const { return m_acknowledged; }

    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    layers::ClockMark m_mark;
    QString m_quietIcon;
    layers::Theme m_theme;
    int m_count = 0;
    bool m_acknowledged = false;
};

}  // namespace app

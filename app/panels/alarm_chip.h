// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QElapsedTimer>
#include <QTimer>

#include "layers/symbols/symbol.h"
#include "layers/theme.h"

namespace app {

/// What a chip shows.
struct ChipFace {
    QString words;
    QString icon;                                      ///< Line icon; empty: the clock's glyph.
    layers::ClockMark mark = layers::ClockMark::Warn;  ///< Its colours.
    int count = 0;                                     ///< Hidden at 0.
    bool lit = false;                                  ///< Filled: not acknowledged.
    QString shelvedUntil;                              ///< "14:05": dashed; else empty.
    qint64 last = 0;  ///< Number of its newest alarm: a greater one dims for six seconds.
    friend bool operator==(const ChipFace&, const ChipFace&) = default;
};

/// One kind of alarm in the top bar: glyph, words, count. Filled while unacknowledged, outlined
/// after, dashed while shelved. A new alarm dims once a second for six seconds and then stays lit;
/// where the system wants no motion it has a bright outline instead.
class AlarmChip : public QAbstractButton {
    Q_OBJECT
  public:
    explicit AlarmChip(layers::Theme theme, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    void setFace(const ChipFace& face);
    const ChipFace& face() const { return m_face; }
    int count() const { return m_face.count; }
    bool isDimming() const { return m_dim.isActive(); }

    /// Without its words, where the bar is too narrow for them; the tooltip has them then.
    void setBrief(bool brief);
    bool isBrief() const { return m_brief; }

    QSize sizeHint() const override { return sizeOf(m_brief); }
    QSize minimumSizeHint() const override { return sizeOf(true); }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QSize sizeOf(bool brief) const;
    int countWidth() const;
    void dimOn();
    QColor dimmed(QColor fill, QColor text) const;
    ChipFace m_face;
    layers::Theme m_theme;
    bool m_brief = false;
    bool m_outlined = false;
    QTimer m_dim;
    QElapsedTimer m_since;
};

/// Whether the system asks for no moving pictures.
bool wantsNoMotion(const QWidget& widget);

}  // namespace app

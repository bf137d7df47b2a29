// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "layers/theme.h"

namespace app {

/// Paints one line of the alarm list: glyph, kind, what it is about, state and time, count.
class AlarmRowDelegate : public QStyledItemDelegate {
  public:
    AlarmRowDelegate(layers::Theme theme, QObject* parent)
        : QStyledItemDelegate(parent), m_theme(theme) {}
    void setTheme(layers::Theme theme) { m_theme = theme; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    layers::Theme m_theme;
};

}  // namespace app

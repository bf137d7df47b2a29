// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "app/models/case_queue_filter.h"
#include "layers/theme.h"

namespace app {

/// Paints one row of the queue: symbol, number, title, place, clock and its bar.
class CaseRowDelegate : public QStyledItemDelegate {
  public:
    static constexpr int kRowHeight = 60;

    CaseRowDelegate(const CaseQueueFilter& queue, const CaseTableModel& cases, layers::Theme theme,
                    QObject* parent = nullptr);
    void setTheme(layers::Theme theme) { m_theme = theme; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    const CaseQueueFilter& m_queue;
    const CaseTableModel& m_cases;
    layers::Theme m_theme;
};

}  // namespace app

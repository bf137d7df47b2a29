// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>

#include "app/models/order_table_model.h"
#include "app/panels/empty_note.h"

namespace app {

/// The status board: who is under way for which case, in which state, for how long.
class OrderPanel : public QWidget {
    Q_OBJECT
  public:
    explicit OrderPanel(QWidget* parent = nullptr);

    void apply(std::shared_ptr<const dispatch::Picture> picture, const dispatch::Changes& changes,
               dispatch::Millis now);
    /// Times in state move on once a second.
    void setNow(dispatch::Millis now);
    OrderTableModel& orders() { return m_orders; }
    QTableView& table() { return *m_table; }
    DockHeader& header() { return *m_header; }

  Q_SIGNALS:
    /// The case of an order.
    void selected(dispatch::RecordRef ref);
    void activated(dispatch::RecordRef ref);

  private:
    std::optional<dispatch::RecordRef> caseOf(const QModelIndex& index) const;
    OrderTableModel m_orders;
    QSortFilterProxyModel m_order;
    DockHeader* m_header;
    QStackedWidget* m_stack;
    QTableView* m_table;
    EmptyNote* m_empty;
};

}  // namespace app

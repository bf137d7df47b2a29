// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/order_panel.h"

#include <QHeaderView>
#include <QVBoxLayout>

#include "app/text/figures.h"

namespace app {

OrderPanel::OrderPanel(QWidget* parent)
    : QWidget(parent),
      m_header(new DockHeader(tr("Orders"))),
      m_stack(new QStackedWidget),
      m_table(new QTableView),
      m_empty(new EmptyNote) {
    setObjectName(QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_order.setSourceModel(&m_orders);
    m_order.setSortRole(SortRole);
    m_order.setDynamicSortFilter(false);
    m_table->setModel(&m_order);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(OrderTableModel::Since, Qt::AscendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(32);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setAccessibleName(tr("Orders"));
    const int widths[] = {92, 110, 64, 56, 56};
    for (int i = 0; i < int(std::size(widths)); ++i) m_table->setColumnWidth(i, widths[i]);
    m_empty->say(tr("Nobody is under way"), tr("Orders appear here when somebody is dispatched."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->addWidget(m_stack);
    setFocusProxy(m_table);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (const auto ref = caseOf(now)) Q_EMIT selected(*ref);
            });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (const auto ref = caseOf(index)) Q_EMIT activated(*ref);
    });
}

std::optional<dispatch::RecordRef> OrderPanel::caseOf(const QModelIndex& index) const {
    const auto* order =
        index.isValid() ? m_orders.rowAt(m_order.mapToSource(index).row()) : nullptr;
    if (!order) return {};
    return dispatch::RecordRef{dispatch::Kind::Case, order->record.value};
}

void OrderPanel::apply(std::shared_ptr<const dispatch::Picture> picture,
                       const dispatch::Changes& changes, dispatch::Millis now) {
    m_orders.setNow(now);
    m_orders.apply(std::move(picture), changes);
    m_header->setCount(countText(m_orders.rowCount()));
    m_stack->setCurrentWidget(m_orders.rowCount() > 0 ? static_cast<QWidget*>(m_table) : m_empty);
    if (changes.touches(dispatch::Kind::Assignment))
        m_order.sort(m_table->horizontalHeader()->sortIndicatorSection(),
                     m_table->horizontalHeader()->sortIndicatorOrder());
}

void OrderPanel::setNow(dispatch::Millis now) {
    m_orders.setNow(now);
    if (isVisible()) m_orders.tellTimes();
}

}  // namespace app

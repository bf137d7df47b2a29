// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/plain_table.h"

#include <QHeaderView>

namespace app {

QTableWidget* plainTable(const QStringList& titles, const QString& accessibleName) {
    auto* table = new QTableWidget;
    table->setColumnCount(static_cast<int>(titles.size()));
    table->setHorizontalHeaderLabels(titles);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setWordWrap(true);
    table->setTabKeyNavigation(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setAccessibleName(accessibleName);
    return table;
}

void setCells(QTableWidget& table, int row, const QStringList& cells) {
    for (int cell = 0; cell < cells.size(); ++cell) {
        QTableWidgetItem* item = table.item(row, cell);
        if (!item) table.setItem(row, cell, item = new QTableWidgetItem);
        item->setText(cells[cell]);
        item->setToolTip(cells[cell]);
        item->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    }
}

}  // namespace app

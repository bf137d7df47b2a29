// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTableWidget>

namespace app {

/// A table to read and copy from: whole rows are selected, Tab leaves it, the last column takes the
/// room that is left.
QTableWidget* plainTable(const QStringList& titles, const QString& accessibleName);
/// Fills a row; what is cut off is in the tooltip.
void setCells(QTableWidget& table, int row, const QStringList& cells);

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/order_table_model.h"

#include "app/text/desk_words.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

using dispatch::Assignment;

QVariant words(int role, const QString& shown) {
    if (role == Qt::DisplayRole || role == SortRole || role == Qt::ToolTipRole) return shown;
    return {};
}

qint64 secondsOf(dispatch::Seconds time) {
    return static_cast<qint64>(time.time_since_epoch().count());
}

}  // namespace

OrderTableModel::OrderTableModel(QObject* parent)
    : RecordTableModel(dispatch::Kind::Assignment, &dispatch::Picture::assignments, parent) {
    setColumns({
        {"responder", [] { return tr("Responder"); },
         [this](const Assignment& row, int role) {
             const auto* who = picture().responders.find(row.responder);
             return words(
                 role, who ? text(who->code) + QLatin1Char(' ') + text(who->name) : text(row.unit));
         }},
        {"case", [] { return tr("Case"); },
         [this](const Assignment& row, int role) {
             const auto* record = picture().cases.find(row.record);
             return words(role, record ? text(record->code) + QLatin1Char(' ') + text(record->title)
                                       : QString());
         }},
        {"state", [] { return tr("State"); },
         [](const Assignment& row, int role) -> QVariant {
             if (role == SortRole) return static_cast<int>(row.state);
             return words(role, orderText(row.state));
         }},
        {"since", [] { return tr("For"); },
         [this](const Assignment& row, int role) -> QVariant {
             if (role == Qt::TextAlignmentRole) return int(Qt::AlignRight | Qt::AlignVCenter);
             if (role == SortRole) return -secondsOf(row.stateSince);
             if (role != Qt::DisplayRole) return {};
             return spanText(std::chrono::floor<std::chrono::seconds>(m_now) - row.stateSince);
         },
         true},
        {"check", [] { return tr("Safety check"); },
         [this](const Assignment& row, int role) -> QVariant {
             if (role == Qt::TextAlignmentRole) return int(Qt::AlignRight | Qt::AlignVCenter);
             if (!row.checkDue) return {};
             if (role == SortRole) return secondsOf(*row.checkDue);
             if (role != Qt::DisplayRole) return {};
             const auto left = *row.checkDue - std::chrono::floor<std::chrono::seconds>(m_now);
             return left.count() < 0 ? QLatin1Char('+') + spanText(-left) : spanText(left);
         },
         true},
    });
}

void OrderTableModel::tellTimes() {
    tellColumn(Since);
    tellColumn(Check);
}

}  // namespace app

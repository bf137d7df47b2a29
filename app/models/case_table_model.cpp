// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/case_table_model.h"

#include <limits>

#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

using dispatch::Case;

qint64 ticks(dispatch::Seconds time) {
    return time.time_since_epoch().count();
}

QString placeOf(const dispatch::Picture& picture, const Case& record) {
    const QString area = areaText(picture, record.grid);
    return area.isEmpty() ? text(record.placeText) : area;
}

QVariant words(int role, const QString& shown) {
    if (role == Qt::DisplayRole || role == SortRole || role == Qt::ToolTipRole) return shown;
    return {};
}

}  // namespace

CaseTableModel::CaseTableModel(QObject* parent)
    : RecordTableModel(dispatch::Kind::Case, &dispatch::Picture::cases, parent) {
    setColumns({
        {"code", [] { return tr("Number"); },
         [](const Case& row, int role) { return words(role, text(row.code)); }},
        {"title", [] { return tr("Case"); },
         [](const Case& row, int role) { return words(role, text(row.title)); }},
        {"place", [] { return tr("Place"); },
         [this](const Case& row, int role) { return words(role, placeOf(picture(), row)); }},
        {"remaining", [] { return tr("Time left"); },
         [this](const Case& row, int role) -> QVariant {
             if (role == Qt::DisplayRole) return clockText(row, m_now);
             if (role == SortRole)
                 return row.due ? ticks(*row.due) : std::numeric_limits<qint64>::max();
             if (role == Qt::TextAlignmentRole) return int(Qt::AlignRight | Qt::AlignVCenter);
             return {};
         }},
        {"stage", [] { return tr("Stage"); },
         [](const Case& row, int role) { return words(role, stageText(row.stage)); }},
        {"risk", [] { return tr("Risk"); },
         [](const Case& row, int role) -> QVariant {
             if (role == SortRole) return -static_cast<int>(row.risk);
             return words(role, riskText(row.risk));
         }},
        {"reported", [] { return tr("Received"); },
         [this](const Case& row, int role) -> QVariant {
             if (role == Qt::DisplayRole) return shortTime(row.reported, m_now);
             if (role == SortRole) return ticks(row.reported);
             return {};
         }},
    });
}

void CaseTableModel::setNow(dispatch::Seconds now) {
    if (m_now == now) return;
    m_now = now;
    tellColumn(Remaining);
}

}  // namespace app

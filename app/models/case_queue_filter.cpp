// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/case_queue_filter.h"

#include "app/text/words.h"

namespace app {

using dispatch::Case;

CaseQueueFilter::CaseQueueFilter(CaseTableModel& cases, QObject* parent)
    : QSortFilterProxyModel(parent), m_cases(cases) {
    setSourceModel(&cases);
    setDynamicSortFilter(true);
    sort(CaseTableModel::Title);
}

bool CaseQueueFilter::belongs(const Case& record, Chip chip) const {
    switch (chip) {
        case Chip::All:
            return true;
        case Chip::Overdue:
            return dispatch::clockState(record, m_cases.now()) == dispatch::ClockState::Late;
        case Chip::HighRisk:
            return record.risk == dispatch::Risk::High;
    }
    return true;
}

void CaseQueueFilter::setChip(Chip chip) {
    m_chip = chip;
    invalidateFilter();
}

void CaseQueueFilter::setWords(const QString& words) {
    m_words = words.trimmed();
    invalidateFilter();
}

void CaseQueueFilter::refreshOverdue() {
    const int overdue = countOf(Chip::Overdue);
    if (std::exchange(m_overdue, overdue) != overdue && m_chip == Chip::Overdue) invalidateFilter();
}

int CaseQueueFilter::countOf(Chip chip) const {
    int count = 0;
    for (int row = 0; row < m_cases.rowCount(); ++row)
        if (belongs(*m_cases.rowAt(row), chip)) ++count;
    return count;
}

const Case* CaseQueueFilter::caseAt(const QModelIndex& index) const {
    return index.isValid() ? m_cases.rowAt(mapToSource(index).row()) : nullptr;
}

bool CaseQueueFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    const Case* record = m_cases.rowAt(row);
    if (!record || !belongs(*record, m_chip)) return false;
    if (m_words.isEmpty()) return true;
    for (const std::string* field :
         {&record->code, &record->title, &record->placeText, &record->grid, &record->text})
        if (text(*field).contains(m_words, Qt::CaseInsensitive)) return true;
    return areaText(m_cases.picture(), record->grid).contains(m_words, Qt::CaseInsensitive);
}

bool CaseQueueFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const Case& a = *m_cases.rowAt(left.row());
    const Case& b = *m_cases.rowAt(right.row());
    if (a.due != b.due) {
        if (!a.due || !b.due) return a.due.has_value();
        return *a.due < *b.due;
    }
    if (a.risk != b.risk) return a.risk > b.risk;
    return a.id < b.id;
}

}  // namespace app

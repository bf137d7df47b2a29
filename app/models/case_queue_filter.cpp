// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/case_queue_filter.h"

#include <algorithm>

#include "app/text/words.h"
#include "dispatch/search_text.h"

namespace app {
namespace {

using dispatch::Case;
using dispatch::CaseId;
using dispatch::Urgency;

/// More changed rows than this at once, and the whole queue is made anew.
constexpr int kMostSingleRows = 64;
/// Texts made ready at a time: 2 ms.
constexpr int kTextsASlice = 1000;

}  // namespace

CaseQueueFilter::CaseQueueFilter(CaseTableModel& cases, QObject* parent)
    : QAbstractListModel(parent), m_cases(cases) {
    connect(&cases, &QAbstractItemModel::modelReset, this, [this] {
        m_texts.clear();
        m_preparedRows = 0;
        m_prepare.start();
        rebuild();
    });
    connect(&m_prepare, &QTimer::timeout, this, &CaseQueueFilter::prepareTexts);
    connect(&cases, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) {
                for (int row = first; row <= last; ++row) put(row);
            });
    connect(&cases, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) {
                for (int row = first; row <= last; ++row) {
                    const CaseId id = m_cases.rowAt(row)->id;
                    drop(id);
                    m_texts.erase(id.value);
                }
            });
    connect(&cases, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& from, const QModelIndex& to) {
                if (from.column() == to.column()) {  // Only the time that is left.
                    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
                    return;
                }
                if (to.row() - from.row() >= kMostSingleRows) return rebuild();
                for (int row = from.row(); row <= to.row(); ++row) put(row);
            });
    rebuild();
    m_prepare.start();
}

void CaseQueueFilter::prepareTexts() {
    const int end = std::min(m_cases.rowCount(), m_preparedRows + kTextsASlice);
    for (; m_preparedRows < end; ++m_preparedRows) textOf(*m_cases.rowAt(m_preparedRows));
    if (m_preparedRows >= m_cases.rowCount()) m_prepare.stop();
}

const Case* CaseQueueFilter::caseOf(CaseId id) const {
    const int row = m_cases.rowOf({dispatch::Kind::Case, id.value});
    return row < 0 ? nullptr : m_cases.rowAt(row);
}

const std::u32string& CaseQueueFilter::textOf(const Case& record) const {
    Text& kept = m_texts[record.id.value];
    if (kept.folded.empty() || kept.revision != record.revision) {
        kept.revision = record.revision;
        kept.folded = dispatch::searchedText(record);
        const QString area = areaText(m_cases.picture(), record.grid);
        kept.folded += U'\n' + dispatch::foldText(area.toStdString());
        kept.folded += U'\n' + dispatch::foldText(record.grid);
    }
    return kept.folded;
}

bool CaseQueueFilter::belongs(const Case& record, Chip chip) const {
    switch (chip) {
        case Chip::All:
            return true;
        case Chip::Overdue:
            return dispatch::isOverdue(record, m_cases.now());
        case Chip::HighRisk:
            return record.risk == dispatch::Risk::High;
        case Chip::Mine:
            return m_centre.empty() || record.centre == m_centre;
        case Chip::OnSpot:
            return record.onSpot;
    }
    return true;
}

bool CaseQueueFilter::isShown(const Case& record) const {
    if (!belongs(record, m_chip)) return false;
    static const std::u32string none;
    return dispatch::shows(m_view, record, m_view.words.empty() ? none : textOf(record),
                           m_cases.now(), m_centre);
}

bool CaseQueueFilter::followsTime() const {
    return m_chip == Chip::Overdue || m_view.overdue || m_view.olderThan;
}

void CaseQueueFilter::setChip(Chip chip) {
    m_chip = chip;
    rebuild();
}

void CaseQueueFilter::setWords(const QString& words) {
    m_words = words.trimmed();
    m_view = dispatch::readQueueView(m_words.toStdString());
    rebuild();
}

void CaseQueueFilter::setCentre(const std::string& centre) {
    m_centre = centre;
    rebuild();
}

void CaseQueueFilter::count() {
    m_counts.fill(0);
    for (int row = 0; row < m_cases.rowCount(); ++row) {
        const Case& record = *m_cases.rowAt(row);
        for (std::size_t chip = 0; chip < m_counts.size(); ++chip)
            m_counts[chip] += belongs(record, static_cast<Chip>(chip));
    }
}

void CaseQueueFilter::refreshOverdue() {
    count();
    if (followsTime() && wanted() != m_order) rebuild();
}

std::vector<Urgency> CaseQueueFilter::wanted() const {
    std::vector<Urgency> order;
    for (int row = 0; row < m_cases.rowCount(); ++row) {
        const Case& record = *m_cases.rowAt(row);
        if (isShown(record)) order.push_back(dispatch::urgencyOf(record));
    }
    std::sort(order.begin(), order.end());
    return order;
}

void CaseQueueFilter::rebuild() {
    beginResetModel();
    m_order = wanted();
    m_placed.clear();
    for (const Urgency& one : m_order) m_placed[one.id.value] = one;
    count();
    endResetModel();
}

void CaseQueueFilter::drop(CaseId id) {
    const auto placed = m_placed.find(id.value);
    if (placed == m_placed.end()) return;
    const auto at = std::lower_bound(m_order.begin(), m_order.end(), placed->second);
    const int row = static_cast<int>(at - m_order.begin());
    beginRemoveRows({}, row, row);
    m_order.erase(at);
    m_placed.erase(placed);
    endRemoveRows();
}

void CaseQueueFilter::put(int row) {
    const Case& record = *m_cases.rowAt(row);
    const Urgency urgency = dispatch::urgencyOf(record);
    const auto placed = m_placed.find(record.id.value);
    const bool shown = isShown(record);
    if (placed != m_placed.end()) {
        if (shown && placed->second == urgency) {
            const QModelIndex same = index(rowOf({dispatch::Kind::Case, record.id.value}));
            Q_EMIT dataChanged(same, same);
            return;
        }
        drop(record.id);
    }
    if (!shown) return;
    const auto at = std::lower_bound(m_order.begin(), m_order.end(), urgency);
    const int to = static_cast<int>(at - m_order.begin());
    beginInsertRows({}, to, to);
    m_order.insert(at, urgency);
    m_placed[record.id.value] = urgency;
    endInsertRows();
}

const Case* CaseQueueFilter::caseAt(const QModelIndex& index) const {
    if (!index.isValid() || index.row() >= rowCount()) return nullptr;
    return caseOf(m_order[static_cast<std::size_t>(index.row())].id);
}

int CaseQueueFilter::rowOf(dispatch::RecordRef ref) const {
    if (ref.kind != dispatch::Kind::Case) return -1;
    const auto placed = m_placed.find(ref.id);
    if (placed == m_placed.end()) return -1;
    return static_cast<int>(std::lower_bound(m_order.begin(), m_order.end(), placed->second) -
                            m_order.begin());
}

int CaseQueueFilter::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

QVariant CaseQueueFilter::data(const QModelIndex& index, int role) const {
    const Case* record = caseAt(index);
    if (!record) return {};
    if (role == RefRole)
        return QVariant::fromValue(dispatch::RecordRef{dispatch::Kind::Case, record->id.value});
    const int row = m_cases.rowOf({dispatch::Kind::Case, record->id.value});
    return m_cases.index(row, CaseTableModel::Title).data(role);
}

}  // namespace app

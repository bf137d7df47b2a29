// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QTimer>
#include <unordered_map>
#include <vector>

#include "app/models/case_table_model.h"
#include "dispatch/queue_view.h"

namespace app {

/// The queue: the open cases that a view shows, the most urgent first. Follows the table of cases
/// row by row; 50,000 of them are filtered within a keystroke.
///
/// @thread GUI.
class CaseQueueFilter : public QAbstractListModel {
    Q_OBJECT
  public:
    enum class Chip { All, Overdue, HighRisk, Mine, OnSpot };
    static constexpr int kChips = 5;

    explicit CaseQueueFilter(CaseTableModel& cases, QObject* parent = nullptr);

    void setChip(Chip chip);
    Chip chip() const { return m_chip; }
    /// A line as dispatch::readQueueView reads it.
    void setWords(const QString& words);
    const QString& words() const { return m_words; }
    /// Centre::code the reader works for; "mine" is what it holds.
    void setCentre(const std::string& centre);
    /// What depends on time alone comes and goes: call once a second.
    void refreshOverdue();

    int countOf(Chip chip) const { return m_counts[static_cast<std::size_t>(chip)]; }
    const dispatch::Case* caseAt(const QModelIndex& index) const;
    /// @return -1 where the view does not show it.
    int rowOf(dispatch::RecordRef ref) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    const dispatch::Case* caseOf(dispatch::CaseId id) const;
    const std::u32string& textOf(const dispatch::Case& record) const;
    bool belongs(const dispatch::Case& record, Chip chip) const;
    bool isShown(const dispatch::Case& record) const;
    bool followsTime() const;
    std::vector<dispatch::Urgency> wanted() const;
    void count();
    /// Makes texts to search ready while nothing else is to do, so that the first key need not.
    void prepareTexts();
    void rebuild();
    void put(int row);
    void drop(dispatch::CaseId id);

    struct Text {
        dispatch::Revision revision;
        std::u32string folded;
    };
    CaseTableModel& m_cases;
    Chip m_chip = Chip::All;
    QString m_words;
    std::string m_centre;
    dispatch::QueueView m_view;
    std::vector<dispatch::Urgency> m_order;
    std::unordered_map<std::int64_t, dispatch::Urgency> m_placed;  ///< Of each shown case, by id.
    std::array<int, kChips> m_counts{};
    mutable std::unordered_map<std::int64_t, Text> m_texts;
    QTimer m_prepare;
    int m_preparedRows = 0;
};

}  // namespace app

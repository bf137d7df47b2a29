// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

#include "app/models/case_table_model.h"

namespace app {

/// The queue's order and filters: most urgent first, that is by the time that is left, then by
/// risk.
class CaseQueueFilter : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    enum class Chip { All, Overdue, HighRisk };

    explicit CaseQueueFilter(CaseTableModel& cases, QObject* parent = nullptr);

    void setChip(Chip chip);
    Chip chip() const { return m_chip; }
    void setWords(const QString& words);
    const QString& words() const { return m_words; }
    /// Overdue cases come and go with time alone: call once a second.
    void refreshOverdue();

    int countOf(Chip chip) const;
    const dispatch::Case* caseAt(const QModelIndex& index) const;

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

  private:
    bool belongs(const dispatch::Case& record, Chip chip) const;
    CaseTableModel& m_cases;
    Chip m_chip = Chip::All;
    QString m_words;
    int m_overdue = -1;
};

}  // namespace app

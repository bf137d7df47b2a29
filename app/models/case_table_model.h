// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/record_table_model.h"

namespace app {

/// The open cases, one a row: what the queue lists.
class CaseTableModel : public RecordTableModel<dispatch::Case> {
    Q_OBJECT
  public:
    enum Columns { Code, Title, Place, Remaining, Stage, RiskLevel, Reported };
    explicit CaseTableModel(QObject* parent = nullptr);

    /// Store time; the remaining times are counted from it. Tells the views.
    void setNow(dispatch::Seconds now);
    dispatch::Seconds now() const { return m_now; }

  private:
    dispatch::Seconds m_now{};
};

}  // namespace app

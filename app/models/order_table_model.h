// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/record_table_model.h"

namespace app {

/// The status board: every live and waiting order, with its responder, case and time in state.
class OrderTableModel : public RecordTableModel<dispatch::Assignment> {
    Q_OBJECT
  public:
    enum Column { Responder, Case, State, Since, Check };
    explicit OrderTableModel(QObject* parent = nullptr);
    /// Store time; times in state are counted from it.
    void setNow(dispatch::Millis now) { m_now = now; }
    /// Tells the views that times have moved on.
    void tellTimes();

  private:
    dispatch::Millis m_now{};
};

}  // namespace app

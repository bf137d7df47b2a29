// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/record_table_model.h"

namespace app {

/// Everyone who can be sent, on and off duty, one a row.
class ResponderTableModel : public RecordTableModel<dispatch::Responder> {
    Q_OBJECT
  public:
    enum Columns { Code, Name, KindOf, State, Age, Home };
    explicit ResponderTableModel(QObject* parent = nullptr);

    /// Store time; ages of positions are counted from it. Told with the next positions.
    void setNow(dispatch::Millis now) { m_now = now; }

  private:
    dispatch::Millis m_now{};
};

/// Age of a responder's position; empty where it is off duty or never reported.
QString fixAgeFigure(const dispatch::Picture& picture, const dispatch::Responder& responder,
                     dispatch::Millis now);
/// "Free", "On scene", "Off duty".
QString dutyText(const dispatch::Responder& responder);

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include "dispatch/store.h"
#include "dispatch/workflow.h"

namespace app {

/// "ok", "warn", "late", "supervised", "suspended", "none".
const char* clockWord(dispatch::ClockState state);

/// A case's own fields, with the state of its clock at `now`. Times are ISO 8601, UTC.
QJsonObject caseJson(const dispatch::Case& record, dispatch::Seconds now);

/// The case with its orders, supervisions, notes and the whole of its journal. Contacts are not in
/// it.
dispatch::Result<QJsonObject> wholeCaseJson(dispatch::Store& store, const dispatch::Case& record,
                                            dispatch::Seconds now);

/// The same as lines for people.
QString caseReport(const QJsonObject& whole, const dispatch::Workflow& workflow);

}  // namespace app

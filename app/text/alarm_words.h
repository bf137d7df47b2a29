// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "dispatch/alarms.h"

namespace app {

QString alarmText(dispatch::AlarmKind kind);
QString alarmPriorityText(dispatch::AlarmPriority priority);
/// What a line of the list is about: case and title, who refused, or how many sources it counts.
QString alarmSubjectText(const dispatch::AlarmLine& line, const dispatch::Picture& picture);
/// "unacknowledged", "acknowledged", "shelved until 14:05", and whether it still stands.
QString alarmStateText(const dispatch::AlarmLine& line);
/// The seat's own alarm rate in one line.
QString alarmFiguresText(const dispatch::AlarmFigures& figures);
/// Why nothing can be heard where there is no device.
QString noSoundText();

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <chrono>

#include "dispatch/case.h"
#include "dispatch/clock.h"
#include "dispatch/place.h"

namespace app {

/// Remaining time of a case's stage: `mm:ss` below one hour, `h:mm:ss` above, `3 d 04:10` above a
/// day, `+` in front when late.
/// @return The word where the clock stands still; empty where the stage has no limit or the case is
/// closed.
QString clockText(const dispatch::Case& record, dispatch::Seconds now);
/// Time since the first limit missed in this stage, `+1:23:45`; empty where a later level's own
/// limit does not run beside it.
QString missedText(const dispatch::Case& record, dispatch::Seconds now);
/// A span in the same forms, without sign.
QString spanText(std::chrono::seconds span);
/// How long ago, in one short figure: `6 s`, `4 min`, `2 h`, `3 d`.
QString ageText(std::chrono::milliseconds age);

/// Store time on this seat's wall: `21:47:06`.
QString timeOfDay(dispatch::Millis time);
/// `11月22日 周日` / `Sun 22 Nov`.
QString dateText(dispatch::Millis time);
/// `11-22 21:47`, or only the time of day where it is the day of `now`.
QString shortTime(dispatch::Seconds time, dispatch::Millis now);
/// `11-22`, or nothing where it is the day of `now`.
QString dayUnlessToday(dispatch::Seconds time, dispatch::Millis now);

/// Groups digits for the eye: 15 digits as `990302 003 004 012`; others as they are.
QString groupedCode(const QString& code);
/// `1,284`
QString countText(qint64 count);
/// `106.82417°E 39.67352°N`
QString positionText(dispatch::LonLat place);
/// `500 m`, `1.2 km`
QString lengthText(double metres);

}  // namespace app

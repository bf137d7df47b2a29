// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "dispatch/clock.h"
#include "dispatch/ids.h"
#include "dispatch/place.h"

namespace dispatch {

enum class ResponderKind { Gridworker, PartTime, GridHead, Police, Patrol, Volunteer, Department };
enum class Vehicle { Foot, Bicycle, Car };
enum class WorkState { Free, Resting, Sent, EnRoute, OnScene };

/// Who can be sent (处置力量). Only on-duty responders have a position.
struct Responder {
    ResponderId id;
    std::string code;  ///< "w17", "p04": short, unique, typed on the command line.
    std::string name;
    ResponderKind kind = ResponderKind::Gridworker;
    Vehicle vehicle = Vehicle::Foot;
    WorkState state = WorkState::Free;
    Seconds stateSince{};
    bool onDuty = false;
    std::string grid;        ///< Grid::code of the home grid, empty where none.
    std::string unit;        ///< Unit::code, empty where none.
    std::string post;        ///< Post::code it starts from, empty where none.
    int reportSeconds = 30;  ///< Interval at which its handset reports; ages are counted in it.
    Revision revision;
    friend bool operator==(const Responder&, const Responder&) = default;
};

/// When a responder is or was on duty (勤务). A fix outside every duty is refused.
struct Duty {
    DutyId id;
    ResponderId responder;
    Seconds from{};
    std::optional<Seconds> until;  ///< Empty while it goes on.
    Revision revision;
    friend bool operator==(const Duty&, const Duty&) = default;
};

/// One position report (定位点). NaN where the source did not say.
struct Fix {
    FixSeq seq;
    ResponderId responder;
    Millis time{};  ///< When it was measured, by the source's clock.
    LonLat place;
    float headingDegrees = std::numeric_limits<float>::quiet_NaN();  ///< 0 north, 90 east.
    float speedMetresPerSecond = std::numeric_limits<float>::quiet_NaN();
    float accuracyMetres = std::numeric_limits<float>::quiet_NaN();
    std::int32_t source = 0;  ///< Index into Picture::sources.
    GridId
        grid;  ///< Geographic grid it lies in, found when it is taken in; none outside all grids.
};

/// How old a position is, in reporting intervals of its source.
enum class FixAge { Fresh, Ageing, Stale };

/// Tells how a position may be shown and used: fresh up to 3 reporting intervals, ageing up to 6,
/// stale beyond; a stale one is never ranked for dispatch.
///
/// @param measured       When the fix was measured.
/// @param now            Store time.
/// @param reportSeconds  Reporting interval of its source, seconds, above 0.
/// @source the product's map conventions: 30 s and 60 s at an interval of 10 s.
FixAge fixAge(Millis measured, Millis now, int reportSeconds);

}  // namespace dispatch

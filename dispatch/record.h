// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>

#include "dispatch/area.h"
#include "dispatch/assignment.h"
#include "dispatch/case.h"
#include "dispatch/contact.h"
#include "dispatch/ground.h"
#include "dispatch/ids.h"
#include "dispatch/level.h"
#include "dispatch/post.h"
#include "dispatch/responder.h"
#include "dispatch/supervision.h"
#include "dispatch/user.h"

namespace dispatch {

/// A named value of the store: city name, retention days, map CRS.
struct Setting {
    SettingId id;
    std::string key;
    std::string value;
    Revision revision;
    friend bool operator==(const Setting&, const Setting&) = default;
};

/// Every kind of row the store keeps, in the order of Record's alternatives.
enum class Kind {
    Level,
    Centre,
    Grid,
    Zone,
    Post,
    Unit,
    Responder,
    Duty,
    Category,
    Case,
    CaseNote,
    Camera,
    PopulationCell,
    Ground,
    Road,
    Barrier,
    TurnRestriction,
    Setting,
    Assignment,
    User,
    Supervision,
    Contact,
    Fix
};

/// One row of any kind. The alternative's index is its Kind.
using Record = std::variant<Level, Centre, Grid, Zone, Post, Unit, Responder, Duty, Category, Case,
                            CaseNote, Camera, PopulationCell, Ground, Road, Barrier,
                            TurnRestriction, Setting, Assignment, User, Supervision, Contact, Fix>;

constexpr int kKindCount = static_cast<int>(std::variant_size_v<Record>);

inline Kind kindOf(const Record& record) {
    return static_cast<Kind>(record.index());
}

/// The kind's word in verbs, reports and the store: "grid", "case", "population".
const char* kindName(Kind kind);

/// Points at one record; what is selected, hit or changed.
struct RecordRef {
    Kind kind = Kind::Case;
    std::int64_t id = 0;
    friend auto operator<=>(const RecordRef&, const RecordRef&) = default;
};

/// The record's id as a plain number, 0 where the store has not given one yet.
std::int64_t idOf(const Record& record);
/// The record's code where its kind has one, else empty.
std::string codeOf(const Record& record);
/// The record's revision; 0 for kinds that are written once and never changed.
Revision revisionOf(const Record& record);

}  // namespace dispatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "dispatch/clock.h"
#include "dispatch/ids.h"
#include "dispatch/place.h"

namespace dispatch {

enum class Risk { Low, Medium, High };

/// How exactly a time is known; only Second and Minute enter statistics of minutes.
enum class TimePrecision { Second, Minute, Day, Month };

/// One row of the two-level, versioned code list of what is reported (事项类别).
struct Category {
    CategoryId id;
    std::string code;    ///< "01" or "0102"
    std::string parent;  ///< Empty at the first level.
    std::string nameZh;
    std::string nameEn;
    Risk risk = Risk::Low;  ///< Proposed risk.
    int version = 1;
    Revision revision;
    friend bool operator==(const Category&, const Category&) = default;
};

/// Anything reported (事项): one case, one code for life.
struct Case {
    CaseId id;
    std::string code;          ///< One code for life, unique in the store.
    std::string category;      ///< Category::code
    std::string categoryText;  ///< What the source called it, where our list has no word for it.
    std::string title;
    std::string text;
    Risk risk = Risk::Low;
    std::string stage = "accepted";   ///< accepted, routed, handling, reported, rated, archived
    std::string level = "community";  ///< Level::code that holds it.
    std::optional<LonLat> place;
    std::string placeText;
    std::string grid;      ///< Code of the geographic grid, found from `place` at commit.
    std::string source;    ///< "hotline", "gridworker", "import: FILE" ...
    std::string leadUnit;  ///< Unit::code
    Seconds reported{};
    TimePrecision precision = TimePrecision::Second;
    Seconds stageEntered{};
    std::optional<Seconds> due;     ///< First second that counts as late in this stage.
    std::optional<Seconds> closed;  ///< Set once the case needs no more work.
    Revision revision;
    friend bool operator==(const Case&, const Case&) = default;
};

/// A line kept with a case: what a unit did, what an import could not map.
struct CaseNote {
    CaseNoteId id;
    CaseId record;
    Seconds at{};
    std::string author;
    std::string text;
    friend bool operator==(const CaseNote&, const CaseNote&) = default;
};

enum class ClockState { Ok, Warn, Late, None };

/// Tells how a case stands against the limit of its stage: ok below 80 %, warn to 100 %, late
/// beyond.
///
/// @return None where the stage has no limit or the case is closed.
ClockState clockState(const Case& record, Seconds now);

/// Used part of the stage's limit, 0 to any; 0 where there is none.
double clockShare(const Case& record, Seconds now);

}  // namespace dispatch

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
    std::string centre;             ///< Centre::code that holds it; empty where the level has none.
    std::string cooperating;        ///< Unit::codes, a space between two.
    /// Unit::code asked to take over. Until it accepts, `leadUnit` stays answerable.
    std::string askedUnit;
    std::string leader;             ///< Named responsible leader (包案).
    std::optional<Seconds> warnAt;  ///< When 80 % of the limit are used up; empty where none.
    bool warned = false;            ///< The holder was warned of this limit.
    /// The first limit missed in this stage, kept over climbs until the stage is left.
    std::optional<Seconds> lateSince;
    std::optional<Seconds> suspendedSince;  ///< 挂起: the clock stands still since.
    std::int64_t spentSeconds = 0;          ///< Of the limit, used up before the suspension.
    bool supervised = false;  ///< It is on a register of supervised matters (挂账督办).
    bool onSpot = false;      ///< Closed by who found it, never transferred.
    CaseId mergedInto;        ///< The case it was found to be a duplicate of.
    std::string result;       ///< What was reported back.
    std::string answered;     ///< How the reporter was answered.
    int rating = 0;           ///< Satisfaction after call-back, 1 to 5; 0 not asked.
    Revision revision;
    friend bool operator==(const Case&, const Case&) = default;
};

/// A line kept with a case: what a unit did, what an import could not map, where an attachment
/// lies.
struct CaseNote {
    CaseNoteId id;
    CaseId record;
    Seconds at{};
    std::string author;
    std::string text;
    friend bool operator==(const CaseNote&, const CaseNote&) = default;
};

/// Bytes of the longest reference of an attachment: a path, an address, a recording's number. What
/// it points to is kept by whoever keeps pictures and recordings, not by the store.
inline constexpr std::size_t kMostReference = 500;
/// The text of the note that keeps a reference.
std::string attachmentText(const std::string& reference);
/// The reference a note keeps; nothing where it is a plain note.
std::optional<std::string> attachmentOf(const CaseNote& note);

enum class ClockState { Ok, Warn, Late, Supervised, Suspended, None };

/// Tells how a case stands against the limit of its stage: ok below 80 %, warn to 100 %, late
/// beyond; supervised where it is late and on a register of supervised matters.
///
/// @return None where the stage has no limit or the case is closed.
ClockState clockState(const Case& record, Seconds now);
/// Whether a limit was missed and its stage is not left yet: the present one, or, after a climb,
/// one before it.
bool isOverdue(const Case& record, Seconds now);

/// Used part of the stage's limit, 0 to any; 0 where there is none or the clock stands still.
/// `warnAt` is 0.8 whatever the calendar; before, between and after it the share runs evenly.
double clockShare(const Case& record, Seconds now);

}  // namespace dispatch

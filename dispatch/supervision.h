// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "dispatch/clock.h"
#include "dispatch/ids.h"

namespace dispatch {

/// Matter: on a level's register until that level strikes it off (挂账督办, 销号). Note: must be
/// answered (督办). Whistle: a unit is called in and must report (吹哨报到).
enum class SupervisionKind { Matter, Note, Whistle };

/// What a level wants of those who hold a case, each with a limit of its own.
struct Supervision {
    SupervisionId id;
    CaseId record;
    SupervisionKind kind = SupervisionKind::Note;
    std::string level;   ///< Level::code that issued it; only that level ends a matter.
    std::string unit;    ///< Unit::code it is addressed to; empty: whoever holds the case.
    std::string issuer;  ///< User::code
    std::string leader;  ///< Named responsible leader of a matter (包案).
    std::string text;
    Seconds issued{};
    std::optional<Seconds> due;       ///< First second that counts as late.
    std::optional<Seconds> answered;  ///< When it was answered, or the unit reported.
    std::string answer;
    bool late = false;             ///< The limit was missed; told once.
    std::optional<Seconds> ended;  ///< Struck off, accepted or reported.
    Revision revision;
    friend bool operator==(const Supervision&, const Supervision&) = default;
};

}  // namespace dispatch

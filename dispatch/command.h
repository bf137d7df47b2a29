// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dispatch/case.h"
#include "dispatch/ids.h"
#include "dispatch/user.h"

namespace dispatch {

/// Who acts: a signed-in user at a seat. Where the store has no users yet, `user` has no id and may
/// do what an administrator may.
struct Actor {
    User user;
    std::string seat;
    /// The tick: warnings, climbs and what follows from them. Such an actor has every role.
    bool isSystem = false;
};

/// What becomes known of a case while the caller talks; what is empty stays as it was.
struct Amendment {
    std::optional<std::string> title;
    std::optional<std::string> text;
    std::optional<LonLat> place;
    std::optional<std::string> placeText;
    std::optional<std::string> grid;  ///< Grid::code; where empty the store finds it from `place`.
    std::optional<std::string> categoryText;
    std::optional<std::string> source;
    friend bool operator==(const Amendment&, const Amendment&) = default;
};

/// What somebody wants done to a case. Only `record` and `action` are always used; the guards and
/// effects of the step say which others are.
struct Command {
    std::string key;  ///< Idempotency key; empty: the desk makes one.
    CaseId record;
    std::string code;    ///< Case::code, where `record` is none.
    Revision seen;       ///< Revision of the case that the actor was looking at.
    std::string action;  ///< ActionRow::code
    std::string reason;
    std::string text;
    std::string unit;
    std::string level;
    std::string category;
    Amendment amend;
    std::optional<Risk> risk;
    std::string approver;  ///< User::code
    std::string leader;
    std::string responder;  ///< Responder::code
    std::string other;      ///< Responder::code of a replacement.
    std::string target;     ///< Case::code to merge into.
    std::string result;
    std::vector<std::string> attachments;  ///< References, kMostReference bytes each at most.
    std::string via;  ///< "phone", "visit", "message": how the reporter was answered.
    int rating = 0;
    std::chrono::seconds duration{};
    SupervisionId supervision;  ///< Which note or whistle; none: the oldest open one.
    bool confirmed = false;     ///< A further order for a busy responder may wait.
    bool radio = false;         ///< An officer answers for `responder`, reached by radio.
    friend bool operator==(const Command&, const Command&) = default;
};

/// A new case as it is taken in; everything but `title` may come later (action "amend").
struct Intake {
    std::string key;
    Case draft;  ///< No id, no code; place, category, risk, source as far as they are known.
    std::string contactName;
    std::string contactPhone;
    std::string contactAddress;
};

}  // namespace dispatch

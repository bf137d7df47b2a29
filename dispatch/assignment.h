// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "dispatch/clock.h"
#include "dispatch/ids.h"

namespace dispatch {

/// How far an order has come. Sent, acknowledged, en route and on scene are live: a responder has
/// one live order at most, and the store itself refuses a second one.
enum class AssignmentState {
    Waiting,  ///< Becomes live when the responder's live order ends.
    Sent,
    Acknowledged,
    EnRoute,
    OnScene,
    Done,
    Refused,
    NotDelivered,
    Recalled,
    Returned
};

/// One responder or unit sent to one case (派单), in texts also: order.
struct Assignment {
    AssignmentId id;
    CaseId record;
    ResponderId responder;  ///< None where a unit is sent.
    std::string unit;       ///< Unit::code, empty where a responder is sent.
    AssignmentState state = AssignmentState::Sent;
    Seconds sent{};
    Seconds stateSince{};
    std::string reason;                ///< Why it was refused, recalled or returned.
    std::optional<Seconds> delivered;  ///< When a channel said that it had arrived.
    std::optional<Seconds> checkDue;   ///< When the next safety check is due.
    Revision revision;
    friend bool operator==(const Assignment&, const Assignment&) = default;
};

/// Tells whether an order binds its responder now.
constexpr bool isLive(AssignmentState state) {
    return state == AssignmentState::Sent || state == AssignmentState::Acknowledged ||
           state == AssignmentState::EnRoute || state == AssignmentState::OnScene;
}

}  // namespace dispatch

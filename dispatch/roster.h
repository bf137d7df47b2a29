// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "dispatch/picture.h"
#include "dispatch/store.h"
#include "dispatch/work_calendar.h"

namespace dispatch {

/// Duties by responder, to ask many questions of one roster. Keeps pointers into the rows.
class DutyIndex {
  public:
    explicit DutyIndex(std::span<const Duty> duties);

    /// How a responder stands against the roster at a moment.
    struct Standing {
        const Duty* present = nullptr;  ///< The duty that covers the moment.
        const Duty* last = nullptr;     ///< The one that ended last before it.
    };
    Standing at(ResponderId responder, Seconds moment) const;
    /// All duties of a responder, by their beginning.
    std::span<const Duty* const> of(ResponderId responder) const;

  private:
    std::unordered_map<ResponderId, std::vector<const Duty*>> m_byResponder;
};

/// Responders the roster has on duty at a moment, by id.
std::vector<ResponderId> onDutyAt(std::span<const Duty> duties, Seconds moment);

/// What a roster must keep to (排班).
struct RosterRules {
    /// Between two shifts of one person, from the setting `roster.rest_hours`; less needs a reason.
    std::chrono::hours rest{8};
    std::chrono::hours longest{24};  ///< Of a shift, and of shifts without a pause between them.
    ZoneTable zone;                  ///< For the times in sentences.
};
RosterRules rosterRules(const Picture& picture, ZoneTable zone);

/// One shift somebody is to have.
struct Shift {
    ResponderId responder;
    Seconds from{};
    Seconds until{};
};

/// Everything below reads the roster as `duties` and gives a transaction with its journal entry,
/// conditional on the rows it looked at; its key and author are the caller's to fill in.
///
/// @error BadInput a shift that is none. NotAllowed the rules refuse it; the sentence names person
///        and times.

/// Plans a shift: at its beginning the responder goes on duty by itself, at its end off duty.
/// @param reason Why there is less rest than the rules want; may be empty.
Result<Transaction> planShift(const Picture& picture, std::span<const Duty> duties,
                              const RosterRules& rules, const Shift& shift,
                              const std::string& reason);
/// Two people take each other's shift; neither has begun.
Result<Transaction> swapShifts(const Picture& picture, std::span<const Duty> duties,
                               const RosterRules& rules, DutyId one, DutyId other, Seconds now,
                               const std::string& reason);
/// Takes a shift that has not begun out of the roster.
Result<Transaction> cancelShift(const Picture& picture, std::span<const Duty> duties,
                                const RosterRules& rules, DutyId shift, Seconds now,
                                const std::string& reason);
/// Somebody comes on duty now, by hand, until sent off or `until`.
Result<Transaction> goOnDuty(const Picture& picture, std::span<const Duty> duties,
                             const RosterRules& rules, ResponderId who, Seconds now,
                             std::optional<Seconds> until, const std::string& reason);
/// Somebody goes off duty now; the live position goes with it. Refused while an order binds them.
Result<Transaction> goOffDuty(const Picture& picture, std::span<const Duty> duties, ResponderId who,
                              Seconds now, const std::string& reason);

/// All duties of a store, or those of one responder.
Result<std::vector<Duty>> readDuties(Store& store, std::optional<ResponderId> responder = {});

}  // namespace dispatch

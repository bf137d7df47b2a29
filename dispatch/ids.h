// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace dispatch {

/// A number that identifies one record of one kind. Zero means "none yet": the store gives the
/// number on the first commit. Two kinds of id never compare and never convert.
///
/// @tparam Tag An empty struct that names the kind.
template <class Tag>
struct Id {
    std::int64_t value = 0;
    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

using LevelId = Id<struct LevelTag>;
using CentreId = Id<struct CentreTag>;
using GridId = Id<struct GridTag>;
using ZoneId = Id<struct ZoneTag>;
using PostId = Id<struct PostTag>;
using UnitId = Id<struct UnitTag>;
using ResponderId = Id<struct ResponderTag>;
using DutyId = Id<struct DutyTag>;
using CategoryId = Id<struct CategoryTag>;
using CaseId = Id<struct CaseTag>;
using CaseNoteId = Id<struct CaseNoteTag>;
using AssignmentId = Id<struct AssignmentTag>;
using CameraId = Id<struct CameraTag>;
using PopulationCellId = Id<struct PopulationCellTag>;
using GroundId = Id<struct GroundTag>;
using RoadId = Id<struct RoadTag>;
using RoadNodeId = Id<struct RoadNodeTag>;
using TurnRestrictionId = Id<struct TurnRestrictionTag>;
using SettingId = Id<struct SettingTag>;
using UserId = Id<struct UserTag>;
using SupervisionId = Id<struct SupervisionTag>;
using ContactId = Id<struct ContactTag>;
using BatchId = Id<struct BatchTag>;

/// How often one record has changed: 1 after its first commit, 0 before. Never a place in the log.
using Revision = Id<struct RevisionTag>;
/// A place in the store's change log. Grows, may have holes; never a count of one record's changes.
using ChangeSeq = Id<struct ChangeSeqTag>;
/// A place in the store's journal: 1, 2, 3 ... without a hole.
using JournalSeq = Id<struct JournalSeqTag>;
/// A place in the sequence of position reports, which do not enter the change log.
using FixSeq = Id<struct FixSeqTag>;

}  // namespace dispatch

template <class Tag>
struct std::hash<dispatch::Id<Tag>> {
    std::size_t operator()(dispatch::Id<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};

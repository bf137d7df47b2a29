// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dispatch/store.h"

namespace gis {

/// What the journal says of a commit, alike on both engines.

/// Refuses entries that no journal can hold, and an author who has no readable name.
/// @error BadInput an entry without an action, with a text that no row may hold, or that is about a
///        write which makes no case; detail names entry and field.
dispatch::Result<void> refuseBadEntries(const dispatch::Transaction& transaction);

/// The entries of a commit whose writes were given these ids and revisions. Those handed in, with
/// the number of the case a write has made; where there are none, one: action "write", about the
/// case if the writes touch exactly one, `what` as writtenRefs, `why` the note.
std::vector<dispatch::JournalEntry> entriesOf(const dispatch::Transaction& transaction,
                                              std::span<const std::int64_t> ids,
                                              std::span<const dispatch::Revision> revisions);

/// "case 12@3, case_note 9, contact 4 removed, and 7 more": the first twenty writes in their order;
/// kinds without versions have no revision.
std::string writtenRefs(const dispatch::Transaction& transaction, std::span<const std::int64_t> ids,
                        std::span<const dispatch::Revision> revisions);

/// Actions of entries the stores write by themselves.
inline constexpr const char* kWriteAction = "write";
inline constexpr const char* kImportAction = "import";
inline constexpr const char* kClockAction = "clock-confirm";
inline constexpr const char* kRetainAction = "retain";

}  // namespace gis

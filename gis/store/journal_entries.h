// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/store.h"

namespace gis {

/// Actions of entries the stores write themselves.
inline constexpr const char* kWriteAction = "write";
inline constexpr const char* kPublishAction = "publish";
inline constexpr const char* kConfirmClockAction = "confirm-clock";
inline constexpr const char* kRetainAction = "retain";

/// What a transaction puts into the journal, in order: its own entries, or where it has none the
/// one that names its writes: "case A-1, removed order 7". That one belongs to the case all its
/// writes are about, to the hall's own chain where they are about several or none.
/// @error BadInput an entry, the author or the note cannot be kept: text longer than 64 KiB, with
///        NUL or no UTF-8, no action, a write that makes no case, a contact that is no SHA-256.
dispatch::Result<std::vector<dispatch::JournalEntry>> journalEntries(
    const dispatch::Transaction& transaction);

/// The codes of a receipt as both stores keep them: netstrings, "6:A-0001,0:,".
std::string codesText(std::span<const std::string> codes);
/// @return What can be read of them.
std::vector<std::string> codesFrom(std::string_view text);

/// Whether a write makes a case that is to get the next number: its code ends in '#'.
bool wantsNumber(const dispatch::Write& write);

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "dispatch/clock.h"
#include "dispatch/ids.h"

namespace dispatch {

/// How to reach who reported a case. Deleted after its retention; the journal holds a salted hash
/// of it only (JournalEntry::contact). Opening one is journalled. No version is kept.
struct Contact {
    ContactId id;
    CaseId record;
    std::string name;
    std::string phone;
    std::string address;
    std::string salt;  ///< 32 random hex digits.
    Seconds made{};
    friend bool operator==(const Contact&, const Contact&) = default;
};

}  // namespace dispatch

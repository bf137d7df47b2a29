// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "dispatch/case.h"
#include "dispatch/journal.h"
#include "dispatch/result.h"
#include "gis/seal/verification.h"

namespace app {

/// What a proof sheet tells of one case: who did what, when and why, and how far that is proved.
/// Contact data is no part of it.
struct ProofSheet {
    dispatch::Case record;
    std::vector<dispatch::JournalRow> entries;  ///< Of this case, in their order.
    gis::JournalProof proof;                    ///< Of the whole journal.
    std::string store;                          ///< StoreInfo::id
    dispatch::Millis at{};                      ///< Store time of the verification.
};

/// Writes the sheet as a PDF of A4 pages in the language of the program, times in the seat's zone;
/// each page names the case, its number and how many there are. There whole or not at all.
/// REQUIRES: a QGuiApplication, for its fonts.
/// @error Unavailable the file cannot be written.
dispatch::Result<void> writeProofSheet(const QString& file, const ProofSheet& sheet);

}  // namespace app

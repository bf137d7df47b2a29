// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "dispatch/journal.h"
#include "dispatch/picture.h"

namespace scenario {

/// What an expectation is judged by.
struct Evidence {
    const dispatch::Picture& picture;
    const dispatch::Case& record;
    const std::vector<dispatch::JournalRow>& journal;  ///< Of the case, in order.
    dispatch::Seconds now{};
};

/// Judges one phrase: a stage, `level L`, `unit U`, `asked U`, `leader N`, `order W STATE`,
/// `no orders`, `responder W STATE`, `late by HH:MM`, `not late`, `left HH:MM`, `took HH:MM`,
/// `climbed to L once|twice`, `open`, `closed`, `suspended`, `supervised`, `not supervised`,
/// `warned`, `on the spot`, `rating N`, `answered`, `said TEXT` (in the journal),
/// `timeline ACTION ACTION ...`.
/// @return What is instead; empty where it is so.
std::string judge(const std::string& phrase, const Evidence& evidence);

}  // namespace scenario

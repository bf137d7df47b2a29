// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "dispatch/desk.h"

namespace app {

/// Name of a stage or an action in the language that is set, as the city's table has it.
QString stageText(const dispatch::Workflow& workflow, const std::string& stage);
QString actionText(const dispatch::Workflow& workflow, const std::string& action);
/// What a journal entry did: an action of the table, or something the desk does by itself.
QString journalText(const dispatch::Workflow& workflow, const std::string& action);
/// Why it did, in words: those of the officer, or what the tick stored as a code. Empty where the
/// action's own words say it all.
QString reasonText(const dispatch::Picture& picture, const dispatch::Workflow& workflow,
                   const std::string& officer, const std::string& why);
/// "30 min", "4 working hours".
QString limitText(const dispatch::Allowed& allowed);
QString roleText(const std::string& role);
/// "reason", "lead unit": an argument that is missing.
QString argumentText(dispatch::Guard guard);
/// Why an action cannot be taken, in one sentence.
QString refusalText(const dispatch::Refusal& refusal, const dispatch::Workflow& workflow);
/// How an order stands: "sent", "en route".
QString orderText(dispatch::AssignmentState state);
QString supervisionText(dispatch::SupervisionKind kind);

}  // namespace app

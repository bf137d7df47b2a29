// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/command_language.h"

namespace app {

/// The action of the city's table that a first word names: its key ("d"), its pinyin initials
/// ("pd"), its Chinese or English name, or a beginning of its code that no other has.
/// @return Null where it names none; `several` is set where it names more than one.
const dispatch::ActionRow* actionNamed(const dispatch::Workflow& workflow, const QString& word,
                                       bool& several);

/// Reads what follows an action's word: `[CASE] ARGUMENTS`. The case is the selected one where none
/// is named; the arguments are those the step's guards want, words that are left over are the text.
/// `!` at the end confirms.
void readAction(const dispatch::ActionRow& action, const QString& rest,
                const CommandContext& context, Reading& reading);

/// The command that takes back what `done` did, where a step of the table leads back: dispatch and
/// recall, suspend and resume, raise and help down.
std::optional<dispatch::Command> undoOf(const dispatch::Workflow& workflow,
                                        const dispatch::Case& record,
                                        const dispatch::Command& done);

}  // namespace app

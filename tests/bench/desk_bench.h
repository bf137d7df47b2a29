// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// The rows of `./dev bench desk`, by what they measure.
namespace bench {

/// From an action to the window that shows it, and from a case elsewhere to its sound, in a store
/// of years with everybody moving.
/// @param self This program, which moveEverybody() runs in a process of its own.
void benchActions(const std::string& self, const std::string& engine);
/// All latest positions of a store, five times a second a fifth of them, until it is killed.
/// @return The process's exit code.
int moveEverybody(const std::string& uri);

/// Scrolling and filtering 50,000 open cases.
void benchQueue();
/// What is due among 50,000 open cases, in memory and with the store it is committed to.
void benchDue();
void benchTick(const std::string& engine);
/// Proving a journal, in memory and as read from a store.
void benchJournal();
void benchJournalOf(const std::string& engine);

}  // namespace bench

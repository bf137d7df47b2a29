// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "app/live/link.h"

namespace app {

/// What the window says about the link to the store.
///
/// @param now  Store time now: ages are counted from it.
/// @param tick This machine's steady clock now: the next attempt is counted from it.

/// The chip of the top bar: "Store live · 8 ms", "Server full · picture 12 s old".
QString linkChipText(const Link& link, dispatch::Millis now);
/// What the link could not do: "The store's server is down or restarting."
QString linkFailureText(const Link& link);
/// What is shown while the store is lost: "You see the hall as it was at 21:47:06, 12 s ago."
QString linkAgeText(const Link& link, dispatch::Millis now);
/// When it goes on: "Trying again in 4 s." or "Trying again now."
QString linkNextText(const Link& link, std::chrono::steady_clock::time_point tick);
/// Said for a few seconds when a lost store is there again.
/// @param away How old the picture had become.
QString linkBackText(std::chrono::milliseconds away);
/// Why nothing may be written now, one sentence; asked before every command that writes.
/// @return Empty where writing is possible.
QString writeRefusal(const Link& link, dispatch::Millis now);

}  // namespace app

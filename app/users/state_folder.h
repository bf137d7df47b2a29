// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace app {

/// What this seat keeps of its own, apart from every store: $XDG_STATE_HOME/gridhall, else
/// ~/.local/state/gridhall.
std::string stateFolder();
/// What can be made again: $XDG_CACHE_HOME/gridhall, else ~/.cache/gridhall.
std::string cacheFolder();
/// The seat's key that signs the journal's heads.
std::string sealKeyFile();
/// Where the seat keeps anchors where nothing else is said.
std::string anchorFolder();
/// Where the demonstration keeps the password of the administrator it made.
/// @param store StoreInfo::id
std::string demoPasswordFile(const std::string& store);

}  // namespace app

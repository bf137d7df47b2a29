// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dispatch/result.h"
#include "dispatch/store.h"
#include "dispatch/user.h"
#include "gis/seal/password.h"

namespace app {

inline constexpr const char* kAdministrator = "administrator";
inline constexpr const char* kDevice = "device";

/// Every role a user may have, the device's last.
std::span<const char* const> roles();

/// All users of the store, by name.
dispatch::Result<std::vector<dispatch::User>> usersOf(dispatch::Store& store);
const dispatch::User* findUser(std::span<const dispatch::User> users, const std::string& code);

/// A user just made or given another password, and the secret nobody can read again.
struct FreshUser {
    dispatch::User user;
    gis::Secret secret;
};

/// How long the secret of a new user holds.
enum class SecretUse { Once, Lasting };

/// Makes a user, journalled: with a one-time password, a device with a token.
/// @param draft No id and no password.
/// @error BadInput name, role, centre or responder is wrong, or the store's first user is no
/// administrator. NotAllowed the name is taken.
dispatch::Result<FreshUser> addUser(dispatch::Store& store, const dispatch::Author& by,
                                    dispatch::User draft, SecretUse use = SecretUse::Once);

/// Writes a changed user, journalled.
/// @param what What changed, in codes.
/// @error NotAllowed no administrator would be left. Conflict somebody was first.
dispatch::Result<void> changeUser(dispatch::Store& store, const dispatch::Author& by,
                                  const dispatch::User& changed, const std::string& action,
                                  const std::string& what);

/// Gives a user another secret made here, as addUser does.
dispatch::Result<FreshUser> resetSecret(dispatch::Store& store, const dispatch::Author& by,
                                        dispatch::User user);
/// Gives a user the password it chose.
/// @error BadInput as gis::checkPassword, or a device, which has a token.
dispatch::Result<void> choosePassword(dispatch::Store& store, const dispatch::Author& by,
                                      dispatch::User user, const gis::Secret& password);

/// Commits writes with one entry of the hall's own chain.
dispatch::Result<dispatch::Receipt> commitJournalled(dispatch::Store& store,
                                                     const dispatch::Author& by,
                                                     std::vector<dispatch::Write> writes,
                                                     const std::string& action,
                                                     const std::string& what);

}  // namespace app

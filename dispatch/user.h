// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "dispatch/ids.h"

namespace dispatch {

/// Somebody, or a device, that may sign in (用户). What it may do is the role's: "officer",
/// "analyst", "supervisor", "administrator", or "device", which answers for its responder only.
struct User {
    UserId id;
    std::string code;      ///< Name to sign in with, unique.
    std::string fullName;  ///< Shown and journalled.
    std::string role;
    std::string centre;     ///< Centre::code it works for; empty: the whole store.
    std::string responder;  ///< Responder::code a device answers for; empty: any of them.
    std::string password;   ///< Argon2id hash in libsodium's text form, never the password.
    bool disabled = false;
    bool mustChange = false;  ///< A one-time password: the first sign-in sets another.
    Revision revision;
    friend bool operator==(const User&, const User&) = default;
};

}  // namespace dispatch

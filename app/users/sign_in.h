// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>

#include "app/verbs/verb.h"
#include "dispatch/command.h"
#include "dispatch/result.h"
#include "dispatch/store.h"
#include "gis/seal/password.h"

namespace app {

/// Signs a user in by name and secret. A store without users takes everybody at its word, as an
/// administrator without an id. A failed attempt is journalled and takes a second longer.
///
/// @param seat Where the user sits; journalled.
/// @error NotAllowed name or password is wrong, the user is disabled, or the store has no users and
/// one is named. Nothing tells which of them.
dispatch::Result<dispatch::Actor> signIn(dispatch::Store& store, const std::string& user,
                                         const gis::Secret& secret, const std::string& seat);

/// Why a user with a one-time password may do nothing but replace it.
dispatch::Error mustChangeFirst(const std::string& user);

/// Gives a verb that writes its --user.
void declareUser(VerbParser& parser);

/// Signs in who a verb works for: --user (else GRIDHALL_USER), with the password or token in the
/// file that GRIDHALL_PASSWORD_FILE names.
/// @error NotAllowed as signIn, or the store has users and none is named, or no password file is.
dispatch::Result<dispatch::Actor> signInFor(const VerbParser& parser, dispatch::Store& store);

/// signInFor, and whether the user may: one whose password is a one-time one may nothing, others
/// what their role is named for; an administrator always may.
/// @param roles Codes beside the administrator's.
/// @return What the journal says of it.
dispatch::Result<dispatch::Author> authorFor(const VerbParser& parser, dispatch::Store& store,
                                             std::initializer_list<const char*> roles = {});

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/users/sign_in.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "app/users/users.h"
#include "dispatch/text.h"

namespace app {

using namespace dispatch;

namespace {

constexpr std::chrono::seconds kAfterFailure{1};

Error refused(std::string detail) {
    return {ErrorCode::NotAllowed, std::move(detail)};
}

/// A better hash for the same password, now that it is known; whether that works out or not.
void strengthen(Store& store, const Author& by, User& user, const gis::Secret& secret) {
    if (!gis::needsRehash(user.password)) return;
    auto kept = gis::hashPassword(secret);
    if (!kept) return;
    user.password = std::move(*kept);
    if (changeUser(store, by, user, "user-password", "user " + user.code + " hashed anew"))
        ++user.revision.value;
}

}  // namespace

Result<Actor> signIn(Store& store, const std::string& user, const gis::Secret& secret,
                     const std::string& seat) {
    const auto users = usersOf(store);
    if (!users) return users.error();
    if (users->empty()) {
        if (!user.empty())
            return refused("the store has no users yet; gridhall user add makes the first one");
        Actor everybody;
        everybody.user.code = currentAuthor().officer;
        everybody.user.role = kAdministrator;
        everybody.seat = seat;
        return everybody;
    }
    const User* found = findUser(*users, user);
    // As slow for a name there is not as for one there is.
    const bool fits = gis::passwordFits(found ? found->password : std::string(), secret);
    if (!found || !fits || found->disabled) {
        // A password typed where the name belongs is not kept for good.
        const std::string name = found ? printable(user, 64) : "?";
        const auto told =
            commitJournalled(store, {name, seat}, {}, "sign-in-failed", "user " + name);
        std::this_thread::sleep_for(kAfterFailure);
        if (!told) return told.error();
        return refused("user " + printable(user, 64) +
                       " is not let in: the name or the password is wrong, or the"
                       " user is disabled");
    }
    Actor actor;
    actor.user = *found;
    actor.seat = seat;
    strengthen(store, {found->code, seat}, actor.user, secret);
    return actor;
}

Error mustChangeFirst(const std::string& user) {
    return refused("the password of " + user + " holds once: gridhall user password " + user +
                   " gives another one first");
}

void declareUser(VerbParser& parser) {
    parser.option("user",
                  "Who writes, in a store with users; else GRIDHALL_USER. The password is the first"
                  " line of the file GRIDHALL_PASSWORD_FILE names.",
                  "NAME");
}

Result<Actor> signInFor(const VerbParser& parser, Store& store) {
    const std::string seat = currentAuthor().seat;
    std::string user = parser.text("user").toStdString();
    if (user.empty()) user = qEnvironmentVariable("GRIDHALL_USER").toStdString();
    const auto users = usersOf(store);
    if (!users) return users.error();
    if (users->empty()) return signIn(store, parser.text("user").toStdString(), {}, seat);
    if (user.empty())
        return refused(
            "the store has users: say --user NAME, with the password in the file that"
            " GRIDHALL_PASSWORD_FILE names");
    const std::string file = qEnvironmentVariable("GRIDHALL_PASSWORD_FILE").toStdString();
    if (file.empty())
        return refused("user " + printable(user, 64) +
                       " has a password: name its file in GRIDHALL_PASSWORD_FILE");
    const auto secret = gis::readSecret(file);
    if (!secret) return refused(secret.error().detail);
    return signIn(store, user, *secret, seat);
}

Result<Author> authorFor(const VerbParser& parser, Store& store,
                         std::initializer_list<const char*> roles) {
    const auto actor = signInFor(parser, store);
    if (!actor) return actor.error();
    const User& user = actor->user;
    if (user.mustChange) return mustChangeFirst(user.code);
    const bool may = user.role == kAdministrator ||
                     std::any_of(roles.begin(), roles.end(),
                                 [&](const char* role) { return user.role == role; });
    if (!may) return refused(user.code + " is " + user.role + ", whose role this is not");
    return Author{user.code, actor->seat};
}

}  // namespace app

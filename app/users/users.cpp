// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/users/users.h"

#include <algorithm>
#include <array>

#include "dispatch/text.h"
#include "gis/seal/digest.h"

namespace app {

using namespace dispatch;

namespace {

constexpr std::size_t kMostNameBytes = 64;

Error bad(std::string detail) {
    return {ErrorCode::BadInput, std::move(detail)};
}

Result<void> checkName(const std::string& code) {
    if (code.empty() || code.size() > kMostNameBytes) return bad("a user's name has 1 to 64 bytes");
    const bool plain = std::none_of(code.begin(), code.end(), [](char byte) {
        return (byte >= 0 && byte <= ' ') || byte == '\x7f' || byte == '"' || byte == '/';
    });
    if (!plain || code.front() == '-' || printable(code, kMostNameBytes) != code)
        return bad("user \"" + printable(code, kMostNameBytes) +
                   "\": a name is one word without blanks, quotes, slashes or a leading dash");
    return {};
}

Result<bool> there(Store& store, Kind kind, const std::string& code) {
    Query query;
    query.kind = kind;
    query.code = code;
    const auto count = store.count(query);
    if (!count) return count.error();
    return *count > 0;
}

Result<void> checkReference(Store& store, const User& user, Kind kind, const std::string& code) {
    if (code.empty()) return {};
    const auto found = there(store, kind, code);
    if (!found) return found.error();
    if (!*found)
        return bad("user " + user.code + ": there is no " + kindName(kind) + " " +
                   printable(code, kMostNameBytes));
    return {};
}

Result<void> checkUser(Store& store, const User& user) {
    if (auto named = checkName(user.code); !named) return named;
    const auto known = roles();
    if (std::find(known.begin(), known.end(), user.role) == known.end())
        return bad("user " + user.code + ": there is no role \"" +
                   printable(user.role, kMostNameBytes) + "\"");
    if (!user.responder.empty() && user.role != kDevice)
        return bad("user " + user.code + ": only a device answers for a responder");
    if (auto centre = checkReference(store, user, Kind::Centre, user.centre); !centre)
        return centre;
    return checkReference(store, user, Kind::Responder, user.responder);
}

/// Puts a new secret into the user; gives it back to be printed once.
Result<gis::Secret> refresh(User& user, SecretUse use) {
    const bool device = user.role == kDevice;
    gis::Secret secret = device ? gis::deviceToken() : gis::oneTimePassword();
    if (device) {
        user.password = gis::keepToken(secret);
    } else {
        auto kept = gis::hashPassword(secret);
        if (!kept) return kept.error();
        user.password = std::move(*kept);
    }
    user.mustChange = !device && use == SecretUse::Once;
    return secret;
}

bool mayAdminister(const User& user) {
    return user.role == kAdministrator && !user.disabled;
}

}  // namespace

std::span<const char* const> roles() {
    static constexpr std::array kRoles = {"officer", "analyst", "supervisor", kAdministrator,
                                          kDevice};
    return kRoles;
}

Result<std::vector<User>> usersOf(Store& store) {
    std::vector<User> users;
    Query query;
    query.kind = Kind::User;
    const auto read = store.read(query, [&](Record&& record) {
        users.push_back(std::get<User>(std::move(record)));
        return true;
    });
    if (!read) return read.error();
    std::sort(users.begin(), users.end(),
              [](const User& a, const User& b) { return a.code < b.code; });
    return users;
}

const User* findUser(std::span<const User> users, const std::string& code) {
    const auto found = std::find_if(users.begin(), users.end(),
                                    [&](const User& user) { return user.code == code; });
    return found == users.end() ? nullptr : &*found;
}

Result<Receipt> commitJournalled(Store& store, const Author& by, std::vector<Write> writes,
                                 const std::string& action, const std::string& what) {
    Transaction transaction;
    transaction.key = gis::randomHex(16);
    transaction.by = by;
    transaction.writes = std::move(writes);
    transaction.note = action + ' ' + what;
    JournalEntry entry;
    entry.action = action;
    entry.what = what;
    transaction.entries.push_back(std::move(entry));
    auto committed = store.commit(transaction);
    if (!committed) return committed.error();
    if (const auto* conflict = std::get_if<Conflict>(&*committed))
        return Error{ErrorCode::Conflict, conflict->by.officer + " at " + conflict->by.seat +
                                              " changed " + conflict->code + " first"};
    return std::get<Receipt>(std::move(*committed));
}

Result<FreshUser> addUser(Store& store, const Author& by, User draft, SecretUse use) {
    if (auto checked = checkUser(store, draft); !checked) return checked.error();
    const auto users = usersOf(store);
    if (!users) return users.error();
    if (users->empty() && draft.role != kAdministrator)
        return bad("user " + draft.code + ": the store's first user must be an administrator");
    if (findUser(*users, draft.code))
        return Error{ErrorCode::NotAllowed, "there is a user " + draft.code + " already"};
    auto secret = refresh(draft, use);
    if (!secret) return secret.error();
    std::string what = "user " + draft.code + " role " + draft.role;
    if (!draft.centre.empty()) what += " centre " + draft.centre;
    if (!draft.responder.empty()) what += " responder " + draft.responder;
    const auto receipt = commitJournalled(store, by, {Write{draft, {}, false}}, "user-add", what);
    if (!receipt) return receipt.error();
    draft.id = UserId{receipt->ids.front()};
    draft.revision = receipt->revisions.front();
    return FreshUser{std::move(draft), std::move(*secret)};
}

Result<void> changeUser(Store& store, const Author& by, const User& changed,
                        const std::string& action, const std::string& what) {
    if (auto checked = checkUser(store, changed); !checked) return checked;
    const auto users = usersOf(store);
    if (!users) return users.error();
    const bool left = std::any_of(users->begin(), users->end(), [&](const User& user) {
        return mayAdminister(user.id == changed.id ? changed : user);
    });
    if (!left)
        return Error{ErrorCode::NotAllowed,
                     changed.code + " is the last administrator; make another one first"};
    const auto receipt =
        commitJournalled(store, by, {Write{changed, changed.revision, false}}, action, what);
    if (!receipt) return receipt.error();
    return {};
}

Result<FreshUser> resetSecret(Store& store, const Author& by, User user) {
    auto secret = refresh(user, SecretUse::Once);
    if (!secret) return secret.error();
    const auto changed =
        changeUser(store, by, user, "user-password", "user " + user.code + " reset");
    if (!changed) return changed.error();
    return FreshUser{std::move(user), std::move(*secret)};
}

Result<void> choosePassword(Store& store, const Author& by, User user,
                            const gis::Secret& password) {
    if (user.role == kDevice) return bad(user.code + " is a device: it has a token, no password");
    if (auto good = gis::checkPassword(password, user.code); !good) return good;
    if (gis::passwordFits(user.password, password))
        return bad("the new password is the one " + user.code + " has");
    auto kept = gis::hashPassword(password);
    if (!kept) return kept.error();
    user.password = std::move(*kept);
    user.mustChange = false;
    return changeUser(store, by, user, "user-password", "user " + user.code + " chosen");
}

}  // namespace app

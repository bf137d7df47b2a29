// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>
#include <map>

#include "app/users/sign_in.h"
#include "app/users/users.h"
#include "app/verbs/verb.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kUser;

namespace {

using namespace dispatch;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

int wrongUsage(const std::string& sentence) {
    std::fprintf(stderr, "gridhall user: %s; see gridhall user --help\n", sentence.c_str());
    return static_cast<int>(Exit::WrongUsage);
}

int done(const std::string& sentence) {
    std::printf("%s\n", sentence.c_str());
    return static_cast<int>(Exit::Done);
}

/// The only time anybody sees the secret.
int printFresh(const FreshUser& fresh, bool json) {
    const bool device = fresh.user.role == kDevice;
    const std::string secret(fresh.secret.text());
    if (json) {
        const QJsonObject object{
            {QStringLiteral("user"), text(fresh.user.code)},
            {QStringLiteral("role"), text(fresh.user.role)},
            {device ? QStringLiteral("token") : QStringLiteral("password"), text(secret)},
        };
        std::fputs(QJsonDocument(object).toJson().constData(), stdout);
        return static_cast<int>(Exit::Done);
    }
    std::printf("user %s, %s\n%s %s\n", fresh.user.code.c_str(), fresh.user.role.c_str(),
                device ? "token (shown this once)       " : "one-time password (shown once)",
                secret.c_str());
    return static_cast<int>(Exit::Done);
}

int list(const std::vector<User>& users, bool json) {
    QJsonArray rows;
    for (const User& user : users) {
        const char* state = user.disabled ? "disabled" : user.mustChange ? "one-time" : "active";
        if (!json)
            std::printf("%-16s %-14s %-9s %-10s %-10s %s\n", user.code.c_str(), user.role.c_str(),
                        state, user.centre.c_str(), user.responder.c_str(), user.fullName.c_str());
        rows.append(QJsonObject{{QStringLiteral("user"), text(user.code)},
                                {QStringLiteral("name"), text(user.fullName)},
                                {QStringLiteral("role"), text(user.role)},
                                {QStringLiteral("state"), QString::fromUtf8(state)},
                                {QStringLiteral("centre"), text(user.centre)},
                                {QStringLiteral("responder"), text(user.responder)}});
    }
    if (json) std::fputs(QJsonDocument(rows).toJson().constData(), stdout);
    return static_cast<int>(Exit::Done);
}

int add(const VerbParser& parser, Store& store, const Author& by, const std::string& name) {
    User draft;
    draft.code = name;
    draft.fullName = parser.text("name").toStdString();
    draft.role = parser.text("role").toStdString();
    draft.centre = parser.text("centre").toStdString();
    draft.responder = parser.text("responder").toStdString();
    const auto made = addUser(store, by, std::move(draft));
    return made ? printFresh(*made, parser.json()) : fail(kUser.name, made.error());
}

int change(Store& store, const Author& by, User user, const std::string& what,
           const std::string& role) {
    std::string told = "user " + user.code;
    if (what == "role") {
        if ((user.role == kDevice) != (role == kDevice))
            return fail(kUser.name, {ErrorCode::BadInput,
                                     user.code + ": a device stays one, and nobody becomes one"});
        told += " role " + user.role + '>' + role;
        user.role = role;
    } else {
        user.disabled = what == "disable";
        told += user.disabled ? " disabled" : " enabled";
    }
    const auto changed = changeUser(store, by, user, "user-" + what, told);
    return changed ? done(told) : fail(kUser.name, changed.error());
}

/// One's own: the one chosen in --new. Somebody else's: a one-time password, by an administrator.
int password(const VerbParser& parser, Store& store, const User& user) {
    const auto actor = signInFor(parser, store);
    if (!actor) return fail(kUser.name, actor.error());
    const bool own = actor->user.id == user.id;
    if (own) {
        if (!parser.has("new"))
            return wrongUsage("--new names the file that holds the new password");
        const auto chosen = gis::readSecret(parser.text("new").toStdString());
        if (!chosen) return fail(kUser.name, chosen.error());
        const auto changed = choosePassword(store, {user.code, actor->seat}, actor->user, *chosen);
        return changed ? done("user " + user.code + " has the new password")
                       : fail(kUser.name, changed.error());
    }
    if (parser.has("new")) return wrongUsage("only " + user.code + " may choose its password");
    const auto by = authorFor(parser, store);
    if (!by) return fail(kUser.name, by.error());
    const auto fresh = resetSecret(store, *by, user);
    return fresh ? printFresh(*fresh, parser.json()) : fail(kUser.name, fresh.error());
}

void declare(VerbParser& parser) {
    parser.option("role", "officer, analyst, supervisor, administrator or device.", "ROLE");
    parser.option("name", "The user's full name.", "FULL");
    parser.option("centre", "Code of the centre it works for.", "CODE");
    parser.option("responder", "Code of the responder a device answers for.", "CODE");
    parser.option("new", "password: the file with one's own new password.", "FILE");
    declareUser(parser);
    parser.parser().addPositionalArgument(
        QStringLiteral("list | add | disable | enable | role | password"),
        QStringLiteral("What to do; all but list name a user."));
    parser.parser().addPositionalArgument(QStringLiteral("NAME"), QStringLiteral("The user."));
    parser.parser().addPositionalArgument(QStringLiteral("ROLE"),
                                          QStringLiteral("role: the new one."));
}

int run(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    VerbParser parser(kUser, true);
    declare(parser);
    if (const auto leave = parser.parse(QCoreApplication::arguments(), 1, 3)) return *leave;
    const QStringList words = parser.positional();
    const std::string what = words.at(0).toStdString();
    static const std::map<std::string, int> kWords = {{"list", 1},   {"add", 2},  {"disable", 2},
                                                      {"enable", 2}, {"role", 3}, {"password", 2}};
    const auto wanted = kWords.find(what);
    if (wanted == kWords.end()) return wrongUsage("there is no \"" + what + "\"");
    if (words.size() != wanted->second)
        return wrongUsage(what + " wants " + std::to_string(wanted->second - 1) + " more words");
    if (what == "add" && !parser.has("role")) return wrongUsage("add wants --role");

    const auto store = gis::openStore(parser.store().toStdString());
    if (!store) return fail(kUser.name, store.error());
    const auto users = usersOf(**store);
    if (!users) return fail(kUser.name, users.error());
    if (what == "list") return list(*users, parser.json());
    const std::string name = words.at(1).toStdString();
    const User* user = findUser(*users, name);
    if (what == "password" && user) return password(parser, **store, *user);
    const auto by = authorFor(parser, **store);
    if (!by) return fail(kUser.name, by.error());
    if (what == "add") return add(parser, **store, *by, name);
    if (!user) return fail(kUser.name, {ErrorCode::NotFound, "there is no user " + name});
    return change(**store, *by, *user, what, words.value(2).toStdString());
}

}  // namespace

const Verb kUser = {"user", "list, add, disable, enable, role, password: who may sign in", run};

}  // namespace app

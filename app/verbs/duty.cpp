// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cstdio>

#include "app/live/rule_book.h"
#include "app/users/sign_in.h"
#include "app/verbs/verb.h"
#include "dispatch/roster.h"
#include "gis/seal/digest.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kDuty;

namespace {

using namespace dispatch;

/// The roster of a store as one call of the verb sees it.
struct Roster {
    Store& store;
    std::shared_ptr<const Picture> picture;
    std::vector<Duty> duties;
    RosterRules rules;
    Seconds now;
};

Result<Roster> readRoster(Store& store) {
    auto picture = store.load();
    if (!picture) return picture.error();
    auto duties = readDuties(store);
    if (!duties) return duties.error();
    const auto clock = store.clock();
    if (!clock) return clock.error();
    RuleBook book;
    RosterRules rules = rosterRules(**picture, book.of(**picture)->calendar.zone);
    return Roster{store, std::move(*picture), std::move(*duties), std::move(rules),
                  std::chrono::floor<std::chrono::seconds>(clock->storeTime)};
}

/// "2026-11-27T08:00" on the wall of the city; with Z or an offset, the moment that names.
Result<std::optional<Seconds>> timeIn(const VerbParser& parser, const char* option,
                                      const ZoneTable& zone) {
    const QString words = parser.text(option);
    if (words.isEmpty()) return std::optional<Seconds>();
    QDateTime read = QDateTime::fromString(words, Qt::ISODate);
    if (!read.isValid())
        return Error{ErrorCode::BadInput, "--" + std::string(option) + " " + words.toStdString() +
                                              " is no time, as 2026-11-27T08:00"};
    if (read.timeSpec() != Qt::LocalTime)
        return std::optional(Seconds{std::chrono::seconds(read.toSecsSinceEpoch())});
    read.setTimeSpec(Qt::UTC);
    return std::optional(
        momentOf(zone, std::chrono::local_seconds{std::chrono::seconds(read.toSecsSinceEpoch())}));
}

Result<ResponderId> responderIn(const Roster& roster, const QString& code) {
    if (const Responder* who = roster.picture->responderByCode(code.toStdString())) return who->id;
    return Error{ErrorCode::NotFound, "there is no responder " + code.toStdString()};
}

Result<DutyId> shiftIn(const QString& word) {
    bool good = false;
    const DutyId id{word.toLongLong(&good)};
    if (good && id) return id;
    return Error{ErrorCode::BadInput, word.toStdString() + " is no number of a shift"};
}

QString wall(const Roster& roster, Seconds at) {
    return QDateTime::fromSecsSinceEpoch(
               localTime(roster.rules.zone, at).time_since_epoch().count(), Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-ddTHH:mm"));
}

Result<void> list(const VerbParser& parser, const Roster& roster) {
    const auto at = timeIn(parser, "at", roster.rules.zone);
    if (!at) return at.error();
    std::vector<const Duty*> shown;
    for (const Duty& duty : roster.duties) {
        const bool isOver = duty.until && *duty.until <= at->value_or(roster.now);
        if (!isOver && (!*at || duty.from <= **at)) shown.push_back(&duty);
    }
    std::sort(shown.begin(), shown.end(), [](const Duty* a, const Duty* b) {
        return std::tie(a->from, a->id) < std::tie(b->from, b->id);
    });
    QJsonArray rows;
    for (const Duty* duty : shown) {
        const Responder* who = roster.picture->responders.find(duty->responder);
        const std::string code = who ? who->code : "?";
        const QString from = wall(roster, duty->from);
        const QString until = duty->until ? wall(roster, *duty->until) : QString();
        if (parser.json())
            rows.append(QJsonObject{{QStringLiteral("id"), qint64(duty->id.value)},
                                    {QStringLiteral("responder"), QString::fromStdString(code)},
                                    {QStringLiteral("from"), from},
                                    {QStringLiteral("until"), until}});
        else
            std::printf("%-6lld %-8s %s  %-16s  %s\n", static_cast<long long>(duty->id.value),
                        code.c_str(), qUtf8Printable(from),
                        until.isEmpty() ? "open" : qUtf8Printable(until),
                        who ? who->name.c_str() : "");
    }
    if (parser.json())
        std::printf("%s\n", QJsonDocument(rows).toJson(QJsonDocument::Compact).constData());
    return {};
}

Result<Transaction> planned(const VerbParser& parser, const Roster& roster,
                            const QStringList& words) {
    const std::string reason = parser.text("reason").toStdString();
    const auto from = timeIn(parser, "from", roster.rules.zone);
    if (!from) return from.error();
    const auto until = timeIn(parser, "until", roster.rules.zone);
    if (!until) return until.error();
    const Picture& picture = *roster.picture;
    const QString what = words.at(0);
    if (what == QStringLiteral("swap") || what == QStringLiteral("cancel")) {
        const auto one = shiftIn(words.at(1));
        if (!one) return one.error();
        if (what == QStringLiteral("cancel"))
            return cancelShift(picture, roster.duties, roster.rules, *one, roster.now, reason);
        const auto other = shiftIn(words.at(2));
        if (!other) return other.error();
        return swapShifts(picture, roster.duties, roster.rules, *one, *other, roster.now, reason);
    }
    const auto who = responderIn(roster, words.at(1));
    if (!who) return who.error();
    if (what == QStringLiteral("on"))
        return goOnDuty(picture, roster.duties, roster.rules, *who, roster.now, *until, reason);
    if (what == QStringLiteral("off"))
        return goOffDuty(picture, roster.duties, *who, roster.now, reason);
    if (!*from || !*until) return Error{ErrorCode::BadInput, "a shift needs --from and --until"};
    return planShift(picture, roster.duties, roster.rules, {*who, **from, **until}, reason);
}

Result<void> write(const VerbParser& parser, const Roster& roster, const QStringList& words) {
    const bool byHand = words.at(0) == QStringLiteral("on") || words.at(0) == QStringLiteral("off");
    const auto by = byHand ? authorFor(parser, roster.store, {"officer", "supervisor"})
                           : authorFor(parser, roster.store, {"supervisor"});
    if (!by) return by.error();
    auto made = planned(parser, roster, words);
    if (!made) return made.error();
    made->key = gis::randomHex(16);
    made->by = *by;
    const auto done = roster.store.commit(*made);
    if (!done) return done.error();
    if (const auto* conflict = std::get_if<Conflict>(&*done))
        return Error{ErrorCode::Conflict,
                     conflict->by.officer + " at " + conflict->by.seat + " was first"};
    std::printf("%s\n", made->note.c_str());
    return {};
}

/// Words that each action takes, itself among them; 0 where there is no such action.
int wordsOf(const QString& action) {
    if (action == QStringLiteral("list")) return 1;
    if (action == QStringLiteral("swap")) return 3;
    const QStringList two = {QStringLiteral("plan"), QStringLiteral("cancel"), QStringLiteral("on"),
                             QStringLiteral("off")};
    return two.contains(action) ? 2 : 0;
}

int run(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    VerbParser parser(kDuty, true);
    parser.parser().addPositionalArgument(
        QStringLiteral("list|plan|swap|cancel|on|off"),
        QStringLiteral("list; plan RESPONDER; swap SHIFT SHIFT; cancel SHIFT; on RESPONDER; off "
                       "RESPONDER."));
    parser.option("from", "plan: when the shift begins, city time or with Z.", "TIME");
    parser.option("until", "plan, on: when it ends.", "TIME");
    parser.option("at", "list: who is on duty then.", "TIME");
    parser.option("reason", "Why; needed for less rest than the rules want.", "TEXT");
    declareUser(parser);
    if (const auto leave = parser.parse(QCoreApplication::arguments(), 1, 3)) return *leave;
    const QStringList words = parser.positional();
    if (wordsOf(words.at(0)) != words.size()) {
        std::fprintf(stderr, "gridhall duty: wrong arguments; see gridhall duty --help\n");
        return static_cast<int>(Exit::WrongUsage);
    }
    const auto store = gis::openStore(parser.store().toStdString());
    if (!store) return fail(kDuty.name, store.error());
    const auto roster = readRoster(**store);
    if (!roster) return fail(kDuty.name, roster.error());
    const auto done = words.at(0) == QStringLiteral("list") ? list(parser, *roster)
                                                            : write(parser, *roster, words);
    return done ? static_cast<int>(Exit::Done) : fail(kDuty.name, done.error());
}

}  // namespace

const Verb kDuty = {"duty", "list, plan, swap, cancel, on, off: the duty roster", run};

}  // namespace app

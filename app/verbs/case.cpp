// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>

#include "app/desk_session.h"
#include "app/text/desk_words.h"
#include "app/text/words.h"
#include "app/users/sign_in.h"
#include "app/verbs/case_json.h"

namespace app {

extern const Verb kCase;

namespace {

using dispatch::Case;
using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

std::string field(const VerbParser& parser, const char* name) {
    return parser.text(name).toStdString();
}

int wrong(const QString& sentence) {
    std::fprintf(stderr, "gridhall case: %s\n", qUtf8Printable(sentence));
    return static_cast<int>(Exit::WrongUsage);
}

Result<std::optional<dispatch::Risk>> riskIn(const VerbParser& parser) {
    const QString word = parser.text("risk");
    if (word.isEmpty()) return std::optional<dispatch::Risk>();
    if (word == QLatin1String("low")) return std::optional(dispatch::Risk::Low);
    if (word == QLatin1String("medium")) return std::optional(dispatch::Risk::Medium);
    if (word == QLatin1String("high")) return std::optional(dispatch::Risk::High);
    return Error{ErrorCode::BadInput,
                 "--risk " + word.toStdString() + " is not low, medium or high"};
}

Result<std::optional<dispatch::LonLat>> placeIn(const VerbParser& parser) {
    const QString words = parser.text("place");
    if (words.isEmpty()) return std::optional<dispatch::LonLat>();
    const QStringList parts = words.split(QLatin1Char(','));
    bool lonOk = false, latOk = false;
    const dispatch::LonLat place{parts.value(0).toDouble(&lonOk), parts.value(1).toDouble(&latOk)};
    if (parts.size() == 2 && lonOk && latOk) return std::optional(place);
    return Error{ErrorCode::BadInput, "--place " + words.toStdString() + " is not LON,LAT"};
}

/// One sentence for a refused command; who was first, or which rule.
int refused(DeskSession& session, const dispatch::Situation& now, const Error& error) {
    const auto& refusal = session.desk().refusal();
    if (!refusal) return fail("case", error);
    std::fprintf(stderr, "gridhall case: %s\n",
                 qUtf8Printable(refusalText(*refusal, now.rules.workflow)));
    const bool isInput = refusal->why == dispatch::Refusal::Why::Missing ||
                         refusal->why == dispatch::Refusal::Why::BadValue;
    return static_cast<int>(isInput ? Exit::BadInput : Exit::Refused);
}

int done(const VerbParser& parser, const dispatch::Performed& performed) {
    if (parser.json())
        std::fputs(QJsonDocument(QJsonObject{
                                     {QStringLiteral("code"), text(performed.code)},
                                     {QStringLiteral("id"), qint64(performed.record.value)},
                                     {QStringLiteral("seq"), qint64(performed.receipt.seq.value)},
                                 })
                       .toJson(QJsonDocument::Compact)
                       .append('\n')
                       .constData(),
                   stdout);
    else
        std::printf("%s\n", performed.code.c_str());
    return static_cast<int>(Exit::Done);
}

int caseNew(const VerbParser& parser, const QStringList& words) {
    if (words.size() != 1) return wrong(QStringLiteral("case new takes one TITLE"));
    const auto risk = riskIn(parser);
    if (!risk) return fail("case", risk.error());
    const auto place = placeIn(parser);
    if (!place) return fail("case", place.error());
    auto session = DeskSession::open(parser, true);
    if (!session) return fail("case", session.error());
    const auto now = (*session)->situation();
    if (!now) return fail("case", now.error());
    dispatch::Intake intake;
    intake.key = field(parser, "key");
    intake.draft.title = words.front().toStdString();
    intake.draft.text = field(parser, "text");
    intake.draft.category = field(parser, "category");
    intake.draft.placeText = field(parser, "place-text");
    intake.draft.grid = field(parser, "grid");
    intake.draft.source = parser.has("source") ? field(parser, "source") : "hotline";
    intake.draft.place = *place;
    intake.draft.reported = std::chrono::floor<std::chrono::seconds>(now->now);
    if (*risk) {
        intake.draft.risk = **risk;
    } else {
        now->picture.categories.forEach([&](const dispatch::Category& row) {
            if (row.code == intake.draft.category) intake.draft.risk = row.risk;
        });
    }
    intake.contactName = field(parser, "contact");
    intake.contactPhone = field(parser, "phone");
    intake.contactAddress = field(parser, "address");
    const auto made = (*session)->desk().takeIn(*now, (*session)->actor(), intake);
    if (!made) return refused(**session, *now, made.error());
    return done(parser, *made);
}

int caseList(VerbParser& parser, const QStringList& words) {
    if (!words.isEmpty()) return wrong(QStringLiteral("case list takes options only"));
    const auto risk = riskIn(parser);
    if (!risk) return fail("case", risk.error());
    dispatch::Query query;
    query.kind = dispatch::Kind::Case;
    query.openOnly = !parser.has("all");
    query.risk = *risk;
    const auto narrow = [&](const char* name, std::optional<std::string>& to) {
        if (parser.has(name)) to = field(parser, name);
    };
    narrow("stage", query.stage);
    narrow("level", query.level);
    narrow("category", query.category);
    narrow("grid", query.grid);
    narrow("unit", query.unit);
    narrow("find", query.text);
    const auto most = static_cast<std::size_t>(parser.number("limit", 1, 10'000'000));
    const bool overdue = parser.has("overdue");
    // What is overdue is known only row by row: the limit counts those that are.
    if (!overdue) query.limit = most;
    if (const auto leave = parser.failed()) return *leave;
    auto session = DeskSession::open(parser, false);
    if (!session) return fail("case", session.error());
    const auto now = (*session)->situation();
    if (!now) return fail("case", now.error());
    const auto second = std::chrono::floor<std::chrono::seconds>(now->now);
    QJsonArray rows;
    std::size_t given = 0;
    const auto read = (*session)->store().read(query, [&](dispatch::Record&& row) {
        const Case& record = std::get<Case>(row);
        const auto clock = dispatch::clockState(record, second);
        if (overdue && clock != dispatch::ClockState::Late &&
            clock != dispatch::ClockState::Supervised)
            return true;
        if (++given > most) return false;
        if (parser.json())
            rows.append(caseJson(record, second));
        else
            std::printf("%s\t%s\t%s\t%s\t%s\n", record.code.c_str(), record.stage.c_str(),
                        record.level.c_str(), clockWord(clock), record.title.c_str());
        return true;
    });
    if (!read) return fail("case", read.error());
    if (parser.json()) std::fputs(QJsonDocument(rows).toJson().constData(), stdout);
    return static_cast<int>(Exit::Done);
}

int caseShow(const VerbParser& parser, const QStringList& words) {
    if (words.size() != 1) return wrong(QStringLiteral("case show takes one CODE"));
    auto session = DeskSession::open(parser, false);
    if (!session) return fail("case", session.error());
    const auto record = (*session)->findCase(words.front().toStdString());
    if (!record) return fail("case", record.error());
    const auto now = (*session)->situation();
    if (!now) return fail("case", now.error());
    const auto whole = wholeCaseJson((*session)->store(), *record,
                                     std::chrono::floor<std::chrono::seconds>(now->now));
    if (!whole) return fail("case", whole.error());
    if (parser.json())
        std::fputs(QJsonDocument(*whole).toJson().constData(), stdout);
    else
        std::fputs(caseReport(*whole, now->rules.workflow).toUtf8().constData(), stdout);
    return static_cast<int>(Exit::Done);
}

Result<dispatch::Command> commandIn(VerbParser& parser, const QStringList& words) {
    dispatch::Command command;
    command.key = field(parser, "key");
    command.action = words.at(1).toStdString();
    command.responder = words.value(2).toStdString();
    command.other = words.value(3).toStdString();
    command.reason = field(parser, "reason");
    command.text = field(parser, "text");
    command.unit = field(parser, "unit");
    command.level = field(parser, "level");
    command.category = field(parser, "category");
    command.approver = field(parser, "approver");
    command.leader = field(parser, "leader");
    command.target = field(parser, "target");
    command.result = field(parser, "result");
    command.via = field(parser, "via");
    for (const QString& reference : parser.parser().values(QStringLiteral("attach")))
        command.attachments.push_back(reference.toStdString());
    command.rating = static_cast<int>(parser.number("rating", 0, 5));
    command.confirmed = parser.has("confirm");
    const auto risk = riskIn(parser);
    if (!risk) return risk.error();
    command.risk = *risk;
    if (parser.has("for")) {
        const auto longer = dispatch::readDuration(field(parser, "for"));
        if (!longer) return Error{ErrorCode::BadInput, "--for: " + longer.error().detail};
        command.duration = *longer;
    }
    const auto place = placeIn(parser);
    if (!place) return place.error();
    command.amend.place = *place;
    const auto amend = [&](const char* name, std::optional<std::string>& to) {
        if (parser.has(name)) to = field(parser, name);
    };
    amend("title", command.amend.title);
    amend("text", command.amend.text);
    amend("place-text", command.amend.placeText);
    amend("grid", command.amend.grid);
    amend("source", command.amend.source);
    if (parser.has("as")) command.responder = field(parser, "as");
    return command;
}

int caseDo(VerbParser& parser, const QStringList& words) {
    if (words.size() < 2)
        return wrong(QStringLiteral("case do takes CODE ACTION and, to dispatch, a RESPONDER"));
    auto command = commandIn(parser, words);
    if (const auto leave = parser.failed()) return *leave;
    if (!command) return fail("case", command.error());
    auto session = DeskSession::open(parser, true);
    if (!session) return fail("case", session.error());
    const auto record = (*session)->findCase(words.at(0).toStdString());
    if (!record) return fail("case", record.error());
    command->record = record->id;
    command->code = record->code;
    // A device answers for itself; an officer who names a responder heard it by radio.
    command->radio = parser.has("as") && (*session)->actor().user.role != "device";
    const auto now = (*session)->situation();
    if (!now) return fail("case", now.error());
    const auto performed = (*session)->desk().perform(*now, (*session)->actor(), *command);
    if (!performed) return refused(**session, *now, performed.error());
    return done(parser, *performed);
}

int run(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    VerbParser parser(kCase, true);
    declareUser(parser);
    parser.option("as", "do: answers for this responder: its device, or an officer by radio.",
                  "RESPONDER");
    parser.option("title", "do amend: what happened.", "WORDS");
    parser.option("place", "new, do amend: where, CGCS2000.", "LON,LAT");
    parser.option("place-text", "new, do amend: where, in words.", "WORDS");
    parser.option("grid", "new, list, do amend: code of the grid.", "CODE");
    parser.option("category", "new, list, do: code of the category.", "CODE");
    parser.option("risk", "new, list, do: low, medium or high.", "RISK");
    parser.option("source", "new: who reported it: hotline, gridworker ...", "WORD");
    parser.option("text", "new, do: what was said.", "WORDS");
    parser.option("contact", "new: who reported it; kept apart, masked.", "NAME");
    parser.option("phone", "new: how to reach them.", "NUMBER");
    parser.option("address", "new: where to reach them.", "WORDS");
    parser.option("stage", "list: only in this stage.", "CODE");
    parser.option("level", "list, do: code of the level.", "CODE");
    parser.option("unit", "list, do: code of the unit.", "CODE");
    parser.option("find", "list: only with these words.", "WORDS");
    parser.option("overdue", "list: only past their limit.");
    parser.option("all", "list: closed ones too.");
    parser.option("limit", "list: at most so many, newest first.", "N", "1000");
    parser.option("reason", "do: why.", "WORDS");
    parser.option("attach", "do: where a picture or recording lies; may be repeated.", "REFERENCE");
    parser.option("approver", "do: who approves it.", "USER");
    parser.option("leader", "do: the responsible leader.", "NAME");
    parser.option("target", "do: the case to merge into.", "CODE");
    parser.option("result", "do: what came of it.", "WORDS");
    parser.option("via", "do: how the reporter was answered: phone, visit, message.", "WORD");
    parser.option("rating", "do: satisfaction, 1 to 5.", "N", "0");
    parser.option("for", "do: how much longer: 30 min, 4 h, 3 d.", "TIME");
    parser.option("confirm", "do: an order for a busy responder may wait.");
    parser.option("key", "new, do: a second call with the same key changes nothing.", "KEY");
    parser.parser().addPositionalArgument(
        QStringLiteral("new TITLE | list | show CODE | do CODE ACTION [RESPONDER]"),
        QStringLiteral("Takes a case in, lists cases, shows one, or acts on one."));
    if (const auto leave = parser.parse(QCoreApplication::arguments(), 1, 5)) return *leave;
    QStringList words = parser.positional();
    const QString what = words.takeFirst();
    if (what == QLatin1String("new")) return caseNew(parser, words);
    if (what == QLatin1String("list")) return caseList(parser, words);
    if (what == QLatin1String("show")) return caseShow(parser, words);
    if (what == QLatin1String("do")) return caseDo(parser, words);
    return wrong(QStringLiteral("there is no case %1; new, list, show and do are there").arg(what));
}

}  // namespace

const Verb kCase = {"case", "Takes in, lists, shows and works on cases: every action of a seat.",
                    &run};

}  // namespace app

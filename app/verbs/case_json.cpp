// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/case_json.h"

#include <QDateTime>
#include <QJsonArray>

#include "app/text/desk_words.h"
#include "app/text/words.h"

namespace app {
namespace {

using dispatch::Kind;

QString isoTime(dispatch::Seconds time) {
    return QDateTime::fromSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC)
        .toString(Qt::ISODate);
}

void put(QJsonObject& object, const char* name, const std::string& value) {
    if (!value.empty()) object.insert(QLatin1String(name), text(value));
}

void put(QJsonObject& object, const char* name, const std::optional<dispatch::Seconds>& time) {
    if (time) object.insert(QLatin1String(name), isoTime(*time));
}

const char* orderWord(dispatch::AssignmentState state) {
    static constexpr const char* kWords[] = {"waiting",  "sent",    "acknowledged", "en_route",
                                             "on_scene", "done",    "refused",      "not_delivered",
                                             "recalled", "returned"};
    return kWords[static_cast<std::size_t>(state)];
}

const char* supervisionWord(dispatch::SupervisionKind kind) {
    static constexpr const char* kWords[] = {"matter", "note", "whistle"};
    return kWords[static_cast<std::size_t>(kind)];
}

const char* riskWord(dispatch::Risk risk) {
    static constexpr const char* kWords[] = {"low", "medium", "high"};
    return kWords[static_cast<std::size_t>(risk)];
}

QJsonObject orderJson(const dispatch::Assignment& order, const std::string& responder) {
    QJsonObject object{{QStringLiteral("state"), QLatin1String(orderWord(order.state))},
                       {QStringLiteral("since"), isoTime(order.stateSince)},
                       {QStringLiteral("sent"), isoTime(order.sent)}};
    put(object, "responder", responder);
    put(object, "unit", order.unit);
    put(object, "reason", order.reason);
    put(object, "delivered", order.delivered);
    put(object, "check_due", order.checkDue);
    return object;
}

QJsonObject supervisionJson(const dispatch::Supervision& matter) {
    QJsonObject object{{QStringLiteral("kind"), QLatin1String(supervisionWord(matter.kind))},
                       {QStringLiteral("issued"), isoTime(matter.issued)},
                       {QStringLiteral("late"), matter.late}};
    put(object, "level", matter.level);
    put(object, "unit", matter.unit);
    put(object, "issuer", matter.issuer);
    put(object, "leader", matter.leader);
    put(object, "text", matter.text);
    put(object, "due", matter.due);
    put(object, "answered", matter.answered);
    put(object, "answer", matter.answer);
    put(object, "ended", matter.ended);
    return object;
}

QJsonObject entryJson(const dispatch::JournalRow& row) {
    const auto at =
        std::chrono::duration_cast<std::chrono::milliseconds>(row.at.time_since_epoch());
    QJsonObject object{
        {QStringLiteral("seq"), qint64(row.seq.value)},
        {QStringLiteral("number"), qint64(row.number)},
        {QStringLiteral("at"),
         QDateTime::fromMSecsSinceEpoch(at.count(), Qt::UTC).toString(Qt::ISODateWithMs)}};
    put(object, "officer", row.officer);
    put(object, "seat", row.seat);
    put(object, "action", row.action);
    put(object, "what", row.what);
    put(object, "why", row.why);
    put(object, "on_behalf", row.onBehalf);
    put(object, "hash", row.hash);
    return object;
}

QString line(const QString& name, const QString& value) {
    return value.isEmpty()
               ? QString()
               : name.leftJustified(12) + QStringLiteral("  ") + value + QLatin1Char('\n');
}

QString words(const QJsonObject& object, std::initializer_list<const char*> fields) {
    QStringList parts;
    for (const char* field : fields) parts << object.value(QLatin1String(field)).toString();
    parts.removeAll(QString());
    return parts.join(QStringLiteral("  "));
}

}  // namespace

const char* clockWord(dispatch::ClockState state) {
    static constexpr const char* kWords[] = {"ok",         "warn",      "late",
                                             "supervised", "suspended", "none"};
    return kWords[static_cast<std::size_t>(state)];
}

QJsonObject caseJson(const dispatch::Case& record, dispatch::Seconds now) {
    QJsonObject object{
        {QStringLiteral("code"), text(record.code)},
        {QStringLiteral("title"), text(record.title)},
        {QStringLiteral("stage"), text(record.stage)},
        {QStringLiteral("level"), text(record.level)},
        {QStringLiteral("risk"), QLatin1String(riskWord(record.risk))},
        {QStringLiteral("clock"), QLatin1String(clockWord(dispatch::clockState(record, now)))},
        {QStringLiteral("reported"), isoTime(record.reported)},
        {QStringLiteral("revision"), qint64(record.revision.value)}};
    put(object, "text", record.text);
    put(object, "category", record.category);
    put(object, "place", record.placeText);
    put(object, "grid", record.grid);
    put(object, "centre", record.centre);
    put(object, "source", record.source);
    put(object, "lead_unit", record.leadUnit);
    put(object, "cooperating", record.cooperating);
    put(object, "asked_unit", record.askedUnit);
    put(object, "leader", record.leader);
    put(object, "result", record.result);
    put(object, "answered", record.answered);
    put(object, "due", record.due);
    put(object, "warn_at", record.warnAt);
    put(object, "late_since", record.lateSince);
    put(object, "suspended_since", record.suspendedSince);
    put(object, "closed", record.closed);
    if (record.supervised) object.insert(QStringLiteral("supervised"), true);
    if (record.onSpot) object.insert(QStringLiteral("on_spot"), true);
    if (record.rating > 0) object.insert(QStringLiteral("rating"), record.rating);
    if (record.mergedInto)
        object.insert(QStringLiteral("merged_into"), qint64(record.mergedInto.value));
    if (record.place) {
        object.insert(QStringLiteral("lon"), record.place->lon);
        object.insert(QStringLiteral("lat"), record.place->lat);
    }
    return object;
}

dispatch::Result<QJsonObject> wholeCaseJson(dispatch::Store& store, const dispatch::Case& record,
                                            dispatch::Seconds now) {
    QJsonObject whole = caseJson(record, now);
    const auto readAll = [&](Kind kind, std::vector<dispatch::Record>& rows) {
        dispatch::Query query;
        query.kind = kind;
        query.record = record.id;
        return store.read(query, [&](dispatch::Record&& row) {
            rows.push_back(std::move(row));
            return true;
        });
    };
    std::vector<dispatch::Record> orders, matters, notes;
    if (auto read = readAll(Kind::Assignment, orders); !read) return read.error();
    if (auto read = readAll(Kind::Supervision, matters); !read) return read.error();
    if (auto read = readAll(Kind::CaseNote, notes); !read) return read.error();
    std::map<std::int64_t, std::string> codes;
    if (!orders.empty()) {
        dispatch::Query who;
        who.kind = Kind::Responder;
        const auto read = store.read(who, [&](dispatch::Record&& row) {
            const auto& responder = std::get<dispatch::Responder>(row);
            codes[responder.id.value] = responder.code;
            return true;
        });
        if (!read) return read.error();
    }
    QJsonArray list;
    for (const auto& row : orders) {
        const auto& order = std::get<dispatch::Assignment>(row);
        list.append(orderJson(order, codes[order.responder.value]));
    }
    whole.insert(QStringLiteral("orders"), list);
    list = {};
    for (const auto& row : matters)
        list.append(supervisionJson(std::get<dispatch::Supervision>(row)));
    whole.insert(QStringLiteral("supervisions"), list);
    list = {};
    QJsonArray attachments;
    for (const auto& row : notes) {
        const auto& note = std::get<dispatch::CaseNote>(row);
        if (const auto reference = dispatch::attachmentOf(note)) {
            attachments.append(QJsonObject{{QStringLiteral("at"), isoTime(note.at)},
                                           {QStringLiteral("author"), text(note.author)},
                                           {QStringLiteral("reference"), text(*reference)}});
            continue;
        }
        list.append(QJsonObject{{QStringLiteral("at"), isoTime(note.at)},
                                {QStringLiteral("author"), text(note.author)},
                                {QStringLiteral("text"), text(note.text)}});
    }
    whole.insert(QStringLiteral("notes"), list);
    whole.insert(QStringLiteral("attachments"), attachments);
    list = {};
    dispatch::JournalQuery journal;
    journal.record = record.id;
    const auto read = store.readJournal(journal, [&](dispatch::JournalRow&& row) {
        list.append(entryJson(row));
        return true;
    });
    if (!read) return read.error();
    whole.insert(QStringLiteral("journal"), list);
    return whole;
}

QString caseReport(const QJsonObject& whole, const dispatch::Workflow& workflow) {
    const auto field = [&](const char* name) {
        return whole.value(QLatin1String(name)).toString();
    };
    QString report = field("code") + QStringLiteral("  ") + field("title") + QLatin1Char('\n');
    report += line(QStringLiteral("stage"), stageText(workflow, field("stage").toStdString()));
    for (const char* name :
         {"level",    "centre",   "risk", "clock",      "category",        "place",
          "grid",     "source",   "text", "lead_unit",  "cooperating",     "asked_unit",
          "leader",   "reported", "due",  "late_since", "suspended_since", "result",
          "answered", "closed"})
        report += line(QLatin1String(name), field(name));
    const QJsonArray orders = whole.value(QLatin1String("orders")).toArray();
    for (const QJsonValue& order : orders)
        report += line(QStringLiteral("order"),
                       words(order.toObject(), {"responder", "unit", "state", "since", "reason"}));
    const QJsonArray matters = whole.value(QLatin1String("supervisions")).toArray();
    for (const QJsonValue& matter : matters)
        report +=
            line(QStringLiteral("supervision"),
                 words(matter.toObject(), {"kind", "level", "issued", "due", "text", "answer"}));
    const QJsonArray notes = whole.value(QLatin1String("notes")).toArray();
    for (const QJsonValue& note : notes)
        report += line(QStringLiteral("note"), words(note.toObject(), {"at", "author", "text"}));
    const QJsonArray attachments = whole.value(QLatin1String("attachments")).toArray();
    for (const QJsonValue& one : attachments)
        report += line(QStringLiteral("attachment"),
                       words(one.toObject(), {"at", "author", "reference"}));
    const QJsonArray journal = whole.value(QLatin1String("journal")).toArray();
    for (const QJsonValue& entry : journal) {
        const QJsonObject row = entry.toObject();
        report += line(row.value(QLatin1String("at")).toString().mid(0, 19),
                       words(row, {"officer", "seat", "action", "what", "why", "on_behalf"}));
    }
    return report;
}

}  // namespace app

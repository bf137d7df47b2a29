// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <QtGlobal>
#include <map>
#include <random>
#include <sstream>

#include "tests/gis/store/contract_tools.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {

Author author(const char* officer, const char* seat) {
    return {officer, seat};
}

Receipt committed(Store& store, const Transaction& transaction) {
    auto done = store.commit(transaction);
    if (!done) qFatal("%s", done.error().detail.c_str());
    if (!std::holds_alternative<Receipt>(*done)) qFatal("unexpected conflict");
    return std::get<Receipt>(*done);
}

std::int64_t countOf(Store& store, Kind kind) {
    Query query;
    query.kind = kind;
    const auto rows = store.count(query);
    if (!rows) qFatal("%s", rows.error().detail.c_str());
    return *rows;
}

Transaction transaction(std::vector<Write> writes, const std::string& note) {
    thread_local std::mt19937_64 random(std::random_device{}());
    Transaction made;
    made.key = std::to_string(random()) + std::to_string(random());
    made.by = author();
    made.writes = std::move(writes);
    made.note = note;
    return made;
}

Write put(Record record) {
    return {std::move(record), {}, false};
}
Write change(Record record) {
    const Revision expected = revisionOf(record);
    return {std::move(record), expected, false};
}
Write removal(Record record) {
    const Revision expected = revisionOf(record);
    return {std::move(record), expected, true};
}

Case someCase(const std::string& code) {
    Case record;
    record.code = code;
    record.category = "0302";
    record.title = "case " + code;
    record.place = LonLat{106.81, 39.65};
    record.source = "hotline";
    record.reported = Seconds{1'700'000'000s};
    record.stageEntered = record.reported;
    return record;
}

Responder someResponder(const std::string& code, bool onDuty) {
    Responder who;
    who.code = code;
    who.name = "名 " + code;
    who.onDuty = onDuty;
    who.stateSince = Seconds{1'700'000'000s};
    return who;
}

Grid someGrid(const std::string& code, double west, double south) {
    Grid grid;
    grid.code = code;
    grid.name = "grid " + code;
    grid.people = 1200;
    const double east = west + 0.01;
    const double north = south + 0.01;
    grid.area = {{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}, {}}};
    return grid;
}

Assignment someOrder(CaseId record, ResponderId who, AssignmentState state) {
    Assignment order;
    order.record = record;
    order.responder = who;
    order.state = state;
    order.sent = Seconds{1'700'000'000s};
    order.stateSince = order.sent;
    return order;
}

User someUser(const std::string& code) {
    User user;
    user.code = code;
    user.fullName = "李 " + code;
    user.role = "officer";
    user.centre = "centre-1";
    user.password = "$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA";
    return user;
}

Supervision someSupervision(CaseId record) {
    Supervision note;
    note.record = record;
    note.level = "city";
    note.issuer = "li";
    note.text = "请于两日内答复";
    note.issued = Seconds{1'700'000'000s};
    note.due = note.issued + 48h;
    return note;
}

Contact someContact(CaseId record) {
    Contact contact;
    contact.record = record;
    contact.name = "王女士";
    contact.phone = "139 0000 0000";
    contact.address = "3 号楼";
    contact.salt = "000102030405060708090a0b0c0d0e0f";
    contact.made = Seconds{1'700'000'000s};
    return contact;
}

Fix someFix(ResponderId who, Millis time, LonLat place) {
    Fix fix;
    fix.responder = who;
    fix.time = time;
    fix.place = place;
    fix.headingDegrees = 90;
    return fix;
}

std::string faultOfJournal(Store& store) {
    const auto hashOf = [](const std::string& bytes) {
        return QCryptographicHash::hash(QByteArray::fromStdString(bytes),
                                        QCryptographicHash::Sha256)
            .toHex()
            .toStdString();
    };
    JournalRow before;
    std::map<CaseId, JournalRow> ofCase;
    std::string fault;
    const auto done = store.readJournal({}, [&](JournalRow&& row) {
        JournalRow& last = ofCase[row.record];
        const std::string name = "entry " + std::to_string(row.seq.value);
        if (row.seq.value != before.seq.value + 1)
            fault = name + " comes after " + std::to_string(before.seq.value);
        else if (row.number != last.number + 1)
            fault = name + " is number " + std::to_string(row.number) + " of its case";
        // A place is made before its test sets the clock.
        else if (before.seq.value > 1 && row.at < before.at)
            fault = name + " is older than the one before it";
        else if (row.hash != hashOf(entryBytes(row, last.hash)))
            fault = name + " has a hash of something else";
        else if (row.chain != hashOf(chainBytes(before.chain, row.hash)))
            fault = name + " is out of the chain";
        last = before = std::move(row);
        return fault.empty();
    });
    return done ? fault : done.error().detail;
}

std::string printed(const Picture& picture) {
    std::ostringstream text;
    text.precision(10);
    const auto at = [](auto time) { return time.time_since_epoch().count(); };
    picture.settings.forEach([&](const Setting& row) {
        text << "setting " << row.id.value << ' ' << row.key << '=' << row.value << " r"
             << row.revision.value << '\n';
    });
    const auto coded = [&](const char* kind, const auto& table) {
        table.forEach([&](const auto& row) {
            text << kind << ' ' << row.id.value << ' ' << row.code << " r" << row.revision.value
                 << '\n';
        });
    };
    coded("level", picture.levels);
    coded("centre", picture.centres);
    coded("grid", picture.grids);
    coded("zone", picture.zones);
    coded("post", picture.posts);
    coded("unit", picture.units);
    coded("category", picture.categories);
    picture.responders.forEach([&](const Responder& row) {
        text << "responder " << row.id.value << ' ' << row.code << " r" << row.revision.value
             << (row.onDuty ? " on" : " off") << " state " << static_cast<int>(row.state) << '\n';
    });
    picture.cases.forEach([&](const Case& row) {
        text << "case " << row.id.value << ' ' << row.code << " r" << row.revision.value << ' '
             << row.title << ' ' << row.stage << ' ' << row.cooperating << " spent "
             << row.spentSeconds << " rating " << row.rating << (row.warned ? " warned" : "")
             << (row.supervised ? " supervised" : "");
        for (const auto& time : {row.warnAt, row.lateSince, row.suspendedSince})
            text << ' ' << (time ? at(*time) : 0);
        text << '\n';
    });
    picture.assignments.forEach([&](const Assignment& row) {
        text << "order " << row.id.value << " r" << row.revision.value << " case "
             << row.record.value << " to " << row.responder.value << row.unit << " state "
             << static_cast<int>(row.state) << " since " << at(row.stateSince) << '\n';
    });
    coded("user", picture.users);
    picture.supervisions.forEach([&](const Supervision& row) {
        text << "supervision " << row.id.value << " r" << row.revision.value << " case "
             << row.record.value << " kind " << static_cast<int>(row.kind) << ' ' << row.text
             << (row.late ? " late" : "") << '\n';
    });
    for (const Fix& fix : *picture.fixes)
        text << "fix " << fix.responder.value << " seq " << fix.seq.value << " at " << at(fix.time)
             << ' ' << fix.place.lon << ' ' << fix.place.lat << " grid " << fix.grid.value << '\n';
    for (const Quarantined& row : picture.quarantined)
        text << "quarantined " << kindName(row.record.kind) << ' ' << row.record.id << '\n';
    return text.str();
}

}  // namespace contract

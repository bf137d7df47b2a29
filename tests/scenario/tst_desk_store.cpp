// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "gis/seal/digest.h"
#include "gis/store/open_store.h"
#include "tests/support/paper_hall.h"
#include "tests/support/pg_server.h"

using namespace dispatch;
using support::command;
using Why = Refusal::Why;

namespace {

/// A seat: a connection of its own, a picture of its own.
struct Seat {
    Seat(std::unique_ptr<Store> opened, const Rules& theRules, const char* name)
        : store(std::move(opened)),
          rules(theRules),
          desk(
              *store, [] { return gis::randomHex(16); },
              [](const std::string& bytes) { return gis::sha256Hex(bytes); }) {
        actor.user.code = name;
        actor.seat = std::string("seat of ") + name;
        follow();
    }
    void follow() { picture = store->load().value(); }
    Situation now() const { return {rules, *picture, picture->storeTime}; }
    Result<Performed> act(const Command& wish) { return desk.perform(now(), actor, wish); }
    std::string report(const std::string& title) {
        Intake intake;
        intake.draft.title = title;
        intake.draft.grid = "990301001001001";
        const auto done = desk.takeIn(now(), actor, intake);
        follow();
        return done ? done->code : done.error().detail;
    }

    std::unique_ptr<Store> store;
    const Rules& rules;
    std::shared_ptr<const Picture> picture;
    Desk desk;
    Actor actor;
};

}  // namespace

#define DONE(...)                                                      \
    do {                                                               \
        const auto answer = (__VA_ARGS__);                             \
        QVERIFY2(answer, answer ? "" : answer.error().detail.c_str()); \
    } while (false)

/// The desk over each real store.
class TestDeskStore : public QObject {
    Q_OBJECT
    Rules m_rules = support::defaultRules();
    QTemporaryDir m_folder;
    std::string m_uri;
    int m_made = 0;

    Seat seat(const char* name) { return {gis::openStore(m_uri).value(), m_rules, name}; }

  private Q_SLOTS:
    void init();
    void whoWasFirstIsSaid_data() { stores(); }
    void whoWasFirstIsSaid();
    void theSameKeyActsOnce_data() { stores(); }
    void theSameKeyActsOnce();
    void aClosedCaseIsFoundByItsCode_data() { stores(); }
    void aClosedCaseIsFoundByItsCode();
    void theContactIsKeptApartAndHashed_data() { stores(); }
    void theContactIsKeptApartAndHashed();
    void aContactIsReplacedAndOpenedOnTheRecord_data() { stores(); }
    void aContactIsReplacedAndOpenedOnTheRecord();
    void badTextIsRefusedOrStoredExactly_data() { stores(); }
    void badTextIsRefusedOrStoredExactly();

  private:
    void stores() {
        QTest::addColumn<bool>("server");
        QTest::newRow("spatialite") << false;
        QTest::newRow("postgis") << true;
    }
};

void TestDeskStore::init() {
    QFETCH(const bool, server);
    m_uri =
        m_folder.filePath(QString::number(++m_made) + QStringLiteral(".gridhall")).toStdString();
    std::string owner = m_uri;
    if (server) {
        auto& postgres = support::PgServer::shared();
        const std::string database = postgres.makeDatabase();
        owner = postgres.uri(database);
        m_uri = postgres.uri(database, "gridhall_app");
    }
    const auto store = gis::createStore(owner, {});
    QVERIFY2(store, store ? "" : store.error().detail.c_str());
    Transaction city;
    city.key = "city";
    city.by = {"root", "seat"};
    for (Record& row : support::paperCity()) city.writes.push_back({std::move(row), {}, false});
    for (const char* code : {"w1", "w2"}) {
        Responder who;
        who.code = who.name = code;
        who.onDuty = true;
        city.writes.push_back({who, {}, false});
    }
    DONE((*store)->commit(city));
}

void TestDeskStore::whoWasFirstIsSaid() {
    Seat li = seat("li"), wu = seat("wu");
    const std::string code = li.report("Smoke");
    wu.follow();
    Command first = command("dispatch", code), second = command("dispatch", code);
    first.responder = second.responder = "w1";
    DONE(li.act(first));
    const auto late = wu.act(second);
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::NotAllowed);
    QVERIFY(wu.desk.refusal() && wu.desk.refusal()->why == Why::Changed);
    QVERIFY2(late.error().detail.find("was changed by li at seat of li, 20") != std::string::npos,
             late.error().detail.c_str());
    wu.follow();
    QCOMPARE(wu.picture->assignments.size(), std::size_t(1));
    // What it saw before it looked again is refused as well.
    Command stale = command("raise", code);
    stale.reason = "too big";
    stale.seen = Revision{1};
    QVERIFY(!wu.act(stale));
    QVERIFY(wu.desk.refusal() && wu.desk.refusal()->why == Why::Changed);
    stale.seen = wu.picture->caseByCode(code)->revision;
    DONE(wu.act(stale));
}

void TestDeskStore::theSameKeyActsOnce() {
    Seat li = seat("li");
    const std::string code = li.report("Smoke");
    Command wish = command("dispatch", code);
    wish.responder = "w1";
    wish.key = "pressed twice";
    const auto once = li.act(wish);
    const auto twice = li.act(wish);
    QVERIFY(once && twice);
    QCOMPARE(twice->receipt.seq, once->receipt.seq);
    li.follow();
    QCOMPARE(li.picture->assignments.size(), std::size_t(1));
    // With what it did before one's eyes the action could not be taken any more.
    const auto later = li.act(wish);
    QVERIFY2(later, later ? "" : later.error().detail.c_str());
    QCOMPARE(later->receipt.seq, once->receipt.seq);
    QCOMPARE(later->code, code);
    wish.key = "pressed by somebody else";
    QVERIFY(!li.act(wish));
    li.follow();
    QCOMPARE(li.picture->assignments.size(), std::size_t(1));
}

void TestDeskStore::aClosedCaseIsFoundByItsCode() {
    Seat li = seat("li");
    const std::string code = li.report("Smoke");
    Command spot = command("close-on-spot", code);
    spot.result = "a barbecue";
    DONE(li.act(spot));
    li.follow();
    DONE(li.act(command("archive", code)));
    li.follow();
    QVERIFY(!li.picture->caseByCode(code));
    Command again = command("reopen", code);
    again.reason = "it smokes again";
    DONE(li.act(again));
    li.follow();
    QVERIFY(li.picture->caseByCode(code));
    const auto unknown = li.act(command("reopen", "20261126-9999"));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::NotFound);
}

void TestDeskStore::theContactIsKeptApartAndHashed() {
    Seat li = seat("li");
    Intake intake;
    intake.draft.title = "Smoke";
    intake.contactName = "Shen";
    intake.contactPhone = "000-1111";
    const auto done = li.desk.takeIn(li.now(), li.actor, intake);
    QVERIFY2(done, done ? "" : done.error().detail.c_str());
    std::optional<Contact> kept;
    Query query;
    query.kind = Kind::Contact;
    query.record = done->record;
    DONE(li.store->read(query, [&](Record&& row) {
        kept = std::get<Contact>(std::move(row));
        return true;
    }));
    QVERIFY(kept);
    QCOMPARE(kept->phone, std::string("000-1111"));
    QCOMPARE(kept->salt.size(), std::size_t(32));
    std::string hash, all;
    JournalQuery wanted;
    wanted.record = done->record;
    DONE(li.store->readJournal(wanted, [&](JournalRow&& row) {
        hash += row.contact;
        all += row.what + row.why;
        return true;
    }));
    QCOMPARE(hash, gis::sha256Hex(contactBytes(kept->salt, "Shen", "000-1111", "")));
    QVERIFY(all.find("000-1111") == std::string::npos && all.find("Shen") == std::string::npos);
}

void TestDeskStore::aContactIsReplacedAndOpenedOnTheRecord() {
    Seat li = seat("li");
    Intake intake;
    intake.draft.title = "Smoke";
    intake.contactPhone = "13800000001";
    const auto taken = li.desk.takeIn(li.now(), li.actor, intake);
    QVERIFY2(taken, taken ? "" : taken.error().detail.c_str());
    li.follow();
    // While the caller talks: a title and another number, in one go.
    Command amend = command("amend", taken->code);
    amend.record = taken->record;
    amend.seen = taken->revision;
    amend.amend.title = "Smoke over the market";
    intake.contactPhone = "13800000002";
    intake.contactName = "Zhao";
    const auto amended = li.desk.amend(li.now(), li.actor, amend, intake);
    QVERIFY2(amended, amended ? "" : amended.error().detail.c_str());
    QCOMPARE(amended->revision.value, taken->revision.value + 1);
    li.follow();
    const Case record = *li.picture->caseByCode(taken->code);
    QCOMPARE(record.title, std::string("Smoke over the market"));
    // Said again, it is not kept again.
    Command same = command("amend", taken->code);
    same.record = taken->record;
    DONE(li.desk.amend(li.now(), li.actor, same, intake));

    Actor device = li.actor;
    device.user.role = "device";
    QVERIFY(!li.desk.openContacts(li.now(), device, record));
    QVERIFY(li.desk.refusal() && li.desk.refusal()->why == Why::NotThisRole);
    const auto opened = li.desk.openContacts(li.now(), li.actor, record);
    QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
    QCOMPARE(opened->size(), std::size_t(1));
    QCOMPARE(opened->front().phone, std::string("13800000002"));
    QCOMPARE(opened->front().name, std::string("Zhao"));
    std::string actions;
    JournalQuery ofCase;
    ofCase.record = record.id;
    DONE(li.store->readJournal(ofCase, [&](JournalRow&& row) {
        actions += row.action + ' ';
        return true;
    }));
    QCOMPARE(actions, std::string("intake contact amend contact contact-opened "));
}

void TestDeskStore::badTextIsRefusedOrStoredExactly() {
    Seat li = seat("li");
    const std::string other = li.report("Untouched");
    const std::string code = li.report("Smoke");
    const Case before = *li.picture->caseByCode(other);
    const std::string sql = "'; DROP TABLE case_record; --\" \\ %s \xE2\x80\xAE";
    Command amend = command("amend", code);
    amend.amend.title = amend.amend.text = amend.amend.placeText = amend.amend.source = sql;
    amend.amend.categoryText = sql;
    DONE(li.act(amend));
    li.follow();
    const Case* stored = li.picture->caseByCode(code);
    QVERIFY(stored);
    for (const std::string& text :
         {stored->title, stored->text, stored->placeText, stored->source, stored->categoryText})
        QCOMPARE(text, sql);
    for (const std::string& bad :
         {std::string("a\0b", 3), std::string(1 << 20, 'x'), std::string("\xC0\xAF")}) {
        Command note = command("note", code);
        note.text = bad;
        const auto refused = li.act(note);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::BadInput);
        Command report = command("close-on-spot", code);
        report.result = bad;
        QVERIFY(!li.act(report));
        QVERIFY(!li.report(bad).starts_with("2026"));
    }
    for (const std::string& odd : {std::string("w1' OR '1'='1"), std::string(1 << 20, 'w')}) {
        Command dispatched = command("dispatch", code);
        dispatched.responder = odd;
        QVERIFY(!li.act(dispatched));
        QVERIFY(li.desk.refusal() && li.desk.refusal()->why == Why::BadValue);
        QVERIFY(li.desk.refusal()->detail.size() < 200);
    }
    li.follow();
    QCOMPARE(li.picture->caseByCode(code)->stage, std::string("accepted"));
    QVERIFY(*li.picture->caseByCode(other) == before);
    QVERIFY(li.picture->assignments.empty());
}

QTEST_GUILESS_MAIN(TestDeskStore)
#include "tst_desk_store.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <random>
#include <set>
#include <thread>

#include "gis/store/open_store.h"
#include "gis/store/pg.h"
#include "gis/store/postgis_rows.h"
#include "gis/store/sqlite.h"
#include "gis/store/store_copy.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/gis/store/random_hall.h"
#include "tests/support/pg_server.h"
#include "tests/support/program.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;
using contract::author;
using contract::committed;
using contract::put;
using contract::someFix;
using contract::transaction;
using support::PgServer;

namespace {

Area someArea(double west, double south) {
    return {{{{west, south}, {west + 0.3, south}, {west + 0.1 / 3, south + 0.2}, {west, south}},
             {{{west + 0.01, south + 0.01},
               {west + 0.02, south + 0.01},
               {west + 0.02, south + 0.02},
               {west + 0.01, south + 0.01}}}},
            {{{west + 1, south}, {west + 2, south}, {west + 2, south + 1}, {west + 1, south}}, {}}};
}

/// One of everything a store can hold besides what RandomHall does.
std::vector<Record> oneOfEach(const std::string& mark) {
    Unit unit;
    unit.code = "U" + mark;
    unit.name = "\t科室\\\n\"" + mark + "\"";
    Post post;
    post.code = "P" + mark;
    post.place = {106.8 + 1.0 / 3, 39.6};
    Zone zone;
    zone.code = "Z" + mark;
    zone.area = someArea(106.1, 39.1);
    Centre centre;
    centre.code = "1503" + mark;
    centre.level = "district";
    centre.reference = someArea(106.2, 39.2);
    Camera camera;
    camera.code = "K" + mark;
    camera.place = {-0.1, 0};
    PopulationCell cell;
    cell.place = {106.7, 39.7};
    cell.people = 0.1 + 0.2;
    Ground building;
    building.name = "楼 " + mark;
    building.kind = GroundKind::Building;
    building.area = someArea(106.3, 39.3);
    Ground river;
    river.kind = GroundKind::River;
    river.line = {{106, 39}, {106.1, 39.1}, {106.2 + 1e-15, 39}};
    CaseNote note;
    note.record = {1};
    note.text = "a note {\"}\\N";
    return {unit, post, zone, centre, camera, cell, building, river, note};
}

std::vector<Record> network() {
    std::vector<Record> rows;
    for (std::int64_t i = 1; i <= 20; ++i) {
        Road road;
        road.id = {i * 1'000'000'007};
        road.nodes = {{i}, {i + 1}, {9'007'199'254'740'993 + i}};
        road.line = {{106, 39}, {106.1, 39.1}, {106.2, 39}};
        rows.emplace_back(road);
        Barrier barrier;
        barrier.id = {i};
        barrier.place = {106.1, 39.1};
        rows.emplace_back(barrier);
        TurnRestriction turn;
        turn.id = {i};
        turn.from = {1'000'000'007};
        turn.viaRoads = {{2}, {3}};
        if (i % 2 == 0) turn.viaRoads.clear();
        rows.emplace_back(turn);
    }
    return rows;
}

/// Everything a store answers, as text.
std::string lookOf(Store& store, const std::vector<Millis>& times) {
    std::string text;
    const auto live = store.load();
    if (!live) return live.error().detail;
    text += "seq " + std::to_string((*live)->seq.value) + '\n' + contract::printed(**live);
    for (const FixSource& source : (*live)->sources)
        text += "source " + std::to_string(source.index) + ' ' + source.code + ' ' +
                std::to_string(source.newest.time_since_epoch().count()) + '\n';
    for (const Millis time : times) {
        const auto past = store.pictureAt(time);
        if (!past) return past.error().detail;
        text += "at " + std::to_string(time.time_since_epoch().count()) + '\n' +
                contract::printed(**past);
    }
    for (int kind = 0; kind < kKindCount; ++kind) {
        Query query;
        query.kind = static_cast<Kind>(kind);
        std::multiset<std::string> rows;
        const auto done = store.read(query, [&](Record&& row) {
            std::string line = kindName(kindOf(row)) + gis::rowJson(row) + " r" +
                               std::to_string(revisionOf(row).value);
            if (const auto* fix = std::get_if<Fix>(&row))
                line = "track " + std::to_string(fix->seq.value) + ' ' +
                       std::to_string(fix->responder.value) + ' ' +
                       std::to_string(fix->time.time_since_epoch().count()) + ' ' +
                       std::to_string(fix->place.lon) + ' ' + std::to_string(fix->headingDegrees) +
                       ' ' + std::to_string(fix->source) + ' ' + std::to_string(fix->grid.value);
            rows.insert(line);
            return true;
        });
        if (!done) return done.error().detail;
        for (const std::string& row : rows) text += row + '\n';
    }
    const auto done = store.readJournal({}, [&](JournalRow&& row) {
        text += "entry " + std::to_string(row.seq.value) + ' ' + row.action + ' ' + row.what + ' ' +
                row.hash + ' ' + row.chain + '\n';
        return true;
    });
    if (!done) return done.error().detail;
    return text;
}

/// The first line in which two texts differ.
std::string apart(const std::string& a, const std::string& b) {
    if (a == b) return {};
    std::size_t from = 0;
    for (std::size_t i = 0; i < a.size() && i < b.size() && a[i] == b[i]; ++i)
        if (a[i] == '\n') from = i + 1;
    return a.substr(from, 300) + "\n  is not\n" + b.substr(from, 300);
}

std::string said(const Result<gis::CopyReport>& report) {
    if (!report) return report.error().detail;
    return report->difference.empty() ? std::string() : report->difference;
}

}  // namespace

#define COPIED(report) QVERIFY2(said(report).empty(), said(report).c_str())
#define SAME(a, b) QVERIFY2((a) == (b), apart(a, b).c_str())

/// A whole store moved between engines is the same store.
class TestStoreCopy : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void cleanup();
    void everythingArrivesWhicheverWay();
    void theCopyGoesOnWhereTheOriginalWas();
    void theJournalGoesOnInTheCopyOfAFile();
    void killedAtAnyMomentItIsResumed();
    void aStoppedCopyGoesOn();
    void aSourceWrittenToMeanwhileIsBegunAnew();
    void aDifferenceIsFoundAndNamed();
    void whatNoWriterOfOursMakesIsNamedOrKept();
    void wherePlacesAreTakenNothingIsWritten();

  private:
    std::string file(const char* name) const {
        return m_folder->filePath(QString::fromUtf8(name)).toStdString();
    }
    std::string database() {
        m_databases.push_back(PgServer::shared().makeDatabase());
        return m_databases.back();
    }
    static std::string owner(const std::string& database) {
        return PgServer::shared().uri(database);
    }
    static std::string consoles(const std::string& database) {
        return PgServer::shared().uri(database, "gridhall_app");
    }
    std::unique_ptr<Store> open(const std::string& uri);
    void fill(const char* what, int steps);
    void fillMuch(int rows);
    std::string look(const std::string& uri) { return lookOf(*open(uri), m_times); }
    void raw(const std::string& path, const std::string& sql);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::vector<std::string> m_databases;
    ManualClock m_clock{Millis{1'700'000'000'000ms}};
    std::vector<Millis> m_times;
    std::shared_ptr<const Picture> m_middle;  ///< Loaded half-way.
    Transaction m_repeat;
    Receipt m_receipt;
};

void TestStoreCopy::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_times.clear();
}

void TestStoreCopy::cleanup() {
    for (const std::string& name : m_databases) PgServer::shared().dropDatabase(name);
    m_databases.clear();
}

std::unique_ptr<Store> TestStoreCopy::open(const std::string& uri) {
    gis::OpenOptions options;
    options.clock = &m_clock;
    auto opened = gis::openStore(uri, options);
    if (!opened) qFatal("%s", opened.error().detail.c_str());
    return std::move(*opened);
}

void TestStoreCopy::raw(const std::string& path, const std::string& sql) {
    auto db = gis::Connection::open(path, gis::Connection::Mode::ReadWrite, 5s);
    if (!db) qFatal("%s", db.error().detail.c_str());
    (*db)->exec(sql);
    if ((*db)->failed()) qFatal("%s", (*db)->takeError().detail.c_str());
}

/// A store in which everything has happened, at file("city").
void TestStoreCopy::fill(const char* what, int steps) {
    gis::CreateOptions create;
    create.open.clock = &m_clock;
    create.cityName = "乌海";
    MUST(gis::createStore(file("city"), create));
    const auto store = open(file("city"));
    contract::RandomHall hall(m_clock, *store, support::seed(what));
    const auto batch = [&](std::vector<Record> rows, bool replaces, bool past) {
        BatchPlan plan{author(), "copied", {}, false, past};
        if (replaces)
            plan.replaces = {Kind::Road, Kind::Ground, Kind::Barrier, Kind::TurnRestriction};
        auto made = store->beginBatch(plan);
        if (!made) qFatal("%s", made.error().detail.c_str());
        if (auto done = (*made)->append(rows); !done) qFatal("%s", done.error().detail.c_str());
        return std::move(*made);
    };
    for (int step = 0; step < steps; ++step) {
        hall.step();
        if (hall.below(4) == 0) m_times.push_back(m_clock.now());
        if (step == steps / 4) {
            std::vector<Write> writes;
            for (Record& row : oneOfEach("a")) writes.push_back(put(std::move(row)));
            m_repeat = transaction(std::move(writes), "to be repeated");
            m_receipt = committed(*store, m_repeat);
            MUST(batch(network(), false, false)->publish());
        }
        if (step == steps / 2) {
            const auto middle = store->load();
            MUST(middle);
            m_middle = *middle;
            Assignment order;
            order.record = {1};
            order.unit = "Ua";  // a person may have a live one already
            order.sent = order.stateSince = Seconds{1'700'000'000s};
            const Receipt sent = committed(*store, transaction({put(order)}));
            order.id = {sent.ids.front()};
            order.revision = {1};
            order.state = AssignmentState::Refused;
            order.reason = "busy";
            committed(*store, transaction({contract::change(order)}));
            std::vector<Record> rows = network();
            for (Record& row : oneOfEach("b")) rows.push_back(std::move(row));
            MUST(batch(std::move(rows), true, false)->publish());
            std::vector<Record> old;
            for (int i = 0; i < 500; ++i)
                old.emplace_back(someFix({1}, Millis{1'600'000'000s + i * 1h}, {106.8, 39.6}));
            MUST(batch(std::move(old), false, true)->publish());
        }
    }
    // Never published: one batch abandoned, and one whose writer was killed.
    batch(oneOfEach("lost"), false, false).reset();
    raw(file("city"),
        "INSERT INTO batch (what, officer, seat, pid, process, begun_at) VALUES ('killed', '', '',"
        " 1, 'gone', 1); INSERT INTO camera SELECT 900000, 'dead', '', 1, 1, generation,"
        " (SELECT max(id) FROM batch) FROM kind_state WHERE kind = 'camera'");
}

/// Enough rows for a copy to take a while.
void TestStoreCopy::fillMuch(int rows) {
    const auto store = open(file("city"));
    auto made = store->beginBatch({author(), "much", {}, false, false});
    MUST(made);
    std::vector<Record> much;
    for (int i = 0; i < rows; ++i) {
        much.emplace_back(contract::someCase("M" + std::to_string(i)));
        Ground ground;
        ground.area = someArea(106 + i / 1e6, 39);
        much.emplace_back(ground);
    }
    MUST((*made)->append(much));
    MUST((*made)->publish());
}

void TestStoreCopy::everythingArrivesWhicheverWay() {
    fill("store copy, every way", 160);
    const std::string original = look(file("city"));
    const std::string hall = database();
    const std::string other = database();
    std::vector<gis::CopiedTable> tables;
    std::string from = file("city");
    for (const auto& [to, reads] :
         {std::pair{owner(hall), consoles(hall)}, std::pair{file("back"), file("back")},
          std::pair{file("again"), file("again")}, std::pair{owner(other), owner(other)}}) {
        const auto report = gis::copyStore(from, to, {});
        COPIED(report);
        QVERIFY(report->leftOut.empty() && !report->resumed && !report->movedOn);
        if (tables.empty()) tables = report->tables;
        QCOMPARE(report->tables.size(), tables.size());
        for (std::size_t i = 0; i < tables.size(); ++i)
            QVERIFY2(report->tables[i].hash == tables[i].hash, tables[i].name.c_str());
        SAME(original, look(reads));
        from = reads;
    }
    // And a server to a server.
    const std::string third = database();
    COPIED(gis::copyStore(consoles(hall), owner(third), {}));
    SAME(original, look(consoles(third)));
    SAME(original, look(file("city")));
    for (const char* copy : {"back", "again"}) {
        const auto db = gis::Connection::open(file(copy), gis::Connection::Mode::ReadOnly, 5s);
        MUST(db);
        QCOMPARE((*db)->integer("SELECT count(*) FROM batch WHERE published_at IS NULL"), 0);
        QCOMPARE((*db)->integer("SELECT count(*) FROM pragma_foreign_key_check"), 0);
        QCOMPARE((*db)->integer("SELECT count(*) FROM heartbeat"), 0);
    }
}

void TestStoreCopy::theCopyGoesOnWhereTheOriginalWas() {
    fill("store copy, goes on", 120);
    const std::string hall = database();
    COPIED(gis::copyStore(file("city"), owner(hall), {}));
    COPIED(gis::copyStore(consoles(hall), file("back"), {}));
    const auto original = open(file("city"));
    const auto id = original->identity();
    const Record next = contract::someCase("next");
    std::vector<std::int64_t> given;
    for (const std::string& uri : {file("city"), consoles(hall), file("back")}) {
        const auto store = open(uri);
        QVERIFY(*store->identity() == *id);
        const auto before = store->load();
        MUST(before);
        // Who followed the original follows the copy.
        auto delta = store->changesSince(m_middle->seq, m_middle->fixSeq);
        MUST(delta);
        QVERIFY(!delta->tooOld);
        const auto followed = nextPicture(*m_middle, std::move(*delta)).first;
        SAME(contract::printed(**before), contract::printed(*followed));
        // A repeated key writes nothing and answers as the first did.
        const Receipt again = committed(*store, m_repeat);
        QVERIFY(again.ids == m_receipt.ids && again.revisions == m_receipt.revisions);
        QVERIFY(again.seq == m_receipt.seq && again.at == m_receipt.at);
        const auto after = store->load();
        MUST(after);
        QVERIFY((*after)->seq == (*before)->seq);
        // New numbers go on.
        const Receipt made = committed(*store, transaction({put(next)}));
        QVERIFY(made.seq > (*before)->seq);
        given.push_back(made.ids.front());
        auto batch = store->beginBatch({author(), "afterwards", {Kind::Grid}, false, false});
        MUST(batch);
        std::vector<Record> rows{contract::someGrid("G-new")};
        MUST((*batch)->append(rows));
        MUST((*batch)->publish());
        // A position that somebody on duty reports is seen by who follows.
        auto someone = contract::someResponder("new");
        someone.id.value = committed(*store, transaction({put(someone)})).ids.front();
        Duty duty;
        duty.responder = someone.id;
        duty.from = Seconds{1'699'000'000s};
        committed(*store, transaction({put(duty)}));
        const auto start = store->load();
        MUST(start);
        const auto now = store->clock();
        MUST(now);
        const std::vector<Fix> fixes{someFix(someone.id, now->storeTime, {106.8, 39.6})};
        const auto taken = store->addFixes(fixes, "radio");
        MUST(taken);
        QCOMPARE(taken->taken, std::size_t{1});
        const auto seen = store->changesSince((*start)->seq, (*start)->fixSeq);
        MUST(seen);
        QCOMPARE(seen->fixes.size(), std::size_t{1});
        MUST(store->retain({}));
    }
    QCOMPARE(given[1], given[0]);
    QCOMPARE(given[2], given[0]);
}

void TestStoreCopy::theJournalGoesOnInTheCopyOfAFile() {
    fill("store copy, the journal", 80);
    const auto original = open(file("city"));
    Transaction numbered = transaction({put(contract::someCase("20261126-#"))}, "twice the same");
    QCOMPARE(committed(*original, numbered).codes.front(), std::string("20261126-0001"));
    MUST(original->holdLease("ticker", "seat-1", 1h));
    COPIED(gis::copyStore(file("city"), file("second"), {}));
    SAME(look(file("city")), look(file("second")));

    const auto copy = open(file("second"));
    QCOMPARE(contract::faultOfJournal(*copy), std::string());
    const auto before = copy->journalHead();
    MUST(before);
    QVERIFY(before->seq.value > 40);
    // A repeated key is known, numbers and entries go on, a lease is each store's own.
    QCOMPARE(committed(*copy, numbered).codes.front(), std::string("20261126-0001"));
    const Receipt next =
        committed(*copy, transaction({put(contract::someCase("20261126-#"))}, "next"));
    QCOMPARE(next.codes.front(), std::string("20261126-0002"));
    const auto after = copy->journalHead();
    MUST(after);
    QCOMPARE(after->seq.value, before->seq.value + 1);
    QCOMPARE(contract::faultOfJournal(*copy), std::string());
    const auto lease = copy->holdLease("ticker", "seat-2", 1h);
    QVERIFY(lease && *lease);
    const auto taken = original->holdLease("ticker", "seat-2", 1h);
    QVERIFY(taken && !*taken);
    for (const char* ending : {"UPDATE journal SET why = 'x'", "DELETE FROM journal"}) {
        auto db = gis::Connection::open(file("second"), gis::Connection::Mode::ReadWrite, 5s);
        MUST(db);
        QVERIFY(!(*db)->exec(ending));
    }
}

void TestStoreCopy::killedAtAnyMomentItIsResumed() {
    std::mt19937_64 random(support::seed("store copy, killed"));
    fill("store copy, killed hall", 60);
    fillMuch(15'000);
    const std::string original = look(file("city"));
    const std::string hall = database();
    COPIED(gis::copyStore(file("city"), owner(hall), {}));
    for (int round = 0; round < support::soakCount(4, 60); ++round) {
        const bool up = round % 2 == 0;
        const std::string to = up ? database() : std::string();
        const std::string path = file(("killed" + std::to_string(round)).c_str());
        const std::string from = round % 4 == 3 ? file("city") : up ? file("city") : consoles(hall);
        const std::vector<std::string> command = {GRIDHALL_PROGRAM, "copy", from,
                                                  up ? owner(to) : path};
        bool complete = false;
        for (int kills = 0; kills < 3 && !complete; ++kills) {
            support::Program copying(command);
            std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 1500));
            copying.kill(SIGKILL);
            complete = copying.finish().exitCode == 0;
            // Killed after it got its name it is complete: nothing half-made bears it.
            if (!up && !complete && std::filesystem::exists(path)) {
                MUST(gis::openStore(path));
                complete = true;
            }
        }
        const support::Ran ran = support::run(command);
        // Killed between its last write and its last word, it is there already.
        const bool there = ran.exitCode == 5 && ran.err.find("already") != std::string::npos;
        QVERIFY2(ran.exitCode == 0 || there, ran.err.c_str());
        SAME(original, look(up ? consoles(to) : path));
    }
}

void TestStoreCopy::aStoppedCopyGoesOn() {
    fill("store copy, stopped", 60);
    fillMuch(4'000);
    const std::string hall = database();
    for (const auto& [to, reads] :
         {std::pair{owner(hall), consoles(hall)}, std::pair{file("back"), file("back")}}) {
        std::stop_source stop;
        gis::CopyOptions options;
        options.progress = [&](const gis::CopyProgress& progress) {
            if (progress.table == "case") stop.request_stop();
        };
        const auto first = gis::copyStore(file("city"), to, options, stop.get_token());
        QVERIFY(!first);
        QCOMPARE(first.error().code, ErrorCode::Cancelled);
        QVERIFY(!gis::openStore(reads));
        std::set<std::string> copied;
        options.progress = [&](const gis::CopyProgress& progress) {
            if (std::string(progress.phase) == "copying") copied.insert(progress.table);
        };
        const auto second = gis::copyStore(file("city"), to, options);
        COPIED(second);
        QVERIFY(second->resumed);
        QVERIFY(!copied.contains("action") && copied.contains("ground"));
        SAME(look(file("city")), look(reads));
    }
}

void TestStoreCopy::aSourceWrittenToMeanwhileIsBegunAnew() {
    fill("store copy, moved on", 40);
    const std::string hall = database();
    gis::CopyOptions options;
    std::stop_source stop;
    options.progress = [&](const gis::CopyProgress& progress) {
        if (progress.table == "setting") stop.request_stop();
    };
    QVERIFY(!gis::copyStore(file("city"), owner(hall), options, stop.get_token()));
    committed(*open(file("city")), transaction({put(contract::someCase("meanwhile"))}));
    bool once = true;
    options.progress = [&](const gis::CopyProgress& progress) {
        // Written while it is read: the copy is as it was when it began.
        if (progress.table == "change" && std::exchange(once, false))
            committed(*open(file("city")), transaction({put(contract::someCase("too late"))}));
    };
    const std::string before = look(file("city"));
    const auto report = gis::copyStore(file("city"), owner(hall), options);
    COPIED(report);
    QVERIFY(!report->resumed && report->movedOn);
    QVERIFY(report->note.find("begun anew") != std::string::npos);
    SAME(before, look(consoles(hall)));
}

void TestStoreCopy::aDifferenceIsFoundAndNamed() {
    fill("store copy, difference", 40);
    const std::string hall = database();
    const auto link = gis::PgLink::open(owner(hall), 5s);
    MUST(link);
    struct Change {
        const char* sql;
        const char* said;
    };
    for (const Change& change :
         {Change{"UPDATE unit SET name = name || ' ' WHERE code = 'Ua'", "(Ua) differs in name"},
          Change{"DELETE FROM camera WHERE code = 'Ka'", "camera 1 (Ka) is missing in the copy"},
          Change{"INSERT INTO source (idx, code) VALUES (99, 'own')",
                 "source 99 (own) is in the copy only"}}) {
        for (const bool server : {true, false}) {
            bool once = true;
            gis::CopyOptions options;
            options.progress = [&](const gis::CopyProgress& progress) {
                if (std::string(progress.phase) != "comparing" || !std::exchange(once, false))
                    return;
                if (!server) return raw(file("back.copying"), change.sql);
                if (!(*link)->run(std::string("SET search_path = gridhall, public; ") + change.sql))
                    qFatal("%s", change.sql);
            };
            const std::string to = server ? owner(hall) : file("back");
            const auto report = gis::copyStore(file("city"), to, options);
            MUST(report);
            QVERIFY2(report->difference.find(change.said) != std::string::npos,
                     report->difference.c_str());
            QVERIFY(!gis::openStore(to));
        }
    }
    for (const std::string& to : {owner(hall), file("back")}) {
        const auto report = gis::copyStore(file("city"), to, {});
        COPIED(report);
        QVERIFY(report->note.find("differed") != std::string::npos);
        SAME(look(file("city")), look(to));
    }
}

void TestStoreCopy::whatNoWriterOfOursMakesIsNamedOrKept() {
    fill("store copy, poison", 40);
    committed(*open(file("city")),
              transaction({put(contract::someCase("NUL")), put(contract::someCase("bytes")),
                           put(contract::someCase("long"))}));
    std::string longCode = "L";
    std::mt19937_64 random(7);
    while (longCode.size() < 9000) longCode += static_cast<char>('!' + random() % 90);
    for (std::size_t at = 0; (at = longCode.find('\'', at)) != std::string::npos;)
        longCode[at] = '_';
    raw(file("city"),
        "UPDATE case_record SET title = 'a' || char(0) || 'b' WHERE code = 'NUL';"
        "UPDATE case_record SET title = CAST(x'61ff' AS TEXT) WHERE code = 'bytes';"
        "UPDATE case_record SET code = '" +
            longCode +
            "' WHERE code = 'long';"
            "UPDATE ground SET shape = x'0102' WHERE name = '楼 b';"
            "UPDATE action SET receipt = x'ff' WHERE note = 'to be repeated';"
            "UPDATE fix_track SET lon = 99999999999 WHERE seq = (SELECT min(seq) FROM fix_track)");
    const std::string hall = database();
    const auto refused = gis::copyStore(file("city"), owner(hall), {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::BadInput);
    QVERIFY2(refused.error().detail.find("action ") == 0 &&
                 refused.error().detail.find("receipt") != std::string::npos,
             refused.error().detail.c_str());
    QVERIFY(!gis::openStore(consoles(hall)));
    gis::CopyOptions options;
    options.leaveOut = true;
    const auto report = gis::copyStore(file("city"), owner(hall), options);
    COPIED(report);
    std::string left;
    for (const gis::LeftOut& row : report->leftOut) left += row.row + ": " + row.why + '\n';
    for (const char* named :
         {"(NUL): title", "(bytes): title", "ground ", "receipt", "fix_track ", "index row"})
        QVERIFY2(left.find(named) != std::string::npos, left.c_str());
    MUST(gis::openStore(consoles(hall)));
    // Another file holds all of it.
    const auto kept = gis::copyStore(file("city"), file("back"), {});
    COPIED(kept);
    QVERIFY(kept->leftOut.empty());
    const auto db = gis::Connection::open(file("back"), gis::Connection::Mode::ReadOnly, 5s);
    MUST(db);
    QCOMPARE((*db)->integer("SELECT count(*) FROM case_record WHERE hex(title) IN ('610062',"
                            " '61FF')"),
             2);
    QCOMPARE((*db)->text("SELECT hex(shape) FROM ground WHERE name = '楼 b' AND batch IN"
                         " (SELECT generation FROM kind_state WHERE kind = 'ground')"),
             std::string("0102"));
    // What a file cannot hold of a server's.
    const auto link = gis::PgLink::open(owner(hall), 5s);
    MUST(link);
    MUST((*link)->run("UPDATE gridhall.population SET people = 'NaN'"));
    const auto number = gis::copyStore(owner(hall), file("numbers"), {});
    QVERIFY(!number);
    QVERIFY2(number.error().detail.find("population ") == 0, number.error().detail.c_str());
}

void TestStoreCopy::wherePlacesAreTakenNothingIsWritten() {
    fill("store copy, refused", 20);
    MUST(gis::createStore(file("other"), {}));
    const std::string hall = database();
    MUST(gis::createStore(owner(hall), {}));
    const std::string other = look(file("other"));
    const std::string taken = look(consoles(hall));
    for (const std::string& to : {owner(hall), consoles(hall), file("other"), file("city")}) {
        const auto refused = gis::copyStore(file("city"), to, {});
        QVERIFY(!refused);
        QVERIFY2(refused.error().code == ErrorCode::NotAllowed, refused.error().detail.c_str());
    }
    SAME(other, look(file("other")));
    SAME(taken, look(consoles(hall)));
    // A half-made copy of another store.
    const std::string half = database();
    for (const std::string& to : {owner(half), file("half")}) {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!gis::copyStore(file("other"), to, {}, stop.get_token()));
        const auto refused = gis::copyStore(file("city"), to, {});
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.find("another store") != std::string::npos,
                 refused.error().detail.c_str());
        COPIED(gis::copyStore(file("other"), to, {}));
    }
    // Sources that are none, or not for this role.
    const std::string empty = database();
    struct Bad {
        std::string from, to;
        ErrorCode code;
    };
    for (const Bad& bad :
         {Bad{file("nothing"), file("x"), ErrorCode::Unavailable},
          Bad{owner(empty), file("x"), ErrorCode::Unavailable},
          Bad{PgServer::shared().uri(hall, "gridhall_reader"), file("x"), ErrorCode::NotAllowed},
          Bad{file("city"), consoles(empty), ErrorCode::NotAllowed},
          Bad{file("city"), file("no/where"), ErrorCode::Unavailable},
          Bad{file("city"), "", ErrorCode::BadInput}}) {
        const auto refused = gis::copyStore(bad.from, bad.to, {});
        QVERIFY(!refused);
        QVERIFY2(refused.error().code == bad.code, refused.error().detail.c_str());
    }
    QVERIFY(!std::filesystem::exists(file("x")));
}

QTEST_GUILESS_MAIN(TestStoreCopy)
#include "tst_store_copy.moc"

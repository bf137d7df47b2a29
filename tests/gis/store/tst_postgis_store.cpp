// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <future>
#include <map>
#include <thread>
#include <utility>

#include "gis/store/open_store.h"
#include "gis/store/pg.h"
#include "gis/store/postgis_setup.h"
#include "gis/store/postgis_store.h"
#include "gis/store/row_sql.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/support/pg_server.h"

using namespace dispatch;
using namespace std::chrono_literals;
using namespace contract;

namespace {

support::PgServer& server() {
    return support::PgServer::shared();
}

/// The call a seat makes, for a transaction opened by hand.
std::string commitByHand(const std::string& key, const std::string& writes) {
    return "SELECT gridhall.commit('{\"schema\":" + std::to_string(gis::kSchema) + ",\"key\":\"" +
           key + "\",\"officer\":\"a\",\"seat\":\"b\",\"note\":\"\",\"writes\":[" + writes +
           "],\"entries\":[{\"record\":0,\"of_write\":-1,\"action\":\"write\",\"what\":\"\","
           "\"why\":\"\",\"on_behalf\":\"\",\"contact\":\"\"}]}')";
}
/// The same, with a new setting as its one write.
std::string commitByHand(const std::string& key) {
    return commitByHand(key, "{\"kind\":\"setting\",\"id\":0,\"code\":\"" + key +
                                 "\",\"expected\":0,\"remove\":false,\"row\":{\"key\":\"" + key +
                                 "\",\"value\":\"1\"}}");
}

/// What a commit has done just before it takes the journal's head, from when on others wait for it;
/// by the owner's hand, with a new setting as its one write.
std::string commitUpToTheJournal(const std::string& key) {
    return "SET LOCAL search_path = gridhall; DO $$ DECLARE a bigint; i bigint; BEGIN"
           " PERFORM pg_advisory_xact_lock_shared(publication_lock());"
           " INSERT INTO action (key, officer, seat, note, at, seq) VALUES ('" +
           key +
           "', 'a', 'b', '', now_ms(), 0) RETURNING id INTO a;"
           " INSERT INTO setting (id, key, value, generation, batch, revision, valid_from, action)"
           " SELECT nextval('setting_ids'), '" +
           key +
           "', '1', generation, 0, 1, now_ms(), a FROM kind_state WHERE kind = 'setting'"
           " RETURNING id INTO i;"
           " PERFORM log_change('setting', i, 1, 1, a); PERFORM pg_notify('gridhall', 'setting');"
           " END $$";
}

/// What one reader of the log was told, change by change.
struct Follower {
    explicit Follower(Store& from) : store(from) {
        const auto loaded = store.load();
        if (!loaded) qFatal("%s", loaded.error().detail.c_str());
        picture = *loaded;
    }
    void look() {
        auto delta = store.changesSince(picture->seq, picture->fixSeq);
        if (!delta) qFatal("%s", delta.error().detail.c_str());
        for (const Record& row : delta->upserts) ++told[codeOf(row)];
        picture = nextPicture(*picture, std::move(*delta)).first;
    }
    Store& store;
    std::shared_ptr<const Picture> picture;
    std::map<std::string, int> told;
};

}  // namespace

/// What only the adapter for PostgreSQL has to do: rights, the order of the log, ways a server
/// fails, partitions.
class TestPostgisStore : public QObject {
    Q_OBJECT
    std::string m_database;

    std::string uri(const std::string& role = "gridhall_app") const {
        return server().uri(m_database, role);
    }
    std::unique_ptr<Store> opened(const gis::OpenOptions& options = {}) const {
        auto store = gis::openStore(uri(), options);
        if (!store) qFatal("%s", store.error().detail.c_str());
        return std::move(*store);
    }
    std::unique_ptr<gis::PgLink> linked(const std::string& role = "gridhall_app") const {
        auto link = gis::PgLink::open(uri(role), 5s);
        if (!link) qFatal("%s", link.error().detail.c_str());
        return std::move(*link);
    }

  private Q_SLOTS:
    void init() {
        m_database = server().makeDatabase();
        const auto made = gis::createStore(uri("gridhall_owner"), {});
        MUST(made);
    }
    void cleanup() { server().dropDatabase(m_database); }

    void theApplicationsRoleOwnsNothingAndWritesOnlyByCalls();
    void nothingIsWrittenPastTheJournal();
    void anEntryIsWrittenWithoutWalkingTheJournal();
    void aReaderSeesViewsOnly();
    void aStoreInTheMakingIsOpenedByNobody();
    void whatCannotBeOpenedIsSaidInOneSentence();
    void aLateCommitArrivesExactlyOnce();
    void aSeatThatComesBackMissesNothing();
    void aRolledBackNumberIsForgotten();
    void positionsNeverNotify();
    void positionsThatCommitLateArriveToo();
    void noPositionOutlivesItsDuty_data();
    void noPositionOutlivesItsDuty();
    void aReplacingImportNeverWaitsLongOrMakesOthersWait();
    void tracksLeaveByTheMonth();
    void historyIsPartitionedAndKept();
    void aBrokenLineIsMadeAnew();
    void aServerThatFailsSaysHow();
};

void TestPostgisStore::theApplicationsRoleOwnsNothingAndWritesOnlyByCalls() {
    const auto store = opened();
    committed(*store, transaction({put(someCase("A-1"))}));
    QCOMPARE(server().ask(m_database,
                          "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
                          " WHERE r.rolname = 'gridhall_app'"),
             std::string("0"));
    QCOMPARE(server().ask(m_database,
                          "SELECT count(*) FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner"
                          " WHERE r.rolname = 'gridhall_app'"),
             std::string("0"));
    QCOMPARE(server().ask(m_database,
                          "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE"
                          " rolname = 'gridhall_app'"),
             std::string("f"));
    const auto link = linked();
    for (const char* past :
         {"UPDATE gridhall.case_record SET title = 'x'", "DELETE FROM gridhall.action",
          "DELETE FROM gridhall.version",
          "INSERT INTO gridhall.change (kind, record, op, revision, action)"
          " VALUES ('case', 1, 1, 1, 1)",
          "INSERT INTO gridhall.journal VALUES (9, 0, 9, 9, '', '', '', '', '', '', '', '', '')",
          "UPDATE gridhall.journal SET what = 'x'", "DELETE FROM gridhall.journal",
          "TRUNCATE gridhall.journal", "UPDATE gridhall.journal_head SET seq = 9",
          "UPDATE gridhall.serial SET next = 9", "DELETE FROM gridhall.lease",
          "DELETE FROM gridhall.contact", "UPDATE gridhall.app_user SET role = 'administrator'",
          "SELECT gridhall.journal_add(jsonb_build_array(gridhall.journal_entry('a', 'b')), '{}',"
          " 'o', 's', 1)",
          "UPDATE gridhall.open_cases SET title = 'x'", "CREATE TABLE gridhall.mine (x int)",
          "DROP TABLE gridhall.grid", "SELECT setval('gridhall.grid_ids', 1)"}) {
        QVERIFY2(!link->run(past), past);
        QVERIFY2(link->state() == "42501" || link->state() == "55000", link->state().c_str());
    }
    QVERIFY(!gis::createStore(uri(), {}));

    // Calls that sweep take away nothing that is in force, whoever makes them.
    auto batch = store->beginBatch({author(), "cameras", {}, false, false});
    MUST(batch);
    std::vector<Record> cameras;
    for (const char* code : {"c1", "c2", "c3"})
        cameras.push_back(Camera{{}, code, "camera", {106.8, 39.6}});
    MUST((*batch)->append(cameras));
    MUST((*batch)->publish());
    const std::string published = std::to_string((*batch)->id().value);
    const auto state = [&] {
        const auto loaded = store->load();
        if (!loaded) qFatal("%s", loaded.error().detail.c_str());
        return std::to_string(countOf(*store, Kind::Case)) + " cases, " +
               std::to_string(countOf(*store, Kind::Camera)) + " cameras, " +
               server().ask(m_database,
                            "SELECT count(*) || ' batches, ' || sum(abandoned) || ' abandoned'"
                            " FROM gridhall.batch") +
               '\n' + printed(**loaded);
    };
    const std::string before = state();
    QVERIFY2(before.starts_with("1 cases, 3 cameras, "), before.c_str());
    for (const std::string& call :
         {std::string("sweep_batch(0, 1)"), "sweep_batch(" + published + ", 100)",
          std::string("sweep_generation('case', 0, 1000)"), "abandon_batch(" + published + ")"}) {
        // Again: a sweep takes the rows first, then what they hang on.
        for (int times = 0; times < 3; ++times) (void)link->run("SELECT gridhall." + call);
        const std::string after = state();
        QVERIFY2(after == before, (call + " left " + after + "of " + before).c_str());
    }
}

void TestPostgisStore::nothingIsWrittenPastTheJournal() {
    const auto store = opened();
    committed(*store, transaction({put(someCase("A-1"))}));
    const auto head = store->journalHead();
    MUST(head);
    const auto link = linked();
    // A seat that leaves the entries out of its call.
    std::string call = commitByHand("k1");
    const std::size_t from = call.find(",\"entries\"");
    const std::size_t to = call.find("}')", from);
    for (const char* entries : {"", ",\"entries\":[]", ",\"entries\":null", ",\"entries\":[{}]"}) {
        const std::string without = call.substr(0, from) + entries + call.substr(to);
        QVERIFY2(!link->run(without), entries);
    }
    MUST(link->run(call));
    // Not even its owner changes the journal by a slip of the hand.
    const auto owner = linked("gridhall_owner");
    for (const char* slip : {"UPDATE gridhall.journal SET what = 'x'",
                             "DELETE FROM gridhall.journal", "TRUNCATE gridhall.journal"})
        QVERIFY2(!owner->run(slip) && owner->state() == "42501", slip);
    const auto after = store->journalHead();
    MUST(after);
    QCOMPARE(after->seq.value, head->seq.value + 1);
    QCOMPARE(faultOfJournal(*store), std::string());
    // A tail cut off past the triggers is missed at once.
    MUST(
        owner->run("ALTER TABLE gridhall.journal DISABLE TRIGGER USER;"
                   " DELETE FROM gridhall.journal WHERE seq = (SELECT max(seq) FROM"
                   " gridhall.journal)"));
    const auto findings = store->verify();
    MUST(findings);
    QVERIFY(std::any_of(findings->begin(), findings->end(), [](const Finding& finding) {
        return finding.code == "journal" &&
               finding.detail.find("head names entry") != std::string::npos;
    }));
}

void TestPostgisStore::anEntryIsWrittenWithoutWalkingTheJournal() {
    constexpr int kCommits = 40;
    constexpr int kEntries = 50;
    {
        // One session, which makes its plans while the journal is all but empty.
        const auto store = opened();
        for (int i = 0; i < kCommits; ++i) {
            Transaction made;
            made.key = "entries-" + std::to_string(i);
            made.by = {"a", "b"};
            for (int j = 0; j < kEntries; ++j) {
                JournalEntry entry;
                entry.record = CaseId{1 + j};
                entry.action = "note";
                made.entries.push_back(entry);
            }
            const auto commit = store->commit(made);
            MUST(commit);
            QVERIFY(std::holds_alternative<Receipt>(*commit));
        }
    }
    // A session tells the server what it has read when it ends.
    const auto counted = [this](const std::string& what) {
        return std::stoll(server().ask(
            m_database, "SELECT " + what + " FROM pg_stat_user_tables WHERE relname = 'journal'"));
    };
    QTRY_VERIFY(counted("n_tup_ins") >= kCommits * kEntries);
    QVERIFY2(counted("seq_tup_read") < kCommits * kEntries,
             std::to_string(counted("seq_tup_read")).c_str());
}

void TestPostgisStore::aReaderSeesViewsOnly() {
    const auto link = linked("gridhall_reader");
    for (const char* secret : {"app_user", "contact", "journal", "journal_head", "serial", "lease",
                               "supervision", "assignment", "version", "action"})
        QVERIFY2(
            !link->run(std::string("SELECT * FROM gridhall.") + secret) && link->state() == "42501",
            secret);
    QCOMPARE(server().ask(m_database,
                          "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid ="
                          " c.relnamespace WHERE n.nspname = 'gridhall' AND c.relkind IN ('r', 'p',"
                          " 'v', 'm') AND has_table_privilege('gridhall_reader', c.oid, 'SELECT')"),
             std::string("14"));
    QVERIFY(link->run("SELECT * FROM gridhall.grids").has_value());
    QVERIFY(link->run("SELECT * FROM gridhall.cases").has_value());
    QVERIFY(!link->run("SELECT * FROM gridhall.case_record"));
    QVERIFY(!link->run("SELECT gridhall.commit('{}')"));
    QVERIFY(!link->run("UPDATE gridhall.grids SET name = 'x'"));
    // Not even the owner edits through a view.
    QVERIFY(!linked("gridhall_owner")->run("UPDATE gridhall.grids SET name = 'x'"));
}

void TestPostgisStore::aStoreInTheMakingIsOpenedByNobody() {
    const std::string other = server().makeDatabase();
    {
        const auto made = gis::newStore(server().uri(other), {});
        MUST(made);
        const auto early = gis::openStore(server().uri(other, "gridhall_app"));
        QVERIFY(!early);
        QVERIFY2(early.error().detail.find("being made") != std::string::npos,
                 early.error().detail.c_str());
        const auto second = gis::newStore(server().uri(other), {});
        QVERIFY(!second);
        QVERIFY2(second.error().detail.find("another process") != std::string::npos,
                 second.error().detail.c_str());
        committed((*made)->store(), transaction({put(someCase("A-1"))}));
    }
    // Given up: nothing is left, and it can be made.
    QCOMPARE(server().ask(other, "SELECT count(*) FROM pg_namespace WHERE nspname = 'gridhall'"),
             std::string("0"));
    MUST(gis::createStore(server().uri(other), {}));
    const auto again = gis::createStore(server().uri(other), {});
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::NotAllowed);
    server().dropDatabase(other);
}

void TestPostgisStore::whatCannotBeOpenedIsSaidInOneSentence() {
    QVERIFY(gis::refusalOfServer(130000).empty());
    QVERIFY(gis::refusalOfServer(150005).empty());
    QCOMPARE(gis::refusalOfServer(120017),
             std::string("the server is PostgreSQL 12; GridHall needs 13 or newer"));
    const auto refused = [](const std::string& uri) {
        const auto store = gis::openStore(uri);
        return store ? Error{ErrorCode::NotFound, "opened"} : store.error();
    };
    const std::string other = server().makeDatabase();
    Error error = refused(server().uri(other));
    QVERIFY2(error.detail.find("no store in this database") != std::string::npos,
             error.detail.c_str());
    server().dropDatabase(other);
    error = refused(server().uri("nowhere"));
    QCOMPARE(error.code, ErrorCode::Unavailable);
    QVERIFY2(error.detail.find("nowhere") != std::string::npos, error.detail.c_str());
    server().sql(m_database, "UPDATE gridhall.store_state SET schema = 99");
    error = refused(uri());
    QVERIFY2(error.detail.find("newer store (schema 99") != std::string::npos,
             error.detail.c_str());
    error = refused(server().uri(m_database, "gridhall_locked"));
    QCOMPARE(error.code, ErrorCode::SignInRefused);
    error = refused("postgresql://gridhall_app:secret@/x?host=/nonexistent");
    QCOMPARE(error.code, ErrorCode::ServerDown);
    QVERIFY2(error.detail.find("secret") == std::string::npos, error.detail.c_str());
}

void TestPostgisStore::aLateCommitArrivesExactlyOnce() {
    const auto store = opened();
    Follower seat(*store);
    const auto slow = linked("gridhall_owner");
    MUST(slow->run("BEGIN"));
    MUST(slow->run(commitUpToTheJournal("late")));
    const auto other = opened();
    for (int i = 0; i < 20; ++i) {
        committed(*other, transaction({put(someCase("C-" + std::to_string(i)))}));
        seat.look();
        // Nobody waits for the open transaction.
        QCOMPARE(seat.told["C-" + std::to_string(i)], 1);
        QCOMPARE(seat.told["late"], 0);
    }
    // A seat that comes while it is open, and one that was away and follows from its last number.
    const auto second = opened();
    Follower fresh(*second);
    const auto third = opened();
    auto blind = third->changesSince(fresh.picture->seq, fresh.picture->fixSeq);
    MUST(blind);
    QVERIFY(blind->upserts.empty());
    MUST(slow->run("COMMIT"));
    for (int i = 0; i < 3; ++i) {
        seat.look();
        fresh.look();
    }
    QCOMPARE(seat.told["late"], 1);
    QCOMPARE(fresh.told["late"], 1);
    const auto late = third->changesSince(blind->seq, blind->fixSeq);
    MUST(late);
    QCOMPARE(late->upserts.size(), std::size_t{1});
    for (const auto& [code, times] : seat.told) QCOMPARE(times, 1);
    QCOMPARE(printed(*seat.picture), printed(**other->load()));
    QCOMPARE(printed(*fresh.picture), printed(*seat.picture));
}

void TestPostgisStore::aSeatThatComesBackMissesNothing() {
    const auto other = opened();
    const auto slow = linked("gridhall_owner");
    auto before = opened();
    Follower there(*before);
    MUST(slow->run("BEGIN"));
    MUST(slow->run(commitUpToTheJournal("late")));
    int cases = 0;
    const auto commitSome = [&] {
        for (int i = 0; i < 5; ++i)
            committed(*other, transaction({put(someCase("C-" + std::to_string(cases++)))}));
    };
    commitSome();
    there.look();
    // One seat was there before the late one began, the other came while it was open.
    auto during = opened();
    Follower came(*during);
    commitSome();
    there.look();
    came.look();
    struct Left {
        std::pair<ChangeSeq, FixSeq> from;
        std::shared_ptr<const Picture> picture;
    };
    std::vector<Left> left;
    for (const Follower* seat : {&there, &came}) {
        QVERIFY(!seat->told.contains("late"));
        left.push_back({seat->store.resumePoint(), seat->picture});
    }
    before.reset();
    during.reset();
    MUST(slow->run("COMMIT"));
    commitSome();

    for (const Left& seat : left) {
        const auto again = opened();
        auto delta = again->changesSince(seat.from.first, seat.from.second);
        MUST(delta);
        QVERIFY(!delta->tooOld);
        QCOMPARE(std::count_if(delta->upserts.begin(), delta->upserts.end(),
                               [](const Record& row) { return codeOf(row) == "late"; }),
                 std::ptrdiff_t{1});
        auto picture = nextPicture(*seat.picture, std::move(*delta)).first;
        QCOMPARE(printed(*picture), printed(**other->load()));
        commitSome();
        auto more = again->changesSince(picture->seq, picture->fixSeq);
        MUST(more);
        picture = nextPicture(*picture, std::move(*more)).first;
        QCOMPARE(printed(*picture), printed(**other->load()));
    }
}

void TestPostgisStore::aRolledBackNumberIsForgotten() {
    const auto store = opened();
    Follower seat(*store);
    for (int i = 0; i < 5; ++i) {
        const auto lost = linked("gridhall_owner");
        MUST(lost->run("BEGIN"));
        MUST(lost->run(commitUpToTheJournal("lost")));
        committed(*store, transaction({put(someCase("C-" + std::to_string(i)))}));
        seat.look();
        MUST(lost->run("ROLLBACK"));
        seat.look();
    }
    seat.look();
    QVERIFY(!seat.told.contains("lost"));
    QCOMPARE(seat.told.size(), std::size_t{5});
    QCOMPARE(printed(*seat.picture), printed(**store->load()));
}

void TestPostgisStore::positionsNeverNotify() {
    const auto store = opened();
    Responder who = someResponder("w1");
    who.id.value = committed(*store, transaction({put(who)})).ids.front();
    Duty duty;
    duty.responder = who.id;
    duty.from = Seconds{1'690'000'000s};
    committed(*store, transaction({put(duty)}));
    const auto ear = linked();
    MUST(ear->run("LISTEN gridhall"));
    for (int i = 0; i < 10; ++i) {
        const auto clock = store->clock();
        MUST(clock);
        const std::vector<Fix> fixes = {someFix(who.id, clock->storeTime, {106.8, 39.6})};
        const auto taken = store->addFixes(fixes, "handset");
        MUST(taken);
        QCOMPARE(taken->taken, std::size_t{1});
    }
    MUST(ear->run("SELECT 1"));
    QVERIFY(!ear->takeNotifications());
    committed(*store, transaction({put(someCase("A-1"))}));
    MUST(ear->run("SELECT 1"));
    QVERIFY(ear->takeNotifications());
}

void TestPostgisStore::positionsThatCommitLateArriveToo() {
    const auto store = opened();
    std::vector<ResponderId> people;
    const Millis now = store->clock()->storeTime;
    for (const char* code : {"w1", "w2"}) {
        const Receipt made = committed(*store, transaction({put(someResponder(code))}));
        people.push_back({made.ids.front()});
        Duty duty;
        duty.responder = people.back();
        duty.from = Seconds{1'690'000'000s};
        committed(*store, transaction({put(duty)}));
    }
    const auto reader = opened();
    Follower seat(*reader);
    const auto slow = linked();
    const std::string at = std::to_string(now.time_since_epoch().count());
    MUST(slow->run("BEGIN"));
    MUST(slow->run(
        "SELECT gridhall.add_fixes('{" + std::to_string(people[0].value) + "}', '{" + at +
        "}', '{1068000000}', '{396000000}', '{NULL}', '{NULL}', '{NULL}', '{0}', 'slow')"));
    const std::vector<Fix> fixes = {someFix(people[1], now, {106.9, 39.6})};
    MUST(store->addFixes(fixes, "handset"));
    seat.look();
    QCOMPARE(seat.picture->fixes->size(), std::size_t{1});
    MUST(slow->run("COMMIT"));
    seat.look();
    QCOMPARE(seat.picture->fixes->size(), std::size_t{2});
}

void TestPostgisStore::noPositionOutlivesItsDuty_data() {
    QTest::addColumn<QString>("held");
    QTest::addColumn<bool>("known");
    const QString report = QStringLiteral("LOCK TABLE gridhall.fix_batch IN EXCLUSIVE MODE");
    const QString end = QStringLiteral("SELECT 1 FROM gridhall.journal_head FOR UPDATE");
    QTest::newRow("the first report is on its way") << report << false;
    QTest::newRow("a further report is on its way") << report << true;
    QTest::newRow("the end of duty is on its way, no report before") << end << false;
    QTest::newRow("the end of duty is on its way") << end << true;
}

/// A report and the end of its person's duty at the same moment: one of them is held half-way.
void TestPostgisStore::noPositionOutlivesItsDuty() {
    QFETCH(const QString, held);
    QFETCH(const bool, known);
    const auto store = opened();
    Responder who = someResponder("w1");
    who.id.value = committed(*store, transaction({put(who)})).ids.front();
    who.revision.value = 1;
    Duty duty;
    duty.responder = who.id;
    duty.from = Seconds{1'690'000'000s};
    committed(*store, transaction({put(duty)}));
    const auto report = [&] {
        const auto reporting = opened();
        const std::vector<Fix> fixes = {
            someFix(who.id, reporting->clock()->storeTime, {106.8, 39.6})};
        const auto taken = reporting->addFixes(fixes, "handset");
        if (!taken) qFatal("%s", taken.error().detail.c_str());
    };
    const auto goOff = [&] {
        const auto leaving = opened();
        Responder off = who;
        off.onDuty = false;
        committed(*leaving, transaction({change(off)}));
    };
    if (known) report();
    const auto holder = linked("gridhall_owner");
    MUST(holder->run("BEGIN"));
    MUST(holder->run(held.toStdString()));
    const bool reportFirst = held.startsWith(QLatin1String("LOCK"));
    const auto waiting = [&] {
        return server().ask(m_database,
                            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            " AND datname = current_database()") != "0";
    };
    auto first = reportFirst ? std::async(std::launch::async, report)
                             : std::async(std::launch::async, goOff);
    QTRY_VERIFY(waiting());
    auto second = reportFirst ? std::async(std::launch::async, goOff)
                              : std::async(std::launch::async, report);
    // It is done, or waits for the other.
    second.wait_for(500ms);
    MUST(holder->run("COMMIT"));
    first.get();
    second.get();
    QCOMPARE(server().ask(m_database, "SELECT count(*) FROM gridhall.fix_latest"),
             std::string("0"));
}

void TestPostgisStore::aReplacingImportNeverWaitsLongOrMakesOthersWait() {
    const auto store = opened();
    const auto slow = linked("gridhall_owner");
    MUST(slow->run("BEGIN"));
    MUST(slow->run(commitUpToTheJournal("open")));
    std::thread importing([&] {
        const auto own = opened();
        auto batch = own->beginBatch({author(), "new cut", {Kind::Grid}, false, false});
        if (!batch) qFatal("%s", batch.error().detail.c_str());
        std::vector<Record> rows = {someGrid("150303001001001")};
        if (!(*batch)->append(rows)) qFatal("append");
        if (!(*batch)->publish()) qFatal("publish");
    });
    QElapsedTimer worst;
    qint64 longest = 0;
    for (int i = 0; i < 60; ++i) {
        worst.start();
        committed(*store, transaction({put(someCase("C-" + std::to_string(i)))}));
        longest = std::max(longest, worst.elapsed());
        std::this_thread::sleep_for(20ms);
        if (i == 30) MUST(slow->run("COMMIT"));
    }
    importing.join();
    QCOMPARE(countOf(*store, Kind::Grid), 1);
    qInfo("a commit beside a waiting publication took %lld ms at most", longest);
    QVERIFY(longest < 1000);
}

void TestPostgisStore::tracksLeaveByTheMonth() {
    const auto store = opened();
    Responder who = someResponder("w1");
    who.id.value = committed(*store, transaction({put(who)})).ids.front();
    Duty duty;
    duty.responder = who.id;
    duty.from = Seconds{1'500'000'000s};
    committed(*store, transaction({put(duty)}));
    const Millis now = store->clock()->storeTime;
    std::vector<Fix> fixes;
    for (int day = 0; day < 100; ++day)
        fixes.push_back(someFix(who.id, now - std::chrono::days(day), {106.8, 39.6}));
    const auto taken = store->addFixes(fixes, "handset");
    MUST(taken);
    QCOMPARE(taken->taken, std::size_t{100});
    const auto months = [&] {
        return std::stoi(server().ask(m_database,
                                      "SELECT count(*) FROM pg_inherits WHERE inhparent ="
                                      " 'gridhall.fix_live'::regclass"));
    };
    QVERIFY(months() >= 4);
    committed(*store, transaction({put(someCase("A-1"))}));
    MUST(store->retain({}));
    Query all;
    all.kind = Kind::Fix;
    QCOMPARE(*store->count(all), 30);
    QVERIFY(months() <= 3);
    QVERIFY(months() >= 1);
}

void TestPostgisStore::historyIsPartitionedAndKept() {
    const auto store = opened();
    Case record = someCase("A-1");
    const Receipt made = committed(*store, transaction({put(record)}));
    record.id = {made.ids.front()};
    for (int i = 1; i <= 5; ++i) {
        record.revision = {i};
        record.title = "version " + std::to_string(i);
        committed(*store, transaction({change(record)}));
    }
    QCOMPARE(server().ask(m_database, "SELECT count(*) FROM gridhall.version WHERE kind = 'case'"),
             std::string("5"));
    QVERIFY(server()
                .ask(m_database, "SELECT tableoid::regclass::text FROM gridhall.version LIMIT 1")
                .find("version_20") != std::string::npos);
    for (int i = 0; i < 3; ++i) MUST(store->retain({}));
    QCOMPARE(server().ask(m_database, "SELECT count(*) FROM gridhall.version WHERE kind = 'case'"),
             std::string("5"));
}

void TestPostgisStore::aBrokenLineIsMadeAnew() {
    const auto store = opened();
    Follower seat(*store);
    committed(*store, transaction({put(someCase("A-1"))}));
    const int hint = store->hintDescriptor();
    server().sql(m_database,
                 "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename ="
                 " 'gridhall_app'");
    // One call finds out and is answered all the same; the descriptor stays, and it listens again.
    seat.look();
    QCOMPARE(seat.told["A-1"], 1);
    QCOMPARE(store->hintDescriptor(), hint);
    const auto other = opened();
    seat.look();
    committed(*other, transaction({put(someCase("A-2"))}));
    // Within the time in which only a notification can be the reason.
    bool heard = false;
    for (int i = 0; i < 18 && !heard; ++i) {
        std::this_thread::sleep_for(10ms);
        heard = store->mayHaveChanged().value_or(false);
    }
    QVERIFY(heard);
    seat.look();
    QCOMPARE(seat.told["A-2"], 1);
    // A commit whose answer was lost is made once.
    const Transaction twice = transaction({put(someCase("A-3"))});
    const Receipt first = committed(*store, twice);
    server().sql(m_database,
                 "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename ="
                 " 'gridhall_app'");
    const Receipt second = committed(*store, twice);
    QCOMPARE(second.ids, first.ids);
    QCOMPARE(countOf(*store, Kind::Case), 3);
}

void TestPostgisStore::aServerThatFailsSaysHow() {
    gis::OpenOptions options;
    options.patience = 700ms;
    const auto store = opened(options);
    Follower seat(*store);
    const auto code = [&] {
        QElapsedTimer took;
        took.start();
        const auto answer = store->changesSince(seat.picture->seq, seat.picture->fixSeq);
        if (took.elapsed() > 3000) qFatal("a call hung for %lld ms", took.elapsed());
        return answer ? ErrorCode::NotFound : answer.error().code;
    };
    server().freeze();
    QCOMPARE(code(), ErrorCode::TimedOut);
    QCOMPARE(code(), ErrorCode::TimedOut);
    server().thaw();
    QTRY_COMPARE_WITH_TIMEOUT(code(), ErrorCode::NotFound, 10000);
    server().stop();
    QCOMPARE(code(), ErrorCode::ServerDown);
    server().start();
    seat.look();
    // Out of connections: everybody else's are taken.
    std::vector<std::unique_ptr<gis::PgLink>> others;
    server().sql(m_database,
                 "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename ="
                 " 'gridhall_app'");
    for (;;) {
        auto link = gis::PgLink::open(uri(), 5s);
        if (!link) {
            QCOMPARE(link.error().code, ErrorCode::ServerFull);
            break;
        }
        others.push_back(std::move(*link));
        QVERIFY(others.size() < 400);
    }
    QCOMPARE(code(), ErrorCode::ServerFull);
    others.clear();
    QTRY_COMPARE_WITH_TIMEOUT(code(), ErrorCode::NotFound, 10000);
    server().restart();
    seat.look();
    committed(*store, transaction({put(someCase("A-9"))}));
    seat.look();
    QCOMPARE(seat.told["A-9"], 1);
}

QTEST_GUILESS_MAIN(TestPostgisStore)
#include "tst_postgis_store.moc"

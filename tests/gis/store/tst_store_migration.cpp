// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <tuple>

#include "gis/store/file_guard.h"
#include "gis/store/migrations.h"
#include "gis/store/row_sql.h"
#include "gis/store/store_copy.h"
#include "gis/store/store_migration.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/support/pg_server.h"

using namespace dispatch;
using namespace std::chrono_literals;
using support::PgServer;

/// `gridhall migrate`, below its words.
class TestStoreMigration : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aServersStoreIsMigratedAfterABackup();
    void aStepThatFailsChangesNothing();
    void onlyTheOwnerMigrates();
    void whatASchemaFourServerHeldIsThereAfterwards();
    void aFileIsTriedOnACopyThenMigrated();
    void aFileOfSchemaFourKeepsItsRows();
};

namespace {

constexpr int kNext = gis::kSchema + 1;
const std::string kNow = std::to_string(gis::kSchema);

std::vector<gis::PostgisMigration> withNextStep(const std::string& sql) {
    auto steps = gis::postgisMigrations();
    steps.push_back({kNext, {}, sql});
    return steps;
}

/// A case that was changed and an order that has ended, as a server of schema 4 keeps them.
constexpr const char* kSchemaFourRows =
    "BEGIN; SET LOCAL search_path = gridhall, public;"
    " UPDATE store_state SET ready = 1;"
    " SELECT ensure_month('version', 1700000000000);"
    " INSERT INTO action (id, key, officer, seat, note, at, seq) OVERRIDING SYSTEM VALUE VALUES"
    " (1, 'k1', 'li', 'seat-1', '', 1700000000000, 1), (2, 'k2', 'li', 'seat-1', '', "
    "1700000100000, 2);"
    " SELECT setval('action_id_seq', 2), setval('case_record_ids', 11), setval('assignment_ids', "
    "21);"
    " INSERT INTO case_record VALUES (11, 'A-1', '', '', 'later', '', 'low', 'accepted',"
    " 'community', 106.81, 39.65, '', '', 'hotline', '', 1700000000, 'second', 1700000000, NULL,"
    " NULL, 0, 0, 2, 1700000100000, 2);"
    " INSERT INTO version VALUES ('case', 11, 1, 1700000000000, 1700000100000, 1, 2,"
    " '{\"code\": \"A-1\", \"category\": \"\", \"category_text\": \"\", \"title\": \"first\","
    " \"text\": \"\", \"risk\": \"low\", \"stage\": \"accepted\", \"level\": \"community\","
    " \"lon\": 106.81, \"lat\": 39.65, \"place_text\": \"\", \"grid\": \"\","
    " \"source\": \"hotline\", \"lead_unit\": \"\", \"reported\": 1700000000,"
    " \"precision\": \"second\", \"stage_entered\": 1700000000, \"due\": 1700000900,"
    " \"closed\": null}');"
    " INSERT INTO assignment VALUES (21, 11, 0, 'fire-1', 'done', 1700000000, 1700000100, '',"
    " 0, 0, 2, 1700000100000, 2);"
    " INSERT INTO version VALUES ('assignment', 21, 1, 1700000000000, 1700000100000, 1, 2,"
    " '{\"record\": 11, \"responder\": 0, \"unit\": \"fire-1\", \"state\": \"sent\","
    " \"sent\": 1700000000, \"state_since\": 1700000000, \"reason\": \"\"}');"
    " COMMIT";

}  // namespace

void TestStoreMigration::aServersStoreIsMigratedAfterABackup() {
    auto& server = PgServer::shared();
    const std::string hall = server.makeDatabase();
    gis::MigrationOptions options;
    const auto none = gis::migrateStore(server.uri(hall), options);
    QVERIFY(!none && none.error().code == ErrorCode::Unavailable);
    MUST(gis::createStore(server.uri(hall), {}));
    const auto current = gis::migrateStore(server.uri(hall), options);
    MUST(current);
    QVERIFY(current->from == gis::kSchema && current->to == gis::kSchema && !current->done);
    QVERIFY(current->backupCommand.empty());

    options.steps = withNextStep("CREATE TABLE shift (id bigint PRIMARY KEY, name text NOT NULL)");
    const auto schema = [&] {
        return server.ask(hall,
                          "SELECT schema, to_regclass('gridhall.shift') IS NULL FROM"
                          " gridhall.store_state");
    };
    const auto asks = gis::migrateStore(server.uri(hall), options);
    MUST(asks);
    QVERIFY(!asks->done && asks->backupCommand.starts_with("pg_dump "));
    QCOMPARE(schema(), kNow + "|t");
    options.dryRun = true;
    const auto tried = gis::migrateStore(server.uri(hall), options);
    MUST(tried);
    QVERIFY(!tried->done && tried->from == gis::kSchema && tried->to == kNext &&
            tried->seconds > 0);
    QCOMPARE(schema(), kNow + "|t");
    auto seat = gis::openStore(server.uri(hall, "gridhall_app"));
    MUST(seat);
    contract::committed(**seat, contract::transaction({contract::put(contract::someCase("A-1"))}));
    options.dryRun = false;
    options.backupMade = true;
    const auto done = gis::migrateStore(server.uri(hall), options);
    MUST(done);
    QVERIFY(done->done);
    QCOMPARE(schema(), std::to_string(kNext) + "|f");
    QCOMPARE(server.ask(hall,
                        "SELECT schema || ' ' || name FROM gridhall.migration"
                        " ORDER BY schema DESC LIMIT 1"),
             std::to_string(kNext) + " step");
    // A seat that was there before writes no more.
    const auto late =
        (*seat)->commit(contract::transaction({contract::put(contract::someCase("A-2"))}));
    QVERIFY(!late);
    QVERIFY2(late.error().code == ErrorCode::NotAllowed, late.error().detail.c_str());
    QVERIFY2(late.error().detail.find("another schema") != std::string::npos,
             late.error().detail.c_str());
    QCOMPARE(server.ask(hall, "SELECT string_agg(code, ' ') FROM gridhall.case_record"),
             std::string("A-1"));
    seat->reset();
    // Who could use the store can use what came with it; an older program is told.
    QCOMPARE(server.ask(hall,
                        "SELECT has_table_privilege('gridhall_app', 'gridhall.shift',"
                        " 'SELECT')"),
             std::string("t"));
    const auto refused = gis::openStore(server.uri(hall, "gridhall_app"));
    QVERIFY(!refused && refused.error().detail.find("newer") != std::string::npos);
    options.steps = gis::postgisMigrations();
    const auto newer = gis::migrateStore(server.uri(hall), options);
    QVERIFY(!newer && newer.error().detail.find("newer") != std::string::npos);
    server.dropDatabase(hall);
}

void TestStoreMigration::aStepThatFailsChangesNothing() {
    auto& server = PgServer::shared();
    const std::string hall = server.makeDatabase();
    MUST(gis::createStore(server.uri(hall), {}));
    gis::MigrationOptions options;
    options.backupMade = true;
    options.steps = withNextStep("CREATE TABLE shift (id bigint); SELECT 1 / 0");
    const auto failed = gis::migrateStore(server.uri(hall), options);
    QVERIFY(!failed);
    QVERIFY2(failed.error().detail.find("step " + std::to_string(kNext)) != std::string::npos,
             failed.error().detail.c_str());
    QCOMPARE(server.ask(hall, "SELECT to_regclass('gridhall.shift') IS NULL"), std::string("t"));
    MUST(gis::openStore(server.uri(hall, "gridhall_app")));
    server.dropDatabase(hall);
}

void TestStoreMigration::onlyTheOwnerMigrates() {
    auto& server = PgServer::shared();
    const std::string hall = server.makeDatabase();
    MUST(gis::createStore(server.uri(hall), {}));
    gis::MigrationOptions options;
    options.backupMade = true;
    options.steps = withNextStep("CREATE TABLE shift (id bigint)");
    for (const char* role : {"gridhall_app", "gridhall_reader"}) {
        const auto refused = gis::migrateStore(server.uri(hall, role), options);
        QVERIFY(!refused);
        QVERIFY2(refused.error().code == ErrorCode::NotAllowed, refused.error().detail.c_str());
    }
    server.dropDatabase(hall);
}

void TestStoreMigration::whatASchemaFourServerHeldIsThereAfterwards() {
    auto& server = PgServer::shared();
    const std::string hall = server.makeDatabase();
    {
        auto link = gis::PgLink::open(server.uri(hall), 5s);
        MUST(link);
        MUST(gis::layPostgis(**link, {}, "EPSG:4490", {}, {gis::postgisMigrations().front()}));
        const auto filled = (*link)->run(kSchemaFourRows);
        MUST(filled);
    }
    const auto older = gis::openStore(server.uri(hall, "gridhall_app"));
    QVERIFY(!older && older.error().detail.find("schema 4") != std::string::npos);
    gis::MigrationOptions options;
    options.backupMade = true;
    const auto done = gis::migrateStore(server.uri(hall), options);
    MUST(done);
    QVERIFY(done->done && done->from == 4 && done->to == gis::kSchema);

    auto seat = gis::openStore(server.uri(hall, "gridhall_app"));
    MUST(seat);
    Case now = contract::someCase("A-1");
    now.id = {11};
    now.category = "";
    now.title = "later";
    now.revision = {2};
    Case before = now;
    before.title = "first";
    before.due = Seconds{1'700'000'900s};
    before.revision = {1};
    QVERIFY(contract::only<Case>(**seat, Kind::Case, 11) == now);
    const auto then = (*seat)->pictureAt(Millis{1'700'000'050s});
    MUST(then);
    QVERIFY((*then)->quarantined.empty());
    QVERIFY((*then)->cases.find(CaseId{11}) && *(*then)->cases.find(CaseId{11}) == before);
    const Assignment* order = (*then)->assignments.find(AssignmentId{21});
    QVERIFY(order && order->state == AssignmentState::Sent && !order->delivered);
    now.result = "done";
    contract::committed(**seat, contract::transaction({contract::change(now)}));
    const auto head = (*seat)->journalHead();
    MUST(head);
    QVERIFY(head->seq.value == 1 && head->record.value == 11 && head->number == 1);
    const std::string hallThen = contract::printed(**then);
    seat->reset();

    // A copy has the older versions too, with what later columns hold.
    const QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("city")).toStdString();
    const std::string back = server.makeDatabase();
    for (const auto& [from, to, reads] :
         {std::tuple{server.uri(hall), file, file},
          std::tuple{file, server.uri(back), server.uri(back, "gridhall_app")}}) {
        const auto copied = gis::copyStore(from, to, {});
        MUST(copied);
        QVERIFY2(copied->difference.empty(), copied->difference.c_str());
        const auto copy = gis::openStore(reads);
        MUST(copy);
        const auto again = (*copy)->pictureAt(Millis{1'700'000'050s});
        MUST(again);
        QCOMPARE(contract::printed(**again), hallThen);
        QCOMPARE(contract::faultOfJournal(**copy), std::string());
        ++now.revision.value;
        contract::committed(**copy, contract::transaction({contract::change(now)}));
        QCOMPARE(contract::faultOfJournal(**copy), std::string());
    }
    server.dropDatabase(back);
    server.dropDatabase(hall);
}

void TestStoreMigration::aFileIsTriedOnACopyThenMigrated() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("city")).toStdString();
    const auto db = [&] {
        auto opened = gis::Connection::open(path, gis::Connection::Mode::ReadWrite, 5s);
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        return std::move(*opened);
    };
    {
        const auto file = gis::makeFile(path, {});
        MUST(file);
        const auto made = db();
        made->exec("PRAGMA application_id = " + std::to_string(gis::kApplicationId));
        MUST(gis::migrate(*made, 1, true));
        made->exec("INSERT INTO store_state (one, id, crs) VALUES (1, 'old', 'EPSG:4490')");
        MUST(made->outcome());
        ::close(*file);
    }
    gis::MigrationOptions options;
    options.dryRun = true;
    const auto tried = gis::migrateStore(path, options);
    MUST(tried);
    QVERIFY(!tried->done && tried->from == 1 && tried->to == gis::kSchema);
    QCOMPARE(db()->integer("PRAGMA user_version"), 1);
    QCOMPARE(QDir(folder.path()).entryList({QStringLiteral("*backup*")}).size(), 0);
    options.dryRun = false;
    const auto done = gis::migrateStore(path, options);
    MUST(done);
    QVERIFY(done->done && std::filesystem::exists(done->backup));
    MUST(gis::openStore(path));
    const auto again = gis::migrateStore(path, options);
    MUST(again);
    QVERIFY(!again->done && again->from == again->to);
}

void TestStoreMigration::aFileOfSchemaFourKeepsItsRows() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("city")).toStdString();
    {
        const auto file = gis::makeFile(path, {});
        MUST(file);
        auto opened = gis::Connection::open(path, gis::Connection::Mode::ReadWrite, 5s);
        MUST(opened);
        gis::Connection& db = **opened;
        db.exec("PRAGMA application_id = " + std::to_string(gis::kApplicationId));
        MUST(gis::migrate(db, 4, true));
        db.exec(
            "INSERT INTO store_state (one, id, crs) VALUES (1, 'old', 'EPSG:4490');"
            "INSERT INTO action (id, key, officer, seat, note, at, seq)"
            " VALUES (1, 'once', 'li', 'seat-1', 'made', 1000, 1), (2, 'k', 'li', 's', '', 2000, "
            "2);"
            "INSERT INTO change (kind, record, op, revision, action) VALUES ('case', 7, 1, 2, 2);"
            "UPDATE kind_state SET next_id = 8 WHERE kind IN ('case', 'assignment');"
            "INSERT INTO assignment VALUES (7, 7, 3, '', 'sent', 1700000000, 1700000000, '', 0, 0,"
            " 1, 2000, 2)");
        const std::string row =
            "'A-0001', '0302', '', 'smoke', 'as told', 'high', 'routed', 'city', 106.8, 39.6, '',"
            " '', 'hotline', 'fire-1', 1700000000, 'second', 1700000000, 1700000300, NULL";
        db.exec("INSERT INTO case_record VALUES (7, " + row + ", 0, 0, 2, 2000, 2)");
        db.exec("INSERT INTO case_record_past VALUES (7, " + row + ", 1, 1000, 1, 2000, 2)");
        MUST(db.outcome());
        ::close(*file);
    }
    const auto done = gis::migrateStore(path, {});
    MUST(done);
    QVERIFY(done->done && done->from == 4 && done->to == gis::kSchema);
    const auto opened = gis::openStore(path);
    MUST(opened);
    Store& store = **opened;
    Case found = contract::only<Case>(store, Kind::Case, 7);
    QCOMPARE(found.code + ' ' + found.title + ' ' + found.leadUnit, "A-0001 smoke fire-1");
    QVERIFY(found.risk == Risk::High && found.due && found.revision.value == 2);
    QVERIFY(found.centre.empty() && !found.warnAt && !found.supervised && found.rating == 0);
    QVERIFY(contract::only<Assignment>(store, Kind::Assignment, 7).responder.value == 3);
    const auto then = store.pictureAt(Millis{1500ms});
    MUST(then);
    QCOMPARE((*then)->cases.size(), std::size_t{1});
    const auto before = store.journalHead();
    MUST(before);
    QCOMPARE(before->seq.value, 0);
    // The journal begins with the first change; the number that is there already is skipped.
    found.stage = "handling";
    contract::committed(store, contract::transaction({contract::change(found)}));
    const Receipt next = contract::committed(
        store, contract::transaction({contract::put(contract::someCase("A-#"))}));
    QCOMPARE(next.codes.front(), std::string("A-0002"));
    const auto head = store.journalHead();
    MUST(head);
    QCOMPARE(head->seq.value, 2);
    QCOMPARE(contract::faultOfJournal(store), std::string());
}

QTEST_GUILESS_MAIN(TestStoreMigration)
#include "tst_store_migration.moc"

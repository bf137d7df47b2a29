// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>

#include "gis/store/file_guard.h"
#include "gis/store/migrations.h"
#include "gis/store/row_sql.h"
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
    void aFileIsTriedOnACopyThenMigrated();
};

namespace {

constexpr int kNext = gis::kSchema + 1;

std::vector<gis::PostgisMigration> withNextStep(const std::string& sql) {
    auto steps = gis::postgisMigrations();
    steps.push_back({kNext, {}, sql});
    return steps;
}

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
    QCOMPARE(schema(), std::to_string(gis::kSchema) + "|t");
    options.dryRun = true;
    const auto tried = gis::migrateStore(server.uri(hall), options);
    MUST(tried);
    QVERIFY(!tried->done && tried->from == gis::kSchema && tried->to == kNext &&
            tried->seconds > 0);
    QCOMPARE(schema(), std::to_string(gis::kSchema) + "|t");
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
                        "SELECT string_agg(schema || ' ' || name, ', ' ORDER BY schema) FROM"
                        " gridhall.migration"),
             std::string("4 001_hall.sql, 5 006_desk.sql, 6 007_search.sql, 7 step"));
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

QTEST_GUILESS_MAIN(TestStoreMigration)
#include "tst_store_migration.moc"

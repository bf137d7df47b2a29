// SPDX-License-Identifier: GPL-3.0-or-later
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "gis/store/caretaker.h"
#include "gis/store/connect.h"
#include "gis/store/file_guard.h"
#include "gis/store/migrations.h"
#include "gis/store/open_store.h"
#include "gis/store/row_sql.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

mode_t modeOf(const std::string& path) {
    struct stat found {};
    return stat(path.c_str(), &found) == 0 ? found.st_mode & 0777U : 0;
}

std::int64_t countOf(Store& store, Kind kind) {
    Query query;
    query.kind = kind;
    const auto rows = store.count(query);
    return rows ? *rows : -1;
}

Receipt committed(Store& store, std::vector<Write> writes) {
    const auto done = store.commit(contract::transaction(std::move(writes)));
    if (!done || !std::holds_alternative<Receipt>(*done)) qFatal("commit failed");
    return std::get<Receipt>(*done);
}

double percentile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

double msSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

}  // namespace

/// What is SQLite's own: the file, its modes, its damage, its lock, its migrations and views.
class TestSqliteStore : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void theFileIsPrivate();
    void theFileMayBelongToAGroup();
    void everyCommitIsFlushed();
    void aNetworkFileSystemIsRefused();
    void aNewerStoreIsRefused();
    void damageIsReportedNotRepaired_data();
    void damageIsReportedNotRepaired();
    void anOlderStoreIsMigratedAfterABackup();
    void aStoreInTheMakingLeavesNothingBehind();
    void aStoreDeletedWhileOpenIsSaid();
    void viewsAreReadOnlyAndTablesNotRegistered();
    void othersReadTheViews();
    void theHintTellsOfAnotherWriter();
    void verifyNamesEveryOrphan();
    void aKilledWriterLosesNoAcknowledgedCommit();
    void aKilledImportLeavesNothing();
    void theCaretakerSweepsByItself();
    void nobodyHoldsTheWritersLock();
    void aShiftOfPositionsIsOneShortTransaction();

  private:
    std::unique_ptr<Store> make() {
        auto made = gis::createStore(m_path, {});
        if (!made) qFatal("%s", made.error().detail.c_str());
        return std::move(*made);
    }
    std::unique_ptr<Store> open() {
        auto opened = gis::openStore(m_path);
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        return std::move(*opened);
    }
    std::unique_ptr<gis::Connection> raw() {
        auto opened = gis::Connection::open(m_path, gis::Connection::Mode::ReadWrite, 5000ms);
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        return std::move(*opened);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_path;
};

void TestSqliteStore::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("city.gridhall")).toStdString();
}

void TestSqliteStore::theFileIsPrivate() {
    const mode_t before = umask(0);
    const auto store = make();
    committed(*store, {contract::put(contract::someCase("A"))});
    umask(before);
    for (const char* ending : {"", "-wal", "-shm"}) QCOMPARE(modeOf(m_path + ending), mode_t{0600});
}

void TestSqliteStore::theFileMayBelongToAGroup() {
    gis::CreateOptions options;
    // In a container the process's own group may have no name; then only the refusal is tried.
    if (const struct group* own = getgrgid(getegid())) {
        options.group = own->gr_name;
        const auto store = gis::createStore(m_path, options);
        MUST(store);
        committed(**store, {contract::put(contract::someCase("A"))});
        for (const char* ending : {"", "-wal", "-shm"}) {
            QCOMPARE(modeOf(m_path + ending), mode_t{0660});
            struct stat found {};
            QCOMPARE(stat((m_path + ending).c_str(), &found), 0);
            QCOMPARE(found.st_gid, getegid());
        }
    }
    options.group = "no-such-group-here";
    const auto none = gis::createStore(m_path + "2", options);
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::BadInput);
}

void TestSqliteStore::everyCommitIsFlushed() {
    make();
    const auto work = gis::connect(m_path, gis::Purpose::Work, {});
    MUST(work);
    QCOMPARE((*work)->integer("PRAGMA synchronous"), 2);
    QCOMPARE((*work)->text("PRAGMA journal_mode"), std::string("wal"));
    QCOMPARE((*work)->integer("PRAGMA foreign_keys"), 1);
}

void TestSqliteStore::aNetworkFileSystemIsRefused() {
    make();
    gis::OpenOptions options;
    options.networkFileSystem = [](const std::string&) { return std::string("NFS"); };
    const auto opened = gis::openStore(m_path, options);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Unavailable);
    QVERIFY2(opened.error().detail.find("NFS") != std::string::npos, opened.error().detail.c_str());
    gis::CreateOptions create;
    create.open = options;
    QVERIFY(!gis::createStore(m_path + "2", create));
    QCOMPARE(gis::networkFileSystemOf("/tmp"), std::string());
}

void TestSqliteStore::aNewerStoreIsRefused() {
    {
        const auto store = make();
        raw()->exec("PRAGMA user_version = 99");
        // A program that has it open meanwhile may not write into what it does not know.
        const auto late =
            store->commit(contract::transaction({contract::put(contract::someCase("A"))}));
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Unavailable);
    }
    const auto opened = gis::openStore(m_path);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Unavailable);
    QVERIFY2(opened.error().detail.find("newer") != std::string::npos,
             opened.error().detail.c_str());
}

void TestSqliteStore::damageIsReportedNotRepaired_data() {
    QTest::addColumn<QString>("damage");
    for (const char* damage : {"other bytes", "cut off", "empty", "another program", "inside"})
        QTest::addRow("%s", damage) << QString::fromUtf8(damage);
}

void TestSqliteStore::damageIsReportedNotRepaired() {
    QFETCH(const QString, damage);
    {
        const auto store = make();
        std::vector<Write> writes;
        for (int i = 0; i < 500; ++i)
            writes.push_back(contract::put(contract::someCase("A-" + std::to_string(i))));
        committed(*store, writes);
    }
    const QString path = QString::fromStdString(m_path);
    if (damage == QStringLiteral("another program")) {
        raw()->exec("PRAGMA application_id = 7");
    } else {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (damage == QStringLiteral("other bytes")) file.write("This is a letter, not a store.");
        if (damage == QStringLiteral("cut off")) file.resize(file.size() / 2);
        if (damage == QStringLiteral("empty")) file.resize(0);
        if (damage == QStringLiteral("inside")) {
            for (qint64 page = 20; page < file.size() / 4096; page += 3) {
                file.seek(page * 4096);
                file.write(QByteArray(300, '\x5a'));
            }
        }
    }
    QFile before(path);
    QVERIFY(before.open(QIODevice::ReadOnly));
    const QByteArray bytes = before.readAll();
    before.close();
    const auto opened = gis::openStore(m_path);
    QVERIFY(!opened);
    QVERIFY2(opened.error().code == ErrorCode::Corrupt, opened.error().detail.c_str());
    QVERIFY(before.open(QIODevice::ReadOnly));
    QVERIFY(before.readAll() == bytes);
}

void TestSqliteStore::anOlderStoreIsMigratedAfterABackup() {
    {
        const auto file = gis::makeFile(m_path, {});
        MUST(file);
        const auto db = raw();
        db->exec("PRAGMA application_id = " + std::to_string(gis::kApplicationId));
        MUST(gis::migrate(*db, 1, true));
        db->exec("INSERT INTO store_state (one, id, crs) VALUES (1, 'old', 'EPSG:4490')");
        db->exec(
            "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
            " INSERT INTO case_record SELECT i, 'OLD-' || i, '01', '', '', '', 'low', 'accepted',"
            " 'community', iif(i % 10, 106.0 + i / 1000.0, NULL), iif(i % 10, 39.5, NULL), '', '',"
            " '', '', 1700000000 + i, 'second', 1700000000, NULL, NULL, 0, 0, 1, 1700000000000, 0"
            " FROM n");
        db->exec("UPDATE kind_state SET next_id = 1001 WHERE kind = 'case'");
        MUST(db->outcome());
        ::close(*file);
    }
    gis::OpenOptions untouched;
    untouched.migrate = false;
    const auto refused = gis::openStore(m_path, untouched);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unavailable);
    {
        const auto store = gis::openStore(m_path);
        MUST(store);
        const auto info = (*store)->info();
        MUST(info);
        QCOMPARE(info->schema, gis::kSchema);
        QCOMPARE(info->id, std::string("old"));
        const auto identity = (*store)->identity();
        MUST(identity);
        QCOMPARE(*identity, info->id);
        QCOMPARE(countOf(**store, Kind::Case), 1000);
        Query query;
        query.box = GeoBox{106.2005, 39, 106.3005, 40};
        const auto inside = (*store)->count(query);
        MUST(inside);
        QCOMPARE(*inside, 90);
        committed(**store, {contract::put(contract::someCase("NEW"))});
        const auto findings = (*store)->verify();
        MUST(findings);
        for (const Finding& finding : *findings)
            QVERIFY2(finding.code == "orphan", finding.detail.c_str());
    }
    const std::string backup = m_path + ".schema-1.backup";
    QCOMPARE(modeOf(backup), mode_t{0600});
    const auto kept = gis::Connection::open(backup, gis::Connection::Mode::ReadOnly, 1000ms);
    MUST(kept);
    QCOMPARE((*kept)->integer("PRAGMA user_version"), 1);
    QCOMPARE((*kept)->integer("SELECT count(*) FROM case_record"), 1000);
}

void TestSqliteStore::aStoreInTheMakingLeavesNothingBehind() {
    {
        const auto made = gis::newStore(m_path, {});
        MUST(made);
        QVERIFY(!QFile::exists(QString::fromStdString(m_path)));
        const auto second = gis::newStore(m_path, {});
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::NotAllowed);
    }
    QVERIFY(QDir(m_folder->path()).isEmpty());
    // What a killed maker left is replaced.
    QFile left(QString::fromStdString(m_path + ".partial"));
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.write("half");
    left.close();
    const auto made = gis::newStore(m_path, {});
    MUST(made);
    auto batch = (*made)->store().beginBatch({{"li", "s"}, "fill", {}, true, false});
    MUST(batch);
    std::vector<Record> rows;
    for (int i = 0; i < 3000; ++i) rows.push_back(contract::someCase("N-" + std::to_string(i)));
    MUST((*batch)->append(rows));
    MUST((*batch)->publish());
    batch->reset();
    MUST((*made)->finish());
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    QCOMPARE(countOf(*open(), Kind::Case), 3000);
    const auto again = gis::createStore(m_path, {});
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::NotAllowed);
}

void TestSqliteStore::aStoreDeletedWhileOpenIsSaid() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("gone")).toStdString();
    auto store = gis::createStore(path, gis::CreateOptions{});
    QVERIFY(store);
    QVERIFY((*store)->heartbeat({"tester", "seat"}));
    QVERIFY(QFile::remove(QString::fromStdString(path)));
    const auto beat = (*store)->heartbeat({"tester", "seat"});
    QVERIFY(!beat);
    QVERIFY(beat.error().code == dispatch::ErrorCode::Unavailable);
    QVERIFY(beat.error().detail.find("deleted or moved") != std::string::npos);
}

void TestSqliteStore::viewsAreReadOnlyAndTablesNotRegistered() {
    const auto store = make();
    committed(*store, {contract::put(contract::someGrid("150303001001001")),
                       contract::put(contract::someCase("A"))});
    const auto db = raw();
    db->loadSpatialite();
    QVERIFY(db->integer("SELECT count(*) FROM views_geometry_columns") >= 14);
    QCOMPARE(db->integer("SELECT count(*) FROM views_geometry_columns WHERE read_only <> 1"), 0);
    QCOMPARE(db->integer("SELECT count(*) FROM geometry_columns WHERE f_table_name NOT LIKE"
                         " 'shape~_%' ESCAPE '~'"),
             0);
    QCOMPARE(db->integer("SELECT count(*) FROM views_geometry_columns v LEFT JOIN layer_styles s ON"
                         " s.f_table_name = v.view_name AND s.useAsDefault = 1 AND "
                         "s.f_table_schema IS NULL WHERE s.id IS NULL"),
             0);
    QCOMPARE(db->text("SELECT ST_AsText(place) FROM cases"), std::string("POINT(106.81 39.65)"));
    QCOMPARE(db->integer("SELECT ST_IsValid(shape) AND SRID(shape) = 4490 FROM grids"), 1);
    QCOMPARE(db->text("SELECT AsText(ST_Centroid(shape)) FROM grids"),
             std::string("POINT(106.805 39.605)"));
    MUST(db->outcome());
}

void TestSqliteStore::othersReadTheViews() {
    const QString program = QStandardPaths::findExecutable(QStringLiteral("ogrinfo"));
    QVERIFY2(!program.isEmpty(), "ogrinfo of the package gdal-bin is missing");
    {
        const auto store = make();
        Case closed = contract::someCase("C");
        closed.closed = closed.reported + 60s;
        committed(*store, {contract::put(contract::someGrid("150303001001001")),
                           contract::put(contract::someCase("A")), contract::put(closed)});
        auto unseen = store->beginBatch({{"li", "s"}, "unseen", {}, false, false});
        MUST(unseen);
        std::vector<Record> rows = {contract::someCase("B")};
        MUST((*unseen)->append(rows));
    }
    QProcess ogrinfo;
    ogrinfo.start(program, {QStringLiteral("-ro"), QStringLiteral("-so"), QStringLiteral("-al"),
                            QString::fromStdString(m_path)});
    QVERIFY(ogrinfo.waitForFinished(20000));
    const QString said = QString::fromUtf8(ogrinfo.readAllStandardOutput());
    const auto features = [&](const char* layer) {
        const qsizetype at = said.indexOf(QStringLiteral("Layer name: ") +
                                          QString::fromUtf8(layer) + QLatin1Char('\n'));
        const qsizetype count = said.indexOf(QStringLiteral("Feature Count: "), at);
        return at < 0 ? -1 : said.mid(count + 15, 9).section(QLatin1Char('\n'), 0, 0).toInt();
    };
    QVERIFY2(features("grids") == 1, qPrintable(said.left(2000)));
    QCOMPARE(features("cases"), 2);
    QCOMPARE(features("open_cases"), 1);
    QCOMPARE(features("roads"), 0);
    QVERIFY(said.contains(QStringLiteral("China Geodetic Coordinate System 2000")));
}

void TestSqliteStore::theHintTellsOfAnotherWriter() {
    const auto reader = make();
    const auto writer = open();
    MUST(reader->mayHaveChanged());
    pollfd wait{reader->hintDescriptor(), POLLIN, 0};
    QVERIFY(wait.fd >= 0);
    for (int round = 0; round < 3; ++round) {
        QVERIFY(!*reader->mayHaveChanged());
        committed(*writer, {contract::put(contract::someCase("H-" + std::to_string(round)))});
        QCOMPARE(poll(&wait, 1, 2000), 1);
        QVERIFY(*reader->mayHaveChanged());
    }
}

void TestSqliteStore::verifyNamesEveryOrphan() {
    const auto store = make();
    Duty duty;
    duty.responder = {77};
    duty.from = Seconds{1s};
    TurnRestriction turn;
    turn.from = {123};
    Responder who = contract::someResponder("w1");
    who.grid = "150303001001009";
    Case record = contract::someCase("A");
    record.grid = "150303001001008";
    record.category = "7777";
    Centre centre;
    centre.code = "150303001001";
    centre.level = "village";
    Grid stray = contract::someGrid("150303009009001");
    committed(*store, {contract::put(duty), contract::put(turn), contract::put(who),
                       contract::put(record), contract::put(centre), contract::put(stray),
                       contract::put(contract::someSupervision({91})),
                       contract::put(contract::someContact({92})),
                       contract::put(contract::someOrder({93}, {}, AssignmentState::Waiting))});
    raw()->exec(
        "DROP INDEX zone_code; INSERT INTO zone (code, name, generation, batch, revision,"
        " valid_from, action) VALUES ('Z', '', 0, 0, 1, 0, 0), ('Z', '', 0, 0, 1, 0, 0);"
        " DROP TABLE post_past; DELETE FROM case_box;");
    const auto findings = store->verify();
    MUST(findings);
    std::string all;
    for (const Finding& finding : *findings) all += finding.code + ": " + finding.detail + '\n';
    for (const char* fault :
         {"orphan: duty 1: responder 77 is no responder",
          "orphan: turn_restriction 1: from_road 123", "orphan: responder w1: grid 150303001001009",
          "orphan: case A: grid 150303001001008", "orphan: case A: category 7777",
          "orphan: centre 150303001001: level village",
          "orphan: supervision 1: record 91 is no case", "orphan: contact 1: record 92 is no case",
          "orphan: assignment 1: record 93 is no case",
          "orphan: grid 150303009009001: there is no centre 150303009009",
          "duplicate: zone Z is there 2 times", "schema: table post_past is missing",
          "index: case 1 is missing in the index of places"})
        QVERIFY2(all.find(fault) != std::string::npos,
                 (std::string(fault) + "\nnot in\n" + all).c_str());
    QCOMPARE(findings->size(), std::size_t{13});
}

void TestSqliteStore::aKilledWriterLosesNoAcknowledgedCommit() {
    make();
    std::mt19937_64 random(support::seed("killed writer"));
    int acknowledged = 0;
    const int rounds = support::soakCount(6, 200);
    for (int round = 0; round < rounds; ++round) {
        int line[2];
        QCOMPARE(pipe(line), 0);
        const pid_t child = fork();
        if (child == 0) {
            auto store = gis::openStore(m_path);
            if (!store) _exit(1);
            for (int i = 0;; ++i) {
                const auto code = "K-" + std::to_string(round) + '-' + std::to_string(i);
                // A forked child would draw the same random keys as the one before it.
                Transaction once = contract::transaction({contract::put(contract::someCase(code))});
                once.key = code;
                const auto done = (*store)->commit(once);
                if (!done) _exit(2);
                if (write(line[1], "+", 1) != 1) _exit(3);
            }
        }
        ::close(line[1]);
        // Every other one is killed anywhere, also while it opens; the rest while they write.
        char mark = 0;
        if (round % 2 == 0 && read(line[0], &mark, 1) == 1) ++acknowledged;
        usleep(static_cast<useconds_t>(random() % 60'000));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        char buffer[4096];
        for (ssize_t got; (got = read(line[0], buffer, sizeof buffer)) > 0;)
            acknowledged += static_cast<int>(got);
        ::close(line[0]);
    }
    const auto store = open();
    const auto rows = countOf(*store, Kind::Case);
    QVERIFY2(rows >= acknowledged && rows <= acknowledged + rounds,
             qPrintable(QStringLiteral("%1 rows, %2 acknowledged").arg(rows).arg(acknowledged)));
    QVERIFY(acknowledged >= rounds / 2);
    const auto findings = store->verify();
    MUST(findings);
    QVERIFY2(findings->empty(), findings->empty() ? "" : findings->front().detail.c_str());
    std::printf("%d kills, %d acknowledged commits, all there\n", rounds, acknowledged);
}

void TestSqliteStore::aKilledImportLeavesNothing() {
    make();
    int line[2];
    QCOMPARE(pipe(line), 0);
    const pid_t child = fork();
    if (child == 0) {
        auto store = gis::openStore(m_path);
        if (!store) _exit(1);
        auto batch = (*store)->beginBatch({{"li", "s"}, "import", {}, false, false});
        std::vector<Record> rows;
        for (int i = 0; i < 1000; ++i) rows.push_back(contract::someCase("I-" + std::to_string(i)));
        if (!batch || !(*batch)->append(rows)) _exit(2);
        if (write(line[1], "+", 1) != 1) _exit(3);
        pause();
    }
    char mark = 0;
    QCOMPARE(read(line[0], &mark, 1), ssize_t{1});
    const auto store = open();
    QCOMPARE(countOf(*store, Kind::Case), 0);
    // While it lives, nobody sweeps its rows and its codes are its own.
    MUST(store->retain({}));
    QVERIFY(!store->commit(contract::transaction({contract::put(contract::someCase("I-5"))})));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    QCOMPARE(countOf(*store, Kind::Case), 0);
    committed(*store, {contract::put(contract::someCase("I-5"))});
    MUST(store->retain({}));
    QCOMPARE(raw()->integer("SELECT count(*) FROM case_record"), 1);
    QCOMPARE(raw()->integer("SELECT count(*) FROM case_box"), 1);
    QCOMPARE(raw()->integer("SELECT count(*) FROM batch"), 1);
}

void TestSqliteStore::theCaretakerSweepsByItself() {
    const auto store = make();
    {
        auto lost = store->beginBatch({{"li", "s"}, "lost", {}, false, false});
        MUST(lost);
        std::vector<Record> rows = {contract::someCase("L")};
        MUST((*lost)->append(rows));
    }
    const auto db = raw();
    QCOMPARE(db->integer("SELECT count(*) FROM case_record"), 1);
    const gis::Caretaker caretaker([this] { return gis::openStore(m_path); }, 1ms, 1ms);
    QTRY_COMPARE(db->integer("SELECT count(*) FROM case_record"), 0);
}

void TestSqliteStore::nobodyHoldsTheWritersLock() {
    const auto store = make();
    std::atomic<bool> done = false;
    const int wanted = support::soakCount(20'000, 100'000);
    double importMs = 0;
    std::thread import([&] {
        const auto own = open();
        auto batch = own->beginBatch({{"li", "s"}, "import", {}, false, false});
        const auto start = std::chrono::steady_clock::now();
        std::vector<Record> rows;
        for (int i = 0; i < wanted; ++i) {
            Case record = contract::someCase("I-" + std::to_string(i));
            record.place =
                LonLat{106 + (i * 7919 % 100'000) / 1e5, 39 + (i * 104'729 % 99'991) / 1e5};
            rows.push_back(std::move(record));
            if (rows.size() < 5000) continue;
            if (auto put = (*batch)->append(rows); !put) qFatal("%s", put.error().detail.c_str());
            rows.clear();
        }
        if (!(*batch)->append(rows) || !(*batch)->publish()) qFatal("publish");
        importMs = msSince(start);
        done = true;
    });
    std::vector<double> waits;
    for (int i = 0; !done; ++i) {
        const auto start = std::chrono::steady_clock::now();
        committed(*store, {contract::put(contract::someCase("L-" + std::to_string(i)))});
        waits.push_back(msSince(start));
        std::this_thread::sleep_for(5ms);
    }
    import.join();
    const double p99 = percentile(waits, 0.99);
    std::printf(
        "%d rows imported in %.1f s; %zu commits beside it: median %.1f, p99 %.1f, max %.1f ms\n",
        wanted, importMs / 1000, waits.size(), percentile(waits, 0.5), p99, percentile(waits, 1));
    QVERIFY2(p99 < 200, "a commit waited too long beside an import");
    QCOMPARE(countOf(*store, Kind::Case), wanted + static_cast<int>(waits.size()));
}

void TestSqliteStore::aShiftOfPositionsIsOneShortTransaction() {
    const auto store = make();
    constexpr int kPeople = 3400;
    std::vector<Write> writes;
    for (int i = 0; i < kPeople; ++i)
        writes.push_back(contract::put(contract::someResponder("w" + std::to_string(i))));
    const Receipt people = committed(*store, writes);
    writes.clear();
    const Millis now = SystemClock().now();
    for (const std::int64_t id : people.ids) {
        Duty duty;
        duty.responder = {id};
        duty.from = std::chrono::floor<std::chrono::seconds>(now) - 1h;
        writes.push_back(contract::put(duty));
    }
    committed(*store, writes);
    std::vector<double> times;
    for (int round = 0; round < 20; ++round) {
        std::vector<Fix> fixes;
        for (const std::int64_t id : people.ids)
            fixes.push_back(contract::someFix({id}, now + std::chrono::seconds(round),
                                              {106.8 + round / 1e4, 39.6}));
        const auto start = std::chrono::steady_clock::now();
        const auto taken = store->addFixes(fixes, "simulator");
        times.push_back(msSince(start));
        MUST(taken);
        QCOMPARE(taken->taken, std::size_t{kPeople});
    }
    std::printf("3400 positions: median %.1f, max %.1f ms, %.0f a second\n", percentile(times, 0.5),
                percentile(times, 1), kPeople / percentile(times, 0.5) * 1000);
    QVERIFY(percentile(times, 0.5) < 170);
    const auto loaded = store->load();
    MUST(loaded);
    QCOMPARE((*loaded)->fixes->size(), std::size_t{kPeople});
}

QTEST_APPLESS_MAIN(TestSqliteStore)
#include "tst_sqlite_store.moc"

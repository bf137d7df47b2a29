// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <unistd.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

#include "tests/support/pg_server.h"
#include "tests/support/program.h"

using namespace std::chrono_literals;
using support::PgServer;

namespace {

/// Processes that work in the folder or below, zombies apart.
QStringList processesIn(const std::string& folder) {
    QStringList found;
    const QString under = QString::fromStdString(folder);
    for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        const QString place = QStringLiteral("/proc/%1/cwd").arg(name);
        if (QFileInfo(place).symLinkTarget().startsWith(under)) found << name;
    }
    return found;
}

bool exists(const std::string& folder) {
    return QFileInfo::exists(QString::fromStdString(folder));
}

/// What this program does where it stands in for a test that is killed.
int holdAServer() {
    PgServer server;
    printf("%s\n", server.folder().c_str());
    fflush(stdout);
    for (;;) pause();
}

}  // namespace

/// The server that tests of the second store stand on: it starts, breaks as asked and leaves
/// nothing.
class TestPgServer : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aDatabaseHasPostgisAndAnOwner();
    void databasesAreQuickToMake();
    void rolesOwnNothingAndThePasswordIsAsked();
    void aRestartKeepsRows();
    void aKilledServerKeepsCommittedRows_data();
    void aKilledServerKeepsCommittedRows();
    void aFrozenServerDoesNotAnswerUntilItIsThawed();
    void nothingIsLeft_data();
    void nothingIsLeft();
    void aKilledTestLeavesNoServer();
};

void TestPgServer::aDatabaseHasPostgisAndAnOwner() {
    PgServer& server = PgServer::shared();
    const std::string database = server.makeDatabase();
    QCOMPARE(server.ask(database, "SELECT ST_AsText(ST_Point(106.8, 39.67, 4490))"),
             std::string("POINT(106.8 39.67)"));
    QCOMPARE(server.ask(database, "SELECT datdba::regrole FROM pg_database WHERE datname = '" +
                                      database + "'"),
             std::string("gridhall_owner"));
    QCOMPARE(server.ask(database, "SHOW fsync"), std::string("on"));
    QCOMPARE(server.ask(database, "SHOW timezone"), std::string("UTC"));
    QCOMPARE(server.ask(database, "SHOW listen_addresses"), std::string());
    server.dropDatabase(database);
    QCOMPARE(server.ask("postgres",
                        "SELECT count(*) FROM pg_database WHERE datname = '" + database + "'"),
             std::string("0"));
}

void TestPgServer::databasesAreQuickToMake() {
    PgServer& server = PgServer::shared();
    double best = 1e9;
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        const std::string database = server.makeDatabase();
        best = std::min(best, static_cast<double>(timer.elapsed()));
        server.dropDatabase(database);
    }
    qInfo("a database in %.0f ms at best of five", best);
    QVERIFY2(best < 1000, qPrintable(QString::number(best)));
}

void TestPgServer::rolesOwnNothingAndThePasswordIsAsked() {
    PgServer& server = PgServer::shared();
    const std::string database = server.makeDatabase();
    const std::string script = GRIDHALL_SOURCE_DIR "/tests/support/pg_cluster.sh";
    const auto as = [&](const std::string& role, const std::string& statement) {
        return support::run({script, "psql", server.folder(), "-w", "-At", "-c", statement,
                             server.uri(database, role)});
    };
    QCOMPARE(as("gridhall_owner", "CREATE SCHEMA gridhall; CREATE TABLE public.x()").exitCode, 0);
    QVERIFY(as("gridhall_app", "CREATE SCHEMA other").err.find("permission denied") !=
            std::string::npos);
    QVERIFY(as("gridhall_app", "CREATE TABLE public.y()").err.find("permission denied") !=
            std::string::npos);
    QCOMPARE(as("gridhall_reader", "SELECT current_user").out, std::string("gridhall_reader\n"));
    QVERIFY(as("gridhall_locked", "SELECT 1").err.find("no password supplied") !=
            std::string::npos);
    setenv("PGPASSWORD", PgServer::lockedPassword, 1);
    const support::Ran locked = as("gridhall_locked", "SELECT 1");
    unsetenv("PGPASSWORD");
    QCOMPARE(locked.out, std::string("1\n"));
}

void TestPgServer::aRestartKeepsRows() {
    PgServer& server = PgServer::shared();
    const std::string database = server.makeDatabase();
    server.sql(database, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (1), (2);");
    const pid_t before = server.pid();
    server.restart();
    QVERIFY(server.pid() != before);
    QCOMPARE(server.ask(database, "SELECT count(*) FROM kept"), std::string("2"));
}

void TestPgServer::aKilledServerKeepsCommittedRows_data() {
    QTest::addColumn<bool>("killed");
    QTest::newRow("at once") << false;
    QTest::newRow("kill -9") << true;
}

void TestPgServer::aKilledServerKeepsCommittedRows() {
    QFETCH(bool, killed);
    PgServer& server = PgServer::shared();
    const std::string database = server.makeDatabase();
    server.sql(database, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (1), (2), (3);");
    if (killed)
        server.killHard();
    else
        server.stopHard();
    QCOMPARE(server.pid(), -1);
    QCOMPARE(processesIn(server.folder()), QStringList());
    server.start();
    QCOMPARE(server.ask(database, "SELECT count(*) FROM kept"), std::string("3"));
}

void TestPgServer::aFrozenServerDoesNotAnswerUntilItIsThawed() {
    PgServer& server = PgServer::shared();
    const std::string database = server.makeDatabase();
    server.freeze();
    support::Program asking({GRIDHALL_SOURCE_DIR "/tests/support/pg_cluster.sh", "psql",
                             server.folder(), "-At", "-c", "SELECT 7", database});
    std::this_thread::sleep_for(700ms);
    QVERIFY(asking.isRunning());
    server.thaw();
    QCOMPARE(asking.finish(20s).out, std::string("7\n"));
}

void TestPgServer::nothingIsLeft_data() {
    QTest::addColumn<QString>("state");
    for (const char* state : {"running", "frozen", "stopped", "killed"})
        QTest::newRow(state) << QString::fromLatin1(state);
}

void TestPgServer::nothingIsLeft() {
    QFETCH(QString, state);
    std::string folder;
    {
        PgServer server;
        folder = server.folder();
        QVERIFY(!processesIn(folder).isEmpty());
        if (state == QStringLiteral("frozen")) server.freeze();
        if (state == QStringLiteral("stopped")) server.stop();
        if (state == QStringLiteral("killed")) server.killHard();
    }
    QVERIFY(!exists(folder));
    QCOMPARE(processesIn(folder), QStringList());
}

void TestPgServer::aKilledTestLeavesNoServer() {
    const QTemporaryDir files;  // what it writes beside the server's folder
    QVERIFY(files.isValid());
    const QByteArray before = qgetenv("TMPDIR");
    qputenv("TMPDIR", files.path().toUtf8());
    setenv("GRIDHALL_HOLDS_A_SERVER", "1", 1);
    support::Program test({QCoreApplication::applicationFilePath().toStdString()});
    unsetenv("GRIDHALL_HOLDS_A_SERVER");
    if (before.isNull())
        qunsetenv("TMPDIR");
    else
        qputenv("TMPDIR", before);
    QTRY_VERIFY_WITH_TIMEOUT(test.outSoFar().ends_with("\n"), 60'000);
    std::string folder = test.outSoFar();
    folder.pop_back();
    QVERIFY(exists(folder));
    QVERIFY(!processesIn(folder).isEmpty());
    test.kill(SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(!exists(folder) && processesIn(folder).isEmpty(), 30'000);
}

int main(int count, char** words) {
    if (getenv("GRIDHALL_HOLDS_A_SERVER")) return holdAServer();
    QCoreApplication application(count, words);
    TestPgServer test;
    return QTest::qExec(&test, count, words);
}

#include "tst_pg_server.moc"

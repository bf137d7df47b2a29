// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

#include "gis/store/open_store.h"
#include "gis/store/row_sql.h"
#include "gis/store/sqlite.h"
#include "tests/support/pg_server.h"
#include "tests/support/program.h"

using namespace std::chrono_literals;
using support::PgServer;
using support::Ran;

/// `gridhall copy` and `migrate`, and `init` and `demo` on a server, as a script sees them.
class TestCopyVerbs : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void cleanup();
    void aStoreGoesToAServerAndBack();
    void whatCannotBeCopiedIsNamed();
    void interruptedItSaysHowToGoOn();
    void wrongWordsAndPlacesHaveTheirCodes();
    void migrateSaysWhatIsToDo();
    void initNamesTheRolesOfAServer();
    void theDemonstrationCityLivesOnAServer();

  private:
    std::string file(const char* name) const {
        return m_folder->filePath(QString::fromUtf8(name)).toStdString();
    }
    std::string owner() const { return PgServer::shared().uri(m_hall); }
    std::string consoles() const { return PgServer::shared().uri(m_hall, "gridhall_app"); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_hall;
};

namespace {

const std::string kNow = std::to_string(gis::kSchema);

Ran gridhall(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), GRIDHALL_PROGRAM);
    return support::run(arguments);
}

bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

void raw(const std::string& path, const std::string& sql) {
    auto db = gis::Connection::open(path, gis::Connection::Mode::ReadWrite, 5s);
    if (!db) qFatal("%s", db.error().detail.c_str());
    (*db)->exec(sql);
    if ((*db)->failed()) qFatal("%s", (*db)->takeError().detail.c_str());
}

}  // namespace

#define SAYS(text, words) QVERIFY2(has(text, words), (text).c_str())

void TestCopyVerbs::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_hall = PgServer::shared().makeDatabase();
    QVERIFY(gis::createStore(file("city"), {}).has_value());
}

void TestCopyVerbs::cleanup() {
    PgServer::shared().dropDatabase(m_hall);
}

void TestCopyVerbs::aStoreGoesToAServerAndBack() {
    const Ran up = gridhall({"copy", file("city"), owner(), "--json"});
    QVERIFY2(up.exitCode == 0, up.err.c_str());
    SAYS(up.err, "copying category: ");
    SAYS(up.err, "comparing category: ");
    SAYS(up.err, "100 %");
    const QJsonObject report = QJsonDocument::fromJson(QByteArray::fromStdString(up.out)).object();
    const QJsonArray tables = report.value(QLatin1String("tables")).toArray();
    QVERIFY(tables.size() > 30);
    QCOMPARE(tables.at(0).toObject().value(QLatin1String("hash")).toString().size(), 32);
    QVERIFY(report.value(QLatin1String("seconds")).toDouble() > 0);

    const Ran down = gridhall({"copy", consoles(), file("back")});
    QVERIFY2(down.exitCode == 0, down.err.c_str());
    SAYS(down.out, "compared one by one");
    QVERIFY(QFile::permissions(QString::fromStdString(file("back"))) ==
            QFile::permissions(QString::fromStdString(file("city"))));
    QCOMPARE(gridhall({"check", "--store", file("back")}).exitCode, 0);
    QCOMPARE(gridhall({"check", "--store", consoles()}).exitCode, 0);

    const Ran again = gridhall({"copy", file("city"), owner()});
    QCOMPARE(again.exitCode, 5);
    SAYS(again.err, "has a store already; nothing was overwritten");
    const Ran over = gridhall({"copy", owner(), file("city")});
    QCOMPARE(over.exitCode, 5);
    SAYS(over.err, "exists already");
}

void TestCopyVerbs::whatCannotBeCopiedIsNamed() {
    raw(file("city"), "UPDATE category SET name_en = 'a' || char(0) WHERE code = '01'");
    const Ran refused = gridhall({"copy", file("city"), owner()});
    QCOMPARE(refused.exitCode, 4);
    SAYS(refused.err, "(01) cannot be copied: name_en holds bytes that are no text");
    SAYS(refused.err, "--leave-out");
    QCOMPARE(gridhall({"check", "--store", consoles()}).exitCode, 3);
    const Ran without = gridhall({"copy", "--leave-out", file("city"), owner()});
    QVERIFY2(without.exitCode == 0, without.err.c_str());
    SAYS(without.out, "left out: category ");
    QVERIFY(gridhall({"check", "--store", consoles()}).exitCode <= 1);
}

void TestCopyVerbs::interruptedItSaysHowToGoOn() {
    raw(file("city"),
        "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
        " INSERT INTO population SELECT i, 106, 39, i, 0, 0 FROM n");
    support::Program copying({GRIDHALL_PROGRAM, "copy", file("city"), owner()});
    std::this_thread::sleep_for(1s);
    copying.kill(SIGINT);
    const Ran ran = copying.finish();
    QCOMPARE(ran.exitCode, 5);
    SAYS(ran.err, "stopped; the same command goes on where it was");
    SAYS(gridhall({"check", "--store", consoles()}).err, "still being made or copied");
    const Ran rest = gridhall({"copy", file("city"), owner(), "--json"});
    QVERIFY2(rest.exitCode == 0, rest.err.c_str());
    SAYS(rest.out, "\"resumed\": true");
}

void TestCopyVerbs::wrongWordsAndPlacesHaveTheirCodes() {
    QCOMPARE(gridhall({"copy"}).exitCode, 2);
    QCOMPARE(gridhall({"copy", file("city")}).exitCode, 2);
    QCOMPARE(gridhall({"copy", file("city"), file("x"), "--nonsense"}).exitCode, 2);
    QCOMPARE(gridhall({"copy", file("nothing"), file("x")}).exitCode, 3);
    QCOMPARE(gridhall({"copy", owner(), file("x")}).exitCode, 3);
    QCOMPARE(gridhall({"copy", file("city"), "postgresql://nobody@/x?host=/no/where"}).exitCode, 3);
    QCOMPARE(gridhall({"copy", file("city"), "postgresql://%zz"}).exitCode, 4);
    QCOMPARE(gridhall({"copy", file("city"), file("x"), "--group", "no-such-group"}).exitCode, 4);
    QVERIFY(!QFile::exists(QString::fromStdString(file("x"))));
}

void TestCopyVerbs::migrateSaysWhatIsToDo() {
    for (const std::string& word : {std::string(), std::string("--dry-run")}) {
        std::vector<std::string> words = {"migrate", "--store", file("city")};
        if (!word.empty()) words.push_back(word);
        const Ran nothing = gridhall(words);
        QCOMPARE(nothing.exitCode, 0);
        SAYS(nothing.out, "schema " + kNow + " now, " + kNow + " wanted\nnothing to do");
    }
    QCOMPARE(gridhall({"migrate", "--store", owner()}).exitCode, 3);
    QCOMPARE(gridhall({"migrate", "--store", file("nothing")}).exitCode, 3);
    QVERIFY(gis::createStore(owner(), {}).has_value());
    const Ran server = gridhall({"migrate", "--store", owner(), "--json"});
    QCOMPARE(server.exitCode, 0);
    SAYS(server.out, "\"to\": " + kNow);
    PgServer::shared().sql(m_hall, "UPDATE gridhall.store_state SET schema = 3;");
    const Ran asks = gridhall({"migrate", "--store", owner()});
    QCOMPARE(asks.exitCode, 5);
    SAYS(asks.out, "schema 3 now, " + kNow + " wanted");
    SAYS(asks.err, "--backup-made:\n  pg_dump --format=custom --file=gridhall-schema-3.dump '");
}

void TestCopyVerbs::initNamesTheRolesOfAServer() {
    const Ran made = gridhall({"init", owner(), "--name", "乌海", "--group", "gridhall_locked"});
    QVERIFY2(made.exitCode == 0, made.err.c_str());
    SAYS(made.out, "role gridhall_owner: owns it");
    SAYS(made.out, "role gridhall_locked: consoles");
    SAYS(made.out, "role gridhall_reader: reads the views");
    QCOMPARE(gridhall({"init", owner()}).exitCode, 5);
    SAYS(gridhall({"init", "--help"}).out, "postgresql://");
}

void TestCopyVerbs::theDemonstrationCityLivesOnAServer() {
    const std::vector<std::string> words = {"demo",       "--store",   owner(),
                                            "--headless", "--seconds", "0",
                                            "--no-shift", "--history", "10"};
    const Ran made = gridhall(words);
    QVERIFY2(made.exitCode == 0, made.err.c_str());
    SAYS(made.err, "made in ");
    const Ran opened = gridhall(words);
    QVERIFY2(opened.exitCode == 0, opened.err.c_str());
    QVERIFY(!has(opened.err, "made in ") && !has(opened.err, "stood still"));
    PgServer::shared().sql(m_hall,
                           "UPDATE gridhall.source SET newest = newest - 90000000; UPDATE"
                           " gridhall.case_record SET stage_entered = stage_entered - 90000;");
    const Ran old = gridhall(words);
    QVERIFY2(old.exitCode == 0, old.err.c_str());
    SAYS(old.err, "the city on the server stood still since");
}

QTEST_GUILESS_MAIN(TestCopyVerbs)
#include "tst_copy_verbs.moc"

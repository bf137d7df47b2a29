// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "gis/store/open_store.h"
#include "tests/support/pg_server.h"
#include "tests/support/program.h"
#include "tests/support/tiny_city.h"

/// The grounds of a store, as an administrator keeps them by the command line.
class TestGroundVerb : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void theCitysOwnGroundIsLaidBesideItsStore();
    void aGroundIsAddedTriedListedAndRemoved();
    void whatIsWrongIsSaidInOneSentence_data();
    void whatIsWrongIsSaidInOneSentence();
    void aSourceThatCannotBeOpenedIsNamed();
    void aPostgisGroundIsOpened();

  private:
    support::Ran ground(std::vector<std::string> words) {
        words.insert(words.begin(), {GRIDHALL_PROGRAM, "ground"});
        words.insert(words.end(), {"--store", m_store});
        return support::run(words);
    }
    QTemporaryDir m_folder;
    std::string m_store;
    QString m_project;
};

void TestGroundVerb::initTestCase() {
    qputenv("XDG_CACHE_HOME", m_folder.filePath(QStringLiteral("cache")).toUtf8());
    m_store = m_folder.filePath(QStringLiteral("city.gridhall")).toStdString();
    auto store = gis::createStore(m_store, {});
    QVERIFY2(store, store ? "" : store.error().detail.c_str());
    auto batch = (*store)->beginBatch({{"tester", "seat 1"}, "a tiny city", {}, false, false});
    QVERIFY(batch);
    std::vector<dispatch::Record> rows = support::tinyCity().records();
    QVERIFY((*batch)->append(rows));
    QVERIFY((*batch)->publish());
    m_project = m_folder.filePath(QStringLiteral("city.ground/day.qgs"));
}

void TestGroundVerb::theCitysOwnGroundIsLaidBesideItsStore() {
    const support::Ran made = ground({"make"});
    QVERIFY2(made.exitCode == 0, made.err.c_str());
    QCOMPARE(QString::fromStdString(made.out).trimmed(),
             m_folder.filePath(QStringLiteral("city.ground")));
    for (const char* name : {"ground.gpkg", "night.qgs", "day.qgs"})
        QVERIFY(QFileInfo::exists(m_folder.filePath(QStringLiteral("city.ground/")) +
                                  QLatin1String(name)));
}

void TestGroundVerb::aGroundIsAddedTriedListedAndRemoved() {
    const std::string project = m_project.toStdString();
    const support::Ran added =
        ground({"add", "survey", project, "--title", "Survey", "--title-zh", "测绘"});
    QVERIFY2(added.exitCode == 0, added.err.c_str());
    const support::Ran tried = ground({"try", "survey", "--json"});
    QVERIFY2(tried.exitCode == 0, tried.err.c_str());
    const QJsonObject found =
        QJsonDocument::fromJson(QByteArray::fromStdString(tried.out)).object();
    QCOMPARE(found.value(QStringLiteral("attribution")).toString(), QStringLiteral("GridHall"));
    QVERIFY(found.value(QStringLiteral("layers")).toArray().contains(QStringLiteral("Land")));
    const QJsonArray extent = found.value(QStringLiteral("extent")).toArray();
    QVERIFY(extent.at(0).toDouble() > 106 && extent.at(3).toDouble() < 41);
    const support::Ran listed = ground({"list", "--json"});
    const QJsonArray rows = QJsonDocument::fromJson(QByteArray::fromStdString(listed.out)).array();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.at(0).toObject().value(QStringLiteral("uri")).toString(), m_project);
    QCOMPARE(ground({"remove", "survey"}).exitCode, 0);
    QCOMPARE(ground({"list", "--json"}).out, std::string("[\n]\n"));
}

void TestGroundVerb::whatIsWrongIsSaidInOneSentence_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const QStringList& words, int code,
                        const char* sentence) {
        QTest::newRow(name) << words << code << QString::fromUtf8(sentence);
    };
    const auto words = [](const char* line) {
        return QString::fromUtf8(line).split(QLatin1Char(' '));
    };
    row("no such deed", words("paint"), 2, "there is no \"paint\"");
    row("too few words", words("add survey"), 2, "add wants 2 more words");
    row("no such file", words("add survey /nowhere.qgz"), 4, "/nowhere.qgz does not exist");
    row("a name of ours", words("add auto /etc/hostname"), 4, "\"auto\" is no name of a ground");
    row("a name with blanks", {QStringLiteral("add"), QStringLiteral("a b"), QStringLiteral("/x")},
        4, "\"a b\" is no name of a ground");
    row("the network", words("add x type=xyz&url=http://127.0.0.1/{z}/{x}/{y}.png"), 4,
        "--reach-out allows that");
    row("an unknown datum", words("add x type=xyz&url=http://a/{z} --reach-out --datum wgs72"), 4,
        "--datum is gcj02 or bd09");
    row("an unknown theme", words("add x /etc/hostname --for-theme dusk"), 4,
        "--for-theme is hall or desk");
    row("nothing to remove", words("remove nothing"), 4, "there is no ground nothing");
    row("nothing to try", words("try nothing"), 4, "there is no ground nothing");
}

void TestGroundVerb::whatIsWrongIsSaidInOneSentence() {
    QFETCH(QStringList, words);
    QFETCH(int, code);
    QFETCH(QString, sentence);
    std::vector<std::string> told;
    for (const QString& word : words) told.push_back(word.toStdString());
    const support::Ran ran = ground(told);
    const QString said = QString::fromStdString(ran.err);
    QVERIFY2(said.contains(sentence), qPrintable(said));
    QCOMPARE(said.trimmed().count(QLatin1Char('\n')), 0);
    QCOMPARE(ran.exitCode, code);
    QCOMPARE(ground({"list", "--json"}).out, std::string("[\n]\n"));
}

void TestGroundVerb::aSourceThatCannotBeOpenedIsNamed() {
    const QString file = m_folder.filePath(QStringLiteral("broken.qgs"));
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write("<html/>");
    out.close();
    QCOMPARE(ground({"add", "broken", file.toStdString()}).exitCode, 0);
    const support::Ran tried = ground({"try", "broken"});
    QCOMPARE(tried.exitCode, 4);
    QVERIFY2(tried.err.find(file.toStdString() + " is no QGIS project") != std::string::npos,
             tried.err.c_str());
}

void TestGroundVerb::aPostgisGroundIsOpened() {
    auto& server = support::PgServer::shared();
    const std::string database = server.makeDatabase();
    server.sql(database,
               "CREATE TABLE road (id int PRIMARY KEY, geom geometry(LineString, 4490));"
               "INSERT INTO road VALUES (1, 'SRID=4490;LINESTRING(106.7 39.6, 106.8 39.7)');"
               "GRANT SELECT ON road TO gridhall_reader;");
    // As a system's server has it: its folder can be entered by all. In the sandbox nobody is root.
    QVERIFY(::chmod(server.folder().c_str(), 0711) == 0);
    const std::string uri = "dbname='" + database + "' host='" + server.folder() +
                            "' user='gridhall_reader' key='id' srid=4490 type=LineString "
                            "table=\"public\".\"road\" (geom)";
    const support::Ran refused = ground({"add", "roads", uri});
    QCOMPARE(refused.exitCode, 4);
    QCOMPARE(ground({"add", "roads", uri, "--reach-out"}).exitCode, 0);
    const support::Ran tried = ground({"try", "roads"});
    QVERIFY2(tried.exitCode == 0, tried.err.c_str());
    QVERIFY2(tried.out.find("extent 106.70000,39.60000,106.80000,39.70000") != std::string::npos,
             tried.out.c_str());
    server.sql(database, "DROP TABLE road");
    const support::Ran gone = ground({"try", "roads"});
    QVERIFY(gone.exitCode != 0);
    QVERIFY2(!gone.err.empty(), "nothing was said");
}

QTEST_GUILESS_MAIN(TestGroundVerb)
#include "tst_ground_verb.moc"

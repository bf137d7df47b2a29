// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <random>
#include <thread>

#include "gis/store/open_store.h"
#include "tests/support/program.h"
#include "tests/support/seed.h"
#include "tests/support/test_data.h"

/// `import` and `export` as a user runs them: the program, a store, files.
class TestExchangeVerbs : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void whatIsImportedIsExportedAgain();
    void exitCodesSayWhatHappened();
    void helpListsTheFieldsOfAKind();
    void aFieldOfSeveralColumnsIsJoined();
    void aCrsNobodyKnowsIsNotTakenForAnother();
    void aReplacementIsSweptAtOnce();
    void aDryRunWritesNothing();
    void aStoppedImportWritesNothing();
    void aKilledImportLeavesNothing();
    void pastFixesComeWithTheirDuty();
    void theGuidesCommandLinesWork_data();
    void theGuidesCommandLinesWork();
    void portoComesInWithinTwentySeconds();

  private:
    support::Ran gridhall(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), GRIDHALL_PROGRAM);
        arguments.insert(arguments.end(), {"--store", m_store});
        return support::run(arguments);
    }
    std::string path(const char* name) {
        return m_folder->filePath(QString::fromUtf8(name)).toStdString();
    }
    std::string file(const char* name, const QByteArray& bytes) {
        QFile made(m_folder->filePath(QString::fromUtf8(name)));
        if (!made.open(QIODevice::WriteOnly)) return {};
        made.write(bytes);
        return made.fileName().toStdString();
    }
    std::int64_t count(dispatch::Kind kind) {
        auto store = gis::openStore(m_store);
        if (!store) return -1;
        dispatch::Query query;
        query.kind = kind;
        return (*store)->count(query).value_or(-1);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_store;
};

namespace {

QByteArray cameras(int rows) {
    QByteArray text = "code,name,lon,lat\n";
    for (int i = 0; i < rows; ++i)
        text += "c" + QByteArray::number(i) + ",点位 " + QByteArray::number(i) + "," +
                QByteArray::number(106.7 + i % 1000 * 1e-4, 'f', 6) + ",39.6\n";
    return text;
}

QString guide() {
    QFile file(QStringLiteral(GRIDHALL_SOURCE_DIR "/docs/guide/import.md"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

void TestExchangeVerbs::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = path("city.gridhall");
    QVERIFY(gis::createStore(m_store, {}).has_value());
}

void TestExchangeVerbs::whatIsImportedIsExportedAgain() {
    const QByteArray grids =
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":)"
        R"({"code":"150302001001001","name":"一网格","kind":"community","numbering":1,"people":812.5,)"
        R"("households":301},"geometry":{"type":"Polygon","coordinates":)"
        R"([[[106.8,39.6],[106.81,39.6],[106.81,39.61],[106.8,39.61],[106.8,39.6]]]}}]})";
    const auto taken = gridhall({"import", "grids", file("g.geojson", grids), "--json"});
    QCOMPARE(taken.exitCode, 0);
    QVERIFY(taken.out.find("\"grid\": 1") != std::string::npos);
    const auto cases = gridhall(
        {"import", "cases",
         file("c.csv",
              "code,category,lon,lat,reported\na1,9901,106.805,39.605,2024-05-01 10:00\n")});
    QCOMPARE(cases.exitCode, 0);
    QCOMPARE(gridhall({"export", "cases", path("out.csv")}).exitCode, 0);
    QFile out(m_folder->filePath(QStringLiteral("out.csv")));
    QVERIFY(out.open(QIODevice::ReadOnly));
    const QByteArray text = out.readAll();
    QVERIFY(text.startsWith("code,category,category_text,title,"));
    QVERIFY(text.contains("a1,9901,"));
    QVERIFY(text.contains("150302001001001"));  // its grid was found
    QVERIFY(text.contains("2024-05-01T02:00:00Z,minute"));
    QCOMPARE(gridhall({"export", "grids", path("g.gpkg")}).exitCode, 0);
    QCOMPARE(gridhall({"import", "grids", path("g.gpkg"), "--replace"}).exitCode, 0);
    QCOMPARE(count(dispatch::Kind::Grid), 1);
}

void TestExchangeVerbs::exitCodesSayWhatHappened() {
    const auto noFile = gridhall({"import", "cases", "/nowhere/c.csv"});
    QCOMPARE(noFile.exitCode, 4);
    QCOMPARE(noFile.err, std::string("gridhall import: there is no file /nowhere/c.csv\n"));
    QCOMPARE(gridhall({"import", "trees", "x.csv"}).exitCode, 2);
    QCOMPARE(gridhall({"import", "cases"}).exitCode, 2);
    const auto zero = file("z.csv", "code,lon,lat\na,0,0\n");
    const auto nothing = gridhall({"import", "posts", zero});
    QCOMPARE(nothing.exitCode, 4);
    QVERIFY(nothing.out.find("refused 1: position 0,0\n    row 2: \"0,0\"") != std::string::npos);
    QCOMPARE(gridhall({"import", "posts", zero, "--utc-offset", "soon"}).exitCode, 2);
    QCOMPARE(gridhall({"import", "posts", zero, "--crs", "EPSG:1"}).exitCode, 4);
    QCOMPARE(gridhall({"export", "posts", path("p.odd")}).exitCode, 4);
    QCOMPARE(gridhall({"export", "trees", path("p.csv")}).exitCode, 2);
    m_store = path("absent.gridhall");
    QCOMPARE(gridhall({"import", "posts", zero}).exitCode, 3);
}

void TestExchangeVerbs::helpListsTheFieldsOfAKind() {
    const auto help = support::run({GRIDHALL_PROGRAM, "import", "cases", "--help"});
    QCOMPARE(help.exitCode, 0);
    for (const char* word :
         {"--dry-run", "category_text", "note_author", "received_timestamp", "(needed)"})
        QVERIFY2(help.out.find(word) != std::string::npos, word);
}

void TestExchangeVerbs::aFieldOfSeveralColumnsIsJoined() {
    const auto who = file("r.csv", "code,name\nP1,a\n");
    QCOMPARE(gridhall({"import", "responders", who}).exitCode, 0);
    const auto fixes = file("f.csv",
                            "lat,lon,date,time\n39.5,106.7,2024-05-01,08:00:00\n"
                            "39.6,106.7,2024-05-01,08:00:05\n");
    const auto taken =
        gridhall({"import", "fixes", fixes, "--responder", "P1", "--past", "--map",
                  "time=date+time", "--duty", "2024-05-01T07:00+08:00/2024-05-01T09:00+08:00"});
    QVERIFY2(taken.exitCode == 0, (taken.out + taken.err).c_str());
    QCOMPARE(count(dispatch::Kind::Fix), 2);
}

void TestExchangeVerbs::aCrsNobodyKnowsIsNotTakenForAnother() {
    const auto foreign = file(
        "g.geojson",
        R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:FOO::99"}},"features":[{"type":"Feature","properties":{"code":"P1"},"geometry":{"type":"Point","coordinates":[106.7,39.5]}}]})");
    const auto refused = gridhall({"import", "posts", foreign});
    QCOMPARE(refused.exitCode, 4);
    QVERIFY2(refused.err.find("states a CRS that is not known") != std::string::npos,
             refused.err.c_str());
    QCOMPARE(count(dispatch::Kind::Post), 0);
    QCOMPARE(gridhall({"import", "posts", foreign, "--crs", "EPSG:4326"}).exitCode, 0);
}

void TestExchangeVerbs::aReplacementIsSweptAtOnce() {
    const auto posts = file("p.csv", "code,lon,lat\na,106.7,39.5\nb,106.8,39.5\n");
    QCOMPARE(gridhall({"import", "cameras", posts}).exitCode, 0);
    QCOMPARE(gridhall({"import", "cameras", posts, "--replace"}).exitCode, 0);
    QCOMPARE(count(dispatch::Kind::Camera), 2);
    auto store = gis::openStore(m_store);
    QVERIFY(store);
    const auto found = (*store)->verify();
    QVERIFY(found && found->empty());
}

void TestExchangeVerbs::aDryRunWritesNothing() {
    QFile store(QString::fromStdString(m_store));
    const auto before = store.size();
    const auto dry = gridhall({"import", "cameras", file("c.csv", cameras(5000)), "--dry-run"});
    QCOMPARE(dry.exitCode, 0);
    QVERIFY(dry.out.find("would be taken: camera 5000") != std::string::npos);
    QCOMPARE(count(dispatch::Kind::Camera), 0);
    QCOMPARE(store.size(), before);
}

void TestExchangeVerbs::aStoppedImportWritesNothing() {
    const auto csv = file("c.csv", cameras(200000));
    support::Program program({GRIDHALL_PROGRAM, "import", "cameras", csv, "--store", m_store});
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    QVERIFY(program.isRunning());
    program.kill(SIGINT);
    const auto ran = program.finish(std::chrono::seconds(30));
    QCOMPARE(ran.exitCode, 5);
    QVERIFY(ran.err.find("was stopped at row") != std::string::npos);
    QVERIFY(ran.err.find("importing: ") != std::string::npos);  // progress was told
    QCOMPARE(count(dispatch::Kind::Camera), 0);
}

void TestExchangeVerbs::aKilledImportLeavesNothing() {
    const auto csv = file("c.csv", cameras(100000));
    std::mt19937_64 random(support::seed("aKilledImportLeavesNothing"));
    std::uniform_int_distribution<int> wait(100, 1500);
    for (int round = 0; round < support::soakCount(3, 100); ++round) {
        support::Program program({GRIDHALL_PROGRAM, "import", "cameras", csv, "--store", m_store});
        std::this_thread::sleep_for(std::chrono::milliseconds(wait(random)));
        QVERIFY(program.isRunning());
        program.kill(SIGKILL);
        program.finish();
        QCOMPARE(count(dispatch::Kind::Camera), 0);
    }
    // What the dead left is no hindrance.
    const auto after = gridhall({"import", "cameras", file("d.csv", cameras(1000))});
    QCOMPARE(after.exitCode, 0);
    QCOMPARE(count(dispatch::Kind::Camera), 1000);
}

void TestExchangeVerbs::pastFixesComeWithTheirDuty() {
    QCOMPARE(gridhall({"import", "responders", file("r.csv", "code,name\nw1,张三\n")}).exitCode, 0);
    const auto track =
        file("f.csv",
             "time,lon,lat,accuracy\n2019-02-18T07:45:50Z,106.8,39.6,3000\n"
             "2019-02-18T07:45:40Z,106.8,39.6,5\n2019-02-18T11:00:00Z,106.8,39.6,5\n");
    const auto refused = gridhall({"import", "fixes", track, "--responder", "w1", "--past"});
    QCOMPARE(refused.exitCode, 4);
    QVERIFY(refused.out.find("refused 3: outside the responder's duty") != std::string::npos);
    const auto taken = gridhall({"import", "fixes", track, "--responder", "w1", "--past", "--duty",
                                 "2019-02-18T07:00Z/2019-02-18T10:00Z"});
    QCOMPARE(taken.exitCode, 0);
    QVERIFY(taken.out.find("refused 1: outside the responder's duty") != std::string::npos);
    QCOMPARE(count(dispatch::Kind::Fix), 2);
    QCOMPARE(count(dispatch::Kind::Duty), 1);
}

void TestExchangeVerbs::theGuidesCommandLinesWork_data() {
    QTest::addColumn<QString>("line");
    QString text = guide();
    text.replace(QStringLiteral("\\\n"), QStringLiteral(" "));
    static const QRegularExpression command(QStringLiteral("^gridhall import cases (\\S+).*$"),
                                            QRegularExpression::MultilineOption);
    auto it = command.globalMatch(text);
    int found = 0;
    while (it.hasNext()) {
        const auto match = it.next();
        QTest::newRow(match.captured(1).toUtf8().constData()) << match.captured(0);
        ++found;
    }
    QCOMPARE(found, 4);
}

void TestExchangeVerbs::theGuidesCommandLinesWork() {
    QFETCH(QString, line);
    QStringList words = QProcess::splitCommand(line);
    const QString data = support::testData(("events/" + words.at(3).toStdString()).c_str());
    if (data.isEmpty()) QSKIP(support::kNoTestData);
    words[0] = QStringLiteral(GRIDHALL_PROGRAM);
    words[3] = data;
    words.replaceInStrings(QStringLiteral("city.gridhall"), QString::fromStdString(m_store));
    // The large ones are read whole, but their politely paced writing is the benchmark's.
    const bool large = QFileInfo(data).size() > 1'000'000;
    words << QStringLiteral("--json");
    if (large) words << QStringLiteral("--dry-run");
    std::vector<std::string> command;
    for (const QString& word : words) command.push_back(word.toStdString());
    const auto ran = support::run(command);
    QVERIFY2(ran.exitCode == 0, ran.err.c_str());
    if (!large) QVERIFY(count(dispatch::Kind::Case) > 1000);
    QVERIFY(ran.peakMebibytes < 600);
    std::printf("%s: %.1f s, %.0f MiB\n", QTest::currentDataTag(), ran.seconds, ran.peakMebibytes);
}

void TestExchangeVerbs::portoComesInWithinTwentySeconds() {
    const QString data = support::testData("roads/porto_r5.osm.pbf");
    if (data.isEmpty()) QSKIP(support::kNoTestData);
    const auto ran = gridhall({"import", "roads", data.toStdString()});
    std::printf("Porto into the store: %.1f s, %.0f MiB\n", ran.seconds, ran.peakMebibytes);
    QCOMPARE(ran.exitCode, 0);
    QVERIFY(ran.seconds <= 20);
    QCOMPARE(count(dispatch::Kind::Road), 49558);
    QCOMPARE(count(dispatch::Kind::TurnRestriction), 337);
}

QTEST_APPLESS_MAIN(TestExchangeVerbs)
#include "tst_exchange_verbs.moc"

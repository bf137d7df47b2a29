// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <set>

#include "app/ground/store_ground.h"
#include "gis/store/open_store.h"
#include "gis/store/sqlite.h"
#include "layers/symbols/map_table.h"
#include "layers/symbols/sheet_style.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/support/pg_server.h"
#include "tests/support/program.h"
#include "tests/support/tiny_city.h"

using namespace dispatch;
using namespace std::chrono_literals;

/// `gridhall export --qgis-project`: QGIS opens all of a store's layers from it, drawn as on
/// screen, and changes none; the views behind it say what the rules say.
class TestQgisProject : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void qgisOpensEveryLayer_data();
    void qgisOpensEveryLayer();
    void theFolderMayMove();
    void titlesSpeakTheLanguage();
    void exitCodesSayWhatHappened();
    void theViewsSayWhatTheRulesSay_data();
    void theViewsSayWhatTheRulesSay();
    void theViewsUseTheIndexes();
    void aWrongCountIsSeen();
};

namespace {

const char kCrs[] = "EPSG:4545";

Millis wallNow() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void appendRows(Store& store, std::vector<Record> rows) {
    const auto batch = store.beginBatch({{"li", "seat-1"}, "rows", {}});
    if (!batch) qFatal("%s", batch.error().detail.c_str());
    if (const auto done = (*batch)->append(rows); !done) qFatal("%s", done.error().detail.c_str());
    if (const auto done = (*batch)->publish(); !done) qFatal("%s", done.error().detail.c_str());
}

std::vector<Record> rowsOf(Store& store, Kind kind) {
    Query query;
    query.kind = kind;
    std::vector<Record> rows;
    const auto done = store.read(query, [&](Record&& row) {
        rows.push_back(std::move(row));
        return true;
    });
    if (!done) qFatal("%s", done.error().detail.c_str());
    return rows;
}

/// Cases in every state of their clock: all combinations of what decides it. No limit ends in the
/// two minutes after `now`; where `exact`, some do so in this very second, and one before and
/// after.
std::vector<Record> allClocks(Seconds now, bool exact) {
    using Time = std::optional<Seconds>;
    const Seconds entered = now - 10'000s;
    std::vector<Time> dues{Time(), now - 5'000s, now + 1'000s, now + 100'000s, entered - 10s};
    std::vector<Time> warnings{Time(),  now - 500s,     now + 500s,
                               entered, entered - 100s, now + 200'000s};
    std::vector<Seconds> entries{entered, now - 100s, now + 3'600s};
    if (exact) {
        // A limit of which this second is four fifths; ends at this second.
        for (const auto late : {-1s, 0s, 1s}) {
            dues.push_back(now + 2'500s + late);
            dues.push_back(now + late);
            warnings.push_back(now + late);
        }
    }
    static const char* const kStages[] = {"accepted", "routed",   "handling", "reported",
                                          "rated",    "archived", "patrolled"};
    static const char* const kLevels[] = {"city", "district", "township", "community"};
    std::vector<Record> rows;
    for (const Time& due : dues)
        for (const Time& warning : warnings)
            for (const Seconds entry : entries)
                for (unsigned bits = 0; bits < 16; ++bits) {
                    const std::size_t number = rows.size();
                    Case record = contract::someCase("LL-" + std::to_string(number));
                    if (number % 50 == 0) record.code = "x" + std::to_string(number);
                    record.risk = Risk(number % 3);
                    record.stage = kStages[number % 7];
                    record.level = kLevels[number / 3 % 4];
                    record.place = LonLat{106.70 + double(number % 97) * 1e-4, 39.69};
                    record.reported = now - 20'000s;
                    record.stageEntered = entry;
                    record.due = due;
                    record.warnAt = warning;
                    if (bits & 1U) record.suspendedSince = now - 50s;
                    record.supervised = (bits & 2U) != 0;
                    if (bits & 4U) record.spentSeconds = 600;
                    if (bits & 8U && number % 3 == 0) record.closed = now - 10s;
                    rows.push_back(record);
                }
    return rows;
}

/// People of every kind and state, some standing, some moving, with positions of all ages.
void addPeople(Store& store, Millis now) {
    std::vector<Record> people;
    for (int i = 0; i < 7 * 5 * 2; ++i) {
        Responder who = contract::someResponder("p" + std::to_string(i), i % 11 != 10);
        who.kind = ResponderKind(i % 7);
        who.state = WorkState(i % 5);
        who.reportSeconds = i % 5 == 0 ? 10 : 300;
        people.push_back(who);
    }
    appendRows(store, people);
    std::vector<Write> duties;
    std::vector<Fix> fixes;
    int i = 0;
    for (const Record& row : rowsOf(store, Kind::Responder)) {
        const auto& who = std::get<Responder>(row);
        const Seconds from = std::chrono::floor<std::chrono::seconds>(now) - 10h;
        duties.push_back(contract::put(Duty{{}, who.id, from, {}, {}}));
        // In the middle of an age: a slow test stays right.
        const int intervals = std::array{0, 1, 4, 20}[std::size_t(++i / 3 % 4)];
        if (who.reportSeconds == 10 && intervals != 20) continue;
        Fix fix = contract::someFix(who.id, now - intervals * 1s * who.reportSeconds,
                                    {106.70 + 1e-4 * i, 39.68});
        fix.speedMetresPerSecond = std::array{
            0.F, 0.5F, 0.501F, 3.F, std::numeric_limits<float>::quiet_NaN()}[std::size_t(i % 5)];
        if (i % 7 == 0) fix.headingDegrees = std::numeric_limits<float>::quiet_NaN();
        fixes.push_back(fix);
    }
    contract::committed(store, contract::transaction(duties));
    const auto taken = store.addFixes(fixes, "handset");
    if (!taken) qFatal("%s", taken.error().detail.c_str());
}

/// A centre of every level, and of one that is none.
void addCentres(Store& store) {
    std::vector<Record> rows;
    for (const char* level : {"city", "district", "township", "community", "ward"}) {
        Centre centre;
        centre.code = "99" + std::to_string(rows.size());
        centre.name = level;
        centre.level = level;
        centre.place = LonLat{106.70 + 0.001 * double(rows.size()), 39.67};
        rows.push_back(centre);
    }
    appendRows(store, rows);
}

/// A city with rows of every kind.
void fill(Store& store, Millis now) {
    appendRows(store, support::tinyCity().records());
    std::vector<Record> rows = allClocks(std::chrono::floor<std::chrono::seconds>(now), false);
    for (int i = 0; i < 3; ++i) {
        const std::string code = std::to_string(i);
        Unit unit;
        unit.code = "u" + code;
        unit.name = "单位" + code;
        if (i != 1) unit.place = LonLat{106.71 + 0.001 * i, 39.69};
        rows.push_back(unit);
        rows.push_back(Camera{{}, "c" + code, "探头" + code, {106.72 + 0.001 * i, 39.69}});
    }
    rows.push_back(
        Ground{{}, GroundKind::Green, "园", contract::someGrid("x", 106.7, 39.6).area, {}});
    Case nowhere = contract::someCase("LL-nowhere");
    nowhere.place.reset();
    rows.push_back(nowhere);
    appendRows(store, rows);
    addCentres(store);
    addPeople(store, now);
}

template <class Row, class Condition>
int countIf(Store& store, Kind kind, Condition holds) {
    int count = 0;
    for (const Record& row : rowsOf(store, kind)) count += holds(std::get<Row>(row)) ? 1 : 0;
    return count;
}

int peopleOnTheMap(Store& store) {
    const auto city = store.load();
    if (!city) qFatal("%s", city.error().detail.c_str());
    int count = 0;
    (*city)->responders.forEach(
        [&](const Responder& who) { count += who.onDuty && (*city)->fixOf(who.id) ? 1 : 0; });
    return count;
}

/// Features by view, counted through the port.
QJsonObject expectedCounts(Store& store) {
    const auto hasPlace = [](const auto& row) { return row.place.has_value(); };
    const auto any = [](const auto&) { return true; };
    return {
        {QStringLiteral("centres"), countIf<Centre>(store, Kind::Centre, hasPlace)},
        {QStringLiteral("grids"), countIf<Grid>(store, Kind::Grid, any)},
        {QStringLiteral("geographic"),
         countIf<Grid>(store, Kind::Grid,
                       [](const Grid& row) { return row.kind != GridKind::Dedicated; })},
        {QStringLiteral("zones"), countIf<Zone>(store, Kind::Zone, any)},
        {QStringLiteral("posts"), countIf<Post>(store, Kind::Post, any)},
        {QStringLiteral("units"), countIf<Unit>(store, Kind::Unit, hasPlace)},
        {QStringLiteral("open_cases"),
         countIf<Case>(store, Kind::Case,
                       [](const Case& row) { return row.place && !row.closed; })},
        {QStringLiteral("cameras"), countIf<Camera>(store, Kind::Camera, any)},
        {QStringLiteral("responders"), peopleOnTheMap(store)},
    };
}

struct Answer {
    int exitCode = -1;
    QString said;
};

Answer openInQgis(const QString& project, const QJsonObject& counts) {
    const QTemporaryDir profile;
    QProcess python;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QGIS_CUSTOM_CONFIG_PATH"), profile.path());
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), profile.path());
    python.setProcessEnvironment(environment);
    python.setProcessChannelMode(QProcess::MergedChannels);
    // Debian's own: another python3 in PATH does not see its modules.
    python.start(QStringLiteral("/usr/bin/python3"),
                 {QStringLiteral(GRIDHALL_SOURCE_DIR "/tests/app/qgis_opens_project.py"), project,
                  QString::fromUtf8(QJsonDocument(counts).toJson(QJsonDocument::Compact)),
                  QString::fromLatin1(kCrs)});
    if (!python.waitForFinished(120'000)) return {-1, python.errorString()};
    return {python.exitCode(), QString::fromUtf8(python.readAll())};
}

support::Ran exportProject(const std::string& store, const QString& file,
                           std::vector<std::string> more = {}) {
    std::vector<std::string> words{GRIDHALL_PROGRAM,   "export",  "--qgis-project",
                                   file.toStdString(), "--store", store};
    words.insert(words.end(), more.begin(), more.end());
    return support::run(words);
}

QString textOf(const QString& file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? QString::fromUtf8(in.readAll()) : QString();
}

void copyFolder(const QString& from, const QString& to) {
    QDir().mkpath(to);
    for (const QFileInfo& entry :
         QDir(from).entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString target = to + QLatin1Char('/') + entry.fileName();
        if (entry.isDir())
            copyFolder(entry.filePath(), target);
        else
            QFile::copy(entry.filePath(), target);
    }
}

/// One column of an answer, as the store's owner reads it.
std::vector<std::string> linesOf(const std::string& file, const std::string& query,
                                 int column = 0) {
    auto db = gis::Connection::open(file, gis::Connection::Mode::ReadOnly, 5s);
    if (!db) qFatal("%s", db.error().detail.c_str());
    if (!(*db)->loadSpatialite()) qFatal("no SpatiaLite");
    std::vector<std::string> lines;
    gis::Statement rows = (*db)->prepare(query);
    while (rows.step()) lines.push_back(rows.text(column));
    if ((*db)->failed()) qFatal("%s", (*db)->takeError().detail.c_str());
    return lines;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> lines;
    for (const QString& line :
         QString::fromStdString(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        lines.push_back(line.toStdString());
    return lines;
}

std::string clockWord(const Case& record, Seconds now) {
    static const char* const kWords[] = {"ok", "warn", "late", "supervised", "suspended", "none"};
    return kWords[static_cast<std::size_t>(clockState(record, now))];
}

/// What the view has to say of a case.
std::string expectedCase(const Case& record, Seconds now) {
    const std::size_t dash = record.code.find_last_of('-');
    std::string line = record.code + '|' +
                       (dash == std::string::npos ? record.code : record.code.substr(dash + 1));
    line += '|' + clockWord(record, now);
    line += '|' + std::string(layers::word(layers::clockMark(record, record.level == "city", now)));
    return line + '|' + std::string(layers::word(layers::stageMark(record.stage)));
}

std::string expectedPerson(const Picture& city, const Responder& who) {
    const Fix& fix = *city.fixOf(who.id);
    const bool moves = double(fix.speedMetresPerSecond) > layers::kMovingAbove &&
                       std::isfinite(fix.headingDegrees);
    return who.code + '|' +
           std::string(layers::word(fixAge(fix.time, city.storeTime, who.reportSeconds))) + '|' +
           (moves ? '1' : '0');
}

}  // namespace

void TestQgisProject::initTestCase() {
    qputenv("GRIDHALL_CARTOGRAPHER", GRIDHALL_WORKER);
}

void TestQgisProject::qgisOpensEveryLayer_data() {
    QTest::addColumn<bool>("server");
    QTest::newRow("spatialite") << false;
    QTest::newRow("postgres") << true;
}

void TestQgisProject::qgisOpensEveryLayer() {
    QFETCH(bool, server);
    const QTemporaryDir folder;
    std::string owner = folder.filePath(QStringLiteral("o'city.gridhall")).toStdString();
    std::string seat = owner;
    if (server) {
        support::PgServer& hall = support::PgServer::shared();
        const std::string database = hall.makeDatabase();
        owner = hall.uri(database);
        seat = "postgresql://gridhall_app:linlan@/" + database + "?host=" + hall.folder();
    }
    const auto store = gis::createStore(owner, {});
    MUST(store);
    fill(**store, wallNow());
    const QJsonObject counts = expectedCounts(**store);
    for (auto it = counts.begin(); it != counts.end(); ++it)
        QVERIFY2(it.value().toInt() > 0, qPrintable(it.key()));
    QVERIFY(counts[QStringLiteral("open_cases")].toInt() > 500);
    QVERIFY(counts[QStringLiteral("responders")].toInt() > 30);
    if (!server) MUST(app::makeStoreGround(**store, owner));

    for (const char* theme : {"hall", "print"}) {
        const QString file = folder.filePath(QString::fromLatin1(theme) + QStringLiteral(".qgs"));
        const auto ran = exportProject(seat, file, {"--theme", theme, "--lang", "en"});
        QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        const Answer answer = openInQgis(file, counts);
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.said));
        QVERIFY2(answer.said.contains(QStringLiteral("on top: Cases")), qPrintable(answer.said));
        QCOMPARE(answer.said.contains(QStringLiteral(" 0 of the ground")), server);
        for (const char* label :
             {"Names of areas: 6 words, community 150302001001 first",
              "Units: 2 words, 单位0 first", "Serials of grids: 16 words, 001 first",
              "Patrol zones: 2 words, zone z01 first"})
            QVERIFY2(answer.said.contains(QString::fromUtf8(label)), qPrintable(answer.said));
        const QString words = textOf(file);
        QVERIFY(!words.contains(QStringLiteral("linlan")));
        QVERIFY(!words.contains(QStringLiteral("password")));
        QVERIFY(!words.contains(QStringLiteral("memory")));
        if (!server) QVERIFY(!words.contains(folder.path()));
    }
    // What is beyond the project's folder is named in full.
    if (server) return;
    const QTemporaryDir elsewhere;
    const QString file = elsewhere.filePath(QStringLiteral("far.qgs"));
    QCOMPARE(exportProject(seat, file).exitCode, 0);
    const QString words = textOf(file);
    QVERIFY(words.contains(QDir(folder.path()).canonicalPath() + QStringLiteral("/o")));
    QVERIFY(!words.contains(QStringLiteral("\"../")));
    const Answer answer = openInQgis(file, counts);
    QVERIFY2(answer.exitCode == 0, qPrintable(answer.said));
}

void TestQgisProject::theFolderMayMove() {
    const QTemporaryDir folder;
    const QString here = folder.filePath(QStringLiteral("here"));
    QVERIFY(QDir().mkpath(here));
    const std::string path = (here + QStringLiteral("/city.gridhall")).toStdString();
    QJsonObject counts;
    {
        const auto store = gis::createStore(path, {});
        MUST(store);
        fill(**store, wallNow());
        counts = expectedCounts(**store);
        MUST(app::makeStoreGround(**store, path));
    }
    QCOMPARE(exportProject(path, here + QStringLiteral("/city.qgs")).exitCode, 0);
    const QString there = folder.filePath(QStringLiteral("又一处/there"));
    copyFolder(here, there);
    QVERIFY(QDir(here).removeRecursively());
    const Answer answer = openInQgis(there + QStringLiteral("/city.qgs"), counts);
    QVERIFY2(answer.exitCode == 0, qPrintable(answer.said));
    QVERIFY2(!answer.said.contains(QStringLiteral(" 0 of the ground")), qPrintable(answer.said));
}

void TestQgisProject::titlesSpeakTheLanguage() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("city")).toStdString();
    MUST(gis::createStore(path, {}));
    const QString file = folder.filePath(QStringLiteral("city.qgs"));
    QCOMPARE(exportProject(path, file, {"--lang", "zh_CN"}).exitCode, 0);
    const QString chinese = textOf(file);
    for (const char* word : {"事项", "单位", "高风险", "移动中"})
        QVERIFY2(chinese.contains(QString::fromUtf8(word)), word);
    QCOMPARE(exportProject(path, file, {"--lang", "en", "--json"}).out,
             "{\n    \"file\": \"" + file.toStdString() +
                 "\",\n    \"ground\": false,\n    \"layers\": 18\n}\n");
    const QString english = textOf(file);
    for (const char* word : {"High risk · Late · Handling", "Grid police · Moving", "Units"})
        QVERIFY2(english.contains(QString::fromUtf8(word)), word);
}

void TestQgisProject::exitCodesSayWhatHappened() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("city")).toStdString();
    MUST(gis::createStore(path, {}));
    const QString file = folder.filePath(QStringLiteral("city.qgs"));
    const auto says = [&](const support::Ran& ran, int code, const char* words) {
        QVERIFY2(ran.err.find(words) != std::string::npos, ran.err.c_str());
        QCOMPARE(ran.exitCode, code);
        QCOMPARE(std::count(ran.err.begin(), ran.err.end(), '\n'), 1);
        QVERIFY(!QFile::exists(file));
    };
    says(exportProject(path, file, {"cases", "x.csv"}), 2, "KIND");
    says(exportProject(path, file, {"--open"}), 2, "--open does not go with --qgis-project");
    says(exportProject(path, file, {"--theme", "pink"}), 2, "no theme \"pink\"");
    says(exportProject(path, file, {"--lang", "tlh"}), 2, "no language \"tlh\"");
    says(exportProject(path, folder.filePath(QStringLiteral("city.gpkg"))), 2, "end in .qgs");
    says(exportProject(path + "-none", file), 3, "no store");
    says(exportProject(path, QStringLiteral("/nowhere/city.qgs")), 4,
         "there is no folder /nowhere");
    says(support::run(
             {GRIDHALL_PROGRAM, "export", "grids", "g.csv", "--theme", "desk", "--store", path}),
         2, "--theme goes with --qgis-project");
    const QString taken = folder.filePath(QStringLiteral("taken.qgs"));
    QVERIFY(QDir().mkpath(taken));
    says(exportProject(path, taken), 4, "cannot be written");
    qputenv("GRIDHALL_CARTOGRAPHER", "none");
    says(exportProject(path, file), 4, "no cartographer is installed");
    qputenv("GRIDHALL_CARTOGRAPHER", GRIDHALL_WORKER);
}

void TestQgisProject::theViewsSayWhatTheRulesSay_data() {
    qgisOpensEveryLayer_data();
}

void TestQgisProject::theViewsSayWhatTheRulesSay() {
    QFETCH(bool, server);
    const QTemporaryDir folder;
    std::string place = folder.filePath(QStringLiteral("city")).toStdString();
    std::string database;
    gis::CreateOptions options;
    // On a file the store's time is never behind its newest stamp: a clock a day ahead makes the
    // views' second one that is known.
    ManualClock clock(wallNow() + 24h);
    if (server) {
        database = support::PgServer::shared().makeDatabase();
        place = support::PgServer::shared().uri(database);
    } else {
        options.open.clock = &clock;
    }
    const auto store = gis::createStore(place, options);
    MUST(store);
    appendRows(**store, support::tinyCity().records());
    const Millis begun = server ? wallNow() : clock.now();
    appendRows(**store, allClocks(std::chrono::floor<std::chrono::seconds>(begun), !server));
    addCentres(**store);
    addPeople(**store, begun);
    const auto city = (*store)->load();
    MUST(city);
    const Seconds now = std::chrono::floor<std::chrono::seconds>((*city)->storeTime);
    if (!server) QCOMPARE((*city)->storeTime.time_since_epoch(), clock.now().time_since_epoch());
    const auto ask = [&](const std::string& columns, const std::string& view) {
        return server ? split(support::PgServer::shared().ask(
                            database, "SELECT " + columns + " FROM gridhall." + view))
                      : linesOf(place, "SELECT " + columns + " FROM " + view);
    };
    const auto sorted = [](std::vector<std::string> lines) {
        std::sort(lines.begin(), lines.end());
        return lines;
    };
    std::vector<std::string> all;
    std::vector<std::string> open;
    std::set<std::string> clocks;
    for (const Record& row : rowsOf(**store, Kind::Case)) {
        const auto& record = std::get<Case>(row);
        all.push_back(expectedCase(record, now));
        if (!record.closed) open.push_back(all.back());
        clocks.insert(clockWord(record, now));
    }
    QVERIFY(all.size() > 1000);
    QCOMPARE(clocks.size(), std::size_t{6});
    const std::string columns =
        "code || '|' || number || '|' || clock || '|' || clock_mark || '|' || stage_mark";
    for (const auto& [view, expected] :
         {std::pair{"cases", sorted(all)}, {"open_cases", sorted(open)}}) {
        const auto found = sorted(ask(columns, view));
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) QCOMPARE(found[i], expected[i]);
    }
    std::vector<std::string> people;
    (*city)->responders.forEach([&](const Responder& who) {
        if (who.onDuty && (*city)->fixOf(who.id)) people.push_back(expectedPerson(**city, who));
    });
    QVERIFY(people.size() > 30);
    const auto found = sorted(ask("code || '|' || age || '|' || moving", "responders"));
    const auto expected = sorted(people);
    QCOMPARE(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) QCOMPARE(found[i], expected[i]);
    for (const char* age : {"fresh", "ageing", "stale"})
        QVERIFY2(std::any_of(found.begin(), found.end(),
                             [&](const auto& line) { return line.find(age) != std::string::npos; }),
                 age);
    std::vector<std::string> centres;
    (*city)->centres.forEach([&](const Centre& centre) {
        const Level* level = (*city)->levelByCode(centre.level);
        if (centre.place)
            centres.push_back(centre.code + '|' + std::to_string(level ? level->rank : 3));
    });
    QCOMPARE(centres.size(), std::size_t{5});
    QVERIFY(sorted(ask("code || '|' || rank", "centres")) == sorted(centres));
}

/// A store may hold millions of cases, of which few are open and fewer on the screen.
void TestQgisProject::theViewsUseTheIndexes() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("city")).toStdString();
    MUST(gis::createStore(path, {}));
    const auto steps = linesOf(path, "EXPLAIN QUERY PLAN SELECT id, clock_mark FROM open_cases", 3);
    QVERIFY(!steps.empty());
    QVERIFY2(steps.front().find("USING INDEX case_open") != std::string::npos,
             steps.front().c_str());
    support::PgServer& server = support::PgServer::shared();
    const std::string database = server.makeDatabase();
    MUST(gis::createStore(server.uri(database), {}));
    server.sql(database, "ALTER DATABASE \"" + database + "\" SET enable_seqscan = off");
    const std::string plan =
        server.ask(database,
                   "EXPLAIN SELECT id, clock_mark FROM gridhall.cases WHERE place &&"
                   " public.ST_MakeEnvelope(106.7, 39.6, 106.701, 39.7, 4490)");
    QVERIFY2(plan.find("case_record_place") != std::string::npos, plan.c_str());
    server.dropDatabase(database);
}

void TestQgisProject::aWrongCountIsSeen() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("city")).toStdString();
    MUST(gis::createStore(path, {}));
    const QString file = folder.filePath(QStringLiteral("city.qgs"));
    QCOMPARE(exportProject(path, file).exitCode, 0);
    QVERIFY(QFile::remove(QString::fromStdString(path)));
    const Answer answer =
        openInQgis(file, {{QStringLiteral("none"), 1}, {QStringLiteral("geographic"), 0}});
    QCOMPARE(answer.exitCode, 1);
    QVERIFY2(answer.said.contains(QStringLiteral("is not valid")), qPrintable(answer.said));
    QVERIFY2(answer.said.contains(QStringLiteral("no layer shows none")), qPrintable(answer.said));
}

QTEST_GUILESS_MAIN(TestQgisProject)
#include "tst_qgis_project.moc"

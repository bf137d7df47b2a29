// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "gis/demo_city/demo_city.h"
#include "gis/store/open_store.h"
#include "tests/support/program.h"
#include "tests/support/seed.h"

/// kill -9 of simulator, importer and console at random moments on one store that lives through all
/// of it. After each: the store is sound, every acknowledged row is there, an import is there whole
/// or not at all.
class TestSoakKill : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void nothingAcknowledgedIsLostAndNothingIsDamaged();
    void checkStillFindsNothing();

  private:
    void killSimulator(int round);
    void killImporter(int round);
    void killConsole(int round);
    void storeIsSound(const char* after);
    std::int64_t cases();
    bool hasCase(const std::string& code);
    std::chrono::milliseconds moment(int most);

    QTemporaryDir m_folder;
    std::string m_store;
    std::mt19937_64 m_random;
    std::vector<std::string> m_acknowledged;  ///< Codes of cases.
    std::int64_t m_lastSeq = 0;
    int m_whole = 0;  ///< Imports found complete.
    int m_none = 0;   ///< Imports of which nothing was found.
};

namespace {

constexpr int kImportRows = 4'000;

std::string program() {
    return GRIDHALL_PROGRAM;
}

std::unique_ptr<dispatch::Store> opened(const std::string& path) {
    auto store = gis::openStore(path);
    if (!store) {
        QTest::qFail(store.error().detail.c_str(), __FILE__, __LINE__);
        return nullptr;
    }
    return std::move(*store);
}

}  // namespace

void TestSoakKill::initTestCase() {
    QVERIFY(m_folder.isValid());
    m_random.seed(support::seed("kill"));
    m_store = m_folder.filePath(QStringLiteral("city.gridhall")).toStdString();
    gis::DemoOptions options;
    options.history = 200;
    const auto made = gis::makeDemoCity(m_store, options);
    QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
}

std::chrono::milliseconds TestSoakKill::moment(int most) {
    return std::chrono::milliseconds(std::uniform_int_distribution<int>(20, most)(m_random));
}

std::int64_t TestSoakKill::cases() {
    const auto store = opened(m_store);
    if (!store) return -1;
    const auto count = store->count({});
    return count ? *count : -1;
}

bool TestSoakKill::hasCase(const std::string& code) {
    const auto store = opened(m_store);
    if (!store) return false;
    dispatch::Query query;
    query.code = code;
    bool found = false;
    const auto read = store->read(query, [&](dispatch::Record&&) { return !(found = true); });
    return read && found;
}

void TestSoakKill::storeIsSound(const char* after) {
    const auto store = opened(m_store);
    QVERIFY2(store != nullptr, after);
    const auto findings = store->verify();
    QVERIFY2(findings.has_value(), after);
    for (const dispatch::Finding& finding : *findings)
        QVERIFY2(false, (std::string(after) + ": " + finding.code + " " + finding.detail).c_str());
    const auto picture = store->load();
    QVERIFY2(picture.has_value(), after);
    QVERIFY2((*picture)->seq.value >= m_lastSeq, after);
}

void TestSoakKill::killSimulator(int round) {
    support::Program simulator({program(), "simulate", "--store", m_store, "--responders", "300",
                                "--interval", "1", "--cases-per-hour", "40000", "--seconds", "60",
                                "--seed", std::to_string(round + 1), "--ack"});
    if (round % 2 == 0) {
        // From its first acknowledged row on; the others are killed while they still start, too.
        const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (simulator.outSoFar().find("case ") == std::string::npos &&
               std::chrono::steady_clock::now() < patience)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    std::this_thread::sleep_for(moment(4000));
    QVERIFY(simulator.isRunning());
    simulator.kill(SIGKILL);
    const support::Ran ran = simulator.finish();
    QCOMPARE(ran.exitCode, -SIGKILL);

    std::vector<std::string> codes;
    std::istringstream lines(ran.out.substr(0, ran.out.rfind('\n') + 1));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string kind, code;
        std::int64_t seq = 0;
        if (!(words >> kind >> code >> seq)) continue;
        m_lastSeq = std::max(m_lastSeq, seq);
        if (kind == "case") codes.push_back(code);
    }
    storeIsSound("simulator killed");
    const auto store = opened(m_store);
    QVERIFY(store != nullptr);
    for (const std::string& code : codes) {
        dispatch::Query query;
        query.code = code;
        const auto count = store->count(query);
        QVERIFY2(count && *count == 1, ("acknowledged case is gone: " + code).c_str());
    }
    m_acknowledged.insert(m_acknowledged.end(), codes.begin(), codes.end());
}

void TestSoakKill::killImporter(int round) {
    const std::string file =
        m_folder.filePath(QStringLiteral("cases%1.csv").arg(round)).toStdString();
    const auto code = [round](int row) {
        return "K" + std::to_string(round) + "-" + std::to_string(row);
    };
    {
        std::ofstream csv(file);
        csv << "code,lon,lat,category,reported,title\n";
        for (int row = 0; row < kImportRows; ++row)
            csv << code(row) << ",106.8" << row % 1000 << ",39.6" << row % 997
                << ",soak,2024-03-01T08:00:00Z,row " << row << '\n';
    }
    const std::int64_t before = cases();
    support::Program importer(
        {program(), "import", "cases", file, "--crs", "EPSG:4490", "--store", m_store});
    std::this_thread::sleep_for(moment(1200));
    importer.kill(SIGKILL);
    const support::Ran ran = importer.finish();
    QVERIFY2(ran.exitCode == 0 || ran.exitCode == -SIGKILL, (ran.out + ran.err).c_str());

    storeIsSound("importer killed");
    const std::int64_t added = cases() - before;
    QVERIFY2(added == 0 || added == kImportRows,
             ("part of an import is visible: " + std::to_string(added)).c_str());
    if (ran.exitCode == 0) QCOMPARE(added, std::int64_t{kImportRows});
    QCOMPARE(hasCase(code(0)), added != 0);
    QCOMPARE(hasCase(code(kImportRows - 1)), added != 0);
    ++(added ? m_whole : m_none);
    std::remove(file.c_str());
}

void TestSoakKill::killConsole(int round) {
    const std::int64_t before = cases();
    support::Program simulator({program(), "simulate", "--store", m_store, "--responders", "200",
                                "--interval", "1", "--cases-per-hour", "7200", "--seconds", "60",
                                "--seed", std::to_string(round + 1)});
    // Named by an option, or as a file manager hands it over.
    support::Program console(round % 2 == 0
                                 ? std::vector<std::string>{program(), "--store", m_store}
                                 : std::vector<std::string>{program(), m_store});
    std::this_thread::sleep_for(moment(4000));
    if (!console.isRunning()) QFAIL(console.finish().err.c_str());
    console.kill(SIGKILL);
    QCOMPARE(console.finish().exitCode, -SIGKILL);
    simulator.kill(SIGTERM);
    simulator.finish(std::chrono::seconds(20));
    storeIsSound("console killed");
    QVERIFY(cases() >= before);
}

void TestSoakKill::nothingAcknowledgedIsLostAndNothingIsDamaged() {
    const int rounds = support::soakCount(6, 200);
    for (int round = 0; round < rounds; ++round) {
        switch (round % 3) {
            case 0:
                killSimulator(round);
                break;
            case 1:
                killImporter(round);
                break;
            default:
                killConsole(round);
                break;
        }
        if (round % 20 == 19) {
            std::printf("%d kills, %zu cases acknowledged\n", round + 1, m_acknowledged.size());
            std::fflush(stdout);
        }
        if (QTest::currentTestFailed()) {
            std::printf("failed in round %d\n", round);
            return;
        }
    }
    // What was acknowledged long ago is still there after everything that came later.
    const auto store = opened(m_store);
    QVERIFY(store != nullptr);
    for (const std::string& code : m_acknowledged) {
        dispatch::Query query;
        query.code = code;
        const auto count = store->count(query);
        QVERIFY2(count && *count == 1, ("acknowledged case is gone: " + code).c_str());
    }
    std::printf("kills: %d, acknowledged cases: %zu, imports whole: %d, imports absent: %d\n",
                rounds, m_acknowledged.size(), m_whole, m_none);
    QVERIFY2(!m_acknowledged.empty(), "no simulator lived long enough to acknowledge a case");
}

void TestSoakKill::checkStillFindsNothing() {
    const support::Ran ran = support::run({program(), "check", "--store", m_store});
    QVERIFY2(ran.exitCode == 0, (ran.out + ran.err).c_str());
}

QTEST_GUILESS_MAIN(TestSoakKill)
#include "tst_soak_kill.moc"

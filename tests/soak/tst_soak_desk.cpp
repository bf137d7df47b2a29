// SPDX-License-Identifier: GPL-3.0-or-later
#include <sqlite3.h>

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/soak/desk_judge.h"
#include "tests/soak/desk_writer.h"
#include "tests/soak/store_place.h"
#include "tests/support/program.h"
#include "tests/support/seed.h"

using namespace std::chrono_literals;

/// A busy desk: eight processes act by the rules on the same cases, responders and orders, two of
/// them let passed limits act, both at once. Afterwards all is held against what each was told.
class TestSoakDesk : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void nothingIsLostDoubledOrHalfDone_data() { soak::addEngineRows(); }
    void nothingIsLostDoubledOrHalfDone();
    void theJudgeFindsWhatIsPlanted_data();
    void theJudgeFindsWhatIsPlanted();
    void theJudgeFindsWhoWentOffDutyWithAnOrder();
};

namespace {

std::map<std::string, std::int64_t> sums(const std::vector<std::string>& outs) {
    std::map<std::string, std::int64_t> all;
    for (const std::string& out : outs) {
        std::istringstream lines(out);
        std::string what;
        std::int64_t times = 0;
        while (lines >> what >> times) all[what] += times;
    }
    return all;
}

}  // namespace

void TestSoakDesk::nothingIsLostDoubledOrHalfDone() {
    QFETCH(const QString, engine);
    constexpr int kProcesses = 8;
    const int actions = support::soakCount(160, 10'000);
    const auto seed = support::seed("desk");
    const QTemporaryDir folder;
    const auto place = soak::StorePlace::make(engine.toStdString());
    const auto log = [&](const std::string& name) {
        return folder.filePath(QString::fromStdString(name)).toStdString() + ".log";
    };
    const auto clock = soak::HallClock::startNow(support::soakCount(240, 60));
    std::vector<std::string> logs{log("setup")};
    soak::prepareDesk(place->uri(), logs[0], {support::soakCount(40, 200), 40}, clock);

    const auto began = std::chrono::steady_clock::now();
    std::vector<std::unique_ptr<support::Program>> seats;
    for (int i = 0; i < kProcesses; ++i) {
        const std::string name = "seat" + std::to_string(i + 1);
        const soak::DeskOrders orders{place->uri(), log(name),
                                      name,         static_cast<std::size_t>(actions),
                                      i < 2,        seed + static_cast<std::uint64_t>(i),
                                      clock};
        logs.push_back(orders.log);
        seats.push_back(std::make_unique<support::Program>(orders.command()));
    }
    // Meanwhile, again and again.
    std::string broken;
    while (broken.empty() && std::any_of(seats.begin(), seats.end(),
                                         [](const auto& seat) { return seat->isRunning(); })) {
        for (const std::string& breach : soak::brokenRosterRules(*place)) broken += breach + '\n';
        std::this_thread::sleep_for(200ms);
    }
    QVERIFY2(broken.empty(), broken.c_str());
    std::vector<std::string> outs;
    for (const auto& seat : seats) {
        const support::Ran ran = seat->finish(4h);
        QVERIFY2(ran.exitCode == 0, (std::to_string(ran.exitCode) + ": " + ran.err).c_str());
        outs.push_back(ran.out);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    const soak::DeskVerdict verdict = soak::judgeDesk(*place, logs);
    auto came = sums(outs);
    std::printf(
        "%s: %d processes, %d actions each, %.1f s; %zu transactions acknowledged, %zu conflicts,"
        " %zu refused by the store, %lld entries, %zu faults\n",
        qPrintable(engine), kProcesses, actions, took.count(), verdict.acknowledged,
        verdict.conflicts, verdict.refused, static_cast<long long>(verdict.entries),
        verdict.faults.size());
    for (const auto& [what, times] : came)
        std::printf("  %s %lld\n", what.c_str(), static_cast<long long>(times));
    for (const auto& [act, times] : verdict.acts)
        std::printf("  limits: %s %lld\n", act.c_str(), static_cast<long long>(times));
    std::string told;
    for (const std::string& fault : verdict.faults) told += fault + '\n';
    QVERIFY2(verdict.faults.empty(), told.c_str());
    QVERIFY2(came["refused:changed"] > 0, "nobody ever was second: the processes did not meet");
    QVERIFY2(came["tick:lost"] > 0 || actions < 1'000, "the two tickers did not meet");
    QVERIFY2(verdict.acts.at("climb") > 0 && verdict.acts.at("warn") > 0, "no limit passed");
    QVERIFY2(verdict.acts.at("off duty") > 0 && came["duty-on"] > 0 && came["duty-plan"] > 0,
             "nobody came or went");
    QVERIFY2(came["positions:taken"] > 0, "nobody reported a position");
    QVERIFY2(came["done:dispatch"] > 0 && came["refused:busy"] > 0, "nobody was sent anywhere");
    QCOMPARE(verdict.unanswered, std::size_t{0});
}

void TestSoakDesk::theJudgeFindsWhatIsPlanted_data() {
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("log");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* name, const char* sql, const char* log, const char* said) {
        QTest::newRow(name) << sql << log << said;
    };
    row("nothing", "", "", "");
    row("an entry is gone", "DROP TRIGGER journal_is_not_cut; DELETE FROM journal WHERE seq = 40",
        "", "an entry of what was done is not in the journal");
    row("an entry is there twice",
        "INSERT INTO journal SELECT (SELECT max(seq) + 1 FROM journal), record,"
        " (SELECT max(number) + 1 FROM journal j WHERE j.record = o.record), at, officer, seat,"
        " action, what, why, on_behalf, contact, hash, chain FROM journal o WHERE seq = 40",
        "", "nobody wrote it, or it is there twice");
    row("a row says something else", "UPDATE case_record SET result = 'well' WHERE id = 3", "",
        "case 3 is in force as revision");
    row("an action is lost", "", "send lost-1 1 root seat 0 0 .\ndone lost-1 2 9 0 .",
        "lost-1 was acknowledged and is not in the store");
    row("a version is gone",
        "DELETE FROM change WHERE seq = (SELECT min(seq) FROM change WHERE kind = 'case'"
        " AND revision = 2)",
        "", "was acknowledged, but");
    row("two duties at once",
        "UPDATE duty SET responder = (SELECT min(responder) FROM duty), from_at = 1,"
        " until_at = NULL",
        "", "responder with two duties at once");
    row("a position after duty",
        "UPDATE responder SET on_duty = 0; INSERT OR REPLACE INTO fix_latest (responder, seq, time,"
        " lon, lat, heading, speed, accuracy, source, grid) SELECT id, 1, 1, 0, 0, 0, 0, 0, 0, 0"
        " FROM responder LIMIT 1",
        "", "responder off duty with a position");
    row("another was first", "",
        "send late-1 1 root seat 1 9 1 1 0 0 0 0 p l 0 0 0 0 0 .\n"
        "conflict late-1 2 9 1 1 somebody else 1 .",
        "was refused because of case 1 by somebody at else");
}

void TestSoakDesk::theJudgeFindsWhatIsPlanted() {
    QFETCH(const QString, sql);
    QFETCH(const QString, log);
    QFETCH(const QString, said);
    const QTemporaryDir folder;
    const auto place = soak::StorePlace::make("spatialite");
    const auto clock = soak::HallClock::startNow(240);
    std::vector<std::string> logs;
    for (const char* name : {"setup", "seat", "planted"})
        logs.push_back(folder.filePath(QLatin1String(name)).toStdString());
    soak::prepareDesk(place->uri(), logs[0], {8, 6}, clock);
    soak::workAtDesk({place->uri(), logs[1], "seat", 120, true, support::seed("judge"), clock});
    std::ofstream(logs[2]) << log.toStdString() << '\n';
    if (!sql.isEmpty()) {
        sqlite3* file = nullptr;
        const std::string path = place->uri().substr(std::string("spatialite:").size());
        QCOMPARE(sqlite3_open(path.c_str(), &file), SQLITE_OK);
        QCOMPARE(sqlite3_exec(file, qPrintable(sql), nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(file);
    }
    std::string told;
    for (const std::string& fault : soak::judgeDesk(*place, logs).faults) told += fault + '\n';
    QVERIFY2(said.isEmpty() ? told.empty() : told.find(said.toStdString()) != std::string::npos,
             told.c_str());
}

void TestSoakDesk::theJudgeFindsWhoWentOffDutyWithAnOrder() {
    const QTemporaryDir folder;
    const auto place = soak::StorePlace::make("spatialite");
    const auto clock = soak::HallClock::startNow(240);
    const auto seed = support::seed("off duty");
    std::vector<std::string> logs;
    for (const char* name : {"setup", "seat", "planted"})
        logs.push_back(folder.filePath(QLatin1String(name)).toStdString());
    soak::prepareDesk(place->uri(), logs[0], {8, 6}, clock);
    std::optional<dispatch::Responder> busy;
    for (std::uint64_t day = 1; !busy; ++day) {
        soak::workAtDesk(
            {place->uri(), logs[1], "day" + std::to_string(day), 60, true, seed + day, clock});
        const auto picture = *place->open()->load();
        picture->assignments.forEach([&](const dispatch::Assignment& order) {
            const auto* who = picture->responders.find(order.responder);
            if (who && who->onDuty && isLive(order.state)) busy = *who;
        });
    }
    {
        soak::DeskLog log(logs[2]);
        soak::LoggedStore store(place->uri(), log, 1);
        dispatch::Transaction off;
        off.key = "planted";
        off.by = {"root", "planted"};
        busy->onDuty = false;
        off.writes.push_back({*busy, busy->revision, false});
        off.entries.push_back({{}, -1, "duty-end", "planted", {}, {}, {}});
        const auto done = store.commit(off);
        QVERIFY(done && std::holds_alternative<dispatch::Receipt>(*done));
    }
    std::string told;
    for (const std::string& fault : soak::judgeDesk(*place, logs).faults) told += fault + '\n';
    QVERIFY2(told.find("went off duty with a live order, by planted") != std::string::npos,
             told.c_str());
}

int main(int argc, char** argv) {
    if (const auto done = soak::deskMain(argc, argv)) return *done;
    QCoreApplication application(argc, argv);
    TestSoakDesk test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_soak_desk.moc"

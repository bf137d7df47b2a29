// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <random>
#include <thread>

#include "tests/soak/desk_judge.h"
#include "tests/soak/desk_writer.h"
#include "tests/soak/store_place.h"
#include "tests/support/program.h"
#include "tests/support/seed.h"

using namespace std::chrono_literals;

/// A desk whose processes are killed with kill -9 in the middle of their actions, and whose
/// connections and server are: nothing acknowledged is lost, nothing is half done.
class TestSoakDeskKill : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void nothingAcknowledgedIsLostNothingIsHalfDone_data() { soak::addEngineRows(); }
    void nothingAcknowledgedIsLostNothingIsHalfDone();
};

namespace {

constexpr std::size_t kForEver = 100'000'000;

/// A seat that is started again whenever it was killed.
struct Seat {
    soak::DeskOrders orders;
    std::string name;
    int lives = 0;
    std::unique_ptr<support::Program> program;

    void start() {
        orders.name = name + '.' + std::to_string(++lives);
        ++orders.seed;
        program = std::make_unique<support::Program>(orders.command());
    }
    void kill() {
        program->kill(SIGKILL);
        const support::Ran ran = program->finish();
        if (ran.exitCode != -SIGKILL)
            qFatal("%s ended by itself with %d: %s", orders.name.c_str(), ran.exitCode,
                   ran.err.c_str());
    }
};

/// Cuts one of the connections of a server; false where there is no server.
bool cutConnection(soak::StorePlace& place) {
    if (place.serverPid() == 0) return false;
    place.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
        " current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1");
    return true;
}

std::string findingsOf(soak::StorePlace& place) {
    const auto findings = place.open()->verify();
    if (!findings) return findings.error().detail;
    std::string told;
    for (const dispatch::Finding& finding : *findings)
        told += finding.code + ' ' + finding.detail + '\n';
    return told;
}

}  // namespace

void TestSoakDeskKill::nothingAcknowledgedIsLostNothingIsHalfDone() {
    QFETCH(const QString, engine);
    const bool isServer = engine == QLatin1String("postgis");
    const int kills = support::soakCount(isServer ? 4 : 6, 1'000);
    const auto seed = support::seed("desk kill");
    std::mt19937_64 random(seed);
    const auto below = [&](int count) {
        return std::uniform_int_distribution<int>(0, count - 1)(random);
    };
    const QTemporaryDir folder;
    const auto place = soak::StorePlace::make(engine.toStdString());
    const auto log = [&](const std::string& name) {
        return folder.filePath(QString::fromStdString(name)).toStdString() + ".log";
    };
    const auto clock = soak::HallClock::startNow(support::soakCount(240, 60));
    std::vector<std::string> logs{log("setup")};
    soak::prepareDesk(place->uri(), logs[0], {support::soakCount(20, 200), 20}, clock);

    std::array<Seat, 4> seats;
    for (std::size_t i = 0; i < seats.size(); ++i) {
        Seat& seat = seats[i];
        seat.name = "seat" + std::to_string(i + 1);
        seat.orders = {place->uri(), log(seat.name), {}, kForEver, i < 2, seed + 10'000 * i, clock};
        logs.push_back(seat.orders.log);
        seat.start();
    }
    int cut = 0, serverKilled = 0;
    const auto began = std::chrono::steady_clock::now();
    for (int kill = 1; kill <= kills; ++kill) {
        std::this_thread::sleep_for(std::chrono::milliseconds(30 + below(450)));
        Seat& victim = seats[static_cast<std::size_t>(below(static_cast<int>(seats.size())))];
        victim.kill();
        victim.start();
        if (kill % 2 == 0) cut += cutConnection(*place);
        if (kill % support::soakCount(4, 10) == 0) serverKilled += place->killServer();
        if (kill % 100 == 0) {
            const std::string found = findingsOf(*place);
            QVERIFY2(found.empty(), found.c_str());
        }
    }
    std::this_thread::sleep_for(500ms);
    for (Seat& seat : seats) seat.kill();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

    const soak::DeskVerdict verdict = soak::judgeDesk(*place, logs);
    std::printf(
        "%s: %d processes killed, %d connections cut, server killed %d times, %.1f s; %zu"
        " transactions acknowledged, %zu unanswered of which %zu are there, %zu conflicts, %lld"
        " times no answer, %lld entries, %zu faults\n",
        qPrintable(engine), kills + static_cast<int>(seats.size()), cut, serverKilled, took.count(),
        verdict.acknowledged, verdict.unanswered, verdict.unansweredDone, verdict.conflicts,
        static_cast<long long>(verdict.lineFailures), static_cast<long long>(verdict.entries),
        verdict.faults.size());
    std::string told;
    for (const std::string& fault : verdict.faults) told += fault + '\n';
    QVERIFY2(verdict.faults.empty(), told.c_str());
    QVERIFY2(verdict.acknowledged > 100, "the processes hardly lived");
    QVERIFY2(!isServer || (cut > 0 && serverKilled > 0 && verdict.lineFailures > 0),
             "the server's death was never felt");
}

int main(int argc, char** argv) {
    if (const auto done = soak::deskMain(argc, argv)) return *done;
    QCoreApplication application(argc, argv);
    TestSoakDeskKill test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_soak_desk_kill.moc"

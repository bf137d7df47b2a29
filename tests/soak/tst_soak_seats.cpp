// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <random>
#include <thread>

#include "tests/soak/seat_writer.h"
#include "tests/soak/store_place.h"
#include "tests/support/program.h"
#include "tests/support/seed.h"

using namespace std::chrono_literals;
using dispatch::Kind;

/// Many seats write the same few records at once, in processes of their own, and are killed at
/// random moments, and so is the server. Afterwards the whole history is judged: nothing
/// acknowledged is lost, nothing is doubled, no rule is broken, and it could have come from one
/// commit after the other.
class TestSoakSeats : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void historyIsThatOfOneCommitAfterTheOther_data() { soak::addEngineRows(); }
    void historyIsThatOfOneCommitAfterTheOther();
};

namespace {

/// A writing seat: started again whenever it was killed.
struct Seat {
    soak::SeatOrders orders;
    std::unique_ptr<support::Program> program;
    int lives = 0;

    void start() {
        orders.seed = orders.seed * 31 + 7;
        ++lives;
        program = std::make_unique<support::Program>(std::vector<std::string>{
            QCoreApplication::applicationFilePath().toStdString(), "--write", orders.uri,
            orders.log, orders.name, std::to_string(orders.commits), std::to_string(orders.seed)});
    }
};

/// What the rows in force say of themselves: their revision and the key of who wrote it.
std::map<dispatch::RecordRef, std::pair<std::int64_t, std::string>> rowsInForce(
    dispatch::Store& store) {
    std::map<dispatch::RecordRef, std::pair<std::int64_t, std::string>> rows;
    for (const Kind kind : {Kind::Case, Kind::Assignment}) {
        dispatch::Query query;
        query.kind = kind;
        const auto read = store.read(query, [&](dispatch::Record&& record) {
            const auto* order = std::get_if<dispatch::Assignment>(&record);
            rows[{kind, dispatch::idOf(record)}] = {
                dispatch::revisionOf(record).value,
                order ? order->reason : std::get<dispatch::Case>(record).title};
            return true;
        });
        if (!read) qFatal("%s", read.error().detail.c_str());
    }
    return rows;
}

/// Compares the rows in force with the log of versions.
std::vector<std::string> strayRows(dispatch::Store& store,
                                   const std::vector<support::StoredVersion>& versions,
                                   const std::vector<support::Operation>& operations) {
    std::map<dispatch::RecordRef, std::pair<std::int64_t, std::string>> last;
    for (const support::StoredVersion& one : versions)
        if (auto& newest = last[one.version.record]; one.version.revision > newest.first)
            newest = {one.version.revision, one.key};
    for (const support::Operation& one : operations)
        if (one.answer == support::Operation::Answer::Done)
            for (const support::Touch& touch : one.touches)
                if (touch.removes) last.erase(touch.record);
    std::vector<std::string> stray;
    const auto rows = rowsInForce(store);
    const auto name = [](dispatch::RecordRef record) {
        return std::string(dispatch::kindName(record.kind)) + ' ' + std::to_string(record.id);
    };
    for (const auto& [record, row] : rows)
        if (const auto found = last.find(record); found == last.end() || found->second != row)
            stray.push_back(name(record) + " is in force as revision " + std::to_string(row.first) +
                            " by " + row.second + ", which is not its last version");
    for (const auto& [record, version] : last)
        if (!rows.contains(record))
            stray.push_back(name(record) + " is not in force, and nobody removed it");
    return stray;
}

QString told(const std::vector<std::string>& faults) {
    QStringList lines;
    for (const std::string& fault : faults) lines << QString::fromStdString(fault);
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

void TestSoakSeats::historyIsThatOfOneCommitAfterTheOther() {
    QFETCH(const QString, engine);
    const int writers = support::soakCount(6, 20);
    const int commits = support::soakCount(150, 10'000);
    const int mostPause = support::soakCount(120, 1'500);
    const auto seed = support::seed("seats");
    std::mt19937_64 random(seed);
    const auto below = [&](int count) {
        return std::uniform_int_distribution<int>(0, count - 1)(random);
    };
    const QTemporaryDir folder;
    const auto place = soak::StorePlace::make(engine.toStdString());
    const std::string setup = folder.filePath(QStringLiteral("setup.log")).toStdString();
    QVERIFY(soak::prepareSeats(place->uri(), setup, 8));

    std::vector<Seat> seats(static_cast<std::size_t>(writers));
    for (std::size_t i = 0; i < seats.size(); ++i) {
        const std::string name = "s" + std::to_string(i + 1);
        seats[i].orders = {place->uri(),
                           folder.filePath(QString::fromStdString(name)).toStdString() + ".log",
                           name, static_cast<std::size_t>(commits), seed + i};
        seats[i].start();
    }
    int killed = 0, serverKilled = 0;
    const auto began = std::chrono::steady_clock::now();
    // The first one early: a short run must not be over before it.
    auto nextServerKill = began + std::chrono::milliseconds(500 + below(4 * mostPause));
    for (;;) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + below(mostPause)));
        std::vector<Seat*> running;
        for (Seat& seat : seats) {
            if (seat.program->isRunning()) {
                running.push_back(&seat);
                continue;
            }
            const support::Ran ran = seat.program->finish();
            QVERIFY2(ran.exitCode == 0, (seat.orders.name + " ended with " +
                                         std::to_string(ran.exitCode) + ": " + ran.err)
                                            .c_str());
        }
        if (running.empty()) break;
        Seat& victim = *running[static_cast<std::size_t>(below(static_cast<int>(running.size())))];
        victim.program->kill(SIGKILL);
        victim.program->finish();
        victim.start();
        ++killed;
        if (std::chrono::steady_clock::now() > nextServerKill) {
            serverKilled += place->killServer();
            nextServerKill = std::chrono::steady_clock::now() +
                             std::chrono::milliseconds(2'000 + below(8 * mostPause));
        }
        QVERIFY2(std::chrono::steady_clock::now() - began < 4h, "the seats do not come to an end");
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;

    support::History history;
    std::vector<std::string> faults;
    int lineFailures = 0;
    const auto take = [&](const std::string& log) {
        soak::SeatHistory one = soak::readSeatLog(log);
        for (auto& sent : one.sent) history.operations.push_back(std::move(sent.operation));
        faults.insert(faults.end(), one.faults.begin(), one.faults.end());
        lineFailures += one.lineFailures;
    };
    take(setup);
    for (const Seat& seat : seats) take(seat.orders.log);
    history.stored = soak::storedVersions(*place);
    const support::Verdict verdict = support::checkHistory(history);
    std::printf(
        "%s: %d seats, %zu commits done, %zu refused, %zu sent, %zu versions, %d seats killed,"
        " server killed %d times, %d times no answer, %.1f s, %.0f settled/s\n",
        qPrintable(engine), writers, verdict.done, verdict.refused, history.operations.size(),
        verdict.versions, killed, serverKilled, lineFailures, took.count(),
        writers * commits / took.count());

    QVERIFY2(faults.empty(), qPrintable(told(faults)));
    QVERIFY2(verdict.ok(), qPrintable(told(verdict.faults)));
    const auto broken = soak::brokenRules(*place);
    QVERIFY2(broken.empty(), qPrintable(told(broken)));
    const auto store = place->open();
    const auto stray = strayRows(*store, history.stored, history.operations);
    QVERIFY2(stray.empty(), qPrintable(told(stray)));
    const auto findings = store->verify();
    QVERIFY(findings.has_value());
    for (const dispatch::Finding& finding : *findings)
        QVERIFY2(false, (finding.code + " " + finding.detail).c_str());
    QVERIFY2(verdict.refused > 0, "nobody ever was refused: the seats did not meet");
    QVERIFY2(killed > 0, "nobody was killed");
    QVERIFY2(engine != QLatin1String("postgis") || serverKilled > 0, "the server was never killed");
}

int main(int argc, char** argv) {
    if (argc > 6 && std::string(argv[1]) == "--write")
        return soak::writeAsSeat(
            {argv[2], argv[3], argv[4], std::stoull(argv[5]), std::stoull(argv[6])});
    QCoreApplication application(argc, argv);
    TestSoakSeats test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_soak_seats.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <cstdio>
#include <map>
#include <thread>

#include "app/console.h"
#include "app/watchful_application.h"
#include "gis/demo_city/demo_city.h"
#include "gis/store/open_store.h"
#include "tests/bench/bench.h"
#include "tests/bench/pixel_watch.h"

using namespace std::chrono_literals;

namespace {

constexpr int kResponders = 3400;

/// The other process: once a second everybody's position, and a case change in between.
int write(const char* uri, int rounds) {
    auto store = gis::openStore(uri);
    if (!store) return 1;
    const auto picture = (*store)->load();
    if (!picture) return 1;
    dispatch::Case record;
    (*picture)->cases.forEach([&](const dispatch::Case& row) {
        if (row.place) record = row;
    });
    std::vector<dispatch::Fix> fixes(*(*picture)->fixes);
    fixes.resize(std::min<std::size_t>(fixes.size(), kResponders));
    auto next = std::chrono::steady_clock::now();
    for (int round = 1; round <= rounds; ++round) {
        next += 1s;
        const auto clock = (*store)->clock();
        for (dispatch::Fix& fix : fixes) {
            if (clock) fix.time = clock->storeTime;
            fix.place.lon += 0.00001 * (round % 2 ? 1 : -1);
        }
        (void)(*store)->addFixes(fixes, "handset");
        // At another moment of the second each time, so that no rhythm helps.
        std::this_thread::sleep_for(std::chrono::milliseconds(round * 137 % 600));
        dispatch::Transaction transaction;
        transaction.key =
            "live-" + std::to_string(round) + "-" + std::to_string(bench::steadyNow());
        transaction.by = {"bench", "bench"};
        const dispatch::Revision expected = record.revision;
        record.title = "round " + std::to_string(round);
        record.risk = static_cast<dispatch::Risk>(round % 3);
        transaction.writes.push_back({record, expected});
        const auto commit = (*store)->commit(transaction);
        const auto* receipt = commit ? std::get_if<dispatch::Receipt>(&*commit) : nullptr;
        if (!receipt) return 1;
        record.revision = receipt->revisions.front();
        std::printf("%lld %d %lld\n", static_cast<long long>(record.id.value), round,
                    static_cast<long long>(bench::steadyNow()));
        std::fflush(stdout);
        std::this_thread::sleep_until(next);
    }
    return 0;
}

}  // namespace

/// From the commit in another process to the pixels in this one.
int main(int argc, char** argv) {
    if (argc > 3 && qstrcmp(argv[1], "--write") == 0) return write(argv[2], std::atoi(argv[3]));
    qputenv("QT_QPA_PLATFORM", "offscreen");
    app::WatchfulApplication application(argc, argv);
    const int rounds = bench::full() ? 600 : 60;
    const QTemporaryDir folder;
    const QString uri = folder.filePath(QStringLiteral("city.gridhall"));
    gis::DemoOptions options;
    options.history = 1000;
    if (const auto made = gis::makeDemoCity(uri.toStdString(), options); !made) {
        std::fprintf(stderr, "%s\n", made.error().detail.c_str());
        return 1;
    }
    app::ConsoleOptions wanted;
    wanted.store = uri;
    wanted.by = {"bench", "seat"};
    wanted.remember = false;
    app::Console console(wanted);
    console.window().resize(1920, 1080);
    console.start();
    if (!QTest::qWaitFor(
            [&] { return console.hasGround() && console.window().canvas().isSettled(); }, 60000)) {
        bench::skip("commit to pixels", "the map was not there after 60 s");
        return 0;
    }
    bench::PixelWatch watch(console);
    std::map<int, qint64> committed;
    QProcess writer;
    QObject::connect(&writer, &QProcess::readyReadStandardOutput, &console, [&] {
        while (writer.canReadLine()) {
            const QList<QByteArray> parts = writer.readLine().trimmed().split(' ');
            watch.record = dispatch::CaseId{parts.value(0).toLongLong()};
            committed[parts.value(1).toInt()] = parts.value(2).toLongLong();
        }
    });
    // The case to look for is the one the writer will choose.
    console.state().picture()->cases.forEach([&](const dispatch::Case& row) {
        if (row.place) watch.record = row.id;
    });
    application.resetWatch();
    writer.start(QCoreApplication::applicationFilePath(),
                 {QStringLiteral("--write"), uri, QString::number(rounds)});
    if (!QTest::qWaitFor([&] { return writer.state() == QProcess::NotRunning; },
                         rounds * 1000 + 30000))
        writer.kill();
    QTest::qWait(1000);
    std::vector<double> latencies;
    for (const auto& [round, at] : committed)
        if (const auto found = watch.seen.find(round); found != watch.seen.end())
            latencies.push_back(static_cast<double>(found->second - at) / 1e6);
    const std::string missed = std::to_string(latencies.size()) + " of " +
                               std::to_string(committed.size()) + " rounds seen";
    bench::Row row{"commit elsewhere to pixels here, p99", bench::percentile(latencies, 0.99), "ms",
                   250.0};
    row.note = missed;
    bench::emit(row);
    bench::emit(
        {"commit elsewhere to pixels here, median", bench::percentile(latencies, 0.5), "ms"});
    const auto& handlers = application.watch();
    bench::Row longest{"longest handler of the window meanwhile", handlers.longestMs, "ms", 50.0};
    longest.note = handlers.longest.toStdString() + ", " + std::to_string(handlers.overLimit) +
                   " over the limit";
    bench::emit(longest);
    return 0;
}

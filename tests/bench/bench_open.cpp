// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>

#include "app/console.h"
#include "app/watchful_application.h"
#include "gis/demo_city/demo_city.h"
#include "gis/store/open_store.h"
#include "tests/bench/bench.h"
#include "tests/support/program.h"

using namespace std::chrono_literals;

namespace {

/// Track points of the past, in slices of a batch.
bool addTracks(const std::string& uri, std::int64_t wanted) {
    auto store = gis::openStore(uri);
    if (!store) return false;
    const auto picture = (*store)->load();
    if (!picture || (*picture)->fixes->empty()) return false;
    dispatch::BatchPlan plan;
    plan.by = {"bench", "bench"};
    plan.what = "tracks";
    plan.exclusive = true;
    plan.pastFixes = true;
    auto batch = (*store)->beginBatch(plan);
    if (!batch) return false;
    const auto& people = *(*picture)->fixes;
    std::vector<dispatch::Record> rows;
    for (std::int64_t made = 0; made < wanted;) {
        rows.clear();
        for (; rows.size() < 20000 && made < wanted; ++made) {
            dispatch::Fix fix = people[std::size_t(made) % people.size()];
            fix.seq = {};
            fix.time -= 10s * (1 + made / std::int64_t(people.size()));
            fix.place.lon += 0.00001 * double(made % 100);
            rows.emplace_back(fix);
        }
        if (const auto done = (*batch)->append(rows); !done) {
            std::fprintf(stderr, "%s\n", done.error().detail.c_str());
            return false;
        }
    }
    return bool((*batch)->publish());
}

double peakMebibytes() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) return 0;
    const QByteArray all = status.readAll();
    const auto at = all.indexOf("VmHWM:");
    return all.mid(at + 6, 20).trimmed().split(' ').value(0).toDouble() / 1024;
}

/// The program as a person starts it: window, store, first map.
int open(int argc, char** argv) {
    const auto start = std::chrono::steady_clock::now();
    const auto since = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    qputenv("QT_QPA_PLATFORM", "offscreen");
    app::WatchfulApplication application(argc, argv);
    app::ConsoleOptions wanted;
    wanted.store = QString::fromUtf8(argv[2]);
    wanted.by = {"bench", "seat"};
    wanted.remember = false;
    app::Console console(wanted);
    console.window().resize(1920, 1080);
    console.start();
    const bool map = QTest::qWaitFor(
        [&] { return console.state().hasPicture() && console.window().canvas().isSettled(); },
        60000);
    const double usable = since();
    const bool complete = QTest::qWaitFor(
        [&] { return console.hasGround() && console.window().canvas().isSettled(); }, 60000);
    const double whole = since();
    QTest::qWait(2000);
    std::printf("%d %.3f %.3f %.1f\n", map && complete, usable, whole, peakMebibytes());
    return 0;
}

}  // namespace

/// Opening a store that has grown for a year.
int main(int argc, char** argv) {
    if (argc > 2 && qstrcmp(argv[1], "--open") == 0) return open(argc, argv);
    const QTemporaryDir folder;
    const std::string uri = folder.filePath(QStringLiteral("city.gridhall")).toStdString();
    gis::DemoOptions options;
    options.history = 600000;
    if (const auto made = gis::makeDemoCity(uri, options); !made) {
        std::fprintf(stderr, "%s\n", made.error().detail.c_str());
        return 1;
    }
    constexpr std::int64_t kTrackPoints = 5000000;
    if (!addTracks(uri, kTrackPoints)) {
        bench::skip("open a store of a year", "the track points could not be written");
        return 0;
    }
    for (const char* what : {"cold", "again"}) {
        const support::Ran ran = support::run({argv[0], "--open", uri});
        int map = 0;
        double usable = 0, whole = 0, memory = 0;
        if (std::sscanf(ran.out.c_str(), "%d %lf %lf %lf", &map, &usable, &whole, &memory) != 4 ||
            !map) {
            bench::skip("open a store of a year", "the map was not there: " + ran.err);
            return 0;
        }
        bench::Row first{std::string("first usable map, 600,000 cases, 5 M track points, ") + what,
                         usable, "s", 1.5};
        bench::emit(first);
        bench::emit({std::string("with ground, roads, cameras, ") + what, whole, "s"});
        bench::emit({std::string("memory of the console, ") + what, memory, "MiB", 350.0});
    }
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <cstdio>
#include <thread>

#include "gis/demo_city/demo_city.h"
#include "gis/store/open_store.h"
#include "tests/bench/bench.h"
#include "tests/support/program.h"

namespace {

struct Waits {
    std::vector<double> milliseconds;
    int conflicts = 0;
    int failures = 0;
};

/// Commits case changes while `others()` is true, twenty a second, and keeps how long each took.
template <class While>
Waits commitWhile(dispatch::Store& store, dispatch::Case record, While others) {
    Waits waits;
    int count = 0;
    while (others()) {
        record.title = "changed " + std::to_string(++count);
        dispatch::Transaction transaction;
        transaction.key =
            "bench-" + std::to_string(record.revision.value) + "-" + std::to_string(count);
        transaction.by = {"bench", "bench"};
        transaction.writes.push_back({record, record.revision});
        const auto start = std::chrono::steady_clock::now();
        const auto commit = store.commit(transaction);
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - start;
        waits.milliseconds.push_back(took.count());
        if (!commit)
            ++waits.failures;
        else if (const auto* receipt = std::get_if<dispatch::Receipt>(&*commit))
            record.revision = receipt->revisions.front();
        else
            ++waits.conflicts;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return waits;
}

}  // namespace

/// 400,000 cases imported through the verb while this process changes cases of the same store.
int main() {
    const QTemporaryDir folder;
    const std::string uri = folder.filePath(QStringLiteral("city.gridhall")).toStdString();
    const std::string file = folder.filePath(QStringLiteral("cases.csv")).toStdString();
    gis::DemoOptions options;
    options.history = 1'000;
    if (const auto made = gis::makeDemoCity(uri, options); !made) {
        std::fprintf(stderr, "%s\n", made.error().detail.c_str());
        return 1;
    }
    constexpr int kRows = 400'000;
    {
        std::FILE* csv = std::fopen(file.c_str(), "w");
        std::fprintf(csv, "code,lon,lat,category,reported,title\n");
        for (int i = 0; i < kRows; ++i)
            std::fprintf(csv,
                         "B%06d,%.6f,%.6f,kind %d,2024-0%d-%02dT%02d:%02d:00Z,\"reported, %d\"\n",
                         i, 106.70 + i % 2003 * 1e-4, 39.50 + i % 1999 * 1e-4, i % 40, 1 + i % 9,
                         1 + i % 28, i % 24, i % 60, i);
        std::fclose(csv);
    }
    auto store = gis::openStore(uri);
    if (!store) return 1;
    dispatch::Case record;
    dispatch::Query query;
    query.limit = 1;
    query.openOnly = true;
    const auto read = (*store)->read(query, [&](dispatch::Record&& one) {
        record = std::get<dispatch::Case>(std::move(one));
        return false;
    });
    if (!read || !record.id) {
        std::fprintf(stderr, "no open case in the demonstration city\n");
        return 1;
    }

    const auto quietEnd = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    const Waits quiet =
        commitWhile(**store, record, [&] { return std::chrono::steady_clock::now() < quietEnd; });
    const auto again = (*store)->read(query, [&](dispatch::Record&& one) {
        record = std::get<dispatch::Case>(std::move(one));
        return false;
    });
    if (!again) return 1;
    support::Program importer(
        {GRIDHALL_PROGRAM, "import", "cases", file, "--crs", "EPSG:4490", "--store", uri});
    const Waits busy = commitWhile(**store, record, [&] { return importer.isRunning(); });
    const support::Ran ran = importer.finish();
    if (ran.exitCode != 0) {
        std::fprintf(stderr, "%s%s", ran.out.c_str(), ran.err.c_str());
        return 1;
    }
    char note[160];
    bench::Row rows{"400,000 cases imported", ran.seconds, "s"};
    std::snprintf(note, sizeof note, "%.0f rows/s while others commit", kRows / ran.seconds);
    rows.note = note;
    bench::emit(rows);
    bench::emit({"400,000 cases imported, memory", ran.peakMebibytes, "MiB", 600});
    bench::Row wait{"commit of another process meanwhile, p99",
                    bench::percentile(busy.milliseconds, 0.99), "ms", 50};
    wait.peer = "the same without import";
    wait.peerValue = bench::percentile(quiet.milliseconds, 0.99);
    std::snprintf(note, sizeof note, "%zu commits, worst %.0f ms, conflicts %d, failures %d",
                  busy.milliseconds.size(), bench::percentile(busy.milliseconds, 1), busy.conflicts,
                  busy.failures);
    wait.note = note;
    bench::emit(wait);
    return busy.failures ? 1 : 0;
}

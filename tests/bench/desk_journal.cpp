// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <ctime>

#include "gis/seal/verification.h"
#include "tests/bench/bench.h"
#include "tests/bench/desk_bench.h"
#include "tests/bench/must.h"
#include "tests/gis/seal/made_journal.h"
#include "tests/soak/store_place.h"

namespace bench {

using namespace dispatch;

namespace {

constexpr double kTarget = 500'000;

/// Seconds of processor time: what one core gives, whatever else the machine does.
double coreSeconds(const std::function<void()>& work) {
    const std::clock_t start = std::clock();
    work();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

Row rateRow(const std::string& name, double entries, double core) {
    Row row{name, entries / core, "entries/s", kTarget, Better::Higher};
    row.size = entries;
    return row;
}

/// A thousand entries a transaction, as many as wanted.
double written(Store& store, std::size_t wanted) {
    const auto rows = support::madeJournal(wanted, 20'000, 7);
    return seconds([&] {
        for (std::size_t from = 0; from < rows.size(); from += 1000) {
            Transaction some;
            some.key = "journal-" + std::to_string(from);
            some.by = {"bench", "seat 1"};
            for (std::size_t i = from; i < std::min(rows.size(), from + 1000); ++i) {
                const JournalRow& row = rows[i];
                some.entries.push_back(
                    {row.record, -1, row.action, row.what, row.why, row.onBehalf, row.contact});
            }
            must(store.commit(some));
        }
    });
}

}  // namespace

void benchJournal() {
    const auto rows = support::madeJournal(200'000, 30'000, 9);
    std::vector<double> core;
    for (int i = 0; i < 3; ++i)
        core.push_back(coreSeconds([&] {
            gis::JournalCheck check({});
            for (const JournalRow& row : rows) check.add(row);
            if (!check.finish().isWhole()) std::fprintf(stderr, "the journal is not whole\n");
        }));
    Row row = rateRow("journal proved in memory, a core", 200'000, percentile(core, 0.5));
    row.peer = "SHA-256 of the same bytes alone";
    std::size_t sum = 0;
    row.peerValue = 200'000 / coreSeconds([&] {
                        std::string bytes;
                        for (const JournalRow& one : rows) {
                            bytes.clear();
                            gis::appendEntryBytes(bytes, one, one.hash);
                            sum += gis::sha256(bytes)[0];
                            sum += gis::sha256(chainBytes(one.chain, one.hash))[0];
                        }
                    });
    row.note = sum > 0 ? "median of 3" : "";
    emit(row);
}

void benchJournalOf(const std::string& engine) {
    const std::size_t entries = engine == "postgis" ? 50'000 : 200'000;
    const auto place = soak::StorePlace::make(engine);
    const auto store = place->open();
    const double took = written(*store, entries);
    emit({engine + ": entries written, 1,000 a commit",
          static_cast<double>(entries) / took,
          "entries/s",
          {},
          Better::Higher});
    gis::JournalProof proof;
    double wall = 0;
    const double core =
        coreSeconds([&] { wall = seconds([&] { proof = must(gis::verifyJournal(*store, {})); }); });
    Row row = rateRow(engine + ": journal read and proved, a core",
                      static_cast<double>(proof.entries), core);
    char note[80];
    std::snprintf(note, sizeof note, "%.2f s by the clock, %s", wall,
                  proof.isWhole() ? "whole" : "NOT WHOLE");
    row.note = note;
    emit(row);
}

}  // namespace bench

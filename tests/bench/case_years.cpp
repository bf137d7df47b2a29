// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/case_years.h"

#include "tests/bench/must.h"

namespace bench {

namespace {

void append(dispatch::Batch& batch, std::vector<dispatch::Record>& rows) {
    must(batch.append(rows));
    rows.clear();
}

}  // namespace

void addCaseYears(dispatch::Store& store, std::int64_t cases, std::vector<dispatch::Record> first) {
    using namespace std::chrono_literals;
    const auto batch = must(store.beginBatch({{"bench", "bench"}, "cases of years", {}, true}));
    append(*batch, first);
    std::vector<dispatch::Record> rows;
    for (std::int64_t i = 0; i < cases; ++i) {
        dispatch::Case made;
        made.code = "Y-" + std::to_string(i);
        made.category = "0302";
        made.title = "street lamp out, number " + std::to_string(i);
        made.place = dispatch::LonLat{106.70 + 0.00001 * static_cast<double>(i % 4800),
                                      39.67 + 0.00001 * static_cast<double>(i % 3100)};
        made.source = "hotline";
        made.reported = dispatch::Seconds{std::chrono::seconds(1'600'000'000 + i * 100)};
        made.stageEntered = made.reported;
        if (i % 300 != 0) made.closed = made.reported + 1h;
        rows.emplace_back(std::move(made));
        if (rows.size() == 10'000) append(*batch, rows);
    }
    append(*batch, rows);
    must(batch->publish());
}

}  // namespace bench

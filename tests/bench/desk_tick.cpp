// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live/rule_book.h"
#include "dispatch/escalation.h"
#include "gis/seal/digest.h"
#include "tests/bench/bench.h"
#include "tests/bench/desk_bench.h"
#include "tests/bench/must.h"
#include "tests/soak/store_place.h"

namespace bench {

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

constexpr int kOpen = 50'000;
constexpr int kDue = 1'000;

/// An open case within its limit, or one whose limit has passed.
Case openCase(int number, Seconds now, bool isDue) {
    Case record;
    record.code = "K" + std::to_string(number);
    record.category = "0302";
    record.title = "street lamp out";
    record.risk = static_cast<Risk>(number % 3);
    record.stage = "handling";
    record.reported = record.stageEntered = now - 1h;
    record.due = isDue ? now - 1s : now + 5h + std::chrono::seconds(number % 3600);
    record.warnAt = isDue ? now - 10min : now + 4h;
    record.warned = isDue;
    return record;
}

std::string key() {
    return gis::randomHex(16);
}

}  // namespace

void benchDue() {
    constexpr Seconds kNow{1'790'000'000s};
    Picture picture;
    std::vector<Case> cases;
    for (int i = 1; i <= kOpen; ++i) {
        cases.push_back(openCase(i, kNow, false));
        cases.back().id.value = i;
        cases.back().revision.value = 1;
    }
    picture.cases = Table<Case>(std::move(cases));
    std::vector<double> ms;
    std::size_t due = 0;
    for (int i = 0; i < 15; ++i)
        ms.push_back(1e3 * seconds([&] {
                         due += dueActs({app::defaultRules(), picture, Millis{kNow}}, {}).size();
                     }));
    Row row{"what is due among 50,000 open cases, p95", percentile(ms, 0.95), "ms", 200.0};
    row.note = "nothing is: " + std::to_string(due);
    emit(row);
}

void benchTick(const std::string& engine) {
    const auto place = soak::StorePlace::make(engine);
    const auto store = place->open();
    const auto now = std::chrono::floor<std::chrono::seconds>(must(store->clock()).storeTime);
    std::vector<Record> rows;
    for (int i = 1; i <= kOpen; ++i) rows.emplace_back(openCase(i, now, i <= kDue));
    const auto batch = must(store->beginBatch({{"bench", "bench"}, "open cases", {}, true}));
    must(batch->append(rows));
    must(batch->publish());
    const auto tickOnce = [&](Ticked& came) {
        const auto picture = must(store->load());
        const Situation at{app::defaultRules(), *picture, must(store->clock()).storeTime};
        return seconds([&] { came = must(tick(*store, at, {}, "seat", key)); });
    };
    Ticked came;
    Row thousand{engine + ": tick, 1,000 of 50,000 open cases due", tickOnce(came), "s", 3.0};
    thousand.note = std::to_string(came.climbed) + " climbed, " + std::to_string(came.supervised) +
                    " supervised, " + std::to_string(came.lost + came.refused) + " not";
    emit(thousand);
    std::vector<double> ms;
    for (int i = 0; i < 7; ++i) ms.push_back(1e3 * tickOnce(came));
    Row quiet{engine + ": tick, nothing due of 50,000, p95", percentile(ms, 0.95), "ms", 200.0};
    quiet.note = std::to_string(came.climbed + came.warned + came.supervised) + " acts";
    emit(quiet);
}

}  // namespace bench

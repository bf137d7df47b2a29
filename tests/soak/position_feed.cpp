// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/position_feed.h"

#include <cstdio>
#include <sstream>
#include <thread>

#include "gis/store/open_store.h"
#include "tests/bench/bench.h"
#include "tests/soak/follower.h"
#include "tests/soak/hall_people.h"

namespace soak {

using namespace std::chrono_literals;

std::int64_t PositionCount::taken() const {
    std::int64_t sum = 0;
    for (const auto& [grid, count] : byGrid) sum += count;
    return sum;
}

int producePositions(const PositionPlan& plan) {
    auto store = gis::openStore(plan.uri);
    if (!store) return std::fprintf(stderr, "%s\n", store.error().detail.c_str()), 1;
    const auto picture = (*store)->load();
    if (!picture) return std::fprintf(stderr, "%s\n", picture.error().detail.c_str()), 1;
    FixStream people(**picture, plan.seed);
    std::mt19937_64 random(plan.seed);
    std::uniform_int_distribution<int> pause(100, 200);

    PositionCount count;
    std::vector<double> calls;
    const auto began = Steady::now();
    const std::int64_t all = plan.perSecond * plan.time.count();
    std::int64_t sent = 0;
    for (auto due = began; sent < all;) {
        due += std::chrono::milliseconds(pause(random));
        std::this_thread::sleep_until(due);
        // What fell due by now and no more: a producer that was late catches up at once.
        const std::chrono::duration<double> since = due - began;
        const auto wanted =
            std::min(all, static_cast<std::int64_t>(since.count() * plan.perSecond));
        const auto clock = (*store)->clock();
        if (!clock) return std::fprintf(stderr, "%s\n", clock.error().detail.c_str()), 1;
        const auto fixes = people.next(static_cast<std::size_t>(wanted - sent), clock->storeTime);
        const auto call = Steady::now();
        const auto receipt = (*store)->addFixes(fixes, "handset");
        if (!receipt) return std::fprintf(stderr, "%s\n", receipt.error().detail.c_str()), 1;
        const auto done = Steady::now();
        calls.push_back(std::chrono::duration<double, std::milli>(done - call).count());
        count.latestMs =
            std::max(count.latestMs, std::chrono::duration<double, std::milli>(done - due).count());
        count.refused += static_cast<std::int64_t>(fixes.size() - receipt->taken);
        for (const dispatch::Fix& fix : fixes) ++count.byGrid[fix.grid.value];
        sent = wanted;
    }
    count.seconds = std::chrono::duration<double>(Steady::now() - began).count();
    std::printf("count %.3f %.3f %.3f %lld\n", count.seconds, count.latestMs,
                bench::percentile(calls, 0.99), static_cast<long long>(count.refused));
    for (const auto& [grid, number] : count.byGrid)
        std::printf("grid %lld %lld\n", static_cast<long long>(grid),
                    static_cast<long long>(number));
    return 0;
}

PositionCount readCount(const std::string& printed) {
    PositionCount count;
    std::istringstream lines(printed);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string what;
        words >> what;
        if (what == "count")
            words >> count.seconds >> count.latestMs >> count.callP99Ms >> count.refused;
        std::int64_t grid = 0, number = 0;
        if (what == "grid" && words >> grid >> number) count.byGrid[grid] = number;
    }
    return count;
}

int followPositions(const std::string& uri) {
    auto store = gis::openStore(uri);
    if (!store) return std::fprintf(stderr, "%s\n", store.error().detail.c_str()), 1;
    Follower follower(std::move(*store), {"soak", "console"});
    std::int64_t arrived = 0;
    follower.arrived = [&](const dispatch::Delta& delta, Steady::time_point) {
        arrived += static_cast<std::int64_t>(delta.fixes.size());
    };
    for (auto tell = Steady::now();;) {
        follower.wait(tell + 1s);
        if (Steady::now() < tell + 1s) continue;
        tell = Steady::now();
        std::printf("%lld\n", static_cast<long long>(arrived));
        std::fflush(stdout);
    }
}

}  // namespace soak

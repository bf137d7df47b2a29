// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/hall_run.h"

#include <QtGlobal>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "gis/store/open_store.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/soak/follower.h"
#include "tests/soak/hall_people.h"

namespace soak {

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

constexpr auto kArrival = 15s;  ///< How long a seat waits at the end for what is still missing.

std::unique_ptr<Store> opened(const std::string& uri) {
    auto store = gis::openStore(uri);
    if (!store) qFatal("%s", store.error().detail.c_str());
    return std::move(*store);
}

/// What the seats tell each other past the store: what was committed, and when it returned.
struct Board {
    std::mutex lock;
    std::map<std::string, Steady::time_point> returned;  ///< By the code of the new case.
    std::map<std::int64_t, std::int64_t> lastRevision;   ///< Of the seats' own cases, by id.
    std::size_t fixes = 0;
};

class Seat {
  public:
    Seat(const std::string& uri, const HallPlan& plan, int number, Board& board)
        : m_plan(plan),
          m_name("s" + std::to_string(plan.seed % 1'000'000) + "-" + std::to_string(number)),
          m_board(board),
          m_random(plan.seed * 1000 + static_cast<std::uint64_t>(number)),
          m_follower(opened(uri), {"soak", m_name}) {
        m_follower.arrived = [this](const Delta& delta, Steady::time_point at) {
            arrived(delta, at);
        };
        m_own.code = m_name + "-own";
        m_own.category = "0302";
        m_own.source = "soak";
        m_own.reported = m_own.stageEntered = Seconds{1'700'000'000s};
        commit(false);
    }

    void work(Steady::time_point end) {
        auto next = Steady::now() + pause();
        while (Steady::now() < end) {
            m_follower.wait(std::min(next, end));
            if (Steady::now() < next) continue;
            next = Steady::now() + pause();
            commit(true);
        }
    }

    /// Looks on until everything that was committed is here.
    void catchUp() {
        std::set<std::string> wanted;
        std::map<std::int64_t, std::int64_t> revisions;
        {
            const std::scoped_lock guard(m_board.lock);
            for (const auto& [code, at] : m_board.returned) wanted.insert(code);
            revisions = m_board.lastRevision;
        }
        if (!m_plan.lateCode.empty()) wanted.insert(m_plan.lateCode);
        const auto missing = [&] {
            std::vector<std::string> list;
            for (const std::string& code : wanted)
                if (!m_seen.contains(code)) list.push_back("case " + code);
            for (const auto& [id, revision] : revisions)
                if (m_revisions[id] != revision)
                    list.push_back("case " + std::to_string(id) + " revision " +
                                   std::to_string(revision));
            return list;
        };
        const auto until = Steady::now() + kArrival;
        while (Steady::now() < until && !missing().empty()) m_follower.wait(Steady::now() + 250ms);
        for (const std::string& what : missing()) faults.push_back(m_name + " never saw " + what);
        // Positions give no hint everywhere: some polls later the last are here, too.
        for (const auto last = Steady::now() + 1s; Steady::now() < last;) m_follower.wait(last);
    }

    std::string picture() const { return contract::printed(m_follower.picture()); }
    const auto& seen() const { return m_seen; }
    const std::string& name() const { return m_name; }

    std::vector<std::string> faults;
    std::vector<double> commitMs;

  private:
    std::chrono::milliseconds pause() {
        const auto most = static_cast<int>(m_plan.commitEvery.count());
        return std::chrono::milliseconds(
            std::uniform_int_distribution<int>(most / 2, most + most / 2)(m_random));
    }

    void commit(bool withNew) {
        Transaction made;
        made.key = m_name + '-' + std::to_string(m_count) + '-' + std::to_string(m_random());
        made.by = m_follower.author();
        made.writes.push_back({m_own, m_own.revision, false});
        Case fresh = m_own;
        fresh.id = {};
        fresh.revision = {};
        fresh.code = m_name + '-' + std::to_string(++m_count);
        if (withNew) made.writes.push_back({fresh, {}, false});
        const auto began = Steady::now();
        for (;;) {
            const auto answer = m_follower.store().commit(made);
            const auto returned = Steady::now();
            if (!answer && isLinkFailure(answer.error().code) && returned - began < 60s) continue;
            if (!answer || !std::holds_alternative<Receipt>(*answer))
                qFatal("%s: %s", made.key.c_str(),
                       answer ? "conflict" : answer.error().detail.c_str());
            const auto& receipt = std::get<Receipt>(*answer);
            m_own.id.value = receipt.ids[0];
            m_own.revision = receipt.revisions[0];
            const std::scoped_lock guard(m_board.lock);
            m_board.lastRevision[m_own.id.value] = m_own.revision.value;
            if (!withNew) return;
            m_board.returned[fresh.code] = returned;
            commitMs.push_back(std::chrono::duration<double, std::milli>(returned - began).count());
            return;
        }
    }

    void arrived(const Delta& delta, Steady::time_point at) {
        for (const Record& row : delta.upserts) {
            const auto* record = std::get_if<Case>(&row);
            if (!record) continue;
            std::int64_t& last = m_revisions[record->id.value];
            if (record->revision.value <= last)
                faults.push_back(m_name + " saw " + record->code + " revision " +
                                 std::to_string(record->revision.value) + " after revision " +
                                 std::to_string(last));
            last = record->revision.value;
            if (!record->code.ends_with("-own")) m_seen.try_emplace(record->code, at);
        }
    }

    const HallPlan& m_plan;
    std::string m_name;
    Board& m_board;
    std::mt19937_64 m_random;
    Follower m_follower;
    Case m_own;
    int m_count = 0;
    std::map<std::string, Steady::time_point> m_seen;
    std::map<std::int64_t, std::int64_t> m_revisions;
};

void report(const std::string& uri, const HallPlan& plan, Steady::time_point end, Board& board) {
    const auto store = opened(uri);
    const auto picture = store->load();
    if (!picture) qFatal("%s", picture.error().detail.c_str());
    FixStream people(**picture, plan.seed);
    constexpr auto kBatch = 200ms;
    const auto share = people.people() * kBatch / plan.reportEvery;
    for (auto next = Steady::now(); next < end; next += kBatch) {
        std::this_thread::sleep_until(next);
        const auto clock = store->clock();
        if (!clock) continue;
        const auto fixes =
            people.next(static_cast<std::size_t>(std::max<long>(1, long(share))), clock->storeTime);
        const auto taken = store->addFixes(fixes, "handset");
        const std::scoped_lock guard(board.lock);
        if (taken) board.fixes += taken->taken;
    }
}

}  // namespace

HallReport runHall(const std::string& uri, const HallPlan& plan) {
    Board board;
    std::vector<std::unique_ptr<Seat>> seats;
    for (int i = 1; i <= plan.seats; ++i)
        seats.push_back(std::make_unique<Seat>(uri, plan, i, board));
    const auto end = Steady::now() + plan.time;
    std::vector<std::thread> threads;
    for (auto& seat : seats) threads.emplace_back([&, end] { seat->work(end); });
    if (plan.reportEvery.count() > 0)
        threads.emplace_back([&, end] { report(uri, plan, end, board); });
    for (std::thread& thread : threads) thread.join();
    threads.clear();
    for (auto& seat : seats) threads.emplace_back([&] { seat->catchUp(); });
    for (std::thread& thread : threads) thread.join();

    HallReport told;
    told.commits = board.returned.size();
    told.fixes = board.fixes;
    for (const auto& seat : seats) {
        told.faults.insert(told.faults.end(), seat->faults.begin(), seat->faults.end());
        told.commitMs.insert(told.commitMs.end(), seat->commitMs.begin(), seat->commitMs.end());
        told.pictures.push_back(seat->picture());
        for (const auto& [code, at] : seat->seen()) {
            const auto returned = board.returned.find(code);
            if (returned == board.returned.end() || code.starts_with(seat->name() + '-')) continue;
            const std::chrono::duration<double, std::milli> lag = at - returned->second;
            told.lagMs.push_back(std::max(0.0, lag.count()));
        }
    }
    const auto loaded = opened(uri)->load();
    if (loaded) told.storePicture = contract::printed(**loaded);
    return told;
}

}  // namespace soak

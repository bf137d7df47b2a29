// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cstdio>
#include <sstream>
#include <thread>

#include "app/console.h"
#include "app/watchful_application.h"
#include "gis/demo_city/demo_city.h"
#include "gis/store/open_store.h"
#include "tests/bench/bench.h"
#include "tests/bench/case_years.h"
#include "tests/bench/pgbench.h"
#include "tests/bench/pixel_watch.h"
#include "tests/soak/hall_run.h"
#include "tests/soak/store_place.h"
#include "tests/support/program.h"
#include "tests/support/tiny_city.h"

using namespace std::chrono_literals;

namespace {

constexpr int kSeats = 20;
constexpr std::int64_t kCases = 600'000;

/// Another seat: a change of the case at another moment of each second.
int change(const char* uri, std::int64_t id, int rounds) {
    auto store = gis::openStore(uri);
    if (!store) return 1;
    const auto picture = (*store)->load();
    const dispatch::Case* found = picture ? (*picture)->cases.find({id}) : nullptr;
    if (!found) return 1;
    dispatch::Case record = *found;
    auto next = std::chrono::steady_clock::now();
    for (int round = 1; round <= rounds; ++round) {
        next += 500ms;
        std::this_thread::sleep_for(std::chrono::milliseconds(round * 137 % 400));
        dispatch::Transaction made;
        made.key = "hall-" + std::to_string(round) + "-" + std::to_string(bench::steadyNow());
        made.by = {"bench", "change"};
        record.title = "round " + std::to_string(round);
        record.risk = static_cast<dispatch::Risk>(round % 3);
        made.writes.push_back({record, record.revision, false});
        const auto commit = (*store)->commit(made);
        const auto* receipt = commit ? std::get_if<dispatch::Receipt>(&*commit) : nullptr;
        if (!receipt) return 1;
        record.revision = receipt->revisions.front();
        std::printf("%d %lld\n", round, static_cast<long long>(bench::steadyNow()));
        std::fflush(stdout);
        std::this_thread::sleep_until(next);
    }
    return 0;
}

/// The other seats: they follow and commit, and all people on duty report once in ten seconds.
int seats(const char* uri, int milliseconds, int commitEvery) {
    soak::HallPlan plan;
    plan.seats = kSeats;
    plan.time = std::chrono::milliseconds(milliseconds);
    plan.commitEvery = std::chrono::milliseconds(commitEvery);
    plan.reportEvery = 10s;
    plan.seed = static_cast<std::uint64_t>(bench::steadyNow());
    const soak::HallReport report = soak::runHall(uri, plan);
    for (const std::string& fault : report.faults) std::fprintf(stderr, "%s\n", fault.c_str());
    std::printf("%zu %zu %.3f %.3f\n", report.commits, report.fixes,
                bench::percentile(report.commitMs, 0.99), bench::percentile(report.lagMs, 0.99));
    return 0;
}

/// The program as a person starts it, until the first map.
int open(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const auto start = bench::steadyNow();
    const app::WatchfulApplication application(argc, argv);
    app::ConsoleOptions wanted;
    wanted.store = QString::fromUtf8(argv[2]);
    wanted.by = {"bench", "seat"};
    wanted.remember = false;
    app::Console console(wanted);
    console.window().resize(1920, 1080);
    console.start();
    const bool there = QTest::qWaitFor(
        [&] { return console.state().hasPicture() && console.window().canvas().isSettled(); },
        60000);
    std::printf("%d %.3f\n", there, static_cast<double>(bench::steadyNow() - start) / 1e9);
    return 0;
}

struct SeatFigures {
    std::size_t commits = 0;
    std::size_t fixes = 0;
    double commitP99Ms = 0;
    double lagP99Ms = 0;
};

std::optional<SeatFigures> figuresOf(const std::string& printed) {
    SeatFigures figures;
    if (std::sscanf(printed.c_str(), "%zu %zu %lf %lf", &figures.commits, &figures.fixes,
                    &figures.commitP99Ms, &figures.lagP99Ms) != 4)
        return {};
    return figures;
}

/// Rows of one engine; each figure is named after it.
class HallBench {
  public:
    HallBench(std::string self, std::string engine)
        : m_self(std::move(self)), m_engine(std::move(engine)) {}

    void run(app::WatchfulApplication& application) {
        const auto place = soak::StorePlace::make(m_engine, soak::StorePlace::Begin::Nothing);
        gis::DemoOptions options;
        options.history = 1000;
        if (const auto made = gis::makeDemoCity(place->uri(), options); !made)
            return bench::skip(name("the hall"), made.error().detail);
        atWork(application, *place);
        flatOut(*place);
        opening();
    }

  private:
    std::string name(const char* what) const { return m_engine + ": " + what; }

    /// One console is looked at while the others work.
    void atWork(app::WatchfulApplication& application, soak::StorePlace& place) {
        const int rounds = bench::full() ? 600 : 40;
        app::ConsoleOptions wanted;
        wanted.store = QString::fromStdString(place.uri());
        wanted.by = {"bench", "seat"};
        wanted.remember = false;
        app::Console console(wanted);
        console.window().resize(1920, 1080);
        console.start();
        if (!QTest::qWaitFor(
                [&] { return console.hasGround() && console.window().canvas().isSettled(); },
                60000))
            return bench::skip(name("change elsewhere to pixels here"),
                               "the map was not there after 60 s");
        bench::PixelWatch watch(console);
        console.state().picture()->cases.forEach([&](const dispatch::Case& row) {
            if (row.place) watch.record = row.id;
        });
        support::Program others(
            {m_self, "--seats", place.uri(), std::to_string(rounds * 500 + 2000), "1000"});
        QTest::qWait(1500);
        application.resetWatch();
        support::Program changer({m_self, "--change", place.uri(),
                                  std::to_string(watch.record.value), std::to_string(rounds)});
        if (!QTest::qWaitFor([&] { return !changer.isRunning(); }, rounds * 1000 + 30000))
            std::fprintf(stderr, "the changing seat does not come to an end\n");
        QTest::qWait(1000);
        const std::string changed = changer.finish(0ms).out;
        const support::Ran ran = others.finish(1min);

        std::vector<double> latencies;
        std::istringstream lines(changed);
        int round = 0, all = 0;
        for (qint64 at = 0; lines >> round >> at; ++all)
            if (const auto found = watch.seen.find(round); found != watch.seen.end())
                latencies.push_back(std::max(0.0, static_cast<double>(found->second - at) / 1e6));
        bench::Row pixels{name("change elsewhere to pixels here, p99"),
                          bench::percentile(latencies, 0.99), "ms", 250.0};
        pixels.note = std::to_string(latencies.size()) + " of " + std::to_string(all) +
                      " changes seen, 20 seats beside";
        bench::emit(pixels);
        bench::emit({name("change elsewhere to pixels here, median"),
                     bench::percentile(latencies, 0.5), "ms"});
        bench::emit({name("longest handler of the window meanwhile"), application.watch().longestMs,
                     "ms", 50.0});
        const auto figures = figuresOf(ran.out);
        if (!figures) return bench::skip(name("commit with 20 seats, p99"), ran.err);
        bench::Row commit{name("commit with 20 seats, p99"), figures->commitP99Ms, "ms", 50.0};
        commit.note = std::to_string(figures->commits) + " commits, " +
                      std::to_string(figures->fixes) + " positions";
        if (const std::string peer = peerDatabase(place); !peer.empty()) {
            const auto beside = bench::pgbench(peer, kInsert, kSeats, 8, kSeats);
            if (!beside.failure.empty()) std::fprintf(stderr, "%s\n", beside.failure.c_str());
            commit.peer = "INSERT with NOTIFY by pgbench";
            commit.peerValue = beside.latencyP99Ms;
        }
        bench::emit(commit);
        bench::emit({name("seen at another seat, p99"), figures->lagP99Ms, "ms", 250.0});
    }

    /// What the store can take, beside what its server can.
    void flatOut(soak::StorePlace& place) {
        constexpr int kSeconds = 6;
        const support::Ran ran =
            support::run({m_self, "--seats", place.uri(), std::to_string(kSeconds * 1000), "0"});
        const auto figures = figuresOf(ran.out);
        if (!figures) return bench::skip(name("commits flat out"), ran.err);
        bench::Row row{name("commits of 20 seats, flat out, all following"),
                       static_cast<double>(figures->commits) / kSeconds, "commits/s"};
        row.better = bench::Better::Higher;
        const std::string peer = peerDatabase(place);
        if (peer.empty()) return bench::emit(row);
        const auto insert = bench::pgbench(peer, kInsert, kSeats, kSeconds);
        row.peer = "INSERT with NOTIFY by pgbench, nobody following";
        row.peerValue = insert.perSecond;
        bench::emit(row);
        const auto ceiling = bench::pgbench(peer, {}, kSeats, kSeconds);
        if (!ceiling.failure.empty())
            return bench::skip(name("pgbench on the same server"), ceiling.failure);
        bench::Row own{name("pgbench, simple update, on the same server"), ceiling.perSecond,
                       "commits/s"};
        own.better = bench::Better::Higher;
        bench::emit(own);
    }

    /// A hall's store after years.
    void opening() {
        const auto place = soak::StorePlace::make(m_engine);
        const double took = bench::seconds(
            [&] { bench::addCaseYears(*place->open(), kCases, support::tinyCity().records()); });
        bench::emit({name("600,000 cases in, by batch"), took, "s"});
        for (const char* what : {"first time", "again"}) {
            const support::Ran ran = support::run({m_self, "--open", place->uri()});
            int there = 0;
            double seconds = 0;
            if (std::sscanf(ran.out.c_str(), "%d %lf", &there, &seconds) != 2 || !there)
                return bench::skip(name("opening with 600,000 cases"), "no map: " + ran.err);
            bench::emit({name("first map over 600,000 cases, ") + what, seconds, "s", 2.0});
        }
    }

    /// A database with one table like the change log, made once; empty where there is no server.
    std::string peerDatabase(soak::StorePlace& place) {
        if (!m_peer.empty()) return m_peer;
        const std::string uri = place.peerUri();
        if (uri.empty()) return {};
        const std::string failed =
            bench::psql(uri,
                        "CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY"
                        " KEY, code text, title text, at timestamptz DEFAULT now());");
        if (!failed.empty()) return std::fprintf(stderr, "%s\n", failed.c_str()), "";
        return m_peer = uri;
    }

    static constexpr const char* kInsert =
        "BEGIN;\n"
        "INSERT INTO plain (code, title) VALUES ('case', 'a title of some length, as cases "
        "have');\n"
        "NOTIFY hall, 'case';\n"
        "COMMIT;\n";

    std::string m_self;
    std::string m_engine;
    std::string m_peer;
};

}  // namespace

/// A hall of twenty seats on one store, each engine in turn.
int main(int argc, char** argv) {
    const std::string verb = argc > 1 ? argv[1] : "";
    if (verb == "--change" && argc > 4)
        return change(argv[2], std::atoll(argv[3]), std::atoi(argv[4]));
    if (verb == "--seats" && argc > 4)
        return seats(argv[2], std::atoi(argv[3]), std::atoi(argv[4]));
    if (verb == "--open" && argc > 2) return open(argc, argv);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    app::WatchfulApplication application(argc, argv);
    for (const std::string& engine : soak::engines())
        HallBench(QCoreApplication::applicationFilePath().toStdString(), engine).run(application);
    return 0;
}

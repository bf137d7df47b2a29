// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/demo_city.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "gis/demo_city/case_history.h"
#include "gis/demo_city/content_hash.h"
#include "gis/demo_city/ground_rows.h"
#include "gis/store/open_store.h"

namespace gis {

namespace {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Record;
using dispatch::Result;
using Clock = std::chrono::steady_clock;

/// The setting that marks a demonstration city; its value is the seed.
constexpr const char* kMark = "demo.seed";

const Error kCancelled{ErrorCode::Cancelled,
                       "making the demonstration city was stopped; nothing is left behind"};

/// Portions of cases from the thread that invents them to the one that writes.
class Portions {
  public:
    bool put(std::vector<dispatch::Case>&& portion) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_waiting.size() < 4 || m_closed; });
        if (m_closed) return false;
        m_waiting.push_back(std::move(portion));
        m_changed.notify_all();
        return true;
    }
    void end() {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
        m_changed.notify_all();
    }
    void close() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }
    /// The next portion; empty at the end.
    std::vector<dispatch::Case> take() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return !m_waiting.empty() || m_ended; });
        if (m_waiting.empty()) return {};
        auto portion = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_changed.notify_all();
        return portion;
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::vector<dispatch::Case>> m_waiting;
    bool m_ended = false, m_closed = false;
};

/// Writes rows into the store that nobody sees yet, counts and hashes them.
class Writer {
  public:
    Writer(dispatch::Batch& batch, std::stop_token stop)
        : m_batch(batch), m_stop(std::move(stop)) {}

    /// @param ids Gets the number the store gave to each row, where not null.
    template <class Row>
    Result<void> write(std::vector<Row>&& rows, std::vector<std::int64_t>* ids = nullptr) {
        constexpr std::size_t kPortion = 5'000;
        std::vector<Record> records;
        for (std::size_t from = 0; from < rows.size(); from += kPortion) {
            if (m_stop.stop_requested()) return kCancelled;
            records.clear();
            const std::size_t to = std::min(rows.size(), from + kPortion);
            for (std::size_t i = from; i < to; ++i) {
                records.emplace_back(std::move(rows[i]));
                m_hash.add(records.back());
            }
            if (auto done = m_batch.append(records); !done) return done;
            m_counts[dispatch::kindOf(records.front())] += std::int64_t(records.size());
            if (ids)
                for (const Record& record : records) ids->push_back(dispatch::idOf(record));
        }
        return {};
    }
    template <class Row>
    Result<void> one(Row row) {
        std::vector<Row> rows;
        rows.push_back(std::move(row));
        return write(std::move(rows));
    }
    void count(DemoReport& report) const { report.counts.assign(m_counts.begin(), m_counts.end()); }
    demo::ContentHash& hash() { return m_hash; }

  private:
    dispatch::Batch& m_batch;
    std::stop_token m_stop;
    demo::ContentHash m_hash;
    std::map<dispatch::Kind, std::int64_t> m_counts;
};

class Maker {
  public:
    Maker(const DemoOptions& options, const DemoProgress& progress, std::stop_token stop)
        : m_options(options), m_progress(progress), m_stop(std::move(stop)), m_city(options.seed) {
        m_now = options.nowTime.time_since_epoch().count() != 0
                    ? options.nowTime
                    : std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    }

    Result<DemoReport> make(const std::string& uri) {
        const auto began = Clock::now();
        m_report.uri = uri;
        m_report.cityName = demo::kCityZh;
        begin("store", 0);
        CreateOptions create;
        create.cityName = demo::kCityZh;
        create.mapCrs = "EPSG:4545";
        create.by = m_by;
        auto fresh = newStore(uri, create);
        if (!fresh) return fresh.error();
        buildGround();
        if (m_stop.stop_requested()) return kCancelled;
        begin("forces", 0.42);
        m_city.indexStreets();
        demo::Forces forces = demo::raiseForces(m_city, m_now);
        begin("writing", 0.45);
        if (auto written = writeAll((*fresh)->store(), forces); !written) return written.error();
        begin("closing", 0.97);
        if (auto done = (*fresh)->finish(); !done) return done.error();
        end();
        m_report.seconds = std::chrono::duration<double>(Clock::now() - began).count();
        return m_report;
    }

  private:
    void begin(const char* phase, double share) {
        end();
        m_phase = phase;
        m_phaseBegan = Clock::now();
        if (m_progress) m_progress(phase, share);
    }
    void end() {
        if (m_phase.empty()) return;
        const std::chrono::duration<double> took = Clock::now() - m_phaseBegan;
        m_report.phaseSeconds.push_back({m_phase, took.count()});
        m_phase.clear();
    }

    void buildGround() {
        begin("streets", 0.02);
        m_city.net = demo::layNet(m_city.plan);
        m_city.blocks = demo::cutBlocks(m_city.net, m_city.plan, m_options.seed);
        begin("grids and houses", 0.15);
        // The grids are shared out on a copy while lanes and houses are set.
        const demo::PlanarNet net = m_city.net;
        demo::GroundCut cut;
        std::thread sharing([&] {
            cut = demo::cutGroundOfCity(net, m_city.blocks, m_city.plan, m_options.seed, m_stop);
        });
        m_city.yards = demo::cutYards(m_city.net, m_city.plan, m_city.blocks, m_options.seed);
        m_city.buildings = demo::setBuildings(m_city.blocks, m_city.yards, m_options.seed);
        demo::Names streetNames(m_options.seed * 59 + 37);
        m_city.streets = demo::joinStreets(m_city.net, m_city.plan, streetNames);
        sharing.join();
        if (m_stop.stop_requested()) return;
        begin("administration", 0.35);
        m_city.administration =
            demo::administer(cut, m_city.blocks, m_city.plan, m_city.frame, m_city.names);
        m_city.lookup = GridLookup(std::span<const dispatch::Grid>(m_city.administration.grids));
    }

    Result<void> writeAll(dispatch::Store& store, demo::Forces& forces) {
        dispatch::BatchPlan plan;
        plan.by = m_by;
        plan.what = "demonstration city, seed " + std::to_string(m_options.seed);
        plan.exclusive = true;
        auto batch = store.beginBatch(plan);
        if (!batch) return batch.error();
        Writer writer(**batch, m_stop);
        demo::CaseHistory history(m_city, forces.units, m_now);
        std::vector<dispatch::Case> open;
        Portions portions;
        std::thread inventing([&] {
            history.makeClosed(m_options.history, [&](std::vector<dispatch::Case>&& portion) {
                return portions.put(std::move(portion));
            });
            open = history.makeOpen(50);
            portions.end();
        });
        auto written = writeRows(writer, forces, portions);
        portions.close();
        inventing.join();
        if (!written) return written;
        if (auto done = writer.write(std::move(open)); !done) return done;
        begin("publishing", 0.93);
        if (auto done = (*batch)->publish(); !done) return done.error();
        batch->reset();
        return report(store, forces, writer);
    }

    Result<void> writeRows(Writer& writer, demo::Forces& forces, Portions& portions) {
        dispatch::Setting mark;
        mark.key = kMark;
        mark.value = std::to_string(m_options.seed);
        if (auto done = writer.one(std::move(mark)); !done) return done;
        auto& admin = m_city.administration;
        std::vector<dispatch::Centre> centres{admin.city.centre};
        for (const auto* level : {&admin.districts, &admin.townships, &admin.communities})
            for (const auto& area : *level) centres.push_back(area.centre);
        if (auto done = writer.write(std::move(centres)); !done) return done;
        if (auto done = writer.write(std::vector(admin.grids)); !done) return done;
        if (auto done = writer.write(std::vector(admin.zones)); !done) return done;
        if (auto done = writer.write(std::vector(forces.posts)); !done) return done;
        if (auto done = writer.write(std::vector(forces.units)); !done) return done;
        if (auto done = writer.write(std::vector(forces.responders), &m_responderIds); !done)
            return done;
        std::vector<dispatch::Duty> duties;
        for (std::size_t i = 0; i < forces.responders.size(); ++i) {
            if (!forces.responders[i].onDuty) continue;
            dispatch::Duty duty;
            duty.responder = {m_responderIds[i]};
            duty.from = m_now - std::chrono::minutes(30 + 7 * std::int64_t(i % 60));
            duties.push_back(duty);
        }
        if (auto done = writer.write(std::move(duties)); !done) return done;
        tell("roads", 0.5);
        if (auto done = writer.write(demo::makeRoads(m_city.net, m_city.plan, m_city.streets,
                                                     m_city.frame, m_options.seed));
            !done)
            return done;
        tell("cameras", 0.58);
        if (auto done = writer.write(demo::placeCameras(m_city, 21'000)); !done) return done;
        tell("houses", 0.62);
        if (auto done = writer.write(demo::groundRows(m_city)); !done) return done;
        tell("cases", 0.75);
        for (auto portion = portions.take(); !portion.empty(); portion = portions.take())
            if (auto done = writer.write(std::move(portion)); !done) return done;
        return {};
    }

    /// First positions: everybody on duty was heard of in the last ten seconds.
    Result<void> report(dispatch::Store& store, const demo::Forces& forces, Writer& writer) {
        demo::Random random(m_options.seed * 61 + 41);
        std::vector<dispatch::Fix> handsets, vehicles;
        for (std::size_t i = 0; i < forces.responders.size(); ++i) {
            const auto& r = forces.responders[i];
            if (!r.onDuty) continue;
            dispatch::Fix fix;
            fix.responder = {m_responderIds[i]};
            fix.time = dispatch::Millis(m_now) - std::chrono::milliseconds(random.whole(0, 9'900));
            fix.place = m_city.frame.toLonLat(forces.places[i]);
            fix.headingDegrees = float(random.between(0, 360));
            fix.speedMetresPerSecond =
                float(r.vehicle == dispatch::Vehicle::Car ? random.between(0, 9)
                                                          : random.between(0, 1.4));
            fix.accuracyMetres = float(random.between(4, 15));
            writer.hash().add(fix);
            (r.kind == dispatch::ResponderKind::Patrol ? vehicles : handsets).push_back(fix);
        }
        for (const auto& [fixes, source] :
             {std::pair{&handsets, "handset"}, std::pair{&vehicles, "vehicle"}}) {
            auto taken = store.addFixes(*fixes, source);
            if (!taken) return taken.error();
        }
        m_report.contentHash = writer.hash().text();
        writer.count(m_report);
        return {};
    }

    void tell(const char* phase, double share) const {
        if (m_progress) m_progress(phase, share);
    }

    const DemoOptions& m_options;
    const DemoProgress& m_progress;
    std::stop_token m_stop;
    demo::City m_city;
    dispatch::Seconds m_now;
    dispatch::Author m_by{"gridhall", "demo"};
    DemoReport m_report;
    std::vector<std::int64_t> m_responderIds;
    std::string m_phase;
    Clock::time_point m_phaseBegan;
};

}  // namespace

Result<DemoReport> makeDemoCity(const std::string& uri, const DemoOptions& options,
                                const DemoProgress& progress, std::stop_token stop) {
    if (options.history < 0 || options.history > 5'000'000)
        return Error{ErrorCode::BadInput, "the history must be 0 to 5,000,000 cases, not " +
                                              std::to_string(options.history)};
    Maker maker(options, progress, std::move(stop));
    return maker.make(uri);
}

Result<std::optional<dispatch::Seconds>> demoCityLastLived(const std::string& uri) {
    auto store = openStore(uri);
    if (!store) return store.error();
    const auto picture = (*store)->load();
    if (!picture) return picture.error();
    std::optional<dispatch::Seconds> newest;
    if ((*picture)->setting(kMark).empty()) return newest;
    newest = dispatch::Seconds{};
    for (const auto& source : (*picture)->sources)
        newest = std::max(*newest, std::chrono::floor<std::chrono::seconds>(source.newest));
    (*picture)->cases.forEach(
        [&](const dispatch::Case& record) { newest = std::max(*newest, record.stageEntered); });
    return newest;
}

}  // namespace gis

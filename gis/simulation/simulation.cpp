// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/simulation/simulation.h"

#include <algorithm>
#include <ctime>
#include <thread>

#include "gis/roads/local_metres.h"
#include "gis/simulation/shift.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Kind;
using dispatch::Record;
using dispatch::Result;

Shift::Shift(dispatch::Store& store, const SimulationOptions& options,
             const SimulationListener& listener, std::stop_token stop)
    : m_committer(store, options, listener, m_report, stop),
      m_options(options),
      m_listener(listener),
      m_stop(std::move(stop)),
      m_random(options.seed * 67 + 43),
      m_began(Steady::now()) {}

double Shift::now() const {
    return std::chrono::duration<double>(Steady::now() - m_began).count();
}

dispatch::Seconds Shift::storeNow() const {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now() +
                                                    m_storeAhead);
}

void Shift::say(const std::string& sentence) const {
    if (m_listener.said) m_listener.said(sentence);
}

namespace {

template <class Row>
Result<std::vector<Row>> rowsOf(dispatch::Store& store, Kind kind) {
    std::vector<Row> rows;
    dispatch::Query query;
    query.kind = kind;
    const auto read = store.read(query, [&](Record&& record) {
        rows.push_back(std::get<Row>(std::move(record)));
        return true;
    });
    if (!read) return read.error();
    return rows;
}

}  // namespace

Result<void> Shift::begin() {
    auto& store = m_committer.store();
    if (auto beat = store.heartbeat(m_options.by); beat) {
        const auto here = std::chrono::time_point_cast<std::chrono::milliseconds>(
            std::chrono::system_clock::now());
        m_storeAhead = std::max(std::chrono::milliseconds(0), beat->storeTime - here);
        if (!beat->why.empty()) say(beat->why);
    }
    auto picture = store.load();
    if (!picture) return picture.error();
    if ((*picture)->responders.empty()) {
        if (!m_options.makeResponders)
            return Error{ErrorCode::BadInput,
                         "the store has no responders to simulate; --make-responders makes some"};
        if (auto made = makeForces(**picture); !made) return made;
        picture = store.load();
        if (!picture) return picture.error();
    }
    const auto roads = rowsOf<dispatch::Road>(store, Kind::Road);
    if (!roads) return roads.error();
    const auto barriers = rowsOf<dispatch::Barrier>(store, Kind::Barrier);
    if (!barriers) return barriers.error();
    m_graph = RoadGraph::build(*roads, *barriers);
    if (m_graph.empty()) say("the store has no roads: everybody moves straight");
    const dispatch::Picture& all = **picture;
    all.grids.forEach([&](const dispatch::Grid& g) {
        m_grids.push_back(g);
        m_gridPeople.push_back((m_gridPeople.empty() ? 0 : m_gridPeople.back()) + g.people + 1);
        const auto box = dispatch::boxOf(g.area);
        const LocalMetres local(box.centre().lat);
        const double radius = 0.45 * local.distance({box.west, box.south}, {box.east, box.north});
        m_homes[g.code] = {box.centre(), std::max(120.0, radius)};
    });
    m_lookup = GridLookup(std::span<const dispatch::Grid>(m_grids));
    all.posts.forEach([&](const dispatch::Post& p) { m_homes[p.code] = {p.place, 2'500}; });
    all.categories.forEach([&](const dispatch::Category& c) { m_categories.push_back(c); });
    m_picture = *picture;
    std::vector<std::size_t> on, off;
    all.responders.forEach([&](const dispatch::Responder& r) {
        (r.onDuty ? on : off).push_back(m_people.size());
        Person person;
        person.row = r;
        m_personOf[r.id.value] = m_people.size();
        m_people.push_back(std::move(person));
    });
    const auto wanted = std::min(std::size_t(std::max(0, m_options.responders)), m_people.size());
    if (wanted < std::size_t(m_options.responders))
        say("the store has " + std::to_string(m_people.size()) +
            " responders; all of them are on duty");
    if (on.size() > wanted) {
        const std::vector<std::size_t> leaving(on.begin() + std::ptrdiff_t(wanted), on.end());
        on.resize(wanted);
        if (auto done = setDuty(leaving, false); !done) return done;
    } else if (on.size() < wanted) {
        off.resize(wanted - on.size());
        if (auto done = setDuty(off, true); !done) return done;
    }
    m_onDuty.clear();
    for (std::size_t i = 0; i < m_people.size(); ++i)
        if (m_people[i].row.onDuty) {
            m_onDuty.push_back(i);
            startMoving(i, all.fixOf(m_people[i].row.id));
        }
    if (m_options.officer)
        all.cases.forEach(
            [&](const dispatch::Case& c) { m_nextStep[c.id.value] = m_random.between(20, 2'400); });
    m_nextCase = m_options.officer && m_options.casesPerHour > 0
                     ? m_random.between(0, 2 * 3600 / m_options.casesPerHour)
                     : 1e18;
    return {};
}

Result<void> Shift::run() {
    const auto pause = std::chrono::milliseconds(m_options.intervalSeconds < 4 ? 125 : 250);
    auto wake = Steady::now();
    while (!m_stop.stop_requested()) {
        const double t = now();
        if (m_options.seconds > 0 && t >= m_options.seconds) break;
        if (auto done = reportPositions(); !done) return done;
        if (t >= m_nextHeartbeat) {
            m_nextHeartbeat = t + 5;
            if (auto beat = m_committer.store().heartbeat(m_options.by); !beat)
                say(beat.error().detail);
        }
        for (int made = 0; now() >= m_nextCase && made < 50; ++made) {
            if (auto done = newCase(); !done) return done;
            m_nextCase += -std::log(1 - m_random.share()) * 3600 / m_options.casesPerHour;
        }
        if (t >= m_nextLook) {
            m_nextLook = t + 0.5;
            if (auto done = look(); !done) return done;
            if (auto done = answerOrders(); !done) return done;
            if (auto done = stepCases(); !done) return done;
        }
        if (t >= m_nextShift) {
            m_nextShift = t + m_random.between(8, 25);
            if (auto done = changeShift(); !done) return done;
        }
        wake = std::max(wake + pause, Steady::now());
        std::this_thread::sleep_until(wake);
    }
    m_report.responders = std::int64_t(m_onDuty.size());
    m_report.seconds = now();
    timespec cpu{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    m_report.cpuSeconds = double(cpu.tv_sec) + double(cpu.tv_nsec) * 1e-9;
    return {};
}

Result<SimulationReport> simulate(dispatch::Store& store, const SimulationOptions& options,
                                  const SimulationListener& listener, std::stop_token stop) {
    if (!(options.intervalSeconds >= 0.2) || options.casesPerHour < 0 || options.responders < 0)
        return Error{ErrorCode::BadInput,
                     "the interval must be at least 0.2 s, responders and cases not negative"};
    if (!options.rules) return Error{ErrorCode::BadInput, "the simulation was given no rules"};
    Shift shift(store, options, listener, stop);
    if (auto begun = shift.begin(); !begun) return begun.error();
    if (auto ran = shift.run(); !ran && !stop.stop_requested()) return ran.error();
    return shift.report();
}

}  // namespace gis

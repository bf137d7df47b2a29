// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "gis/demo_city/names.h"
#include "gis/geometry/locate_fixes.h"
#include "gis/geometry/serial_order.h"
#include "gis/simulation/shift.h"

namespace gis {

using dispatch::Duty;
using dispatch::Kind;
using dispatch::Record;
using dispatch::Responder;
using dispatch::ResponderKind;
using dispatch::Result;
using dispatch::Vehicle;
using dispatch::WorkState;
using dispatch::Write;

namespace {

Write fresh(Record record) {
    return {std::move(record), {}, false};
}

template <class Row>
Write changed(const Row& row) {
    return {row, row.revision, false};
}

bool drives(ResponderKind kind) {
    return kind == ResponderKind::Patrol || kind == ResponderKind::Department;
}

}  // namespace

Result<void> Shift::makeForces(const dispatch::Picture& picture) {
    std::vector<const dispatch::Grid*> grids;
    picture.grids.forEach([&](const dispatch::Grid& g) {
        if (g.kind != dispatch::GridKind::Dedicated && !g.area.empty()) grids.push_back(&g);
    });
    if (grids.empty())
        return dispatch::Error{
            dispatch::ErrorCode::BadInput,
            "the store has neither responders nor grids to make them for; import grids first"};
    demo::Names names(m_options.seed * 71 + 47);
    std::vector<Write> writes;
    const auto flush = [&](bool last) -> Result<void> {
        if (writes.size() < 400 && !last) return {};
        const auto done = m_committer.commit(std::move(writes), "simulated forces");
        writes.clear();
        if (!done) return done.error();
        return {};
    };
    std::vector<std::string> posts;
    const std::size_t stride = std::max<std::size_t>(1, grids.size() / 40);
    for (std::size_t g = 0; g < grids.size(); g += stride) {
        dispatch::Post post;
        post.code = "Q" + std::to_string(posts.size() + 1);
        post.name = grids[g]->name.empty() ? "警务站" + std::to_string(posts.size() + 1)
                                           : grids[g]->name + "警务站";
        post.kind = "police";
        post.place = centroidOf(grids[g]->area);
        posts.push_back(post.code);
        writes.push_back(fresh(post));
    }
    const int wanted = std::max(1, m_options.responders);
    const int patrols = std::min(wanted / 20, 60);
    int workers = 0, others = 0;
    for (int i = 0; i < wanted; ++i) {
        Responder r;
        const bool patrol = i < patrols;
        const std::size_t at = std::size_t(patrol ? i * 7 : i - patrols) % grids.size();
        r.grid = grids[at]->code;
        r.stateSince = storeNow();
        r.reportSeconds = std::max(1, int(m_options.intervalSeconds));
        if (patrol) {
            r.code = "p" + std::to_string(i + 1);
            r.name = "巡逻" + std::to_string(i + 1) + "组";
            r.kind = ResponderKind::Patrol;
            r.vehicle = Vehicle::Car;
            r.post = posts[std::size_t(i) % posts.size()];
        } else {
            const bool first = std::size_t(i - patrols) < grids.size();
            r.code = first ? "w" + std::to_string(++workers) : "t" + std::to_string(++others);
            r.name = names.person();
            r.kind = first ? ResponderKind::Gridworker : ResponderKind::PartTime;
            r.vehicle = m_random.chance(0.5) ? Vehicle::Foot : Vehicle::Bicycle;
        }
        writes.push_back(fresh(r));
        if (auto done = flush(false); !done) return done;
    }
    if (auto done = flush(true); !done) return done;
    say("made " + std::to_string(wanted) + " responders and " + std::to_string(posts.size()) +
        " posts");
    return {};
}

Result<void> Shift::setDuty(const std::vector<std::size_t>& who, bool onDuty) {
    auto& store = m_committer.store();
    constexpr std::size_t kPortion = 200;
    for (std::size_t from = 0; from < who.size() && !m_stop.stop_requested(); from += kPortion) {
        const std::size_t to = std::min(who.size(), from + kPortion);
        std::vector<Write> writes;
        const auto at = storeNow();
        std::vector<Responder> rows;
        for (std::size_t i = from; i < to; ++i) {
            Responder row = m_people[who[i]].row;
            row.onDuty = onDuty;
            row.state = WorkState::Free;
            row.stateSince = at;
            if (onDuty) {
                Duty duty;
                duty.responder = row.id;
                duty.from = at;
                writes.push_back(fresh(duty));
            } else {
                dispatch::Query query;
                query.kind = Kind::Duty;
                query.responder = row.id;
                const auto read = store.read(query, [&](Record&& record) {
                    Duty duty = std::get<Duty>(std::move(record));
                    if (duty.until) return true;
                    duty.until = std::max(at, duty.from);
                    writes.push_back(changed(duty));
                    return true;
                });
                if (!read) return read.error();
            }
            writes.push_back(changed(row));
            rows.push_back(std::move(row));
        }
        const auto done =
            m_committer.commit(std::move(writes), onDuty ? "duty begins" : "duty ends");
        if (!done) return done.error();
        if (!*done) {
            // Somebody was first: read again who they are now, and leave them as they are.
            for (std::size_t i = from; i < to; ++i) {
                dispatch::Query query;
                query.kind = Kind::Responder;
                query.code = m_people[who[i]].row.code;
                const auto read = store.read(query, [&](Record&& record) {
                    m_people[who[i]].row = std::get<Responder>(std::move(record));
                    return false;
                });
                if (!read) return read.error();
            }
            continue;
        }
        for (std::size_t i = from; i < to; ++i) {
            Responder& row = rows[i - from];
            row.revision.value = m_people[who[i]].row.revision.value + 1;
            m_people[who[i]].row = row;
            m_committer.acknowledge("responder", row.code, (*done)->seq);
        }
    }
    return {};
}

void Shift::startMoving(std::size_t who, const dispatch::Fix* last) {
    Person& person = m_people[who];
    const Responder& row = person.row;
    auto home = m_homes.find(drives(row.kind) && !row.post.empty() ? row.post : row.grid);
    if (home == m_homes.end()) home = m_homes.find(row.post);
    dispatch::LonLat middle{};
    double radius = 600;
    if (home != m_homes.end())
        std::tie(middle, radius) = home->second;
    else if (last)
        middle = last->place;
    else if (!m_graph.empty())
        middle = m_graph.place(RoadGraph::NodeIndex(m_random.below(m_graph.nodeCount())));
    else if (!m_grids.empty())
        middle = dispatch::boxOf(m_grids[m_random.below(m_grids.size())].area).centre();
    if (row.vehicle == Vehicle::Car && !drives(row.kind)) radius = std::max(radius, 900.0);
    person.mover = Mover(&m_graph, row.vehicle, middle, radius);
    person.mover.place(last ? last->place : middle);
    person.lastMoved = now();
    person.nextReport = now() + m_random.between(0, m_options.intervalSeconds);
    person.silentUntil = 0;
}

Result<void> Shift::reportPositions() {
    std::vector<dispatch::Fix> handsets, vehicles;
    const double t = now();
    const auto at = std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now() + m_storeAhead);
    for (const std::size_t who : m_onDuty) {
        Person& person = m_people[who];
        if (t < person.nextReport) continue;
        person.nextReport += m_options.intervalSeconds;
        if (person.nextReport < t)
            person.nextReport = t + m_options.intervalSeconds * m_random.share();
        person.mover.advance(t - person.lastMoved, m_random);
        person.lastMoved = t;
        // A handset falls silent now and then: about one in two hundred at any time.
        if (t < person.silentUntil) continue;
        if (m_random.chance(m_options.intervalSeconds * 4e-5))
            person.silentUntil = t + m_random.between(60, 260);
        dispatch::Fix fix;
        fix.responder = person.row.id;
        fix.time = at;
        fix.place = person.mover.where();
        fix.headingDegrees = float(person.mover.headingDegrees());
        fix.speedMetresPerSecond = float(person.mover.speed());
        fix.accuracyMetres = float(m_random.between(3, 14));
        (drives(person.row.kind) ? vehicles : handsets).push_back(fix);
    }
    locateFixes(m_lookup, handsets);
    locateFixes(m_lookup, vehicles);
    if (auto done = m_committer.addFixes(handsets, "handset"); !done) return done;
    return m_committer.addFixes(vehicles, "vehicle");
}

Result<void> Shift::changeShift() {
    // One goes home, one takes over; patrols stay.
    std::vector<std::size_t> leaving, coming;
    for (int tries = 0; tries < 20 && leaving.empty() && !m_onDuty.empty(); ++tries) {
        const std::size_t who = m_onDuty[m_random.below(m_onDuty.size())];
        const Person& person = m_people[who];
        if (!drives(person.row.kind) && !person.order && person.row.state == WorkState::Free)
            leaving.push_back(who);
    }
    for (int tries = 0; tries < 200 && coming.empty() && m_people.size() > m_onDuty.size();
         ++tries) {
        const std::size_t who = m_random.below(m_people.size());
        if (!m_people[who].row.onDuty) coming.push_back(who);
    }
    if (leaving.empty() ||
        (coming.empty() && m_onDuty.size() + 1 < std::size_t(m_options.responders)))
        return {};
    if (auto done = setDuty(leaving, false); !done) return done;
    if (auto done = setDuty(coming, true); !done) return done;
    for (const std::size_t who : leaving)
        if (!m_people[who].row.onDuty) std::erase(m_onDuty, who);
    for (const std::size_t who : coming) {
        if (!m_people[who].row.onDuty) continue;
        m_onDuty.push_back(who);
        startMoving(who, nullptr);
    }
    return {};
}

}  // namespace gis

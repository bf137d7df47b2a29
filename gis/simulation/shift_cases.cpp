// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

#include "gis/demo_city/case_templates.h"
#include "gis/geometry/serial_order.h"
#include "gis/roads/local_metres.h"
#include "gis/simulation/shift.h"
#include "gis/store/defaults.h"

namespace gis {

using dispatch::Case;
using dispatch::Kind;
using dispatch::Record;
using dispatch::Result;
using dispatch::WorkState;
using dispatch::Write;

namespace {

constexpr std::chrono::hours kLocal{8};

bool inArea(const dispatch::Area& area, dispatch::LonLat p) {
    bool in = false;
    for (const auto& polygon : area)
        for (std::size_t i = 1; i < polygon.shell.size(); ++i) {
            const auto a = polygon.shell[i - 1], b = polygon.shell[i];
            if ((a.lat > p.lat) != (b.lat > p.lat) &&
                p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon)
                in = !in;
        }
    return in;
}

/// Starts the clock of a stage just entered, by the default limits.
void startClock(Case& record) {
    static const auto limits = defaultLimits();
    const std::chrono::seconds allowed = allowedTime(limits, record);
    record.warned = false;
    record.lateSince.reset();
    record.warnAt.reset();
    record.due.reset();
    if (allowed.count() == 0) return;
    record.warnAt = record.stageEntered + allowed * 4 / 5;
    record.due = record.stageEntered + allowed;
}

}  // namespace

double Shift::later(double lowMinutes, double highMinutes) {
    // At high rates everything goes faster, so that the number of open cases stays.
    const double haste = std::clamp(80 / std::max(1.0, m_options.casesPerHour), 0.004, 1.0);
    return now() + 60 * m_random.between(lowMinutes, highMinutes) * haste;
}

std::string Shift::freeCode() {
    const std::chrono::year_month_day date(
        std::chrono::floor<std::chrono::days>(storeNow() + kLocal));
    for (;;) {
        std::array<char, 48> code{};
        std::snprintf(code.data(), code.size(), "%s-%02d%02u%02u-%04d", m_codePrefix.c_str(),
                      int(date.year()) % 100, unsigned(date.month()), unsigned(date.day()),
                      ++m_codeSerial);
        dispatch::Query query;
        query.code = code.data();
        if (m_committer.store().count(query).value_or(0) == 0) return code.data();
    }
}

Result<void> Shift::newCase() {
    // A kind of case by the hour, at a place by where people live.
    const auto at = storeNow();
    const auto local = at + kLocal;
    const int hour = int((local.time_since_epoch().count() / 3600) % 24);
    double sum = 0;
    for (const auto& t : demo::caseTemplates()) sum += t.weight * demo::hourWeight(t.hours, hour);
    double dice = m_random.share() * sum;
    const demo::CaseTemplate* chosen = &demo::caseTemplates().front();
    for (const auto& t : demo::caseTemplates()) {
        dice -= t.weight * demo::hourWeight(t.hours, hour);
        chosen = &t;
        if (dice <= 0) break;
    }
    Case record;
    record.title = demo::fillTitle(chosen->title, m_random);
    record.text = record.title + "，现场情况待核实。";
    record.risk = chosen->risk;
    for (const auto& topic : demo::topics())
        if (std::string_view(topic.topic) == chosen->topic) record.category = topic.code;
    const bool known = std::any_of(m_categories.begin(), m_categories.end(),
                                   [&](const auto& c) { return c.code == record.category; });
    if (!known) record.category = m_categories.empty() ? "" : m_categories.back().code;
    record.source = m_random.chance(0.5) ? "hotline" : m_random.chance(0.6) ? "gridworker" : "app";
    record.level = record.risk == dispatch::Risk::High ? "township" : "community";
    record.reported = record.stageEntered = at;
    startClock(record);
    if (!m_grids.empty()) {
        const double where = m_random.share() * m_gridPeople.back();
        const auto g =
            std::size_t(std::upper_bound(m_gridPeople.begin(), m_gridPeople.end(), where) -
                        m_gridPeople.begin());
        const auto& grid = m_grids[std::min(g, m_grids.size() - 1)];
        const auto box = dispatch::boxOf(grid.area);
        record.place = box.centre();
        for (int tries = 0; tries < 40; ++tries) {
            const dispatch::LonLat p{m_random.between(box.west, box.east),
                                     m_random.between(box.south, box.north)};
            if (!inArea(grid.area, p)) continue;
            record.place = p;
            break;
        }
        record.placeText = grid.name;
    } else if (!m_onDuty.empty()) {
        record.place = m_people[m_onDuty[m_random.below(m_onDuty.size())]].mover.where();
    }
    if (record.place && !m_graph.empty())
        if (const auto road = m_graph.nearestEdge(*record.place, dispatch::AllAccess, 1'500)) {
            const LocalMetres metres(road->place.lat);
            record.place =
                metres.moved(road->place, m_random.between(-7, 7), m_random.between(-7, 7));
        }
    if (record.place) {
        record.place->lon = std::round(record.place->lon * 1e7) / 1e7;
        record.place->lat = std::round(record.place->lat * 1e7) / 1e7;
        record.grid = m_lookup.geographicCode(*record.place);
    }
    for (int tries = 0; tries < 5; ++tries) {
        record.code = freeCode();
        const auto done = m_committer.commit({Write{record, {}, false}}, "simulated report");
        if (!done && done.error().code == dispatch::ErrorCode::BadInput && tries < 4) continue;
        if (!done) return done.error();
        if (!*done) continue;
        record.id = {(*done)->ids.front()};
        record.revision = (*done)->revisions.front();
        m_committer.acknowledge("case", record.code, (*done)->seq);
        ++m_report.casesMade;
        OpenCase open;
        open.row = std::move(record);
        open.nextStep = later(0.4, 4);
        m_cases[open.row.id.value] = std::move(open);
        return {};
    }
    return {};
}

Result<bool> Shift::moveTo(OpenCase& open, const std::string& stage) {
    Case row = open.row;
    row.stage = stage;
    row.stageEntered = storeNow();
    startClock(row);
    if (stage == "archived") {
        row.closed = std::max(row.stageEntered, row.reported);
        row.due.reset();
        row.warnAt.reset();
    }
    const auto done = m_committer.commit({Write{row, row.revision, false}}, "simulated: " + stage);
    if (!done) return done.error();
    if (*done) {
        row.revision = (*done)->revisions.front();
        open.row = std::move(row);
        m_committer.acknowledge("case", open.row.code, (*done)->seq);
        return true;
    }
    // Somebody at a desk was first: look at the case as it is now.
    dispatch::Query query;
    query.code = open.row.code;
    const auto read = m_committer.store().read(query, [&](Record&& record) {
        open.row = std::get<Case>(std::move(record));
        return false;
    });
    if (!read) return read.error();
    return false;
}

std::int64_t Shift::nearestFree(dispatch::LonLat place) const {
    const LocalMetres metres(place.lat);
    std::int64_t best = -1;
    double least = std::numeric_limits<double>::max();
    for (const std::size_t who : m_onDuty) {
        const Person& person = m_people[who];
        if (person.caseId != 0 || person.row.state != WorkState::Free || now() < person.silentUntil)
            continue;
        double away = metres.distance(person.mover.where(), place);
        if (person.row.vehicle == dispatch::Vehicle::Car) away *= 0.25;
        if (person.row.vehicle == dispatch::Vehicle::Bicycle) away *= 0.5;
        if (person.row.kind == dispatch::ResponderKind::PartTime) away *= 1.5;
        if (away < least) least = away, best = std::int64_t(who);
    }
    return best;
}

Result<void> Shift::step(OpenCase& open) {
    const std::string stage = open.row.stage;
    if (stage == "accepted") {
        const auto moved = moveTo(open, "routed");
        if (!moved) return moved.error();
        open.nextStep = later(0.3, 3);
    } else if (stage == "routed") {
        const std::int64_t who = open.row.place ? nearestFree(*open.row.place) : -1;
        open.nextStep = later(0.5, 1);
        if (who < 0) return {};
        const auto moved = moveTo(open, "handling");
        if (!moved) return moved.error();
        if (!*moved) return {};
        const auto sent = setState(std::size_t(who), WorkState::Sent);
        if (!sent) return sent.error();
        if (!*sent) return {};
        open.person = who;
        m_people[std::size_t(who)].caseId = open.row.id.value;
        m_people[std::size_t(who)].mover.hold(true);
        open.nextStep = now() + m_random.between(2, 8);
    } else if (stage == "handling" && open.person >= 0) {
        Person& person = m_people[std::size_t(open.person)];
        open.nextStep = now() + 1;
        if (person.row.state == WorkState::Sent) {
            const auto going = setState(std::size_t(open.person), WorkState::EnRoute);
            if (!going) return going.error();
            if (open.row.place) person.mover.sendTo(*open.row.place);
        } else if (person.row.state == WorkState::EnRoute) {
            if (person.mover.isUnderWay()) return {};
            const auto there = setState(std::size_t(open.person), WorkState::OnScene);
            if (!there) return there.error();
            person.mover.hold(true);
            open.nextStep = later(3, 15);
        } else {
            const auto moved = moveTo(open, "reported");
            if (!moved) return moved.error();
            const auto free = setState(std::size_t(open.person), WorkState::Free);
            if (!free) return free.error();
            person.caseId = 0;
            person.mover.hold(false);
            const LocalMetres metres(person.mover.where().lat);
            if (metres.distance(person.mover.where(), person.mover.home()) > 1'500)
                person.mover.sendTo(person.mover.home());
            open.person = -1;
            open.nextStep = later(3, 20);
        }
    } else if (stage == "handling") {
        const auto moved = moveTo(open, "reported");
        if (!moved) return moved.error();
        open.nextStep = later(3, 20);
    } else {
        const auto moved = moveTo(open, "archived");
        if (!moved) return moved.error();
        open.nextStep = now() + 5;
    }
    return {};
}

Result<void> Shift::stepCases() {
    const double t = now();
    std::vector<std::int64_t> due;
    for (const auto& [id, open] : m_cases)
        if (open.nextStep <= t) due.push_back(id);
    std::sort(due.begin(), due.end());
    if (due.size() > 60) due.resize(60);
    for (const auto id : due) {
        if (m_stop.stop_requested()) return {};
        OpenCase& open = m_cases[id];
        if (auto done = step(open); !done) return done;
        if (!open.row.closed) continue;
        if (open.person >= 0) {
            m_people[std::size_t(open.person)].caseId = 0;
            m_people[std::size_t(open.person)].mover.hold(false);
        }
        m_cases.erase(id);
    }
    return {};
}

Result<void> Shift::refreshCases() {
    // Cases that others reported in the meantime are worked on too.
    dispatch::Query query;
    query.kind = Kind::Case;
    query.openOnly = true;
    return m_committer.store().read(query, [&](Record&& record) {
        Case row = std::get<Case>(std::move(record));
        const auto [at, fresh] = m_cases.try_emplace(row.id.value);
        if (fresh) at->second.nextStep = later(1, 10);
        at->second.row = std::move(row);
        return true;
    });
}

}  // namespace gis

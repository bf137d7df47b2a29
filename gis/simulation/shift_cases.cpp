// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "dispatch/recommend.h"
#include "gis/demo_city/case_templates.h"
#include "gis/roads/local_metres.h"
#include "gis/simulation/shift.h"

namespace gis {

using dispatch::Case;
using dispatch::Result;

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

/// What officers do next with a case, as far as its stage offers it: the first that goes.
constexpr std::array<const char*, 7> kNext = {"accept", "dispatch", "report", "answer",
                                              "rate",   "archive",  "route"};

}  // namespace

double Shift::later(double lowMinutes, double highMinutes) {
    // At high rates everything goes faster, so that the number of open cases stays.
    const double haste = std::clamp(80 / std::max(1.0, m_options.casesPerHour), 0.004, 1.0);
    return now() + 60 * m_random.between(lowMinutes, highMinutes) * haste;
}

dispatch::LonLat Shift::placeIn(const dispatch::Grid& grid) {
    const auto box = dispatch::boxOf(grid.area);
    for (int tries = 0; tries < 40; ++tries) {
        const dispatch::LonLat p{m_random.between(box.west, box.east),
                                 m_random.between(box.south, box.north)};
        if (inArea(grid.area, p)) return p;
    }
    return box.centre();
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
    dispatch::Intake intake;
    Case& record = intake.draft;
    record.title = demo::fillTitle(chosen->title, m_random);
    record.text = record.title + "，现场情况待核实。";
    record.risk = chosen->risk;
    for (const auto& topic : demo::topics())
        if (std::string_view(topic.topic) == chosen->topic) record.category = topic.code;
    const bool known = std::any_of(m_categories.begin(), m_categories.end(),
                                   [&](const auto& c) { return c.code == record.category; });
    if (!known) record.category = m_categories.empty() ? "" : m_categories.back().code;
    record.source = m_random.chance(0.5) ? "hotline" : m_random.chance(0.6) ? "gridworker" : "app";
    record.reported = at;
    if (!m_grids.empty()) {
        const double where = m_random.share() * m_gridPeople.back();
        const auto g =
            std::size_t(std::upper_bound(m_gridPeople.begin(), m_gridPeople.end(), where) -
                        m_gridPeople.begin());
        const auto& grid = m_grids[std::min(g, m_grids.size() - 1)];
        record.place = placeIn(grid);
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
    const auto done = m_committer.takeIn(situation(), *m_options.officer, intake);
    if (!done) return done.error();
    if (!*done) return {};
    m_committer.acknowledge("case", (*done)->code, (*done)->receipt.seq);
    ++m_report.casesMade;
    m_nextStep[(*done)->record.value] = later(0.4, 4);
    return {};
}

Result<void> Shift::step(const Case& record) {
    const auto& workflow = m_options.rules->workflow;
    bool underWay = false;
    m_picture->assignments.forEach(
        [&](const dispatch::Assignment& order) { underWay |= order.record == record.id; });
    m_nextStep[record.id.value] = later(0.3, 3);
    if (underWay) return {};
    for (const char* action : kNext) {
        const dispatch::Step* step = workflow.step(record.stage, action);
        if (!step) continue;
        dispatch::Command command;
        command.record = record.id;
        command.action = action;
        command.reason = "模拟";
        command.result = "已到场处理。";
        command.via = "phone";
        command.rating = 3 + int(m_random.below(3));
        if (step->has(dispatch::Effect::OrdersResponder)) {
            const auto best = dispatch::recommend(*m_picture, record, situation().now,
                                                  dispatch::StraightTravelTime(*m_picture), 1);
            if (best.candidates.empty()) continue;
            command.responder = m_picture->responders.find(best.candidates[0].responder)->code;
        }
        const auto planned = dispatch::planAction(situation(), *m_options.officer, record, command);
        if (!std::holds_alternative<dispatch::Transaction>(planned)) continue;
        const auto done = act(*m_options.officer, command);
        if (!done) return done.error();
        return {};
    }
    return {};
}

Result<void> Shift::stepCases() {
    if (!m_options.officer) return {};
    const double t = now();
    m_picture->cases.forEach([&](const Case& record) {
        // Cases that others took in are worked on too, after a while.
        if (!m_nextStep.contains(record.id.value)) m_nextStep[record.id.value] = later(1, 10);
    });
    std::vector<std::int64_t> due;
    for (const auto& [id, next] : m_nextStep)
        if (next <= t) due.push_back(id);
    std::sort(due.begin(), due.end());
    if (due.size() > 60) due.resize(60);
    for (const auto id : due) {
        if (m_stop.stop_requested()) return {};
        const auto held = m_picture;  // Acting makes another picture; the case is of this one.
        const Case* record = held->cases.find(dispatch::CaseId{id});
        if (!record)
            m_nextStep.erase(id);
        else if (auto done = step(*record); !done)
            return done;
    }
    return {};
}

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/case_history.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "gis/demo_city/case_templates.h"
#include "gis/store/defaults.h"

namespace gis::demo {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;

/// The city's clocks show UTC+8.
constexpr std::chrono::hours kLocal{8};

std::size_t draw(const std::vector<double>& sums, Random& random) {
    const double at = random.share() * sums.back();
    return std::size_t(std::upper_bound(sums.begin(), sums.end(), at) - sums.begin());
}

void addWeight(std::vector<double>& sums, double weight) {
    sums.push_back((sums.empty() ? 0 : sums.back()) + weight);
}

}  // namespace

CaseHistory::CaseHistory(const City& city, std::span<const dispatch::Unit> units,
                         dispatch::Seconds now)
    : m_city(city), m_now(now), m_random(city.seed * 53 + 31) {
    for (const auto& unit : units) m_leads.try_emplace(unit.centre + unit.field, unit.code);
    for (int hour = 0; hour < 24; ++hour) {
        for (const CaseTemplate& t : caseTemplates())
            addWeight(m_byHour[hour], t.weight * hourWeight(t.hours, hour));
        addWeight(m_hours, m_byHour[hour].back());
    }
    for (const Building& b : city.buildings) addWeight(m_homes, b.households + 0.05);
    for (std::size_t e = 0; e < city.net.edges.size(); ++e) {
        const auto& edge = city.net.edges[e];
        if (city.streetOfEdge[e] < 0 || edge.kind == EdgeKind::Motorway ||
            edge.kind == EdgeKind::Yard)
            continue;
        const Vec p = city.middleOf(int(e));
        const double density = city.plan.density(p);
        const Quarter use = city.plan.quarterAt(p);
        const auto often = [&](std::vector<int>& list, double times) {
            for (int i = 0; i < int(times + m_random.share()); ++i) list.push_back(int(e));
        };
        if (use == Quarter::Industry) often(m_worksEdges, 1);
        if (use == Quarter::Village) often(m_countryEdges, 2);
        if (use == Quarter::Farmland) often(m_countryEdges, 0.12);
        if (density > 0.3) often(m_streetEdges, 3.5 * density * density);
        if (density > 0.3 && edge.kind <= EdgeKind::Residential)
            often(m_shopEdges, 5 * density * density);
        double half = 0;
        if (density > 0.25 && city.plan.riverDistance(p, &half) < half + 130)
            often(m_waterEdges, 1);
    }
}

std::string CaseHistory::codeFor(dispatch::Seconds reported) {
    const auto day = floor<days>(reported + kLocal);
    const auto number = day.time_since_epoch().count();
    if (number != m_codeDay) m_codeDay = number, m_codeSerial = 0;
    const std::chrono::year_month_day date(day);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "LL-%02d%02u%02u-%04d", int(date.year()) % 100,
                  unsigned(date.month()), unsigned(date.day()), ++m_codeSerial);
    return text.data();
}

Vec CaseHistory::placeFor(int scene, std::string& text) {
    const auto& net = m_city.net;
    const auto street = [&](const std::vector<int>& edges, double away) {
        const int e = edges[m_random.below(edges.size())];
        const auto& edge = net.edges[std::size_t(e)];
        const Vec a = net.points[std::size_t(edge.a)], b = net.points[std::size_t(edge.b)];
        const std::string name = m_city.streetName(e);
        if (!name.empty())
            text = name + (away > 5 ? std::to_string(m_random.whole(1, 280)) + "号" : "路段");
        return lerp(a, b, m_random.share()) +
               leftOf(unit(b - a)) * (m_random.chance(0.5) ? away : -away);
    };
    switch (Scene(scene)) {
        case Scene::Street:
            return street(m_streetEdges, 4);
        case Scene::Shop:
            return street(m_shopEdges, 9);
        case Scene::Works:
            return street(m_worksEdges, 14);
        case Scene::Country:
            return street(m_countryEdges, 12);
        case Scene::Water:
            return street(m_waterEdges, 3);
        case Scene::Home:
            break;
    }
    const Building& home = m_city.buildings[draw(m_homes, m_random)];
    const Vec middle = lerp(home.corners[0], home.corners[2], 0.5);
    const Vec out = unit(lerp(home.corners[0], home.corners[1], 0.5) - middle);
    const double deep = distance(home.corners[1], home.corners[2]) / 2;
    double best = 1e18;
    const Block& block = m_city.blocks[std::size_t(home.block)];
    for (const auto side : block.loop)
        if (const double d = distance(m_city.middleOf(side / 2), middle); d < best) {
            const std::string name = m_city.streetName(side / 2);
            if (!name.empty()) best = d, text = name;
        }
    if (!text.empty()) text += std::to_string(m_random.whole(1, 280)) + "号院";
    return middle + out * (deep + 2.5);
}

dispatch::Case CaseHistory::invent(dispatch::Seconds reported) {
    const auto local = reported + kLocal;
    const int hour =
        int(std::chrono::duration_cast<std::chrono::hours>(local - floor<days>(local)).count());
    const CaseTemplate& t = caseTemplates()[draw(m_byHour[hour], m_random)];
    dispatch::Case record;
    record.code = codeFor(reported);
    const Topic* about = nullptr;
    for (const Topic& topic : topics())
        if (std::string_view(topic.topic) == t.topic) about = &topic;
    if (about) record.category = about->code;
    record.title = fillTitle(t.title, m_random);
    record.risk = t.risk;
    const Vec p = placeFor(int(t.scene), record.placeText);
    record.place = m_city.frame.toLonLat(p);
    const GridPlace at = m_city.lookup.locate(*record.place);
    if (at.geographic >= 0) {
        record.grid = m_city.lookup.code(at.geographic);
        const auto community =
            std::size_t(m_city.administration.gridCommunity[std::size_t(at.geographic)]);
        const std::string& name = m_city.administration.communities[community].centre.name;
        const std::string area = name.substr(0, name.rfind("综治中心"));
        record.placeText = record.placeText.empty() ? area : area + " " + record.placeText;
        for (const std::size_t digits : {9, 6, 4}) {
            if (!about || !record.leadUnit.empty()) break;
            const auto lead = m_leads.find(record.grid.substr(0, digits) + about->field);
            if (lead != m_leads.end()) record.leadUnit = lead->second;
        }
    }
    const double dice = m_random.share();
    record.source = dice < 0.38   ? "hotline"
                    : dice < 0.74 ? "gridworker"
                    : dice < 0.9  ? "app"
                    : dice < 0.96 ? "patrol"
                                  : "camera";
    record.text = record.source == "hotline" ? "来电反映：" + record.title + "，请核实处置。"
                  : record.source == "gridworker" ? "网格员巡查发现：" + record.title + "。"
                                                  : record.title + "，现场情况待核实。";
    record.reported = reported;
    record.level = t.risk == dispatch::Risk::High ? (m_random.chance(0.5) ? "district" : "township")
                   : m_random.chance(0.45)        ? "township"
                                                  : "community";
    return record;
}

bool CaseHistory::makeClosed(std::int64_t count,
                             const std::function<bool(std::vector<dispatch::Case>&&)>& take) {
    const int span = count > 25'000 ? 365 : 30;
    const auto today = floor<days>(m_now + kLocal);
    std::vector<double> weight;
    double sum = 0;
    for (int d = span; d >= 1; --d) {
        const std::chrono::weekday weekday(today - days(d));
        const double season =
            1 + 0.12 * std::sin(2 * std::numbers::pi *
                                double((today - days(d)).time_since_epoch().count()) / 365.25);
        const unsigned w = weekday.c_encoding();
        weight.push_back((w == 0   ? 0.84
                          : w == 6 ? 0.93
                          : w == 1 ? 1.1
                                   : 1.02) *
                         season * m_random.between(0.93, 1.07));
        sum += weight.back();
    }
    std::vector<dispatch::Case> portion;
    double owed = 0;
    std::int64_t made = 0;
    for (int i = 0; i < span; ++i) {
        owed += weight[std::size_t(i)] / sum * double(count);
        const std::int64_t until = i + 1 == span ? count : std::int64_t(owed + 0.5);
        std::vector<int> times;
        for (; made < until; ++made) {
            const int hour = int(draw(m_hours, m_random));
            times.push_back(hour * 3600 + m_random.whole(0, 3599));
        }
        std::sort(times.begin(), times.end());
        for (const int t : times) {
            const dispatch::Seconds reported =
                dispatch::Seconds(today - days(span - i)) - kLocal + seconds(t);
            dispatch::Case record = invent(reported);
            const double hours = std::exp(m_random.normal() * 0.9 +
                                          (record.risk == dispatch::Risk::High ? 0.2 : 1.6));
            const auto took =
                seconds(int(std::min(hours, 240.0) * 3600) + m_random.whole(240, 1500));
            record.closed = std::min(reported + took, m_now - seconds(m_random.whole(120, 7200)));
            // Soon after midnight the last cases of yesterday are minutes old.
            if (*record.closed < reported) record.closed = reported + (m_now - reported) / 2;
            record.stage = "archived";
            record.stageEntered = *record.closed;
            portion.push_back(std::move(record));
        }
        if (portion.size() >= 4'000 || i + 1 == span) {
            if (!take(std::move(portion))) return false;
            portion.clear();
        }
    }
    return true;
}

std::vector<dispatch::Case> CaseHistory::makeOpen(std::size_t count) {
    static constexpr std::array<const char*, 10> kStages = {
        "accepted", "accepted", "routed",   "routed",   "handling",
        "handling", "handling", "handling", "reported", "rated"};
    const auto limits = defaultLimits();
    std::vector<dispatch::Case> open;
    for (std::size_t i = 0; i < count; ++i) {
        // Of 50, 41 are well within their limit, 6 near it, 3 over it.
        const double kind = (double(i) + 0.5) / double(count);
        const bool timely = kind < 0.82;
        const double used = timely        ? m_random.between(0.03, 0.78)
                            : kind < 0.94 ? m_random.between(0.81, 0.97)
                                          : m_random.between(1.02, 1.4);
        dispatch::Case record = invent(m_now - seconds(m_random.whole(60, 40'000)));
        record.stage = kStages[m_random.below(kStages.size())];
        const auto allowed = std::chrono::duration_cast<seconds>(allowedTime(limits, record));
        record.stageEntered = m_now - seconds(std::int64_t(double(allowed.count()) * used));
        if (allowed.count() > 0) {
            record.warnAt = record.stageEntered + allowed * 4 / 5;
            record.due = record.stageEntered + allowed;
        }
        const bool fresh = record.stage == "accepted";
        record.reported = record.stageEntered - seconds(fresh ? 0 : m_random.whole(240, 5'400));
        open.push_back(std::move(record));
    }
    std::stable_sort(open.begin(), open.end(),
                     [](const auto& l, const auto& r) { return l.reported < r.reported; });
    // Days past have given their numbers to closed cases: open ones count from 9001 there.
    m_codeDay = -1;
    const auto today = floor<days>(m_now + kLocal);
    for (auto& record : open) {
        record.code = codeFor(record.reported);
        const bool isToday = floor<days>(record.reported + kLocal) == today;
        record.code.replace(record.code.size() - 4, 1, isToday ? "1" : "9");
    }
    return open;
}

}  // namespace gis::demo

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/hall_people.h"

#include <QtGlobal>
#include <algorithm>
#include <cmath>

#include "gis/geometry/locate_fixes.h"
#include "tests/support/tiny_city.h"

namespace soak {

using namespace dispatch;

namespace {

Receipt committed(Store& store, const Transaction& transaction) {
    auto done = store.commit(transaction);
    if (!done) qFatal("%s", done.error().detail.c_str());
    if (!std::holds_alternative<Receipt>(*done)) qFatal("%s: conflict", transaction.key.c_str());
    return std::get<Receipt>(*done);
}

}  // namespace

void preparePeople(Store& store, int people) {
    std::vector<Record> rows = support::tinyCity().records();
    std::erase_if(rows, [](const Record& row) { return kindOf(row) == Kind::Responder; });
    auto batch = store.beginBatch({{"soak", "setup"}, "a tiny city", {}, false, false});
    if (!batch) qFatal("%s", batch.error().detail.c_str());
    if (auto done = (*batch)->append(rows); !done) qFatal("%s", done.error().detail.c_str());
    if (auto done = (*batch)->publish(); !done) qFatal("%s", done.error().detail.c_str());
    const auto clock = store.clock();
    if (!clock) qFatal("%s", clock.error().detail.c_str());
    const Seconds from =
        std::chrono::floor<std::chrono::seconds>(clock->storeTime) - std::chrono::hours(1);
    constexpr int kPortion = 200;
    for (int first = 0; first < people; first += kPortion) {
        Transaction who{"people-" + std::to_string(first), {"soak", "setup"}, {}, {}};
        for (int i = first; i < std::min(people, first + kPortion); ++i) {
            Responder made;
            made.code = "w" + std::to_string(i + 1);
            made.name = "worker " + made.code;
            made.onDuty = true;
            made.stateSince = from;
            who.writes.push_back({made, {}, false});
        }
        const Receipt receipt = committed(store, who);
        Transaction duties{"duties-" + std::to_string(first), {"soak", "setup"}, {}, {}};
        for (const std::int64_t id : receipt.ids) {
            Duty duty;
            duty.responder.value = id;
            duty.from = from;
            duties.writes.push_back({duty, {}, false});
        }
        committed(store, duties);
    }
}

FixStream::FixStream(const Picture& picture, std::uint64_t seed)
    : m_grids(picture.grids), m_random(seed) {
    picture.grids.forEach([&](const Grid& grid) { m_box.add(boxOf(grid.area)); });
    std::uniform_real_distribution<double> lon(m_box.west, m_box.east);
    std::uniform_real_distribution<double> lat(m_box.south, m_box.north);
    picture.responders.forEach([&](const Responder& who) {
        if (who.onDuty) m_people.push_back({who.id, {lon(m_random), lat(m_random)}});
    });
}

std::vector<Fix> FixStream::next(std::size_t count, Millis time) {
    std::normal_distribution<double> step(0, 0.0002);
    std::vector<Fix> fixes(m_people.empty() ? 0 : count);
    for (Fix& fix : fixes) {
        Person& person = m_people[m_turn++ % m_people.size()];
        // Whole ten-millionths, as stores keep them, so that all agree on which side of an edge.
        const auto moved = [&](double from, double low, double high) {
            const double to = std::clamp(from + step(m_random), low - 0.001, high + 0.001);
            return std::round(to * 1e7) / 1e7;
        };
        person.place = {moved(person.place.lon, m_box.west, m_box.east),
                        moved(person.place.lat, m_box.south, m_box.north)};
        fix.responder = person.id;
        fix.time = time;
        fix.place = person.place;
        fix.headingDegrees = 90;
        fix.accuracyMetres = 5;
    }
    gis::locateFixes(m_grids, fixes);
    return fixes;
}

}  // namespace soak

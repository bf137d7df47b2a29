// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/desk_hall.h"

#include <QtGlobal>
#include <chrono>
#include <map>

#include "gis/seal/digest.h"
#include "gis/store/defaults.h"
#include "tests/support/paper_hall.h"

namespace soak {

using namespace dispatch;

namespace {

constexpr const char* kLimits =
    "category,risk,level,stage,limit\n"
    "*,high,*,accepted,1 min\n*,*,*,accepted,2 min\n*,*,*,routed,2 min\n"
    "*,high,*,handling,3 min\n*,*,*,handling,5 min\n*,*,*,reported,3 min\n*,*,*,rated,5 min\n"
    "*,*,*,note,2 min\n*,*,*,whistle,2 min\n*,*,*,matter,3 min\n";

Receipt committed(Store& store, const Transaction& transaction) {
    auto done = store.commit(transaction);
    if (!done) qFatal("%s", done.error().detail.c_str());
    if (!std::holds_alternative<Receipt>(*done)) qFatal("%s: conflict", transaction.key.c_str());
    return std::get<Receipt>(*done);
}

std::shared_ptr<const Picture> loaded(Store& store) {
    auto picture = store.load();
    if (!picture) qFatal("%s", picture.error().detail.c_str());
    return *picture;
}

std::vector<Record> people(int responders) {
    std::vector<Record> rows = support::paperCity();
    const auto user = [&](const std::string& code, const char* role, const char* centre,
                          const std::string& responder = {}, bool disabled = false) {
        User made;
        made.code = made.fullName = code;
        made.role = role;
        made.centre = centre;
        made.responder = responder;
        made.disabled = disabled;
        rows.push_back(made);
    };
    user("root", "administrator", "");
    user("boss-city", "supervisor", "9903");
    user("boss-all", "supervisor", "");
    user("boss-town", "supervisor", "990301001");
    user("desk-all", "officer", "");
    user("desk-city", "officer", "9903");
    user("desk-district", "officer", "990301");
    user("desk-town-1", "officer", "990301001");
    user("desk-town-2", "officer", "990301002");
    user("desk-home-1", "officer", "990301001001");
    user("desk-home-2", "officer", "990301002002");
    user("reader", "analyst", "");
    user("gateway", "device", "");
    user("gone", "officer", "", {}, true);
    for (int i = 1; i <= responders; ++i) {
        Responder who;
        who.code = who.name = "w" + std::to_string(i);
        who.onDuty = i % 10 != 0;
        who.grid = "990301001001001";
        rows.push_back(who);
        if (i <= 4) user("handset-" + who.code, "device", "", who.code);
    }
    return rows;
}

/// Settings take the place of what a new store has under their key.
void put(const Picture& picture, Transaction& transaction,
         const std::map<std::string, std::string>& values) {
    for (const auto& [key, value] : values) {
        Setting made;
        made.key = key;
        picture.settings.forEach([&](const Setting& old) {
            if (old.key == made.key) made = old;
        });
        made.value = value;
        transaction.writes.push_back({made, made.revision, false});
    }
}

/// Half of those on duty have a shift that ends within half an hour; the others have none.
void putRoster(Store& store, const Picture& picture, const HallClock& clock) {
    Transaction roster;
    roster.key = "setup-roster";
    roster.by = {"setup", "setup"};
    roster.note = "roster";
    const auto begins = std::chrono::floor<std::chrono::seconds>(clock.now());
    picture.responders.forEach([&](const Responder& who) {
        if (!who.onDuty || who.id.value % 2 == 0) return;
        Duty duty;
        duty.responder = who.id;
        duty.from = begins;
        duty.until = begins + std::chrono::minutes(1 + who.id.value % 30);
        roster.writes.push_back({duty, {}, false});
    });
    roster.entries.push_back({{}, -1, "setup", "roster", {}, {}, {}});
    committed(store, roster);
}

}  // namespace

HallClock HallClock::startNow(int factor) {
    using namespace std::chrono;
    HallClock made;
    made.epoch = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    made.began = duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
    made.factor = factor;
    return made;
}

Millis HallClock::now() const {
    using namespace std::chrono;
    const auto passed = steady_clock::now().time_since_epoch() - nanoseconds(began);
    return Millis(milliseconds(epoch) + duration_cast<milliseconds>(passed) * factor);
}

void prepareDesk(const std::string& uri, const std::string& log, const HallPlan& plan,
                 const HallClock& clock) {
    DeskLog writes(log);
    LoggedStore store(uri, writes, 1);
    Transaction city;
    city.key = "setup-city";
    city.by = {"setup", "setup"};
    city.note = "city";
    for (Record& row : people(plan.responders)) city.writes.push_back({std::move(row), {}, false});
    put(*loaded(store), city, {{"rules.limits", kLimits}, {"desk.undelivered_seconds", "240"}});
    city.entries.push_back({{}, -1, "setup", "city", {}, {}, {}});
    committed(store, city);

    const auto picture = loaded(store);
    putRoster(store, *picture, clock);
    const Rules rules = rulesOf(*picture);
    Desk desk = deskAt(store);
    std::vector<std::string> grids, categories;
    picture->grids.forEach([&](const Grid& grid) { grids.push_back(grid.code); });
    picture->categories.forEach([&](const Category& row) { categories.push_back(row.code); });
    Actor root;
    root.user = *picture->userByCode("root");
    root.seat = "setup";
    for (int i = 0; i < plan.cases; ++i) {
        const auto at = static_cast<std::size_t>(i);
        Intake intake;
        intake.key = "setup-case-" + std::to_string(i);
        intake.draft.title = intake.key;
        intake.draft.grid = grids[at % grids.size()];
        intake.draft.category = categories[at % categories.size()];
        intake.draft.risk = static_cast<Risk>(i % 3);
        if (i % 5 == 0) intake.contactName = "who called " + std::to_string(i);
        const auto done = desk.takeIn({rules, *picture, clock.now()}, root, intake);
        if (!done) qFatal("%s", done.error().detail.c_str());
    }
}

Rules rulesOf(const Picture& picture) {
    auto rules = readRules(picture.settings, gis::defaultRuleTexts(), [](const std::string&) {
        return ZoneTable{{Seconds{}, std::chrono::hours(8)}};
    });
    if (!rules) qFatal("%s", rules.error().detail.c_str());
    return std::move(*rules);
}

Desk deskAt(Store& store) {
    return Desk(
        store, [] { return gis::randomHex(16); },
        [](const std::string& bytes) { return gis::sha256Hex(bytes); });
}

}  // namespace soak

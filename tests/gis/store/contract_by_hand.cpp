// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <atomic>
#include <map>
#include <random>
#include <set>
#include <thread>
#include <utility>

#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/gis/store/store_contract.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {
namespace {

constexpr int kVictims = 12;  // of each kind

/// One good row of every kind, `number` telling them apart.
std::vector<Record> rowsOfEveryKind(int number) {
    const std::string code = "v" + std::to_string(number);
    const LonLat here{106.8, 39.6};
    Duty duty;
    duty.responder = {1};
    duty.from = Seconds{1'690'000'000s};
    Road road;
    road.id = {100 + number};
    road.nodes = {{1}, {2}};
    road.line = {here, {106.81, 39.6}};
    return {Level{{}, code, "级", "level", 9, 12, {}},
            Centre{{}, code, "centre", "", "", here, someGrid(code).area, {}},
            someGrid(code),
            Zone{{}, code, "zone", someGrid(code).area, {}},
            Post{{}, code, "post", "police", here, {}},
            Unit{{}, code, "unit", "fire", "", here, {}},
            someResponder(code, false),
            duty,
            Category{{}, code, "", "类", "category", Risk::Low, 1, {}},
            someCase(code),
            CaseNote{{}, {1}, Seconds{1'700'000'000s}, "li", "note"},
            Camera{{}, code, "camera", here},
            PopulationCell{{}, here, 10},
            Ground{{}, GroundKind::Land, "land", someGrid(code).area, {}, 0, 0},
            road,
            Barrier{{200 + number}, here, "gate", ByFoot},
            TurnRestriction{{300 + number}, "no_left_turn", {1}, {2}, {3}, {}, ByCar},
            Setting{{}, code, "value", {}},
            someOrder({1}, {1}, AssignmentState::Waiting),
            someUser(code),
            someSupervision({1}),
            someContact({1})};
}

/// What spoils a row of a kind, in the SQL every engine knows: right sides of UPDATE … SET.
///
/// @param tooLong A text longer than any column may hold, as a literal.
std::vector<std::string> spoils(Kind kind, const Record& row, const std::string& tooLong) {
    std::vector<std::string> sets;
    const auto text = [&](const char* column) { sets.push_back(column + (" = " + tooLong)); };
    const auto word = [&](const char* column) {
        sets.push_back(std::string(column) + " = 'nonsense'");
        sets.push_back(std::string(column) + " = ''");
    };
    const auto time = [&](const char* column) {
        sets.push_back(std::string(column) + " = 9000000000000");
        sets.push_back(std::string(column) + " = -9000000000000000000");
    };
    std::visit(
        [&](const auto& some) {
            if constexpr (requires { some.code; }) text("code"), sets.push_back("code = ''");
            if constexpr (requires { some.name; }) text("name");
            if constexpr (requires { some.place; })
                sets.insert(sets.end(), {"lon = 999", "lat = -1e300", "lat = 90.1"});
            if constexpr (requires { some.revision; })
                sets.insert(sets.end(), {"revision = 0", "revision = -7"});
        },
        row);
    switch (kind) {
        case Kind::Level:
            text("name_zh"), sets.push_back("rank = 9000000000");
            break;
        case Kind::Unit:
            text("field");
            break;
        case Kind::Grid:
            word("kind"), sets.push_back("numbering = -9000000000");
            break;
        case Kind::Responder:
            word("kind"), word("vehicle"), word("state"), time("state_since"), text("post");
            sets.insert(sets.end(), {"report_seconds = 0", "report_seconds = 9000000000"});
            break;
        case Kind::Duty:
            time("from_at"), time("until_at"), sets.push_back("until_at = from_at - 1");
            break;
        case Kind::Category:
            word("risk");
            break;
        case Kind::Case:
            word("risk"), word("precision"), time("reported"), time("due"), text("title");
            time("stage_entered"), time("warn_at"), time("late_since"), text("result");
            break;
        case Kind::CaseNote:
            time("at"), text("text");
            break;
        case Kind::Ground:
            word("kind");
            break;
        case Kind::Road:
            word("kind"), word("one_way"), sets.push_back("access = 999");
            break;
        case Kind::Barrier:
            text("kind"), sets.push_back("access = -1");
            break;
        case Kind::TurnRestriction:
            text("kind");
            break;
        case Kind::Setting:
            text("value"), sets.push_back("key = ''");
            break;
        case Kind::Assignment:
            word("state"), time("sent"), time("state_since"), text("reason");
            time("delivered"), time("check_due");
            break;
        case Kind::User:
            text("full_name"), text("password");
            break;
        case Kind::Supervision:
            word("kind"), time("issued"), time("due"), text("answer");
            break;
        case Kind::Contact:
            time("made"), text("phone");
            break;
        case Kind::Centre:
        case Kind::Zone:
        case Kind::Post:
        case Kind::Camera:
        case Kind::PopulationCell:
        case Kind::Fix:
            break;
    }
    return sets;
}

bool isOfPictures(Kind kind) {
    switch (kind) {
        case Kind::Duty:
        case Kind::CaseNote:
        case Kind::Camera:
        case Kind::PopulationCell:
        case Kind::Ground:
        case Kind::Road:
        case Kind::Barrier:
        case Kind::TurnRestriction:
        case Kind::Contact:
        case Kind::Fix:
            return false;
        case Kind::Level:
        case Kind::Centre:
        case Kind::Grid:
        case Kind::Zone:
        case Kind::Post:
        case Kind::Unit:
        case Kind::Responder:
        case Kind::Category:
        case Kind::Case:
        case Kind::Setting:
        case Kind::Assignment:
        case Kind::User:
        case Kind::Supervision:
            return true;
    }
    return false;
}

std::string logged(const std::string& kind, std::int64_t id, int op = 1) {
    return "INSERT INTO change (kind, record, op, revision, action) VALUES ('" + kind + "', " +
           std::to_string(id) + ", " + std::to_string(op) + ", 1, 1)";
}

std::set<RecordRef> refsOf(const std::vector<Quarantined>& rows) {
    std::set<RecordRef> refs;
    for (const Quarantined& row : rows) refs.insert(row.record);
    return refs;
}

/// Whatever somebody wrote into its setting, retention runs and keeps the tracks of the last
/// minute.
///
/// @return What went wrong; empty where nothing did.
std::string faultOfRetention(Place& place, Store& store, ResponderId who, const std::string& days) {
    if (!place.poison("UPDATE " + place.table(Kind::Setting) + " SET value = '" + days +
                      "' WHERE key = 'retention.track_days'"))
        return "'" + days + "' cannot be written into the setting";
    Query lastMinute;
    lastMinute.kind = Kind::Fix;
    lastMinute.responder = who;
    lastMinute.since = std::chrono::floor<std::chrono::seconds>(place.clock.now()) - 60s;
    const auto before = store.count(lastMinute);
    const auto done = store.retain({});
    const auto after = store.count(lastMinute);
    if (!done) return "track_days '" + days + "': " + done.error().detail;
    if (!before || !after) return (before ? after : before).error().detail;
    if (*before == 0) return "there were no tracks to keep";
    // The writer goes on meanwhile, so there may be more.
    if (*after < *before) return "track_days '" + days + "': tracks of the last minute are gone";
    return {};
}

void poisonedRowsAreNamedAndTheRestFlows(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const auto reader = place->open();
    std::mt19937_64 random(support::seed("store contract, poisoned rows"));
    const auto below = [&](std::size_t most) { return static_cast<std::size_t>(random() % most); };

    Responder walker = someResponder("walker");
    walker.id.value = committed(*store, transaction({put(walker)})).ids.front();
    Duty duty;
    duty.responder = walker.id;
    duty.from = Seconds{1'690'000'000s};
    committed(*store, transaction({put(duty)}));
    std::map<Kind, std::vector<std::pair<std::int64_t, Record>>> victims;
    for (int i = 0; i < kVictims; ++i) {
        const std::vector<Record> rows = rowsOfEveryKind(i);
        std::vector<Write> writes;
        for (const Record& row : rows) writes.push_back(put(row));
        const Receipt made = committed(*store, transaction(writes));
        for (std::size_t k = 0; k < rows.size(); ++k)
            victims[kindOf(rows[k])].emplace_back(made.ids[k], rows[k]);
    }
    std::shared_ptr<const Picture> followed = *reader->load();
    QVERIFY(followed->quarantined.empty());

    // A writer goes on all the while.
    std::atomic<bool> over = false;
    std::atomic<int> written = 0;
    std::thread writer([&] {
        const auto own = place->open();
        while (!over || written < 20) {
            committed(*own, transaction({put(someCase("good-" + std::to_string(written.load())))}));
            ++written;
            const std::vector<Fix> fixes = {someFix(walker.id, place->clock.now(), {106.8, 39.6})};
            const auto taken = own->addFixes(fixes, "handset");
            if (!taken) qFatal("%s", taken.error().detail.c_str());
            if (taken->taken != 1) qFatal("a good fix was not taken");
            std::this_thread::sleep_for(2ms);
        }
    });
    const auto follow = [&] {
        auto delta = reader->changesSince(followed->seq, followed->fixSeq);
        if (!delta) qFatal("%s", delta.error().detail.c_str());
        followed = nextPicture(*followed, std::move(*delta)).first;
    };

    std::set<RecordRef> poisoned;
    std::size_t done = 0;
    const std::size_t wanted =
        adapter.effort >= 100 ? 1000 : 5 * static_cast<std::size_t>(adapter.effort);
    const std::string longText = "'" + std::string(70'000, 'x') + "'";
    const std::string hugeText = "'" + std::string(std::size_t{1} << 20, 'x') + "'";
    std::string retentionFault;
    bool retained = false;
    const std::vector<std::string> badFixes = place->badFixes(walker.id.value);
    // What the engine refuses itself does not count.
    for (std::size_t tries = 0; done < wanted && tries < 100 * wanted; ++tries) {
        if (tries % 16 == 0) follow();
        if (done == wanted / 2 && !std::exchange(retained, true)) {
            while (written < 2) std::this_thread::sleep_for(2ms);  // Then there is a track.
            // The last of these is the setting as it was.
            for (const char* days : {"999999999999", "-5", "x", "30"})
                if (retentionFault.empty())
                    retentionFault = faultOfRetention(*place, *store, walker.id, days);
        }
        if (tries % 16 == 1) {
            const std::vector<std::string> junk = {
                logged("nonsense", 5),
                logged("case", 4'711'000'111),
                logged("grid", -3),
                logged("fix", 815, 1),
                logged("case", 0, 3),
                logged("", 0, -9),
                "INSERT INTO source (idx, code, newest) VALUES (77, '', 5)",
                "INSERT INTO source (idx, code, newest) VALUES (78, 'x', 9000000000000000000)"};
            place->poison(junk[below(junk.size())]);
            if (!badFixes.empty()) place->poison(badFixes[below(badFixes.size())]);
        }
        const Kind kind = static_cast<Kind>(below(kKindCount - 1));
        // The first of each kind stays whole.
        const auto& [id, row] = victims[kind][1 + below(kVictims - 1)];
        std::vector<std::string> sets = spoils(kind, row, below(20) == 0 ? hugeText : longText);
        for (std::string& set : place->ownSpoils(kind)) sets.push_back(std::move(set));
        if (sets.empty()) continue;
        if (!place->poison("UPDATE " + place->table(kind) + " SET " + sets[below(sets.size())] +
                           " WHERE id = " + std::to_string(id)))
            continue;
        QVERIFY(place->poison(logged(kindName(kind), id)));
        poisoned.insert({kind, id});
        ++done;
    }
    over = true;
    writer.join();
    // Whatever was done to the last position by hand, the next report mends it.
    const std::vector<Fix> last = {someFix(walker.id, place->clock.now(), {106.8, 39.6})};
    MUST(store->addFixes(last, "handset"));
    follow();
    QVERIFY2(retentionFault.empty(), retentionFault.c_str());
    QCOMPARE(done, wanted);

    const auto loaded = store->load();
    MUST(loaded);
    QCOMPARE(printed(*followed), printed(**loaded));
    std::set<RecordRef> named;
    for (const RecordRef& ref : poisoned)
        if (isOfPictures(ref.kind)) named.insert(ref);
    QVERIFY(refsOf((*loaded)->quarantined) == named);
    for (const Quarantined& row : (*loaded)->quarantined) {
        QVERIFY(row.code.size() <= 80);
        QVERIFY2(row.why.starts_with(kindName(row.record.kind)), row.why.c_str());
    }
    for (int i = 0; i < written; ++i)
        QVERIFY((*loaded)->caseByCode("good-" + std::to_string(i)) != nullptr);
    QVERIFY((*loaded)->fixOf(walker.id) != nullptr);
    const auto then = store->pictureAt(place->clock.now());
    MUST(then);
    QVERIFY(refsOf((*then)->quarantined) == named);
    for (const auto& [kind, rows] : victims) {
        std::set<std::int64_t> read;
        Query query;
        query.kind = kind;
        MUST(store->read(query, [&](Record&& row) { return read.insert(idOf(row)), true; }));
        for (const auto& [id, row] : rows)
            QCOMPARE(read.contains(id), !poisoned.contains({kind, id}));
    }
    Query track;
    track.kind = Kind::Fix;
    MUST(store->read(track, [&](Record&&) { return true; }));
    const auto findings = store->verify();
    MUST(findings);
    std::set<std::string> sentences;
    for (const Finding& finding : *findings)
        if (finding.code == "quarantined") sentences.insert(finding.detail);
    for (const Quarantined& row : (*loaded)->quarantined)
        QVERIFY2(sentences.contains(row.why), row.why.c_str());

    // Mended by hand, or by a commit of ours, a row is back.
    const std::int64_t grid = victims[Kind::Grid].front().first;
    const auto setGrid = [&](const char* set) {
        const bool taken = place->poison("UPDATE " + place->table(Kind::Grid) + " SET " + set +
                                         " WHERE id = " + std::to_string(grid));
        if (taken) place->poison(logged("grid", grid));
        follow();
        return taken;
    };
    if (setGrid("kind = 'nonsense'")) {
        QVERIFY(refsOf(followed->quarantined).contains({Kind::Grid, grid}));
        QVERIFY(followed->gridByCode("v0") == nullptr);
    }
    QVERIFY(setGrid("kind = 'rural'"));
    QVERIFY(followed->gridByCode("v0") != nullptr);
    QVERIFY(!refsOf(followed->quarantined).contains({Kind::Grid, grid}));
    const auto& [who, whoRow] = victims[Kind::Responder].front();
    if (place->poison("UPDATE " + place->table(Kind::Responder) +
                      " SET report_seconds = 0 WHERE id = " + std::to_string(who))) {
        QVERIFY(place->poison(logged("responder", who)));
        follow();
        QVERIFY(followed->responderByCode("v0") == nullptr);
        QVERIFY(refsOf(followed->quarantined).contains({Kind::Responder, who}));
        Responder mended = std::get<Responder>(whoRow);
        mended.id.value = who;
        mended.revision = {1};
        committed(*store, transaction({change(mended)}));
        follow();
        QVERIFY(followed->responderByCode("v0") != nullptr);
        QVERIFY(!refsOf(followed->quarantined).contains({Kind::Responder, who}));
    }
    MUST(store->retain({}));
}

void idsPassEveryBoundary(const Adapter& adapter) {
    for (const int bits : {31, 32, 53}) {
        const std::int64_t edge = std::int64_t{1} << bits;
        const auto place = adapter.make();
        const auto store = place->open();
        place->startIdsAt(edge - 5);
        const auto reader = place->open();
        std::shared_ptr<const Picture> followed = *reader->load();
        std::vector<std::pair<Millis, std::string>> seen;
        std::int64_t highest = 0;
        for (int round = 0; round < 12; ++round) {
            const std::string code = std::to_string(round);
            place->clock.advance(1s);
            Case record = someCase("c" + code);
            const Receipt made =
                committed(*store, transaction({put(record), put(someResponder("w" + code))}));
            record.id.value = made.ids[0];
            record.revision = {1};
            record.title = "changed";
            Duty duty;
            duty.responder.value = made.ids[1];
            duty.from = Seconds{1'690'000'000s};
            committed(
                *store,
                transaction({change(record), put(duty),
                             put(someOrder(record.id, duty.responder, AssignmentState::Sent))}));
            const std::vector<Fix> fixes = {
                someFix(duty.responder, place->clock.now(), {106.8, 39.6})};
            const auto taken = store->addFixes(fixes, "handset");
            MUST(taken);
            QCOMPARE(taken->taken, std::size_t{1});
            QVERIFY(taken->last.value >= edge - 5);
            auto batch = store->beginBatch({author(), "grids", {}, false, false});
            MUST(batch);
            std::vector<Record> rows = {someGrid("g" + code)};
            MUST((*batch)->append(rows));
            const auto published = (*batch)->publish();
            MUST(published);
            QVERIFY(published->seq.value >= edge - 5);
            highest = std::max({highest, made.ids[0], made.ids[1], idOf(rows.front())});

            auto delta = reader->changesSince(followed->seq, followed->fixSeq);
            MUST(delta);
            followed = nextPicture(*followed, std::move(*delta)).first;
            const auto loaded = store->load();
            MUST(loaded);
            QCOMPARE(printed(*followed), printed(**loaded));
            QCOMPARE(only<Case>(*store, Kind::Case, record.id.value).title, record.title);
            seen.emplace_back((*loaded)->storeTime, printed(**loaded));
        }
        QVERIFY(highest > edge);
        QCOMPARE(followed->cases.size(), std::size_t{12});
        QCOMPARE(followed->fixes->size(), std::size_t{12});
        place->clock.advance(1s);
        for (const auto& [time, live] : seen) {
            const auto past = store->pictureAt(time);
            MUST(past);
            QCOMPARE(printed(**past), live);
        }
        MUST(store->retain({}));
        const auto findings = store->verify();
        MUST(findings);
        for (const Finding& finding : *findings)
            QVERIFY2(finding.code == "orphan", finding.detail.c_str());
    }
}

}  // namespace

std::vector<Rule> byHandRules() {
    return {{"poisonedRowsAreNamedAndTheRestFlows", &poisonedRowsAreNamedAndTheRestFlows},
            {"idsPassEveryBoundary", &idsPassEveryBoundary}};
}

}  // namespace contract

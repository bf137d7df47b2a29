// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <map>
#include <random>
#include <thread>

#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/gis/store/store_contract.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {
namespace {

void revisionsCountTheChangesOfOneRecord(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    Case record = someCase("A-1");
    const Receipt made = committed(*store, transaction({put(record)}));
    QCOMPARE(made.ids.size(), std::size_t{1});
    QCOMPARE(made.revisions.front().value, 1);
    record.id = {made.ids.front()};
    record.revision = made.revisions.front();
    record.title = "changed";
    const Receipt changed = committed(*store, transaction({change(record)}));
    QCOMPARE(changed.revisions.front().value, 2);
    QVERIFY(changed.seq > made.seq);
    const Case found = only<Case>(*store, Kind::Case, made.ids.front());
    QCOMPARE(found.revision.value, 2);
    QCOMPARE(found.title, std::string("changed"));
}

void everyKindComesBackAsItWasWritten(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    Case full = someCase("A-1");
    full.categoryText = "Other \"quoted\", 中文\nsecond line";
    full.placeText = "near the gate";
    full.grid = "150303001001001";
    full.due = full.stageEntered + 300s;
    full.precision = TimePrecision::Day;
    full.risk = Risk::High;
    Case bare = someCase("A-2");
    bare.place.reset();
    Centre centre;
    centre.code = "150303";
    centre.name = "海南区";
    centre.level = "district";
    centre.place = LonLat{106.9, 39.4};
    centre.reference = someGrid("x").area;
    Grid grid = someGrid("150303001001001");
    grid.area.push_back(someGrid("x", 107.2).area.front());
    grid.area.front().holes.push_back(
        {{106.802, 39.602}, {106.802, 39.604}, {106.804, 39.604}, {106.802, 39.602}});
    grid.kind = GridKind::Dedicated;
    Responder who = someResponder("w17");
    who.kind = ResponderKind::Police;
    who.vehicle = Vehicle::Car;
    who.state = WorkState::EnRoute;
    Camera camera{{}, "c1", "camera", {106.8, 39.6}};
    PopulationCell cell{{}, {106.81, 39.61}, 12.5};
    Ground river{{}, GroundKind::River, "黄河", {}, {{106.7, 39.5}, {106.75, 39.55}}, 0, 0};
    Ground house{{}, GroundKind::Building, "", someGrid("x").area, {}, 12, 30.5};
    Road road;
    road.id = {4'611'686'018'427'387'000};
    road.name = "滨河大道";
    road.kind = RoadClass::LivingStreet;
    road.oneWay = OneWay::Backward;
    road.speedKmh = 30;
    road.access = ByFoot | ByBicycle;
    road.bridge = true;
    road.nodes = {{12'345'678'901}, {-5}, {77}};
    road.line = {{106.8, 39.6}, {106.81, 39.6}, {106.82, 39.61}};
    Barrier barrier{{99}, {106.8, 39.6}, "gate", ByFoot};
    TurnRestriction turn{{7}, "no_left_turn", {1}, {2}, {}, {{3}, {4}}, ByCar};
    const std::vector<Record> records = {full, bare,  centre, grid, who,     camera,
                                         cell, river, house,  road, barrier, turn};
    std::vector<Write> writes;
    for (const Record& record : records) writes.push_back(put(record));
    const Receipt made = committed(*store, transaction(writes));
    for (std::size_t i = 0; i < records.size(); ++i) {
        Record expected = records[i];
        std::visit(
            [&](auto& row) {
                if constexpr (requires { row.id; }) row.id.value = made.ids[i];
                if constexpr (requires { row.revision; }) row.revision = made.revisions[i];
            },
            expected);
        bool found = false;
        Query query;
        query.kind = kindOf(expected);
        MUST(store->read(query, [&](Record&& record) {
            if (idOf(record) != made.ids[i]) return true;
            std::visit(
                [&](const auto& row) {
                    using Row = std::decay_t<decltype(row)>;
                    if constexpr (!std::is_same_v<Row, Fix>) found = std::get<Row>(record) == row;
                },
                expected);
            return false;
        }));
        QVERIFY2(found, qPrintable(QString::fromUtf8(kindName(kindOf(expected)))));
    }
}

void aLostRaceNamesRecordWhoAndWhen(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto mine = place->open();
    const auto theirs = place->open();
    Case record = someCase("A-1");
    const Receipt made = committed(*mine, transaction({put(record)}));
    record.id = {made.ids.front()};
    record.revision = {1};
    place->clock.advance(5s);
    Transaction first = transaction({change(record)});
    first.by = author("wang", "seat-2");
    committed(*theirs, first);
    place->clock.advance(5s);
    const auto second = mine->commit(transaction({put(someCase("A-2")), change(record)}));
    MUST(second);
    const auto* conflict = std::get_if<Conflict>(&*second);
    QVERIFY(conflict);
    QCOMPARE(conflict->code, std::string("A-1"));
    QCOMPARE(conflict->found.value, 2);
    QCOMPARE(conflict->by.officer, std::string("wang"));
    QCOMPARE(conflict->by.seat, std::string("seat-2"));
    QCOMPARE(conflict->at, place->clock.now() - 5s);
    QCOMPARE(countOf(*mine, Kind::Case), 1);
    record.revision = {2};
    Transaction gone = transaction({removal(record)});
    gone.by = author("zhao");
    committed(*theirs, gone);
    const auto third = mine->commit(transaction({change(record)}));
    MUST(third);
    conflict = std::get_if<Conflict>(&*third);
    QVERIFY(conflict);
    QCOMPARE(conflict->found.value, 0);
    QCOMPARE(conflict->by.officer, std::string("zhao"));
}

void ofTwoWritersExactlyOneWins(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    Case record = someCase("A-1");
    const Receipt made = committed(*store, transaction({put(record)}));
    record.id = {made.ids.front()};
    const int rounds = adapter.effort / 4;
    std::vector<int> wins(2, 0);
    const auto race = [&](int seat) {
        const auto own = place->open();
        for (int round = 1; round <= rounds; ++round) {
            Case wanted = record;
            wanted.revision = {round};
            wanted.title = "seat " + std::to_string(seat);
            const auto done = own->commit(transaction({change(wanted)}));
            if (!done) qFatal("%s", done.error().detail.c_str());
            if (std::holds_alternative<Receipt>(*done)) ++wins[static_cast<std::size_t>(seat)];
            for (;;) {
                Query query;
                query.code = "A-1";
                std::int64_t now = 0;
                (void)own->read(query,
                                [&](Record&& row) { return now = revisionOf(row).value, false; });
                if (now > round) break;
            }
        }
    };
    std::thread other([&] { race(1); });
    race(0);
    other.join();
    QCOMPARE(wins[0] + wins[1], rounds);
    QCOMPARE(only<Case>(*store, Kind::Case, record.id.value).revision.value, rounds + 1);
}

void aSecondCommitWithTheSameKeyWritesNothing(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const Transaction twice = transaction({put(someCase("A-1")), put(someCase("A-2"))});
    const Receipt first = committed(*store, twice);
    place->clock.advance(10s);
    const Receipt second = committed(*store, twice);
    QCOMPARE(second.seq, first.seq);
    QCOMPARE(second.at, first.at);
    QVERIFY(second.ids == first.ids);
    QVERIFY(second.revisions == first.revisions);
    QCOMPARE(countOf(*store, Kind::Case), 2);
    const auto asked = store->receiptOf(twice.key);
    MUST(asked);
    QVERIFY(asked->has_value());
    QCOMPARE((*asked)->seq, first.seq);
    QCOMPARE((*asked)->at, first.at);
    QVERIFY((*asked)->ids == first.ids && (*asked)->revisions == first.revisions);
    QVERIFY((*asked)->codes == first.codes);
    const auto unknown = store->receiptOf("'; DROP TABLE action; --");
    MUST(unknown);
    QVERIFY(!unknown->has_value());
}

void seatsThatBeatAreListedWithTheirOfficers(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const auto none = store->seats();
    MUST(none);
    QVERIFY(none->empty());
    MUST(store->heartbeat({"wang", "seat-2"}));
    const Millis early = place->clock.now();
    place->clock.advance(5s);
    const auto other = place->open();
    MUST(other->heartbeat({"li", "seat-1"}));
    MUST(other->heartbeat({"zhao", "seat-1"}));
    const auto seats = store->seats();
    MUST(seats);
    const std::vector<SeatPresence> expected = {{"seat-1", "zhao", place->clock.now()},
                                                {"seat-2", "wang", early}};
    QVERIFY(*seats == expected);
}

void aFailingWriteTakesTheWholeTransactionBack(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    committed(*store, transaction({put(someCase("A-1"))}));
    const auto before = store->load();
    MUST(before);
    const auto taken = store->commit(transaction({put(someCase("A-2")), put(someCase("A-1"))}));
    QVERIFY(!taken);
    QCOMPARE(taken.error().code, ErrorCode::BadInput);
    QVERIFY2(taken.error().detail.find("A-1") != std::string::npos, taken.error().detail.c_str());
    Case nowhere = someCase("A-3");
    nowhere.place = LonLat{106.8, 139.6};
    const auto bad = store->commit(transaction({put(someCase("A-2")), put(nowhere)}));
    QVERIFY(!bad);
    QVERIFY2(bad.error().detail.find("A-3") != std::string::npos, bad.error().detail.c_str());
    QCOMPARE(countOf(*store, Kind::Case), 1);
    const auto after = store->load();
    MUST(after);
    QCOMPARE(after.value()->seq, before.value()->seq);
}

void aReaderFollowsTheLogOrIsToldToLoadAfresh(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const auto reader = place->open();
    const auto start = reader->load();
    MUST(start);
    std::shared_ptr<const Picture> followed = *start;
    std::mt19937_64 random(support::seed("store contract, following"));
    std::map<std::int64_t, Case> cases;
    for (int step = 0; step < adapter.effort; ++step) {
        std::vector<Write> writes;
        Case record = someCase("F-" + std::to_string(step));
        if (!cases.empty() && random() % 3 != 0) {
            record = std::next(cases.begin(), static_cast<std::ptrdiff_t>(random() % cases.size()))
                         ->second;
            record.title += 'x';
            if (random() % 4 == 0) record.closed = record.reported + 60s;
        }
        const bool goes = record.id && random() % 5 == 0;
        const Receipt done = committed(*store, transaction({goes        ? removal(record)
                                                            : record.id ? change(record)
                                                                        : put(record)}));
        record.id = {done.ids.front()};
        record.revision = done.revisions.front();
        if (goes)
            cases.erase(record.id.value);
        else
            cases[record.id.value] = record;
        if (random() % 3 != 0) continue;
        auto delta = reader->changesSince(followed->seq, followed->fixSeq);
        MUST(delta);
        followed = nextPicture(*followed, std::move(*delta)).first;
        const auto loaded = reader->load();
        MUST(loaded);
        QCOMPARE(printed(*followed), printed(**loaded));
    }
    Setting keep;
    Query settings;
    settings.kind = Kind::Setting;
    settings.code = "retention.change_rows";
    MUST(store->read(settings, [&](Record&& row) { return keep = std::get<Setting>(row), false; }));
    keep.value = "5";
    committed(*store, transaction({change(keep)}));
    MUST(store->retain({}));
    const auto old = reader->changesSince((*start)->seq, (*start)->fixSeq);
    MUST(old);
    QVERIFY(old->tooOld);
    const auto loaded = reader->load();
    MUST(loaded);
    const auto now = reader->changesSince((*loaded)->seq, (*loaded)->fixSeq);
    MUST(now);
    QVERIFY(!now->tooOld);
    QVERIFY(now->isEmpty());
}

void aRestoredOlderCopyIsLoadedAfresh(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    committed(*store, transaction({put(someCase("A-1"))}));
    const auto loaded = store->load();
    MUST(loaded);
    const ChangeSeq newest = (*loaded)->seq;
    // Who followed the store that was lost is ahead of its older copy.
    const auto reader = place->open();
    const auto ahead = reader->changesSince(ChangeSeq{newest.value + 1000}, (*loaded)->fixSeq);
    MUST(ahead);
    QVERIFY(ahead->tooOld);
    const auto level = reader->changesSince(newest, (*loaded)->fixSeq);
    MUST(level);
    QVERIFY(!level->tooOld);
    QVERIFY(level->isEmpty());
}

}  // namespace

std::vector<Rule> commitRules() {
    return {
        {"revisionsCountTheChangesOfOneRecord", &revisionsCountTheChangesOfOneRecord},
        {"everyKindComesBackAsItWasWritten", &everyKindComesBackAsItWasWritten},
        {"aLostRaceNamesRecordWhoAndWhen", &aLostRaceNamesRecordWhoAndWhen},
        {"ofTwoWritersExactlyOneWins", &ofTwoWritersExactlyOneWins},
        {"aSecondCommitWithTheSameKeyWritesNothing", &aSecondCommitWithTheSameKeyWritesNothing},
        {"seatsThatBeatAreListedWithTheirOfficers", &seatsThatBeatAreListedWithTheirOfficers},
        {"aFailingWriteTakesTheWholeTransactionBack", &aFailingWriteTakesTheWholeTransactionBack},
        {"aReaderFollowsTheLogOrIsToldToLoadAfresh", &aReaderFollowsTheLogOrIsToldToLoadAfresh},
        {"aRestoredOlderCopyIsLoadedAfresh", &aRestoredOlderCopyIsLoadedAfresh}};
}

}  // namespace contract

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/gis/store/store_contract.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {
namespace {

void aBatchIsSeenWholeOrNotAtAll(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const auto reader = place->open();
    const auto start = reader->load();
    MUST(start);
    {
        auto batch = store->beginBatch({author(), "cases", {}, false, false});
        MUST(batch);
        std::vector<Record> rows;
        for (int i = 0; i < 500; ++i) rows.push_back(someCase("B-" + std::to_string(i)));
        MUST((*batch)->append(rows));
        QVERIFY(idOf(rows.front()) != 0);
        QCOMPARE(countOf(*reader, Kind::Case), 0);
        auto nothing = reader->changesSince((*start)->seq, (*start)->fixSeq);
        MUST(nothing);
        QVERIFY(nothing->isEmpty());
        place->clock.advance(1s);
        MUST((*batch)->publish());
    }
    QCOMPARE(countOf(*reader, Kind::Case), 500);
    auto delta = reader->changesSince((*start)->seq, (*start)->fixSeq);
    MUST(delta);
    QVERIFY(delta->reload == std::vector<Kind>{Kind::Case});
    const auto [followed, changes] = nextPicture(**start, std::move(*delta));
    const auto loaded = reader->load();
    MUST(loaded);
    QCOMPARE(printed(*followed), printed(**loaded));
    const auto earlier = reader->pictureAt(place->clock.now() - 500ms);
    MUST(earlier);
    QCOMPARE((*earlier)->cases.size(), std::size_t{0});
    {
        auto lost = store->beginBatch({author(), "lost", {}, false, false});
        MUST(lost);
        std::vector<Record> rows = {someCase("L-1"), someCase("L-2")};
        MUST((*lost)->append(rows));
    }
    QCOMPARE(countOf(*reader, Kind::Case), 500);
    // What an abandoned batch held is free at once, and gone after retention.
    committed(*store, transaction({put(someCase("L-1"))}));
    MUST(store->retain({}));
    QCOMPARE(countOf(*reader, Kind::Case), 501);
    const auto findings = store->verify();
    MUST(findings);
    QVERIFY2(findings->empty(), findings->empty() ? "" : findings->front().detail.c_str());
}

void aBatchMayTakeThePlaceOfWhatIsThere(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    Grid old = someGrid("150303001001001");
    const Receipt made =
        committed(*store, transaction({put(old), put(someGrid("150303001001002"))}));
    Road road;
    road.id = {5};
    road.nodes = {{1}, {2}};
    road.line = {{106.8, 39.6}, {106.81, 39.6}};
    committed(*store, transaction({put(road)}));
    place->clock.advance(1s);
    const Millis before = place->clock.now();
    const auto start = store->load();
    MUST(start);
    place->clock.advance(1s);
    auto batch = store->beginBatch({author(), "new cut", {Kind::Grid, Kind::Road}, false, false});
    MUST(batch);
    Grid fresh = someGrid("150303001001001", 106.9);
    road.name = "new";
    std::vector<Record> rows = {fresh, road};
    MUST((*batch)->append(rows));
    QCOMPARE(countOf(*store, Kind::Grid), 2);
    MUST((*batch)->publish());
    for (int look = 0; look < 2; ++look) {
        QCOMPARE(countOf(*store, Kind::Grid), 1);
        QCOMPARE(countOf(*store, Kind::Road), 1);
        QCOMPARE(only<Road>(*store, Kind::Road, 5).name, std::string("new"));
        const auto then = store->pictureAt(before);
        MUST(then);
        QCOMPARE(printed(**then), printed(**start));
        const auto loaded = store->load();
        MUST(loaded);
        QCOMPARE((*loaded)->grids.size(), std::size_t{1});
        QVERIFY((*loaded)->grids.at(0).area == fresh.area);
        old.id = {made.ids.front()};
        old.revision = {1};
        const auto late = store->commit(transaction({change(old)}));
        MUST(late);
        QVERIFY(std::holds_alternative<Conflict>(*late));
        MUST(store->retain({}));
    }
}

void readersNarrowTheirQuestions(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    auto batch = store->beginBatch({author(), "cases", {}, false, false});
    MUST(batch);
    std::vector<Record> rows;
    for (int i = 0; i < 300; ++i) {
        Case record = someCase("Q-" + std::to_string(i));
        record.place = LonLat{106 + i * 0.01, 39.6};
        record.reported += i * 60s;
        if (i % 3 == 0) record.closed = record.reported + 60s;
        rows.push_back(std::move(record));
    }
    rows.push_back(CaseNote{{}, {}, Seconds{1s}, "li", "orphan note"});
    MUST((*batch)->append(rows));
    MUST((*batch)->publish());
    const auto counted = [&](const Query& query) {
        std::int64_t read = 0;
        if (!store->read(query, [&](Record&&) { return ++read, true; })) return std::int64_t{-1};
        const auto count = store->count(query);
        return count && *count == read ? read : std::int64_t{-2};
    };
    Query query;
    QCOMPARE(counted(query), 300);
    query.openOnly = true;
    QCOMPARE(counted(query), 200);
    query.since = Seconds{1'700'000'000s} + 60 * 60s;
    query.until = Seconds{1'700'000'000s} + 120 * 60s;
    QCOMPARE(counted(query), 40);
    query = {};
    query.box = GeoBox{106.995, 39.5, 107.105, 39.7};
    QCOMPARE(counted(query), 11);
    query.limit = 4;
    QCOMPARE(counted(query), 4);
    std::string newest;
    MUST(store->read(query, [&](Record&& row) { return newest = codeOf(row), false; }));
    QCOMPARE(newest, std::string("Q-110"));
    query = {};
    query.code = "Q-7";
    QCOMPARE(counted(query), 1);
    query.kind = Kind::CaseNote;
    query.code.reset();
    query.record = std::get<Case>(rows.front()).id;
    QCOMPARE(counted(query), 0);
}

}  // namespace

std::vector<Rule> batchRules() {
    return {{"aBatchIsSeenWholeOrNotAtAll", &aBatchIsSeenWholeOrNotAtAll},
            {"aBatchMayTakeThePlaceOfWhatIsThere", &aBatchMayTakeThePlaceOfWhatIsThere},
            {"readersNarrowTheirQuestions", &readersNarrowTheirQuestions}};
}

}  // namespace contract

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>

#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/gis/store/random_hall.h"
#include "tests/gis/store/store_contract.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {
namespace {

void onlyPeopleOnDutyHaveAPosition(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const auto reader = place->open();
    const Receipt people =
        committed(*store, transaction({put(someResponder("w1")), put(someResponder("w2", false))}));
    const ResponderId on{people.ids[0]};
    const ResponderId off{people.ids[1]};
    const Millis now = place->clock.now();
    Duty duty;
    duty.responder = on;
    duty.from = std::chrono::floor<std::chrono::seconds>(now) - 1h;
    const Receipt dutyMade = committed(*store, transaction({put(duty)}));
    const auto start = reader->load();
    MUST(start);
    const LonLat here{106.8123456, 39.6543211};
    const std::vector<Fix> fixes = {
        someFix(on, now - 10s, here),     someFix(on, now - 20s, {106.7, 39.5}),
        someFix(on, now - 2h, here),      someFix(off, now, here),
        someFix({4711}, now, here),       someFix(on, now, {0, 0}),
        someFix(on, now, {106.8, 95}),    someFix(on, now + 48h, here),
        someFix(on, Millis{1000s}, here),
    };
    const auto taken = store->addFixes(fixes, "handset");
    MUST(taken);
    QCOMPARE(taken->taken, std::size_t{2});
    QCOMPARE(taken->refusedOffDuty, std::size_t{2});
    QCOMPARE(taken->refusedUnknown, std::size_t{1});
    QCOMPARE(taken->refusedImpossible, std::size_t{4});
    auto delta = reader->changesSince((*start)->seq, (*start)->fixSeq);
    MUST(delta);
    QCOMPARE(delta->fixes.size(), std::size_t{1});
    QCOMPARE(delta->fixes.front().time, now - 10s);
    QVERIFY(std::abs(delta->fixes.front().place.lon - here.lon) < 1e-7);
    QVERIFY(std::abs(delta->fixes.front().place.lat - here.lat) < 1e-7);
    QCOMPARE(delta->sources.size(), std::size_t{1});
    QCOMPARE(delta->sources.front().code, std::string("handset"));
    QCOMPARE(delta->sources.front().newest, now - 10s);
    QCOMPARE(delta->fixes.front().source, delta->sources.front().index);
    // Late, and older than what is known: into the track, not onto the map.
    const std::vector<Fix> late = {someFix(on, now - 30s, {106.6, 39.4})};
    MUST(store->addFixes(late, "handset"));
    const auto loaded = reader->load();
    MUST(loaded);
    QCOMPARE((*loaded)->fixes->size(), std::size_t{1});
    QCOMPARE((*loaded)->fixes->front().time, now - 10s);
    Query track;
    track.kind = Kind::Fix;
    track.responder = on;
    const auto tracked = store->count(track);
    MUST(tracked);
    QCOMPARE(*tracked, 3);
    track.limit = 2;
    std::vector<Millis> newest;
    MUST(store->read(track, [&](Record&& row) {
        newest.push_back(std::get<Fix>(row).time);
        return true;
    }));
    QVERIFY((newest == std::vector<Millis>{now - 10s, now - 20s}));

    Responder leaves = only<Responder>(*store, Kind::Responder, on.value);
    leaves.onDuty = false;
    duty.id = {dutyMade.ids.front()};
    duty.revision = {1};
    duty.until = std::chrono::floor<std::chrono::seconds>(now);
    committed(*store, transaction({change(leaves), change(duty)}));
    const auto after = reader->load();
    MUST(after);
    QVERIFY((*after)->fixes->empty());
    place->clock.advance(1min);
    const std::vector<Fix> afterwards = {someFix(on, now + 30s, here), someFix(on, now - 5s, here)};
    const auto refused = store->addFixes(afterwards, "handset");
    MUST(refused);
    QCOMPARE(refused->refusedOffDuty, std::size_t{1});
    QCOMPARE(refused->taken, std::size_t{1});
    const auto still = reader->load();
    MUST(still);
    QVERIFY((*still)->fixes->empty());
}

void aPastPictureIsWhatWasLiveThen(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    RandomHall hall(place->clock, *store, support::seed("store contract, past pictures"));
    std::vector<std::pair<Millis, std::string>> seen;
    const auto reader = place->open();
    const auto start = reader->load();
    MUST(start);
    std::shared_ptr<const Picture> followed = *start;
    for (int step = 0; step < 2 * adapter.effort; ++step) {
        hall.step();
        if (hall.below(3) != 0) continue;
        const auto live = store->load();
        MUST(live);
        seen.emplace_back((*live)->storeTime, printed(**live));
        // Whoever follows the log sees the same.
        auto delta = reader->changesSince(followed->seq, followed->fixSeq);
        MUST(delta);
        followed = nextPicture(*followed, std::move(*delta)).first;
        QCOMPARE(printed(*followed), seen.back().second);
    }
    QVERIFY(seen.size() > 5);
    place->clock.advance(1s);
    for (int look = 0; look < 2; ++look) {
        for (const auto& [time, live] : seen) {
            const auto past = store->pictureAt(time);
            MUST(past);
            QCOMPARE(printed(**past), live);
        }
        MUST(store->retain({}));
    }
    const auto findings = store->verify();
    MUST(findings);
    for (const Finding& finding : *findings)
        QVERIFY2(finding.code != "damaged" && finding.code != "index", finding.detail.c_str());
}

void tracksAreKeptForTheirTimeOnly(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    Responder who = someResponder("w1");
    who.id.value = committed(*store, transaction({put(who)})).ids.front();
    Duty duty;
    duty.responder = who.id;
    duty.from = Seconds{1'690'000'000s};
    committed(*store, transaction({put(duty)}));
    const auto report = [&] {
        const std::vector<Fix> fixes = {someFix(who.id, place->clock.now(), {106.8, 39.6})};
        const auto taken = store->addFixes(fixes, "handset");
        return taken && taken->taken == 1;
    };
    QVERIFY(report());
    auto batch = store->beginBatch({author(), "old tracks", {}, false, true});
    MUST(batch);
    std::vector<Record> old;
    for (int i = 0; i < 300; ++i)
        old.push_back(someFix(who.id, Millis{1'600'000'000s + i * 10s}, {106.8, 39.6}));
    MUST((*batch)->append(old));
    Query all;
    all.kind = Kind::Fix;
    QCOMPARE(*store->count(all), 1);
    MUST((*batch)->publish());
    QCOMPARE(*store->count(all), 301);
    place->clock.advance(std::chrono::days(31));
    QVERIFY(report());
    const auto before = store->load();
    MUST(before);
    QCOMPARE((*before)->fixes->size(), std::size_t{1});
    QCOMPARE((*before)->fixes->front().time, place->clock.now());
    QCOMPARE(*store->count(all), 302);
    MUST(store->retain({}));
    QCOMPARE(*store->count(all), 301);
    std::int64_t rows = 0;
    all.since = Seconds{1'650'000'000s};
    MUST(store->read(all, [&](Record&&) { return ++rows, true; }));
    QCOMPARE(rows, 1);
}

}  // namespace

std::vector<Rule> historyRules() {
    return {{"onlyPeopleOnDutyHaveAPosition", &onlyPeopleOnDutyHaveAPosition},
            {"aPastPictureIsWhatWasLiveThen", &aPastPictureIsWhatWasLiveThen},
            {"tracksAreKeptForTheirTimeOnly", &tracksAreKeptForTheirTimeOnly}};
}

}  // namespace contract

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <barrier>
#include <thread>

#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/gis/store/store_contract.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {
namespace {

const std::vector<AssignmentState> kLiveStates = {
    AssignmentState::Sent, AssignmentState::Acknowledged, AssignmentState::EnRoute,
    AssignmentState::OnScene};
const std::vector<AssignmentState> kFinalStates = {
    AssignmentState::Done, AssignmentState::Refused, AssignmentState::NotDelivered,
    AssignmentState::Recalled, AssignmentState::Returned};

/// A case and a responder, in the store.
struct Scene {
    explicit Scene(Store& store) {
        const Receipt made =
            committed(store, transaction({put(someCase("A-1")), put(someResponder("w1"))}));
        record.value = made.ids[0];
        who.value = made.ids[1];
    }
    Assignment order(AssignmentState state = AssignmentState::Sent) const {
        return someOrder(record, who, state);
    }
    CaseId record;
    ResponderId who;
};

Assignment written(Store& store, Assignment order) {
    const Receipt done = committed(store, transaction({order.id ? change(order) : put(order)}));
    order.id.value = done.ids.front();
    order.revision = done.revisions.front();
    return order;
}

void ordersComeBackAsTheyWereWritten(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const Scene scene(*store);
    Assignment order = written(*store, scene.order());
    QVERIFY(only<Assignment>(*store, Kind::Assignment, order.id.value) == order);
    Assignment unit = scene.order();
    unit.responder = {};
    unit.unit = "fire-1";
    unit = written(*store, unit);
    QVERIFY(only<Assignment>(*store, Kind::Assignment, unit.id.value) == unit);
    order.reason = "在另一件事上, \"busy\"";
    const std::vector<AssignmentState> all = [] {
        std::vector<AssignmentState> states = kLiveStates;
        states.push_back(AssignmentState::Waiting);
        states.insert(states.end(), kFinalStates.begin(), kFinalStates.end());
        return states;
    }();
    for (const AssignmentState state : all) {
        order.state = state;
        order.stateSince += 60s;
        order = written(*store, order);
        QVERIFY(only<Assignment>(*store, Kind::Assignment, order.id.value) == order);
    }
    QCOMPARE(order.revision.value, static_cast<std::int64_t>(1 + all.size()));
    QCOMPARE(countOf(*store, Kind::Assignment), 2);
}

void aResponderHasOneLiveOrder(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const auto other = place->open();
    const Scene scene(*store);
    place->clock.advance(5s);
    Transaction sends = transaction({put(scene.order())});
    sends.by = author("wang", "seat-2");
    Assignment first = scene.order();
    first.id.value = committed(*other, sends).ids.front();
    first.revision = {1};
    const Millis sent = place->clock.now();
    place->clock.advance(5s);
    const auto before = store->load();
    MUST(before);
    const auto refused = [&](const Transaction& wanted, std::int64_t revision) {
        const auto done = store->commit(wanted);
        if (!done) qFatal("%s", done.error().detail.c_str());
        const auto* conflict = std::get_if<Conflict>(&*done);
        return conflict && conflict->record == RecordRef{Kind::Assignment, first.id.value} &&
               conflict->code == "w1" && conflict->found.value == revision &&
               conflict->by == author("wang", "seat-2") && conflict->at == sent;
    };
    for (const AssignmentState state : kLiveStates)
        QVERIFY(refused(transaction({put(someCase("A-2")), put(scene.order(state))}), 1));
    const auto after = store->load();
    MUST(after);
    QCOMPARE(printed(**after), printed(**before));

    // What waits, what is over and what goes to a unit may stand beside it.
    const Assignment waiting = written(*store, scene.order(AssignmentState::Waiting));
    for (const AssignmentState state : kFinalStates) written(*store, scene.order(state));
    Assignment unit = scene.order();
    unit.responder = {};
    unit.unit = "fire-1";
    written(*store, unit);
    written(*store, unit);
    Assignment next = waiting;
    next.state = AssignmentState::Sent;
    QVERIFY(refused(transaction({change(next)}), 1));

    // An order that is taken out of force is in nobody's way.
    committed(*store, transaction({removal(first)}));
    next = written(*store, next);
    QCOMPARE(next.revision.value, 2);
}

void ofTwoSendersExactlyOneWins(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const Scene scene(*store);
    const int rounds = std::max(4, adapter.effort / 4);
    std::vector<int> wins(2, 0);
    std::vector<int> losses(2, 0);
    std::barrier together(2);
    const auto race = [&](std::size_t seat) {
        const auto own = place->open();
        for (int round = 0; round < rounds; ++round) {
            together.arrive_and_wait();
            const auto done = own->commit(transaction({put(scene.order())}));
            if (!done) qFatal("%s", done.error().detail.c_str());
            together.arrive_and_wait();
            const auto* receipt = std::get_if<Receipt>(&*done);
            ++(receipt ? wins : losses)[seat];
            if (!receipt) continue;
            Assignment over = scene.order(AssignmentState::Done);
            over.id.value = receipt->ids.front();
            over.revision = receipt->revisions.front();
            written(*own, over);
        }
    };
    std::thread rival([&] { race(1); });
    race(0);
    rival.join();
    QCOMPARE(wins[0] + wins[1], rounds);
    QCOMPARE(losses[0] + losses[1], rounds);
    QCOMPARE(countOf(*store, Kind::Assignment), rounds);
}

void whatEndsIsWrittenBeforeWhatBegins(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const Scene scene(*store);
    const Assignment live = written(*store, scene.order(AssignmentState::OnScene));
    const Assignment waiting = written(*store, scene.order(AssignmentState::Waiting));
    Assignment over = live;
    over.state = AssignmentState::Done;
    Assignment begins = waiting;
    begins.state = AssignmentState::Sent;
    // Writes take effect in their order: the other way round there would be two for a moment.
    const auto wrong = store->commit(transaction({change(begins), change(over)}));
    MUST(wrong);
    const auto* conflict = std::get_if<Conflict>(&*wrong);
    QVERIFY(conflict);
    QVERIFY((conflict->record == RecordRef{Kind::Assignment, live.id.value}));
    QVERIFY(only<Assignment>(*store, Kind::Assignment, live.id.value) == live);
    QVERIFY(only<Assignment>(*store, Kind::Assignment, waiting.id.value) == waiting);
    committed(*store, transaction({change(over), change(begins)}));
    QVERIFY(only<Assignment>(*store, Kind::Assignment, live.id.value).state ==
            AssignmentState::Done);
    QVERIFY(only<Assignment>(*store, Kind::Assignment, waiting.id.value).state ==
            AssignmentState::Sent);
}

void aPictureShowsUnfinishedOrders(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const auto reader = place->open();
    const Scene scene(*store);
    auto followed = *reader->load();
    std::vector<std::pair<Millis, std::string>> seen;
    const auto shows = [&](std::size_t orders) {
        place->clock.advance(1s);
        auto delta = reader->changesSince(followed->seq, followed->fixSeq);
        const auto loaded = store->load();
        if (!delta || !loaded) qFatal("a picture is missing");
        place->clock.advance(1s);
        followed = nextPicture(*followed, std::move(*delta)).first;
        seen.emplace_back((*loaded)->storeTime, printed(**loaded));
        return (*loaded)->assignments.size() == orders && printed(*followed) == seen.back().second;
    };
    QVERIFY(shows(0));
    Assignment live = written(*store, scene.order());
    QVERIFY(shows(1));
    Assignment waiting = written(*store, scene.order(AssignmentState::Waiting));
    QVERIFY(shows(2));
    live.state = AssignmentState::Refused;
    written(*store, live);
    QVERIFY(shows(1));
    for (const AssignmentState state : kFinalStates) {
        written(*store, scene.order(state));
        QVERIFY(shows(1));
    }
    waiting.state = AssignmentState::EnRoute;
    waiting = written(*store, waiting);
    QVERIFY(shows(1));
    committed(*store, transaction({removal(waiting)}));
    QVERIFY(shows(0));
    place->clock.advance(1s);
    for (const auto& [time, then] : seen) {
        const auto past = store->pictureAt(time);
        MUST(past);
        QCOMPARE(printed(**past), then);
    }
}

void aPositionKeepsItsGrid(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    const Scene scene(*store);
    Duty duty;
    duty.responder = scene.who;
    duty.from = Seconds{1'690'000'000s};
    committed(*store, transaction({put(duty)}));
    const auto start = store->load();
    MUST(start);
    Fix inside = someFix(scene.who, place->clock.now() - 20s, {106.81, 39.61});
    inside.grid = {(std::int64_t{1} << 40) + 7};
    Fix outside = someFix(scene.who, place->clock.now() - 10s, {106.9, 39.9});
    const auto gridsOfTrack = [&] {
        std::vector<std::int64_t> grids;
        Query track;
        track.kind = Kind::Fix;
        const auto done = store->read(track, [&](Record&& row) {
            grids.push_back(std::get<Fix>(row).grid.value);
            return true;
        });
        if (!done) qFatal("%s", done.error().detail.c_str());
        std::sort(grids.begin(), grids.end());
        return grids;
    };
    for (const Fix& fix : {inside, outside}) {
        const std::vector<Fix> fixes = {fix};
        MUST(store->addFixes(fixes, "handset"));
        const auto loaded = store->load();
        MUST(loaded);
        QCOMPARE((*loaded)->fixOf(scene.who)->grid.value, fix.grid.value);
        const auto delta = store->changesSince((*start)->seq, (*start)->fixSeq);
        MUST(delta);
        QCOMPARE(delta->fixes.front().grid.value, fix.grid.value);
        place->clock.advance(1s);
        const auto past = store->pictureAt((*loaded)->storeTime);
        MUST(past);
        QCOMPARE((*past)->fixOf(scene.who)->grid.value, fix.grid.value);
    }
    QVERIFY((gridsOfTrack() == std::vector<std::int64_t>{0, inside.grid.value}));
    auto batch = store->beginBatch({author(), "old tracks", {}, false, true});
    MUST(batch);
    inside.time -= 1000h;
    std::vector<Record> old = {inside};
    MUST((*batch)->append(old));
    MUST((*batch)->publish());
    QVERIFY((gridsOfTrack() == std::vector<std::int64_t>{0, inside.grid.value, inside.grid.value}));
}

}  // namespace

std::vector<Rule> orderRules() {
    return {{"ordersComeBackAsTheyWereWritten", &ordersComeBackAsTheyWereWritten},
            {"aResponderHasOneLiveOrder", &aResponderHasOneLiveOrder},
            {"ofTwoSendersExactlyOneWins", &ofTwoSendersExactlyOneWins},
            {"whatEndsIsWrittenBeforeWhatBegins", &whatEndsIsWrittenBeforeWhatBegins},
            {"aPictureShowsUnfinishedOrders", &aPictureShowsUnfinishedOrders},
            {"aPositionKeepsItsGrid", &aPositionKeepsItsGrid}};
}

}  // namespace contract

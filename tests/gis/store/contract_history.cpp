// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <random>

#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
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

/// A hall in which everything happens at random; remembers what it looked like.
class RandomHall {
  public:
    RandomHall(Place& place, Store& store, std::uint64_t seed)
        : m_place(place), m_store(store), m_random(seed) {}

    void step() {
        m_place.clock.advance(std::chrono::milliseconds(1 + below(40'000)));
        switch (below(14)) {
            case 0:
                add(someGrid(code("G")));
                break;
            case 1:
                edit<Grid>(Kind::Grid, [](Grid& row) { row.people += 1; });
                break;
            case 2:
                edit<Setting>(Kind::Setting, [](Setting& row) {
                    if (row.key == "response.minutes") row.value += ",7";
                });
                break;
            case 3:
                add(someCase(code("C")));
                break;
            case 4:
            case 5:
                edit<Case>(Kind::Case, [&](Case& row) {
                    row.title += 'x';
                    if (below(3) == 0)
                        row.closed = row.reported + 60s;
                    else if (below(4) == 0)
                        row.closed.reset();
                });
                break;
            case 6:
                begin();
                break;
            case 7:
                dutyChanges();
                break;
            case 8:
                edit<Responder>(Kind::Responder, [](Responder& row) {
                    row.state = row.state == WorkState::Free ? WorkState::Sent : WorkState::Free;
                });
                break;
            case 9:
                batch();
                break;
            case 10:
                send();
                break;
            case 11:
                orderMoves();
                break;
            default:
                reports();
                break;
        }
    }

    std::uint64_t below(std::uint64_t most) { return m_random() % most; }

  private:
    struct OnDuty {
        Responder who;
        Duty duty;
    };
    std::string code(const char* kind) { return kind + std::to_string(++m_codes); }
    void add(Record record) { committed(m_store, transaction({put(std::move(record))})); }

    template <class Row, class Edit>
    void edit(Kind kind, Edit change_) {
        std::vector<Row> rows;
        Query query;
        query.kind = kind;
        (void)m_store.read(query, [&](Record&& row) {
            rows.push_back(std::get<Row>(std::move(row)));
            return true;
        });
        if (rows.empty()) return;
        Row row = rows[below(rows.size())];
        const bool goes = kind != Kind::Setting && kind != Kind::Responder && below(5) == 0;
        if (!goes) change_(row);
        committed(m_store, transaction({goes ? removal(row) : change(row)}));
    }

    /// Somebody new comes on duty.
    void begin() {
        OnDuty one;
        one.who = someResponder(code("w"));
        one.who.id.value = committed(m_store, transaction({put(one.who)})).ids.front();
        one.duty.responder = one.who.id;
        one.duty.from = std::chrono::floor<std::chrono::seconds>(m_place.clock.now());
        one.duty.id.value = committed(m_store, transaction({put(one.duty)})).ids.front();
        m_people.push_back(one);
    }

    /// Somebody goes off duty, or comes back.
    void dutyChanges() {
        if (m_people.empty()) return;
        OnDuty& one = m_people[below(m_people.size())];
        Responder who = only<Responder>(m_store, Kind::Responder, one.who.id.value);
        const Seconds now = std::chrono::floor<std::chrono::seconds>(m_place.clock.now());
        std::vector<Write> writes;
        if (who.onDuty && below(3) == 0) {
            // The duty alone ends: the position goes, though the state still says on duty.
            Duty duty = only<Duty>(m_store, Kind::Duty, one.duty.id.value);
            if (duty.until) return;
            duty.until = std::max(now, duty.from);
            writes = {change(duty)};
        } else if (who.onDuty && below(2) == 0) {
            Duty duty = only<Duty>(m_store, Kind::Duty, one.duty.id.value);
            duty.until = std::max(now, duty.from);
            who.onDuty = false;
            writes = {change(who), change(duty)};
        } else if (who.onDuty) {
            who.onDuty = false;
            writes = {change(who)};
        } else {
            who.onDuty = true;
            one.duty = only<Duty>(m_store, Kind::Duty, one.duty.id.value);
            writes = {change(who)};
            if (one.duty.until) {
                one.duty = {};
                one.duty.responder = one.who.id;
                one.duty.from = now + 1s;
                m_place.clock.advance(2s);
                writes.push_back(put(one.duty));
            }
        }
        const Receipt done = committed(m_store, transaction(writes));
        if (!one.duty.id) one.duty.id.value = done.ids.back();
    }

    void reports() {
        std::vector<Fix> fixes;
        for (const OnDuty& one : m_people)
            for (std::uint64_t i = below(3); i > 0; --i) {
                fixes.push_back(someFix(
                    one.who.id, m_place.clock.now() - std::chrono::milliseconds(below(90'000)),
                    {106.8 + static_cast<double>(below(1000)) / 1e4, 39.6}));
                fixes.back().grid.value = static_cast<std::int64_t>(below(4));
            }
        if (const auto taken = m_store.addFixes(fixes, "handset"); !taken)
            qFatal("%s", taken.error().detail.c_str());
    }

    /// An order goes out, to somebody who may have one already.
    void send() {
        if (m_people.empty()) return;
        const ResponderId who = m_people[below(m_people.size())].who.id;
        const auto state = below(3) == 0 ? AssignmentState::Waiting : AssignmentState::Sent;
        const auto done = m_store.commit(transaction({put(someOrder({1}, who, state))}));
        if (!done) qFatal("%s", done.error().detail.c_str());
    }

    /// An order goes on, ends or begins; two live ones for one person are refused.
    void orderMoves() {
        std::vector<Assignment> orders;
        Query query;
        query.kind = Kind::Assignment;
        (void)m_store.read(query, [&](Record&& row) {
            orders.push_back(std::get<Assignment>(std::move(row)));
            return true;
        });
        if (orders.empty()) return;
        Assignment order = orders[below(orders.size())];
        order.state = static_cast<AssignmentState>(below(10));
        order.stateSince += 1s;
        const auto done = m_store.commit(transaction({change(order)}));
        if (!done) qFatal("%s", done.error().detail.c_str());
    }

    void batch() {
        const bool replace = below(3) == 0;
        auto made = m_store.beginBatch({author(), "random",
                                        replace ? std::vector{Kind::Grid} : std::vector<Kind>{},
                                        false, false});
        if (!made) qFatal("%s", made.error().detail.c_str());
        std::vector<Record> rows;
        for (int i = 0; i < 5; ++i) {
            rows.push_back(someGrid(code("G")));
            rows.push_back(someCase(code("C")));
        }
        if (auto done = (*made)->append(rows); !done) qFatal("%s", done.error().detail.c_str());
        m_place.clock.advance(3s);
        if (below(4) == 0) return;
        if (auto done = (*made)->publish(); !done) qFatal("%s", done.error().detail.c_str());
        if (below(2) == 0 && !m_store.retain({})) qFatal("retain");
    }

    Place& m_place;
    Store& m_store;
    std::mt19937_64 m_random;
    int m_codes = 0;
    std::vector<OnDuty> m_people;
};

void aPastPictureIsWhatWasLiveThen(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    RandomHall hall(*place, *store, support::seed("store contract, past pictures"));
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
    QVERIFY(seen.size() > 10);
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

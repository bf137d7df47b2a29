// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gis/store/store_contract.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <map>
#include <random>
#include <sstream>
#include <thread>

#include "gis/store/open_store.h"
#include "gis/store/slow_store.h"
#include "tests/gis/store/must.h"
#include "tests/gis/store/patient_store.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {
namespace {

/// One SQLite file in a folder of its own.
class SqlitePlace : public Place {
  public:
    std::unique_ptr<Store> open() override {
        const std::string path = m_folder.filePath(QStringLiteral("city.gridhall")).toStdString();
        if (!m_made) {
            gis::CreateOptions create;
            create.open.clock = &clock;
            auto made = gis::createStore(path, create);
            if (!made) qFatal("%s", made.error().detail.c_str());
            m_made = true;
            return std::move(*made);
        }
        gis::OpenOptions options;
        options.clock = &clock;
        auto opened = gis::openStore(path, options);
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        return std::move(*opened);
    }

  private:
    QTemporaryDir m_folder;
    bool m_made = false;
};

/// The same over a bad line, with a caller that tries again.
class SlowPlace final : public SqlitePlace {
  public:
    std::unique_ptr<Store> open() override {
        gis::Slowness slowness;
        slowness.delay = 2ms;
        slowness.loseAnswers = true;
        return makePatientStore(gis::makeSlowStore(SqlitePlace::open(), slowness));
    }
};

Author author(const char* officer = "li", const char* seat = "seat-1") {
    return {officer, seat};
}

template <class Row>
Row only(Store& store, Kind kind, std::int64_t id) {
    Row found;
    Query query;
    query.kind = kind;
    const auto done = store.read(query, [&](Record&& record) {
        if (idOf(record) == id) found = std::get<Row>(record);
        return true;
    });
    if (!done) qFatal("%s", done.error().detail.c_str());
    return found;
}

Receipt committed(Store& store, const Transaction& transaction) {
    auto done = store.commit(transaction);
    if (!done) qFatal("%s", done.error().detail.c_str());
    if (!std::holds_alternative<Receipt>(*done)) qFatal("unexpected conflict");
    return std::get<Receipt>(*done);
}

std::int64_t countOf(Store& store, Kind kind) {
    Query query;
    query.kind = kind;
    const auto rows = store.count(query);
    if (!rows) qFatal("%s", rows.error().detail.c_str());
    return *rows;
}

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
        switch (below(12)) {
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
            for (std::uint64_t i = below(3); i > 0; --i)
                fixes.push_back(someFix(
                    one.who.id, m_place.clock.now() - std::chrono::milliseconds(below(90'000)),
                    {106.8 + static_cast<double>(below(1000)) / 1e4, 39.6}));
        if (const auto taken = m_store.addFixes(fixes, "handset"); !taken)
            qFatal("%s", taken.error().detail.c_str());
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

const std::vector<Adapter>& adapters() {
    static const std::vector<Adapter> all = {
        {"sqlite", [] { return std::make_unique<SqlitePlace>(); }, 200},
        {"slow sqlite", [] { return std::make_unique<SlowPlace>(); }, 40},
    };
    return all;
}

#define RULE(name) \
    { #name, &name }
const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = {
        RULE(revisionsCountTheChangesOfOneRecord),
        RULE(everyKindComesBackAsItWasWritten),
        RULE(aLostRaceNamesRecordWhoAndWhen),
        RULE(ofTwoWritersExactlyOneWins),
        RULE(aSecondCommitWithTheSameKeyWritesNothing),
        RULE(aFailingWriteTakesTheWholeTransactionBack),
        RULE(aBatchIsSeenWholeOrNotAtAll),
        RULE(aBatchMayTakeThePlaceOfWhatIsThere),
        RULE(aReaderFollowsTheLogOrIsToldToLoadAfresh),
        RULE(onlyPeopleOnDutyHaveAPosition),
        RULE(aPastPictureIsWhatWasLiveThen),
        RULE(tracksAreKeptForTheirTimeOnly),
        RULE(readersNarrowTheirQuestions),
    };
    return all;
}

Transaction transaction(std::vector<Write> writes, const std::string& note) {
    static std::mt19937_64 random(std::random_device{}());
    Transaction made;
    made.key = std::to_string(random()) + std::to_string(random());
    made.by = author();
    made.writes = std::move(writes);
    made.note = note;
    return made;
}

Write put(Record record) {
    return {std::move(record), {}, false};
}
Write change(Record record) {
    const Revision expected = revisionOf(record);
    return {std::move(record), expected, false};
}
Write removal(Record record) {
    const Revision expected = revisionOf(record);
    return {std::move(record), expected, true};
}

Case someCase(const std::string& code) {
    Case record;
    record.code = code;
    record.category = "0302";
    record.title = "case " + code;
    record.place = LonLat{106.81, 39.65};
    record.source = "hotline";
    record.reported = Seconds{1'700'000'000s};
    record.stageEntered = record.reported;
    return record;
}

Responder someResponder(const std::string& code, bool onDuty) {
    Responder who;
    who.code = code;
    who.name = "名 " + code;
    who.onDuty = onDuty;
    who.stateSince = Seconds{1'700'000'000s};
    return who;
}

Grid someGrid(const std::string& code, double west, double south) {
    Grid grid;
    grid.code = code;
    grid.name = "grid " + code;
    grid.people = 1200;
    const double east = west + 0.01;
    const double north = south + 0.01;
    grid.area = {{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}, {}}};
    return grid;
}

Fix someFix(ResponderId who, Millis time, LonLat place) {
    Fix fix;
    fix.responder = who;
    fix.time = time;
    fix.place = place;
    fix.headingDegrees = 90;
    return fix;
}

std::string printed(const Picture& picture) {
    std::ostringstream text;
    text.precision(10);
    const auto at = [](auto time) { return time.time_since_epoch().count(); };
    picture.settings.forEach([&](const Setting& row) {
        text << "setting " << row.id.value << ' ' << row.key << '=' << row.value << " r"
             << row.revision.value << '\n';
    });
    const auto coded = [&](const char* kind, const auto& table) {
        table.forEach([&](const auto& row) {
            text << kind << ' ' << row.id.value << ' ' << row.code << " r" << row.revision.value
                 << '\n';
        });
    };
    coded("level", picture.levels);
    coded("centre", picture.centres);
    coded("grid", picture.grids);
    coded("zone", picture.zones);
    coded("post", picture.posts);
    coded("unit", picture.units);
    coded("category", picture.categories);
    picture.responders.forEach([&](const Responder& row) {
        text << "responder " << row.id.value << ' ' << row.code << " r" << row.revision.value
             << (row.onDuty ? " on" : " off") << " state " << static_cast<int>(row.state) << '\n';
    });
    picture.cases.forEach([&](const Case& row) {
        text << "case " << row.id.value << ' ' << row.code << " r" << row.revision.value << ' '
             << row.title << ' ' << row.stage << '\n';
    });
    for (const Fix& fix : *picture.fixes)
        text << "fix " << fix.responder.value << " seq " << fix.seq.value << " at " << at(fix.time)
             << ' ' << fix.place.lon << ' ' << fix.place.lat << '\n';
    return text.str();
}

}  // namespace contract

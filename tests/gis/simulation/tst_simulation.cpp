// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <map>
#include <set>
#include <thread>

#include "gis/geometry/grid_lookup.h"
#include "gis/roads/local_metres.h"
#include "gis/roads/road_graph.h"
#include "gis/simulation/mover.h"
#include "gis/simulation/simulation.h"
#include "gis/store/open_store.h"
#include "tests/support/paper_hall.h"

using dispatch::Kind;
using dispatch::LonLat;
using dispatch::Record;

namespace {

const LonLat kCorner{106.80, 39.60};
const gis::LocalMetres kLocal(39.60);

LonLat at(double east, double north) {
    return kLocal.moved(kCorner, east, north);
}

/// A town of 5 by 5 streets, 200 m apart; the middle north-south street leads one way, north.
std::vector<dispatch::Road> townRoads() {
    std::vector<dispatch::Road> roads;
    for (int i = 0; i < 5; ++i)
        for (const bool eastWest : {true, false}) {
            dispatch::Road road;
            road.id = {std::int64_t(roads.size()) + 1};
            road.name = (eastWest ? "East " : "North ") + std::to_string(i);
            road.speedKmh = 40;
            if (!eastWest && i == 2) road.oneWay = dispatch::OneWay::Forward;
            for (int k = 0; k < 5; ++k) {
                const int x = eastWest ? k : i, y = eastWest ? i : k;
                road.nodes.push_back({x * 5 + y + 1});
                road.line.push_back(at(200.0 * x, 200.0 * y));
            }
            roads.push_back(std::move(road));
        }
    return roads;
}

dispatch::Grid townGrid() {
    dispatch::Grid grid;
    grid.code = "990301001001001";
    grid.name = "柳溪社区第一网格";
    grid.people = 1'000;
    grid.area = {{{at(-50, -50), at(850, -50), at(850, 850), at(-50, 850), at(-50, -50)}, {}}};
    return grid;
}

struct Town {
    QTemporaryDir folder;
    std::unique_ptr<dispatch::Store> store;
    std::vector<dispatch::Road> roads = townRoads();

    void make(bool withRoads, int responders, bool withGrid = true) {
        gis::CreateOptions create;
        create.cityName = "Town";
        auto made = gis::createStore(uri(), create);
        QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
        store = std::move(*made);
        std::vector<Record> rows;
        if (withGrid) rows.push_back(townGrid());
        if (withRoads)
            for (const auto& road : roads) rows.push_back(road);
        for (int i = 0; i < responders; ++i) {
            dispatch::Responder r;
            r.code = "w" + std::to_string(i + 1);
            r.name = r.code;
            r.vehicle = i % 3 == 0 ? dispatch::Vehicle::Car : dispatch::Vehicle::Bicycle;
            r.grid = "990301001001001";
            r.stateSince = dispatch::Seconds(std::chrono::seconds(1'700'000'000));
            rows.push_back(r);
        }
        if (rows.empty()) return;
        auto batch = store->beginBatch({{"test", "test"}, "town", {}, false, false});
        QVERIFY(batch.has_value());
        QVERIFY((*batch)->append(rows).has_value());
        QVERIFY((*batch)->publish().has_value());
    }
    std::string uri() const {
        return folder.filePath(QStringLiteral("town.gridhall")).toStdString();
    }
    template <class Row>
    std::vector<Row> rows(Kind kind) {
        std::vector<Row> found;
        dispatch::Query query;
        query.kind = kind;
        const auto read = store->read(query, [&](Record&& record) {
            found.push_back(std::get<Row>(std::move(record)));
            return true;
        });
        if (!read) qWarning("%s", read.error().detail.c_str());
        return found;
    }
};

gis::SimulationOptions shiftOf(int responders, double seconds) {
    gis::SimulationOptions options;
    options.responders = responders;
    options.intervalSeconds = 0.5;
    options.casesPerHour = 20'000;
    options.seconds = seconds;
    options.seed = 3;
    static const auto rules = std::make_shared<const dispatch::Rules>(support::defaultRules());
    options.rules = rules;
    dispatch::Actor actor;
    actor.user.code = "tester";
    actor.user.role = "administrator";
    actor.seat = "simulator";
    options.officer = actor;
    actor.user.role = "device";
    options.handset = actor;
    return options;
}

}  // namespace

class TestSimulation : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everybodyOnDutyReportsFromTheRoadsAndNobodyElse() {
        Town town;
        town.make(true, 12);
        std::map<std::string, int> acknowledged;
        gis::SimulationListener listener;
        listener.acknowledged = [&](const char* kind, const std::string& code,
                                    dispatch::ChangeSeq seq) {
            QVERIFY(seq.value > 0);
            ++acknowledged[std::string(kind) + " " + code];
        };
        const auto ran = gis::simulate(*town.store, shiftOf(8, 6), listener, {});
        QVERIFY2(ran.has_value(), ran ? "" : ran.error().detail.c_str());
        QCOMPARE(ran->responders, std::int64_t(8));
        QVERIFY(ran->fixes > 8 * 6);
        QVERIFY(ran->casesMade > 10);

        const auto picture = *town.store->load();
        std::set<std::int64_t> onDuty;
        picture->responders.forEach([&](const dispatch::Responder& r) {
            if (r.onDuty) onDuty.insert(r.id.value);
        });
        QCOMPARE(onDuty.size(), std::size_t(8));
        const auto graph = gis::RoadGraph::build(town.roads);
        std::map<std::int64_t, std::set<std::pair<double, double>>> places;
        const auto fixes = town.rows<dispatch::Fix>(Kind::Fix);
        QVERIFY(!fixes.empty());
        const auto grids = town.rows<dispatch::Grid>(Kind::Grid);
        QCOMPARE(grids.size(), std::size_t(1));
        const gis::GridLookup lookup(grids);
        for (const auto& fix : fixes) {
            QVERIFY(onDuty.contains(fix.responder.value));
            const auto road = graph.nearestEdge(fix.place, dispatch::AllAccess);
            QVERIFY(road.has_value());
            QVERIFY2(road->metresAway < 1, qPrintable(QString::number(road->metresAway)));
            QCOMPARE(fix.grid,
                     lookup.locate(fix.place).geographic < 0 ? dispatch::GridId{} : lookup.id(0));
            QVERIFY(fix.headingDegrees >= 0 && fix.headingDegrees <= 360);
            QVERIFY(fix.speedMetresPerSecond >= 0 && fix.speedMetresPerSecond < 30);
            places[fix.responder.value].insert({fix.place.lon, fix.place.lat});
        }
        int moved = 0;
        for (const auto& [id, seen] : places) moved += seen.size() > 3;
        QVERIFY(moved >= 4);

        const auto cases = town.rows<dispatch::Case>(Kind::Case);
        QCOMPARE(cases.size(), std::size_t(ran->casesMade));
        std::set<std::string> stages;
        for (const auto& record : cases) {
            QVERIFY(acknowledged["case " + record.code] > 0);
            QVERIFY(record.place.has_value());
            QCOMPARE(record.grid, std::string("990301001001001"));
            stages.insert(record.stage);
        }
        QVERIFY(stages.contains("handling"));
        QVERIFY(stages.size() >= 2);
        QVERIFY(ran->answers > 0);
        QVERIFY((*town.store->verify()).empty());
    }

    void aDriverObeysOneWaysOnItsWay() {
        const auto roads = townRoads();
        const auto graph = gis::RoadGraph::build(roads);
        gis::Mover mover(&graph, dispatch::Vehicle::Car, at(400, 800), 500);
        gis::demo::Random random(5);
        mover.place(at(400, 799));
        mover.sendTo(at(400, 0));
        bool southwards = false;
        int steps = 0;
        for (; mover.isUnderWay() && steps < 2'000; ++steps) {
            mover.advance(1, random);
            const double east = kLocal.x(kCorner, mover.where()),
                         north = kLocal.y(kCorner, mover.where());
            const bool onOneWay = std::abs(east - 400) < 1 && north > 30 && north < 770 &&
                                  std::fmod(north, 200) > 30 && std::fmod(north, 200) < 170;
            southwards = southwards || (onOneWay && std::abs(mover.headingDegrees() - 180) < 20);
        }
        QVERIFY(!mover.isUnderWay());
        QVERIFY(kLocal.distance(mover.where(), at(400, 0)) < 5);
        QVERIFY(!southwards);
    }

    void withoutRoadsEverybodyMovesStraightAndItIsSaid() {
        Town town;
        town.make(false, 4);
        std::string said;
        gis::SimulationListener listener;
        listener.said = [&](const std::string& sentence) { said += sentence + "\n"; };
        auto options = shiftOf(4, 2.5);
        options.casesPerHour = 0;
        const auto ran = gis::simulate(*town.store, options, listener, {});
        QVERIFY(ran.has_value());
        QVERIFY2(said.find("no roads") != std::string::npos, said.c_str());
        QVERIFY(ran->fixes > 8);
        QCOMPARE(ran->casesMade, std::int64_t(0));
    }

    void anEmptyStoreIsRefusedInOneSentence() {
        Town town;
        town.make(false, 0, false);
        const auto ran = gis::simulate(*town.store, shiftOf(4, 1), {}, {});
        QVERIFY(!ran.has_value());
        QCOMPARE(ran.error().code, dispatch::ErrorCode::BadInput);
        auto making = shiftOf(4, 1);
        making.makeResponders = true;
        const auto nowhere = gis::simulate(*town.store, making, {}, {});
        QVERIFY(!nowhere.has_value());
        QCOMPARE(nowhere.error().code, dispatch::ErrorCode::BadInput);
    }

    void respondersAreMadeWhereThereAreNone() {
        Town town;
        town.make(true, 0);
        auto options = shiftOf(40, 2);
        options.makeResponders = true;
        const auto ran = gis::simulate(*town.store, options, {}, {});
        QVERIFY2(ran.has_value(), ran ? "" : ran.error().detail.c_str());
        QCOMPARE(ran->responders, std::int64_t(40));
        const auto picture = *town.store->load();
        QVERIFY(!picture->posts.empty());
        QVERIFY(picture->fixes->size() >= 35);
    }

    void tooManyOnDutyGoHome() {
        Town town;
        town.make(true, 10);
        QVERIFY(gis::simulate(*town.store, shiftOf(10, 1), {}, {}).has_value());
        const auto ran = gis::simulate(*town.store, shiftOf(3, 1), {}, {});
        QVERIFY(ran.has_value());
        const auto picture = *town.store->load();
        QCOMPARE(picture->fixes->size(), std::size_t(3));
        int open = 0;
        for (const auto& duty : town.rows<dispatch::Duty>(Kind::Duty)) open += !duty.until;
        QCOMPARE(open, 3);
    }

    void itStopsWhenTold() {
        Town town;
        town.make(true, 6);
        std::stop_source stop;
        std::jthread later([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(900));
            stop.request_stop();
        });
        const auto began = std::chrono::steady_clock::now();
        const auto ran = gis::simulate(*town.store, shiftOf(6, 0), {}, stop.get_token());
        QVERIFY(ran.has_value());
        QVERIFY(std::chrono::steady_clock::now() - began < std::chrono::seconds(8));
    }
};

QTEST_GUILESS_MAIN(TestSimulation)
#include "tst_simulation.moc"

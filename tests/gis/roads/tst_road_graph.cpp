// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <map>
#include <sstream>
#include <string>

#include "gis/roads/local_metres.h"
#include "gis/roads/road_graph.h"

using dispatch::LonLat;
using dispatch::Road;

namespace {

/// A map drawn in letters, a cell is 100 m; roads are words over its letters.
class Town {
  public:
    explicit Town(const char* drawing) {
        std::istringstream lines(drawing);
        std::string line;
        for (int row = 0; std::getline(lines, line); ++row)
            for (std::size_t column = 0; column < line.size(); ++column)
                if (line[column] != ' ')
                    m_places[line[column]] =
                        kLocal.moved(kCorner, 100.0 * double(column), -100.0 * row);
    }
    LonLat at(char letter) const { return m_places.at(letter); }
    Road road(const std::string& letters) const {
        Road made;
        made.name = letters;
        made.speedKmh = 36;
        for (const char c : letters) {
            made.nodes.push_back({c});
            made.line.push_back(at(c));
        }
        return made;
    }
    static inline const LonLat kCorner{106.8, 39.6};
    static inline const gis::LocalMetres kLocal{39.6};

  private:
    std::map<char, LonLat> m_places;
};

/// The way as letters, "ABD"; "none" where there is no way.
std::string way(const gis::RoadGraph& graph, char from, char to, dispatch::Vehicle by) {
    const auto found = graph.path(graph.find({from}), graph.find({to}), by);
    if (!found) return "none";
    std::string text(1, from);
    for (const auto e : *found) text += static_cast<char>(graph.id(graph.edge(e).to).value);
    return text;
}

}  // namespace

class TestRoadGraph : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void roadsJoinOnlyInSharedNodes() {
        // The bridge CD crosses the road AB in the middle and shares no node with it.
        const Town town(
            "  C\n"
            "A X B\n"
            "  D");
        std::vector<Road> roads{town.road("AB"), town.road("CD")};
        const auto graph = gis::RoadGraph::build(roads);
        QCOMPARE(way(graph, 'A', 'B', dispatch::Vehicle::Car), std::string("AB"));
        QCOMPARE(way(graph, 'A', 'C', dispatch::Vehicle::Car), std::string("none"));
        roads = {town.road("AXB"), town.road("CXD")};
        const auto joined = gis::RoadGraph::build(roads);
        QCOMPARE(way(joined, 'A', 'C', dispatch::Vehicle::Car), std::string("AXC"));
        QCOMPARE(joined.nodeCount(), std::size_t(5));
        QCOMPARE(joined.edgeCount(), std::size_t(8));
    }

    void nodesOfOneRoadAloneAreNoJunctions() {
        const Town town("A B C D");
        const auto graph = gis::RoadGraph::build(std::vector<Road>{town.road("ABCD")});
        QCOMPARE(graph.nodeCount(), std::size_t(2));
        QVERIFY(std::abs(double(graph.edge(0).metres) - 600) < 0.2);
    }

    void carsKeepToOneWaysAndWalkersDoNot() {
        const Town town(
            "A B\n"
            "   \n"
            "C D");
        auto oneWay = town.road("AB");
        oneWay.oneWay = dispatch::OneWay::Backward;
        const std::vector<Road> roads{oneWay, town.road("AC"), town.road("CD"), town.road("DB")};
        const auto graph = gis::RoadGraph::build(roads);
        QCOMPARE(way(graph, 'A', 'B', dispatch::Vehicle::Car), std::string("ACDB"));
        QCOMPARE(way(graph, 'B', 'A', dispatch::Vehicle::Car), std::string("BA"));
        QCOMPARE(way(graph, 'A', 'B', dispatch::Vehicle::Foot), std::string("AB"));
        QCOMPARE(way(graph, 'A', 'B', dispatch::Vehicle::Bicycle), std::string("ACDB"));
    }

    void theFastestWayIsNotTheShortest() {
        const Town town(
            "A B\n"
            "   \n"
            "C D");
        auto slow = town.road("AB");
        slow.speedKmh = 10;
        auto quick = town.road("ACDB");
        quick.speedKmh = 80;
        const auto graph = gis::RoadGraph::build(std::vector<Road>{slow, quick});
        const auto found = graph.path(graph.find({'A'}), graph.find({'B'}), dispatch::Vehicle::Car);
        QVERIFY(found.has_value());
        QCOMPARE(graph.edge(found->front()).road, 1);
        const auto walked =
            graph.path(graph.find({'A'}), graph.find({'B'}), dispatch::Vehicle::Foot);
        QCOMPARE(graph.edge(walked->front()).road, 0);
    }

    void aGateKeepsCarsOut() {
        const Town town("A G B");
        dispatch::Barrier gate;
        gate.id = {'G'};
        gate.access = dispatch::ByFoot | dispatch::ByBicycle;
        const auto graph = gis::RoadGraph::build(std::vector<Road>{town.road("AGB")},
                                                 std::vector<dispatch::Barrier>{gate});
        QCOMPARE(way(graph, 'A', 'B', dispatch::Vehicle::Car), std::string("none"));
        QCOMPARE(way(graph, 'A', 'B', dispatch::Vehicle::Bicycle), std::string("AGB"));
    }

    void aPositionSnapsToTheNearestRoadItMayUse() {
        const Town town(
            "A   B\n"
            "     \n"
            "C   D");
        auto footpath = town.road("AB");
        footpath.access = dispatch::ByFoot;
        const auto graph = gis::RoadGraph::build(std::vector<Road>{footpath, town.road("CD")});
        const LonLat near = Town::kLocal.moved(town.at('A'), 100, -40);
        const auto walker = graph.nearestEdge(near, dispatch::ByFoot);
        QVERIFY(walker.has_value());
        QVERIFY(std::abs(walker->metresAway - 40) < 0.1);
        QVERIFY(std::abs(Town::kLocal.distance(graph.along(walker->edge, walker->metresAlong),
                                               walker->place)) < 0.1);
        const auto driver = graph.nearestEdge(near, dispatch::ByCar);
        QVERIFY(std::abs(driver->metresAway - 160) < 0.1);
        QVERIFY(!graph.nearestEdge(near, dispatch::ByCar, 100).has_value());
        QCOMPARE(graph.id(graph.nearestNode(near, dispatch::ByFoot)).value, std::int64_t('A'));
    }

    void movingAlongAnEdgeTellsPlaceAndHeading() {
        const Town town(
            "A B\n"
            "   \n"
            "  C");
        const auto graph = gis::RoadGraph::build(std::vector<Road>{town.road("ABC")});
        double heading = 0;
        const LonLat first = graph.along(0, 50, &heading);
        QVERIFY(std::abs(heading - 90) < 0.5);
        QVERIFY(std::abs(Town::kLocal.distance(town.at('A'), first) - 50) < 0.1);
        const LonLat later = graph.along(0, 300, &heading);
        QVERIFY(std::abs(heading - 180) < 0.5);
        QVERIFY(std::abs(Town::kLocal.distance(town.at('B'), later) - 100) < 0.2);
        graph.along(graph.edge(0).twin, 20, &heading);
        QVERIFY(heading < 1 || heading > 359);
    }
};

QTEST_APPLESS_MAIN(TestRoadGraph)
#include "tst_road_graph.moc"

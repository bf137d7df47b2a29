// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <map>
#include <numeric>
#include <set>

#include "gis/demo_city/blocks.h"
#include "gis/demo_city/demo_city.h"
#include "gis/demo_city/ground_cut.h"
#include "gis/demo_city/mended_split.h"
#include "gis/geometry/topology.h"
#include "gis/roads/road_graph.h"
#include "gis/store/open_store.h"
#include "tests/support/seed.h"

using dispatch::Kind;

namespace {

/// Four minutes past the city's midnight: the hour in which cases of yesterday are fresh.
gis::DemoOptions optionsFor(std::uint64_t seed) {
    gis::DemoOptions options;
    options.seed = seed;
    options.history = 20'000;
    options.nowTime = dispatch::Seconds(std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}) +
                      std::chrono::minutes(16 * 60 + 4);
    return options;
}

template <class Row>
std::vector<Row> rowsOf(dispatch::Store& store, Kind kind) {
    std::vector<Row> rows;
    dispatch::Query query;
    query.kind = kind;
    const auto read = store.read(query, [&](dispatch::Record&& record) {
        rows.push_back(std::get<Row>(std::move(record)));
        return true;
    });
    if (!read) qWarning("%s", read.error().detail.c_str());
    return rows;
}

/// Rings of a grid's outline: edges with the grid on one side only, chained; more than one is a
/// hole or a second piece.
int outlines(const gis::demo::PlanarNet& net, const std::vector<gis::demo::Block>& blocks,
             const gis::demo::GroundCut& cut, int grid) {
    std::set<int> sides;
    for (std::size_t b = 0; b < blocks.size(); ++b)
        if (cut.gridOfBlock[b] == grid) sides.insert(blocks[b].loop.begin(), blocks[b].loop.end());
    std::map<int, int> root;
    const auto find = [&](int p) {
        root.try_emplace(p, p);
        while (root[p] != p) p = root[p];
        return p;
    };
    std::set<int> rings;
    std::vector<int> starts;
    for (const int side : sides) {
        if (sides.count(side ^ 1) != 0) continue;
        root[find(net.startOf(side))] = find(net.endOf(side));
        starts.push_back(net.startOf(side));
    }
    for (const int p : starts) rings.insert(find(p));
    return int(rings.size());
}

}  // namespace

class TestDemoCity : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        m_uri = m_folder.filePath(QStringLiteral("city.gridhall")).toStdString();
        const auto made = gis::makeDemoCity(m_uri, optionsFor(7));
        QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
        m_report = *made;
        for (const auto& [phase, seconds] : made->phaseSeconds)
            qInfo("%-20s %.2f s", phase.c_str(), seconds);
        qInfo("in all %.2f s, %s", made->seconds, made->contentHash.c_str());
        auto store = gis::openStore(m_uri);
        QVERIFY2(store.has_value(), store ? "" : store.error().detail.c_str());
        m_store = std::move(*store);
        auto picture = m_store->load();
        QVERIFY(picture.has_value());
        m_picture = *picture;
    }

    void itHasWhatWasAskedFor() {
        std::map<dispatch::ResponderKind, int> force;
        int onDuty = 0;
        m_picture->responders.forEach([&](const dispatch::Responder& r) {
            ++force[r.kind];
            onDuty += r.onDuty;
        });
        using enum dispatch::ResponderKind;
        QCOMPARE(force[GridHead], 460);
        QCOMPARE(force[Police], 118);
        QCOMPARE(force[Gridworker], 640);
        QCOMPARE(force[PartTime], 2'200);
        QVERIFY(m_picture->responders.size() >= 3'400 && m_picture->responders.size() <= 3'500);
        QVERIFY(onDuty > 3'200);
        QCOMPARE(m_picture->fixes->size(), std::size_t(onDuty));
        std::map<dispatch::GridKind, int> grids;
        std::set<std::string> districts, townships, communities;
        m_picture->grids.forEach([&](const dispatch::Grid& g) {
            ++grids[g.kind];
            QCOMPARE(g.area.size(), std::size_t(1));
            if (g.kind == dispatch::GridKind::Dedicated) return;
            districts.insert(g.code.substr(0, 6));
            townships.insert(g.code.substr(0, 9));
            communities.insert(g.code.substr(0, 12));
        });
        QCOMPARE(grids[dispatch::GridKind::Community] + grids[dispatch::GridKind::Rural], 640);
        QVERIFY(grids[dispatch::GridKind::Rural] > 50);
        QCOMPARE(grids[dispatch::GridKind::Dedicated], 6);
        QCOMPARE(districts.size(), std::size_t(3));
        QCOMPARE(townships.size(), std::size_t(22));
        QCOMPARE(communities.size(), std::size_t(87));
        QCOMPARE(m_picture->centres.size(), std::size_t(1 + 3 + 22 + 87));
        QCOMPARE(m_picture->posts.size(), std::size_t(60));
        QCOMPARE(m_picture->units.size(), std::size_t(300));
        QCOMPARE(m_picture->zones.size(), std::size_t(38));
        QCOMPARE(m_picture->cases.size(), std::size_t(50));
        const auto count = [&](Kind kind) {
            dispatch::Query query;
            query.kind = kind;
            return m_store->count(query).value_or(-1);
        };
        QCOMPARE(count(Kind::Case), std::int64_t(20'050));
        QCOMPARE(count(Kind::Camera), std::int64_t(21'000));
        QVERIFY(count(Kind::Ground) > 30'000);
        QVERIFY(count(Kind::Road) > 5'000);
    }

    void checkFindsNothing() {
        const auto verified = m_store->verify();
        QVERIFY(verified.has_value());
        for (const auto& finding : *verified)
            qWarning("%s: %s", finding.code.c_str(), finding.detail.c_str());
        QVERIFY(verified->empty());
        const auto findings = gis::checkTopology(*m_picture);
        for (std::size_t i = 0; i < findings.size() && i < 10; ++i)
            qWarning("%s: %s", findings[i].code.c_str(), findings[i].detail.c_str());
        QVERIFY(findings.empty());
    }

    void everyCaseLiesInItsGridAndHasAName() {
        std::set<std::string> titles, codes;
        std::map<int, int> hours;
        const auto cases = rowsOf<dispatch::Case>(*m_store, Kind::Case);
        for (const auto& record : cases) {
            QVERIFY(record.place.has_value());
            QVERIFY(m_picture->gridByCode(record.grid) != nullptr);
            QVERIFY(!record.title.empty() && record.title.find('{') == std::string::npos);
            QVERIFY(codes.insert(record.code).second);
            QCOMPARE(record.closed.has_value(), record.stage == "archived");
            QVERIFY(!record.closed || *record.closed >= record.reported);
            titles.insert(record.title);
            const auto local = record.reported + std::chrono::hours(8);
            ++hours[int((local.time_since_epoch().count() / 3600) % 24)];
        }
        QVERIFY(titles.size() > 500);
        QVERIFY(hours[4] * 3 < hours[19]);
        int warn = 0, late = 0;
        m_picture->cases.forEach([&](const dispatch::Case& record) {
            const auto state = dispatch::clockState(record, optionsFor(7).nowTime);
            warn += state == dispatch::ClockState::Warn;
            late += state == dispatch::ClockState::Late;
        });
        QCOMPARE(warn, 6);
        QCOMPARE(late, 3);
    }

    void roadsLeadFromOneEndToTheOther() {
        const auto roads = rowsOf<dispatch::Road>(*m_store, Kind::Road);
        const auto graph = gis::RoadGraph::build(roads);
        QVERIFY(graph.nodeCount() > 10'000);
        int oneWays = 0, bridges = 0;
        for (const auto& road : roads) {
            oneWays += road.oneWay != dispatch::OneWay::No;
            bridges += road.bridge;
        }
        QVERIFY(oneWays > 50);
        QVERIFY(bridges > 20);
        dispatch::GeoBox box;
        m_picture->centres.forEach([&](const dispatch::Centre& c) { box.add(*c.place); });
        int reached = 0, tried = 0;
        const auto from = graph.nearestNode(box.centre(), dispatch::ByCar);
        m_picture->centres.forEach([&](const dispatch::Centre& c) {
            if (c.id.value % 4 != 0) return;
            ++tried;
            const auto to = graph.nearestNode(*c.place, dispatch::ByCar);
            reached += graph.path(from, to, dispatch::Vehicle::Car, 36'000).has_value();
        });
        QVERIFY2(reached == tried, qPrintable(QStringLiteral("%1 of %2").arg(reached).arg(tried)));
    }

    void theSameSeedGivesTheSameCity() {
        const auto again = gis::makeDemoCity(
            m_folder.filePath(QStringLiteral("again.gridhall")).toStdString(), optionsFor(7));
        QVERIFY(again.has_value());
        QCOMPARE(again->contentHash, m_report.contentHash);
    }

    void anySeedGivesStreetsThatMeetInVerticesAndGridsOfOneSizeWithoutHoles() {
        gis::demo::Random seeds(support::seed("demonstration cities"));
        for (int i = 0; i < support::soakCount(2, 40); ++i) {
            const auto seed = seeds.bits() % 1'000'000'000;
            qInfo("city %llu", static_cast<unsigned long long>(seed));
            const gis::demo::CityPlan plan(seed);
            auto net = gis::demo::layNet(plan);
            const auto blocks = gis::demo::cutBlocks(net, plan, seed);
            double area = 0;
            for (const auto& block : blocks) area += block.area;
            QVERIFY(std::abs(area / gis::demo::signedArea(plan.outline) - 1) < 1e-6);
            // Euler: every face of a connected planar net is a block, and the outer one.
            std::set<int> used;
            int edges = 0;
            for (const auto& e : net.edges) {
                if (e.first >= 0 || e.dead) continue;
                ++edges;
                used.insert(e.a);
                used.insert(e.b);
            }
            QCOMPARE(int(used.size()) - edges + int(blocks.size()) + 1, 2);
            const auto cut = gis::demo::cutGroundOfCity(net, blocks, plan, seed, {});
            std::vector<double> weights(std::size_t(gis::demo::kGrids), 0);
            for (std::size_t b = 0; b < blocks.size(); ++b)
                weights[std::size_t(cut.gridOfBlock[b])] +=
                    blocks[b].households + blocks[b].area * 1.1e-5;
            const double fair =
                std::accumulate(weights.begin(), weights.end(), 0.0) / gis::demo::kGrids;
            for (int g = 0; g < gis::demo::kGrids; ++g) {
                const double share = weights[std::size_t(g)] / fair;
                QVERIFY2(share > 0.8 && share < 1.2,
                         qPrintable(QStringLiteral("grid %1 of city %2 weighs %3 of its share")
                                        .arg(g)
                                        .arg(seed)
                                        .arg(share)));
            }
            std::vector<int> holes;
            for (int g = 0; g < gis::demo::kGrids; ++g)
                if (outlines(net, blocks, cut, g) != 1) holes.push_back(g);
            QVERIFY2(holes.empty(), qPrintable(QStringLiteral("grid %1 of city %2 has a hole")
                                                   .arg(holes.empty() ? -1 : holes[0])
                                                   .arg(seed)));
        }
    }

    void aPartAroundAnotherIsSeen() {
        // Nine squares of 100 m: the middle one lies inside the other eight.
        gis::cut::BlockGraph graph;
        graph.weight.assign(9, 1);
        graph.area.assign(9, 10'000);
        graph.around.assign(9, 400);
        graph.first.assign(1, 0);
        for (int b = 0; b < 9; ++b) {
            graph.centre.push_back({b % 3 * 100.0, double(b / 3) * 100.0});
            for (int to = 0; to < 9; ++to)
                if (std::abs(to % 3 - b % 3) + std::abs(to / 3 - b / 3) == 1)
                    graph.borders.push_back({to, 100, 100, true});
            graph.first.push_back(int(graph.borders.size()));
        }
        std::vector<char> around(9, 1);
        around[4] = 0;
        QVERIFY(gis::demo::goesAround(graph, around));
        around[1] = 0;
        QVERIFY(!gis::demo::goesAround(graph, around));
        QVERIFY(!gis::demo::goesAround(graph, std::vector<char>(9, 1)));
        const auto bad = gis::demo::faultsOf(graph, {0, 0, 0, 0, 1, 0, 0, 0, 0}, 2, 4.5);
        QCOMPARE(bad.rings, 1);
        QVERIFY(!bad.none() && std::abs(bad.furthest - 3.5 / 4.5) < 1e-9);
        const auto labels = gis::demo::mendedSplit(graph, 3, 3, 1, {});
        QVERIFY(gis::demo::faultsOf(graph, labels, 3, 3).none());
    }

    void onlyADemonstrationCityIsTakenForOne() {
        const auto lived = gis::demoCityLastLived(m_uri);
        QVERIFY(lived.has_value() && lived->has_value());
        QVERIFY(**lived <= optionsFor(7).nowTime);
        QVERIFY(**lived > optionsFor(7).nowTime - std::chrono::minutes(1));
        gis::CreateOptions create;
        create.cityName = m_report.cityName;
        const auto uri = m_folder.filePath(QStringLiteral("real.gridhall")).toStdString();
        QVERIFY(gis::createStore(uri, create).has_value());
        const auto none = gis::demoCityLastLived(uri);
        QVERIFY(none.has_value() && !none->has_value());
    }

    void whatExistsIsNotOverwrittenAndWhatIsStoppedLeavesNothing() {
        const auto made = gis::makeDemoCity(m_uri, optionsFor(1));
        QVERIFY(!made.has_value());
        QCOMPARE(made.error().code, dispatch::ErrorCode::NotAllowed);
        const QDir folder(m_folder.path());
        const auto before = folder.entryList(QDir::Files);
        std::stop_source stop;
        const auto stopped = gis::makeDemoCity(
            m_folder.filePath(QStringLiteral("stopped.gridhall")).toStdString(), optionsFor(1),
            [&](const char* phase, double) {
                if (std::string_view(phase) == "roads") stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!stopped.has_value());
        QCOMPARE(stopped.error().code, dispatch::ErrorCode::Cancelled);
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files), before);
    }

  private:
    QTemporaryDir m_folder;
    std::string m_uri;
    gis::DemoReport m_report;
    std::unique_ptr<dispatch::Store> m_store;
    std::shared_ptr<const dispatch::Picture> m_picture;
};

QTEST_GUILESS_MAIN(TestDemoCity)
#include "tst_demo_city.moc"

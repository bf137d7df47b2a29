// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <map>
#include <set>

#include "gis/demo_city/blocks.h"
#include "gis/demo_city/demo_city.h"
#include "gis/geometry/topology.h"
#include "gis/roads/road_graph.h"
#include "gis/store/open_store.h"

using dispatch::Kind;

namespace {

gis::DemoOptions optionsFor(std::uint64_t seed) {
    gis::DemoOptions options;
    options.seed = seed;
    options.history = 20'000;
    options.nowTime = dispatch::Seconds(std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}) +
                      std::chrono::hours(13);
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
        QVERIFY(warn >= 3 && late >= 2 && warn + late < 25);
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

    void streetsMeetOnlyInVertices() {
        const gis::demo::CityPlan plan(11);
        auto net = gis::demo::layNet(plan);
        const auto blocks = gis::demo::cutBlocks(net, plan, 11);
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
    }

    void theSameSeedGivesTheSameCityAndAnotherAnother() {
        const auto again = gis::makeDemoCity(
            m_folder.filePath(QStringLiteral("again.gridhall")).toStdString(), optionsFor(7));
        QVERIFY(again.has_value());
        QCOMPARE(again->contentHash, m_report.contentHash);
        auto few = optionsFor(8);
        few.history = 100;
        const auto other = gis::makeDemoCity(
            m_folder.filePath(QStringLiteral("other.gridhall")).toStdString(), few);
        QVERIFY2(other.has_value(), other ? "" : other.error().detail.c_str());
        QVERIFY(other->contentHash != m_report.contentHash);
        auto store = gis::openStore(other->uri);
        QVERIFY(store.has_value());
        const auto picture = (*store)->load();
        const auto findings = gis::checkTopology(**picture);
        for (std::size_t i = 0; i < findings.size() && i < 10; ++i)
            qWarning("%s: %s", findings[i].code.c_str(), findings[i].detail.c_str());
        QVERIFY(findings.empty());
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "app/intake/place_reader.h"
#include "app/text/words.h"
#include "gis/exchange/import.h"
#include "gis/geometry/geodesic.h"
#include "gis/geometry/ops.h"
#include "gis/store/open_store.h"
#include "tests/support/seed.h"
#include "tests/support/small_city.h"
#include "tests/support/test_data.h"
#include "tests/support/tiny_city.h"

using app::PlaceCandidate;
using dispatch::LonLat;
using From = PlaceCandidate::From;

namespace {

dispatch::Road road(int id, const char* name, std::vector<int> nodes, dispatch::Line line) {
    dispatch::Road made;
    made.id = dispatch::RoadId{id};
    made.name = name;
    for (const int node : nodes) made.nodes.push_back(dispatch::RoadNodeId{node});
    made.line = std::move(line);
    return made;
}

/// 人民路 runs east, 中山街 and 和平路 north across it; 长虹高架 passes over it without a node; a
/// second 人民路 lies far away; Rua da Praça has two carriageways with two shared nodes.
std::shared_ptr<layers::GroundData> madeGround() {
    auto ground = std::make_shared<layers::GroundData>();
    ground->roads = {
        road(1, "人民路", {1, 2}, {{106.800, 39.670}, {106.804, 39.670}}),
        road(2, "人民路", {2, 3, 4}, {{106.804, 39.670}, {106.808, 39.670}, {106.812, 39.670}}),
        road(3, "中山街", {5, 2, 6}, {{106.804, 39.666}, {106.804, 39.670}, {106.804, 39.674}}),
        road(4, "和平路", {7, 3, 8}, {{106.808, 39.666}, {106.808, 39.670}, {106.808, 39.674}}),
        road(5, "长虹高架", {9, 10}, {{106.810, 39.666}, {106.810, 39.674}}),
        road(6, "人民路", {11, 12}, {{106.900, 39.700}, {106.904, 39.700}}),
        road(7, "Rua da Praça", {13, 14}, {{106.820, 39.6702}, {106.824, 39.6702}}),
        road(8, "Rua da Praça", {15, 16}, {{106.820, 39.6700}, {106.824, 39.6700}}),
        road(9, "Avenida Norte", {13, 15, 17},
             {{106.820, 39.6702}, {106.820, 39.6700}, {106.820, 39.660}}),
        road(10, "", {20, 21}, {{106.80, 39.66}, {106.81, 39.66}})};
    dispatch::Ground estate;
    estate.id = dispatch::GroundId{1};
    estate.kind = dispatch::GroundKind::Building;
    estate.name = "滨江花园";
    // A horseshoe: the middle of its box is not in it.
    estate.area = {{{{106.810, 39.660},
                     {106.816, 39.660},
                     {106.816, 39.666},
                     {106.814, 39.666},
                     {106.814, 39.662},
                     {106.812, 39.662},
                     {106.812, 39.666},
                     {106.810, 39.666},
                     {106.810, 39.660}},
                    {}}};
    ground->grounds = {estate};
    ground->cameras = {{dispatch::CameraId{1}, "V-0017", "清渠路口东", {106.807, 39.671}}};
    return ground;
}

}  // namespace

class TestPlaceReader : public QObject {
    Q_OBJECT
    std::shared_ptr<const dispatch::Picture> m_city;
    std::shared_ptr<layers::GroundData> m_ground = madeGround();
    std::shared_ptr<const app::PlaceIndex> m_index = app::PlaceIndex::make(m_ground);
    app::Finder m_finder;

    std::vector<PlaceCandidate> read(const QString& words) {
        return app::readPlace(words, {m_finder, *m_city, m_index.get()});
    }
    static QString told(const std::vector<PlaceCandidate>& found) {
        QStringList words;
        for (const PlaceCandidate& its : found)
            words << QStringLiteral("%1 %2 %3 %4%5")
                         .arg(its.from == From::Coordinates ? QStringLiteral("C") : its.name)
                         .arg(its.place.lon, 0, 'f', 4)
                         .arg(its.place.lat, 0, 'f', 4)
                         .arg(its.isGuess ? QLatin1String("?") : QLatin1String())
                         .arg(its.isOutside ? QLatin1String("!") : QLatin1String());
        return words.join(QStringLiteral(" | "));
    }
    void show(const dispatch::Picture& city) {
        m_city = std::make_shared<const dispatch::Picture>(city);
        dispatch::Changes all;
        all.kinds.set();
        m_finder.apply(m_city, all);
    }

  private Q_SLOTS:
    void init() { show(support::smallCity(dispatch::SystemClock().now(), 6)); }

    void typedPlacesAndWhatTheyMayMean_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("found");
        const auto row = [](const char* words, const char* found) {
            QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(found);
        };
        // Coordinates: a mistake of order is offered, a place outside the city is said.
        row("106.81,39.67", "C 106.8100 39.6700 ");
        row("39.67,106.81", "C 106.8100 39.6700 ?");
        row("116.81,39.67", "C 116.8100 39.6700 !");
        row("-8.61 41.15", "C -8.6100 41.1500 ! | C 41.1500 -8.6100 ?!");
        // Crossings, in any words.
        const char* const crossing = "人民路 / 中山街 106.8040 39.6700 ";
        row("人民路/中山街", crossing);
        row("人民路 x 中山街", crossing);
        row("人民路与中山街交叉口", crossing);
        row("人民路和中山街路口", crossing);
        row("人民路、中山街十字路口", crossing);
        row("corner of 人民路 and 中山街", crossing);
        row("rml/zsj", crossing);
        // A separator that is part of a name.
        row("人民路和和平路路口", "人民路 / 和平路 106.8080 39.6700 ");
        row("和平路与人民路", "和平路 / 人民路 106.8080 39.6700 ");
        // Four nodes of two carriageways are one junction.
        row("rua da praca / avenida norte", "Rua da Praça / Avenida Norte 106.8200 39.6701 ");
        // One passes over the other: said, never taken by itself.
        row("人民路/长虹高架", "人民路 / 长虹高架 106.8100 39.6700 ?");
        row("中山街/和平路", "");
        // A street alone lies somewhere; two of one name are two.
        row("中山街", "中山街 106.8040 39.6700 ?");
        row("人民路", "人民路 106.8040 39.6700 ? | 人民路 106.9000 39.7000 ?");
        row("中山街41号对面", "中山街 106.8040 39.6700 ?");
        // Estates, posts, cameras, centres, grids.
        row("V-0017", "清渠路口东 106.8070 39.6710 ");
        row("v-0017", "清渠路口东 106.8070 39.6710 ");
        row("P01", "清渠警务站 106.8050 39.6750 ");
        row("qqjwz", "清渠警务站 106.8050 39.6750 ");
        row("990302003004002", "清渠2号网格 106.8150 39.6750 ");
        row("990302 003 004 002", "清渠2号网格 106.8150 39.6750 ");
        row("004002", "清渠2号网格 106.8150 39.6750 ");
        row("990302003",
            "望河街道 106.8100 39.6800  | 清渠社区 106.8100 39.6700  | "
            "清渠1号网格 106.8050 39.6750  | "
            "清渠2号网格 106.8150 39.6750  | "
            "清渠3号网格 106.8050 39.6650  | "
            "清渠4号网格 106.8150 39.6650 ");
        // Nothing: it stays as it was typed.
        row("河边老槐树下", "");
        row("'; DROP TABLE cases; --", "");
        row("/", "");
        row("   ", "");
    }
    void typedPlacesAndWhatTheyMayMean() {
        QFETCH(QString, words);
        QFETCH(QString, found);
        QCOMPARE(told(read(words)), found);
    }

    void onlyOneSureCandidateIsTakenByItself() {
        QVERIFY(app::isCertain(read(QStringLiteral("人民路/中山街"))));
        QVERIFY(app::isCertain(read(QStringLiteral("106.81,39.67"))));
        QVERIFY(!app::isCertain(read(QStringLiteral("39.67,106.81"))));
        QVERIFY(!app::isCertain(read(QStringLiteral("中山街"))));
        QVERIFY(!app::isCertain(read(QStringLiteral("清渠"))));
        QVERIFY(!app::isCertain({}));
    }

    void anEstateIsPlacedInsideItself() {
        const auto found = read(QStringLiteral("bjhy"));
        QCOMPARE(found.size(), std::size_t{1});
        const auto polygon = gis::Polygon::make(m_ground->grounds[0].area);
        QVERIFY(gis::contains(*polygon, found[0].place));
    }

    void everyGridOfATinyCityIsFoundByItsCode() {
        const support::TinyCity tiny = support::tinyCity();
        dispatch::Picture city;
        std::vector<dispatch::Grid> grids = tiny.grids;
        for (std::size_t i = 0; i < grids.size(); ++i)
            grids[i].id = dispatch::GridId{std::int64_t(i) + 1};
        city.grids = dispatch::Table<dispatch::Grid>(grids);
        show(city);
        for (const dispatch::Grid& grid : grids) {
            const auto found = read(QString::fromStdString(grid.code));
            QVERIFY(!found.empty());
            QCOMPARE(found[0].rank, 0);
            QVERIFY(gis::contains(*gis::Polygon::make(grid.area), found[0].place));
            const auto byTail = read(QString::fromStdString(grid.code.substr(9)));
            QVERIFY(std::any_of(byTail.begin(), byTail.end(), [&](const PlaceCandidate& its) {
                return its.place == found[0].place;
            }));
        }
    }

    void withoutTheGroundTheRestIsFound() {
        m_index.reset();
        QCOMPARE(read(QStringLiteral("P01")).size(), std::size_t{1});
        QVERIFY(read(QStringLiteral("人民路/中山街")).empty());
        m_index = app::PlaceIndex::make(m_ground);
    }

    void longAndStrangeWordsAreNoPlace() {
        QVERIFY(read(QString(1 << 20, u'路')).empty());
        QVERIFY(read(QString(QChar(0))).empty());
        std::mt19937_64 random(support::seed("strange places"));
        const QString letters = QStringLiteral("人民路中山街/x与和,. 0123清渠ab\u202e\u0000°'");
        for (int i = 0; i < 3000; ++i) {
            QString words;
            for (auto n = random() % 16; n > 0; --n)
                words += letters[qsizetype(random() % std::size_t(letters.size()))];
            QVERIFY(read(words).size() <= 12);
        }
    }

    void theStreetsOfPortoAreFoundAtOnce() {
        const QString file = support::testData("roads/porto_r5.osm.pbf");
        if (file.isEmpty()) QSKIP(support::kNoTestData);
        const QTemporaryDir folder;
        auto store =
            gis::createStore(folder.filePath(QStringLiteral("porto.gridhall")).toStdString(), {});
        QVERIFY2(store.has_value(), store ? "" : store.error().detail.c_str());
        gis::ImportPlan plan;
        plan.kind = "roads";
        plan.file = file.toStdString();
        plan.by = {"tester", "seat 1"};
        QVERIFY(gis::importFile(**store, plan).has_value());
        auto ground = std::make_shared<layers::GroundData>();
        const auto take = [&]<class Row>(dispatch::Kind kind, std::vector<Row>& rows) {
            dispatch::Query query;
            query.kind = kind;
            return (*store)->read(query, [&](dispatch::Record&& record) {
                rows.push_back(std::get<Row>(std::move(record)));
                return true;
            });
        };
        QVERIFY(take(dispatch::Kind::Road, ground->roads).has_value());
        QVERIFY(take(dispatch::Kind::Ground, ground->grounds).has_value());
        QElapsedTimer timer;
        timer.start();
        m_index = app::PlaceIndex::make(ground);
        std::printf("%zu names of %zu roads and %zu grounds in %lld ms\n", m_index->size(),
                    ground->roads.size(), ground->grounds.size(),
                    static_cast<long long>(timer.elapsed()));
        const auto boavista = read(QStringLiteral("avenida da boavista / rua de cedofeita"));
        for (const char* words :
             {"rua", "Rua de Santa Catarina", "rua / rua", "praca da batalha", "r", "a / e",
              "Rua de Santa Catarina / Rua Formosa", "avenida da boavista 1200", "santa",
              "nowhere at all", "41.15,-8.61", "rua formosa and rua de santa catarina"}) {
            qint64 best = std::numeric_limits<qint64>::max();
            for (int i = 0; i < 3; ++i) {
                timer.start();
                (void)read(QString::fromUtf8(words));
                best = std::min(best, timer.nsecsElapsed());
            }
            QVERIFY2(
                best < 10000000,
                qPrintable(
                    QStringLiteral("%1: %2 us").arg(QString::fromUtf8(words)).arg(best / 1000)));
        }
        const auto found = read(QStringLiteral("rua de santa catarina x rua formosa"));
        QVERIFY(!found.empty());
        QCOMPARE(found[0].from, From::Crossing);
        // Where the two really cross, by the map: 41.1490 N, 8.6065 W.
        QVERIFY2(gis::distance(found[0].place, LonLat{-8.6065, 41.1490}).value < 150,
                 qPrintable(told(found)));
        m_index = app::PlaceIndex::make(m_ground);
    }
};

QTEST_GUILESS_MAIN(TestPlaceReader)
#include "tst_place_reader.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <algorithm>
#include <functional>

#include "gis/geometry/dissolve.h"
#include "gis/geometry/polygon.h"
#include "gis/geometry/topology.h"
#include "tests/support/test_data.h"
#include "tests/support/tiny_city.h"

using dispatch::Area;
using dispatch::Grid;
using dispatch::LonLat;
using dispatch::Ring;
using support::TinyCity;

using Spoil = std::function<void(TinyCity&)>;
Q_DECLARE_METATYPE(Spoil)

class TestTopology : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void nothingIsFoundInAFaultlessCity();
    void everyPlantedFaultIsNamed_data();
    void everyPlantedFaultIsNamed();
    void aNewNumberingHasAnOrderOfItsOwn();
    void aLakeBetweenGridsIsAGap();
    void referenceOutlinesAreCompared();
    void referenceCoveragesAreJudgedAlike();
    void dissolveJoinsExactlyAndFallsBack();
    void speedOfACity();
};

namespace {

dispatch::Picture pictureOf(TinyCity city) {
    std::int64_t next = 1;
    for (auto& grid : city.grids) grid.id.value = next++;
    for (auto& zone : city.zones) zone.id.value = next++;
    for (auto& centre : city.centres) centre.id.value = next++;
    dispatch::Picture picture;
    picture.grids = dispatch::Table<Grid>(city.grids);
    picture.zones = dispatch::Table<dispatch::Zone>(city.zones);
    picture.centres = dispatch::Table<dispatch::Centre>(city.centres);
    return picture;
}

QString textOf(const std::vector<gis::TopologyFinding>& findings) {
    QString text;
    for (const auto& f : findings)
        text += QString::fromStdString(f.code + ": " + f.detail) + QLatin1Char('\n');
    return text;
}

constexpr const char* kFirst = "150302001001006";

Grid& gridOf(TinyCity& city, const std::string& code = kFirst) {
    return *std::find_if(city.grids.begin(), city.grids.end(),
                         [&](const Grid& g) { return g.code == code; });
}

}  // namespace

void TestTopology::nothingIsFoundInAFaultlessCity() {
    for (const double warp : {0.0, 1.0, 1.6}) {
        support::TinyCityPlan plan;
        plan.warp = warp;
        const auto findings = gis::checkTopology(pictureOf(support::tinyCity(plan)));
        QVERIFY2(findings.empty(), qPrintable(textOf(findings)));
    }
    QVERIFY(gis::checkTopology({}).empty());
}

void TestTopology::everyPlantedFaultIsNamed_data() {
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("codes");
    QTest::addColumn<QString>("names");
    const QString six = QStringLiteral("150302001001006");
    auto row = [](const char* name, const char* codes, const QString& names, Spoil spoil) {
        QTest::newRow(name) << spoil << QString::fromUtf8(codes) << names;
    };
    row("gap: a grid is missing", "gap", six.left(12) + QStringLiteral("002"), [](TinyCity& c) {
        std::erase_if(c.grids, [](const Grid& g) { return g.code == kFirst; });
    });
    row("overlap: a corner pulled over the neighbours", "overlap", six, [](TinyCity& c) {
        Grid& g = gridOf(c);
        g.area[0].shell[6].lon += 0.0012;
        g.area[0].shell[7].lon += 0.0012;
    });
    row("sliver: a border pulled back by a metre", "sliver,sliver", six, [](TinyCity& c) {
        Grid& g = gridOf(c);
        for (std::size_t i = 5; i < 8; ++i) g.area[0].shell[i].lon -= 0.00001;
        g.area[0].shell[2].lat += 0.00001;
    });
    row("sliver: overlap of a metre", "sliver", six, [](TinyCity& c) {
        Grid& g = gridOf(c);
        for (std::size_t i = 5; i < 8; ++i) g.area[0].shell[i].lon += 0.00001;
    });
    row("sliver: a grid like a needle", "sliver,overlap", QStringLiteral("150302009009001"),
        [](TinyCity& c) {
            Grid g = gridOf(c);
            g.code = "150302009009001";
            const LonLat p{106.709, 39.694};
            g.area = {{{p,
                        {p.lon + 0.02, p.lat},
                        {p.lon + 0.02, p.lat + 0.00002},
                        {p.lon, p.lat + 0.00002},
                        p},
                       {}}};
            c.grids.push_back(g);
        });
    row("sliver: a strip that opens to the outside", "sliver",
        QStringLiteral("open to the outside"), [](TinyCity& c) {
            Grid& g = gridOf(c, "150302001001002");
            for (std::size_t i = 4; i < 9; ++i) g.area[0].shell[i].lon -= 0.00001;
        });
    row("invalid: a ring that crosses itself", "invalid", six, [](TinyCity& c) {
        Ring& ring = gridOf(c).area[0].shell;
        std::swap(ring[2], ring[10]);
    });
    row("invalid: a ring that is not closed", "invalid", six,
        [](TinyCity& c) { gridOf(c).area[0].shell.pop_back(); });
    row("no area at all", "no-area,gap", six, [](TinyCity& c) { gridOf(c).area.clear(); });
    row("unmatched edge: a vertex of one side only", "unmatched-edge", six, [](TinyCity& c) {
        Ring& ring = gridOf(c).area[0].shell;
        const LonLat middle{(ring[5].lon + ring[6].lon) / 2, (ring[5].lat + ring[6].lat) / 2};
        ring.insert(ring.begin() + 6, middle);
    });
    row("duplicate code", "duplicate-code", six,
        [](TinyCity& c) { gridOf(c, "150302001001007").code = kFirst; });
    row("duplicate geometry", "duplicate-geometry", six, [](TinyCity& c) {
        Grid g = gridOf(c);
        g.code = "150302001001099";
        g.numbering = 2;
        c.grids.push_back(g);
    });
    row("code of 14 digits", "code-form", QStringLiteral("15030200100100"),
        [](TinyCity& c) { gridOf(c).code = "15030200100100"; });
    row("code with a letter", "code-form", QStringLiteral("15030200100100A"),
        [](TinyCity& c) { gridOf(c).code = "15030200100100A"; });
    row("order: two neighbours changed places", "order",
        QStringLiteral("grid 150302001001007 lies where the serial 006 belongs"),
        [](TinyCity& c) { std::swap(gridOf(c).code, gridOf(c, "150302001001007").code); });
    row("dedicated grids on each other", "overlap", QStringLiteral("150302001001901"),
        [](TinyCity& c) {
            Grid g = gridOf(c, "150302001001901");
            g.code = "150302001001999";
            for (LonLat& p : g.area[0].shell) p.lon += 0.0005;
            c.grids.push_back(g);
        });
    row("zones on each other", "overlap", QStringLiteral("zone z01 and zone z02"),
        [](TinyCity& c) { c.zones[1].area[0].shell[80].lat += 0.002; });
    row("two zones of one code", "duplicate-code", QStringLiteral("z01"),
        [](TinyCity& c) { c.zones[1].code = "z01"; });
    row("a zone that crosses itself", "invalid", QStringLiteral("zone z01"),
        [](TinyCity& c) { std::swap(c.zones[0].area[0].shell[3], c.zones[0].area[0].shell[60]); });
}

void TestTopology::everyPlantedFaultIsNamed() {
    QFETCH(Spoil, spoil);
    QFETCH(QString, codes);
    QFETCH(QString, names);
    TinyCity city = support::tinyCity();
    spoil(city);
    const auto findings = gis::checkTopology(pictureOf(city));
    const QString text = textOf(findings);
    // The first wanted code names what was spoilt; consequences elsewhere may follow.
    QVERIFY2(!findings.empty(), "nothing found");
    for (const QString& code : codes.split(QLatin1Char(',')))
        QVERIFY2(text.contains(code + QStringLiteral(": ")), qPrintable(text));
    const QString main = codes.split(QLatin1Char(',')).first();
    bool named = false;
    for (const QString& line : text.split(QLatin1Char('\n')))
        named |= line.startsWith(main + QStringLiteral(": ")) && line.contains(names);
    QVERIFY2(named, qPrintable(text));
    QVERIFY2(findings.size() <= 9, qPrintable(text));
    for (const auto& f : findings) {
        QVERIFY(!f.records.empty());
        for (const auto& r : f.records) QVERIFY(r.id > 0);
    }
    std::printf("%s", qPrintable(text));
}

void TestTopology::aNewNumberingHasAnOrderOfItsOwn() {
    TinyCity city = support::tinyCity();
    std::swap(gridOf(city).code, gridOf(city, "150302001001007").code);
    gridOf(city).numbering = 2;
    const auto findings = gis::checkTopology(pictureOf(city));
    QVERIFY2(textOf(findings).count(QStringLiteral("order: ")) == 0, qPrintable(textOf(findings)));
}

void TestTopology::aLakeBetweenGridsIsAGap() {
    TinyCity city = support::tinyCity();
    std::erase_if(city.grids, [](const Grid& g) {
        return g.code == "150302001001006" || g.code == "150302001001007" ||
               g.code == "150302001001010" || g.code == "150302001001011";
    });
    const auto findings = gis::checkTopology(pictureOf(city));
    QCOMPARE(findings.size(), std::size_t(1));
    QCOMPARE(findings[0].code, std::string("gap"));
    QVERIFY(findings[0].squareMetres > 4 * 130e3 && findings[0].squareMetres < 4 * 170e3);
    QVERIFY(findings[0].where.has_value());
    QVERIFY(findings[0].records.size() >= 8);
}

void TestTopology::referenceOutlinesAreCompared() {
    TinyCity city = support::tinyCity();
    for (auto& centre : city.centres) {
        std::vector<const Area*> areas;
        for (const Grid& g : city.grids)
            if (g.kind != dispatch::GridKind::Dedicated && g.code.starts_with(centre.code))
                areas.push_back(&g.area);
        centre.reference = *gis::dissolve(areas);
    }
    QVERIFY(gis::checkTopology(pictureOf(city)).empty());
    for (LonLat& p : city.centres[1].reference[0].shell) p.lon += 0.001;
    const auto findings = gis::checkTopology(pictureOf(city));
    QCOMPARE(findings.size(), std::size_t(1));
    QVERIFY2(textOf(findings).startsWith(
                 QStringLiteral("outline: the grids of district 150302 go beyond")),
             qPrintable(textOf(findings)));
}

void TestTopology::referenceCoveragesAreJudgedAlike() {
    const QString path = support::testData("reference/geos_coverage_cases.json");
    if (path.isEmpty()) QSKIP(support::kNoTestData);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray cases =
        QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("cases")].toArray();
    int judged = 0;
    for (const auto& value : cases) {
        const QJsonObject one = value.toObject();
        const QString name = one[QStringLiteral("name")].toString();
        std::vector<Grid> grids;
        bool broken = false;
        for (const auto& wkt : one[QStringLiteral("coverage")].toArray()) {
            const auto polygon = gis::Polygon::fromWkt(wkt.toString().toStdString());
            QVERIFY(polygon.has_value());
            Grid grid;
            grid.code = std::to_string(150302001001001 + static_cast<long>(grids.size()));
            grid.numbering = static_cast<int>(grids.size());
            // Their units taken as metres near the equator.
            for (auto& part : polygon->area()) {
                for (LonLat& p : part.shell) p = {p.lon / 100'000, p.lat / 100'000};
                broken |= part.shell.size() < 4;
                grid.area.push_back(part);
            }
            if (!grid.area.empty()) grids.push_back(grid);
        }
        if (broken) continue;
        gis::TopologyLimits limits;
        limits.noiseSquareMetres = 0.001;
        limits.narrowMetres = 0;
        limits.sliverMetres = one[QStringLiteral("gap_width")].toDouble();
        limits.inletMetres = 1;
        auto findings = gis::checkGrids(grids, limits);
        // Rings that fall together are faults of their own here; the reference leaves them out.
        std::erase_if(findings, [](const auto& f) { return f.code == "invalid"; });
        const bool valid = one[QStringLiteral("valid")].toBool();
        ++judged;
        QVERIFY2(findings.empty() == valid,
                 qPrintable(name + QLatin1Char('\n') + textOf(findings)));
    }
    QVERIFY(judged >= 11);
}

void TestTopology::dissolveJoinsExactlyAndFallsBack() {
    TinyCity city = support::tinyCity();
    std::vector<const Area*> areas;
    for (const Grid& g : city.grids)
        if (g.kind != dispatch::GridKind::Dedicated) areas.push_back(&g.area);
    const auto whole = gis::dissolve(areas);
    QVERIFY(whole.has_value());
    QCOMPARE(whole->size(), std::size_t(1));
    QVERIFY((*whole)[0].holes.empty());
    // Every fine vertex of the outline, once.
    QCOMPARE((*whole)[0].shell.size(), std::size_t(2 * (12 + 8) * 4 + 1));
    gridOf(city).area.clear();
    const auto holed = gis::dissolve(areas);
    QCOMPARE((*holed)[0].holes.size(), std::size_t(1));
    // Grids only touching in a corner stay apart.
    const std::vector<const Area*> corner = {&gridOf(city, "150302001001001").area,
                                             &gridOf(city, "150302001001011").area,
                                             &gridOf(city, "150302001001016").area};
    QCOMPARE(gis::dissolve(corner)->size(), std::size_t(3));
    Grid moved = gridOf(city, "150302001001011");
    for (LonLat& p : moved.area[0].shell) p.lon += 0.001;
    const std::vector<const Area*> crossing = {&moved.area, &gridOf(city, "150302001001011").area};
    const auto joined = gis::dissolve(crossing);
    QVERIFY(joined.has_value());
    QCOMPARE(joined->size(), std::size_t(1));
    QVERIFY(gis::dissolve({})->empty());
}

void TestTopology::speedOfACity() {
    support::TinyCityPlan plan;
    plan.columns = 32;
    plan.rows = 20;
    plan.sideVertices = 30;
    const auto picture = pictureOf(support::tinyCity(plan));
    QElapsedTimer timer;
    timer.start();
    const auto findings = gis::checkTopology(picture);
    std::printf("topology of 640 grids of 125 vertices: %lld ms\n", timer.elapsed());
    QVERIFY2(findings.empty(), qPrintable(textOf(findings)));
}

QTEST_APPLESS_MAIN(TestTopology)
#include "tst_topology.moc"

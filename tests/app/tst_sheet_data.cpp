// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "app/sheet/sheet_data.h"
#include "gis/cartographer/sheet_frame.h"
#include "layers/grid_map.h"
#include "layers/symbols/map_table.h"
#include "tests/support/program.h"
#include "tests/support/tiny_city.h"

using namespace dispatch;

/// What is worked out for sheets and what is handed to the cartographer.
class TestSheetData : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void theLargestRoundScaleIsTaken_data();
    void theLargestRoundScaleIsTaken();
    void nothingOverlapsOnAnyPaper();
    void northTurnsWithTheMeridian();
    void onlyPeopleOnDutyAreHandedOver();
    void clocksAreThoseOfTheScreen();
    void aHiddenLayerIsNotHandedOver();
    void whatWasStoppedLeavesNoFile();

  private:
    app::SheetRequest request() const {
        app::SheetRequest made;
        made.file = QStringLiteral("x.pdf");
        return made;
    }
    std::string ask(const char* sql) const {
        return support::run({"/usr/bin/sqlite3", m_file, sql}).out;
    }
    QTemporaryDir m_folder;
    std::string m_file;
    layers::SceneInput m_scene;
};

void TestSheetData::initTestCase() {
    auto picture = std::make_shared<Picture>();
    const support::TinyCity city = support::tinyCity();
    const auto numbered = [](auto rows) {
        std::int64_t id = 0;
        for (auto& row : rows) row.id.value = ++id;
        return Table(std::move(rows));
    };
    picture->grids = numbered(city.grids);
    picture->centres = numbered(city.centres);
    picture->storeTime = Millis(std::chrono::seconds(1'790'000'000));
    const LonLat place = city.posts.front().place;
    Responder on;
    on.id.value = 1;
    on.code = "w1";
    on.name = "王小明";
    on.onDuty = true;
    Responder off = on;
    off.id.value = 2;
    off.code = "w2";
    off.onDuty = false;
    picture->responders = Table<Responder>({on, off});
    std::vector<Fix> fixes(2);
    for (int i = 0; i < 2; ++i) {
        fixes[std::size_t(i)].responder.value = i + 1;
        fixes[std::size_t(i)].place = place;
        fixes[std::size_t(i)].time = picture->storeTime - std::chrono::seconds(100);
        fixes[std::size_t(i)].speedMetresPerSecond = 2;
        fixes[std::size_t(i)].headingDegrees = 45;
    }
    picture->fixes = std::make_shared<const std::vector<Fix>>(fixes);
    const auto now = std::chrono::floor<std::chrono::seconds>(picture->storeTime);
    Case late;
    late.id.value = 1;
    late.code = "LL-1-0001";
    late.place = place;
    late.risk = Risk::High;
    late.due = now - std::chrono::minutes(1);
    late.warnAt = now - std::chrono::minutes(2);
    Case quiet = late;
    quiet.id.value = 2;
    quiet.code = "LL-1-0002";
    quiet.due = now + std::chrono::hours(1);
    quiet.warnAt = now + std::chrono::minutes(30);
    quiet.stage = "handling";
    picture->cases = Table<Case>({late, quiet});
    m_scene.picture = picture;
    m_scene.storeTime = picture->storeTime;
    m_scene.projection = gis::Projection::forExtent(layers::extentOf(*picture, nullptr));
    m_scene.gridMap = std::make_shared<layers::GridMap>(*picture, m_scene.projection);
    m_file = m_folder.filePath(QStringLiteral("hall.gpkg")).toStdString();
    const auto plan = app::planSheets(request(), m_scene);
    QVERIFY2(plan, plan ? "" : plan.error().detail.c_str());
    QVERIFY(app::writeSheetData(m_file, *plan, m_scene));
}

void TestSheetData::theLargestRoundScaleIsTaken_data() {
    QTest::addColumn<double>("wide");
    QTest::addColumn<double>("high");
    QTest::addColumn<double>("scale");
    QTest::newRow("just fits") << 1000.0 << 10.0 << 10000.0;
    QTest::newRow("a metre too wide") << 1001.0 << 10.0 << 12500.0;
    QTest::newRow("high") << 10.0 << 250.0 << 5000.0;
    QTest::newRow("a point") << 0.0 << 0.0 << 500.0;
    QTest::newRow("a continent") << 5e6 << 5e6 << 1e6;
}

void TestSheetData::theLargestRoundScaleIsTaken() {
    QFETCH(double, wide);
    QFETCH(double, high);
    QFETCH(double, scale);
    QCOMPARE(gis::roundScale(wide, high, {0, 0, 100, 50}), scale);
}

void TestSheetData::nothingOverlapsOnAnyPaper() {
    for (const std::string_view paper : gis::kPapers)
        for (const bool landscape : {false, true}) {
            const auto frame = gis::sheetFrame(paper, landscape);
            QVERIFY(frame);
            const std::array boxes{frame->title, frame->subtitle, frame->page,
                                   frame->map,   frame->scale,    frame->scaleBar,
                                   frame->north, frame->facts,    frame->legend};
            for (std::size_t i = 0; i < boxes.size(); ++i) {
                const gis::PaperBox& a = boxes[i];
                QVERIFY(a.width > 0 && a.height > 0 && a.left >= 5 && a.top >= 5 &&
                        a.right() <= frame->width - 5 && a.bottom() <= frame->height - 5);
                for (std::size_t j = i + 1; j < boxes.size(); ++j) {
                    const gis::PaperBox& b = boxes[j];
                    const bool apart = a.right() <= b.left || b.right() <= a.left ||
                                       a.bottom() <= b.top || b.bottom() <= a.top;
                    QVERIFY2(apart, qPrintable(QStringLiteral("%1 and %2").arg(i).arg(j)));
                }
            }
            QVERIFY(frame->map.width * frame->map.height > 0.3 * frame->width * frame->height);
        }
    QVERIFY(!gis::sheetFrame("B5", false));
}

void TestSheetData::northTurnsWithTheMeridian() {
    // West of the central meridian, true north lies to the right of the paper's upper edge:
    // by the sine of the latitude, 1.28 degrees times 0.639.
    auto asked = request();
    const auto plan = app::planSheets(asked, m_scene);
    QVERIFY(plan);
    const LonLat middle =
        m_scene.projection.toLonLat({plan->job.sheets[0].x, plan->job.sheets[0].y});
    const double convergence = (m_scene.projection.centralMeridian() - middle.lon) *
                               std::sin(middle.lat * 3.14159265358979 / 180);
    QVERIFY(convergence > 0.5);
    QVERIFY2(std::abs(plan->job.sheets[0].north - convergence) < 0.001,
             qPrintable(QString::number(plan->job.sheets[0].north)));
}

void TestSheetData::onlyPeopleOnDutyAreHandedOver() {
    QCOMPARE(ask("SELECT code, kind, age, moving, heading FROM responder"),
             std::string("w1|gridworker|ageing|1|45.0\n"));
    QFile file(QString::fromStdString(m_file));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("王小明"));
}

void TestSheetData::clocksAreThoseOfTheScreen() {
    // The most urgent last: it lies on top.
    QCOMPARE(ask("SELECT code, number, risk, clock, stage FROM \"case\" ORDER BY fid"),
             std::string("LL-1-0002|0002|high|ok|handling\nLL-1-0001|0001|high|late|accepted\n"));
}

void TestSheetData::aHiddenLayerIsNotHandedOver() {
    auto asked = request();
    asked.layers = {QStringLiteral("grids")};
    const auto plan = app::planSheets(asked, m_scene);
    QVERIFY(plan);
    const std::string kept = m_file;
    m_file = m_folder.filePath(QStringLiteral("grids.gpkg")).toStdString();
    QVERIFY(app::writeSheetData(m_file, *plan, m_scene));
    QCOMPARE(ask("SELECT (SELECT count(*) FROM responder) + (SELECT count(*) FROM \"case\")"),
             std::string("0\n"));
    QVERIFY(ask("SELECT count(*) FROM border") != "0\n");
    m_file = kept;
}

void TestSheetData::whatWasStoppedLeavesNoFile() {
    std::stop_source stop;
    stop.request_stop();
    const QDir folder(m_folder.path());
    const auto before = folder.entryList(QDir::Files);
    const auto plan = app::planSheets(request(), m_scene);
    const auto done =
        app::writeSheetData(m_folder.filePath(QStringLiteral("stopped.gpkg")).toStdString(), *plan,
                            m_scene, stop.get_token());
    QVERIFY(!done && done.error().code == ErrorCode::Cancelled);
    QCOMPARE(folder.entryList(QDir::Files), before);
}

QTEST_GUILESS_MAIN(TestSheetData)
#include "tst_sheet_data.moc"

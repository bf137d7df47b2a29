// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <functional>
#include <set>

#include "gis/cartographer/sheet_frame.h"
#include "gis/cartographer/sheet_job.h"
#include "gis/exchange/geopackage.h"
#include "gis/geometry/projection.h"
#include "layers/pen.h"
#include "layers/symbol_painter.h"
#include "layers/symbols/ground_style.h"
#include "layers/symbols/map_table.h"
#include "layers/symbols/sheet_style.h"
#include "layers/symbols/symbol_svg.h"

using dispatch::FixAge;
using dispatch::ResponderKind;
using dispatch::Risk;
using dispatch::WorkState;
using layers::ClockMark;
using layers::Ink;
using layers::StageMark;
using layers::Symbol;
using layers::Theme;

/// The screen and the paper draw the same: every symbol and line of the tables is drawn by the
/// screen's painter and by the cartographer on a sheet, and compared one by one.
class TestPaperSymbols : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void everySymbolIsTheSameOnPaper_data();
    void everySymbolIsTheSameOnPaper();
    void everyLineIsTheSameOnPaper_data();
    void everyLineIsTheSameOnPaper();
    void anotherSymbolIsNoticed();
    void everySymbolIsAnSvg();
    void everyTitleOfTheStyleIsThere();

  private:
    QImage cell(int index) const;
    QTemporaryDir m_folder;
    QImage m_sheet;
};

namespace {

constexpr double kDpi = 300;
constexpr double kCellMillimetres = 16;
constexpr double kHeading = 60;
constexpr double kScale = 1000;
constexpr double kPixelDots = gis::kPixelMillimetres / 25.4 * kDpi;  ///< Dots of a logical pixel.
const gis::ScenePoint kMiddle{400'000, 4'396'000};

struct Drawn {
    std::string name;
    Symbol symbol;
    double size;
    double heading = 0;
};

std::string text(std::string_view words) {
    return std::string(words);
}

const std::vector<Drawn>& symbols() {
    static const std::vector<Drawn> all = [] {
        std::vector<Drawn> list;
        for (int i = 0; i < 7; ++i) {
            const auto kind = ResponderKind(i);
            const std::string name = text(layers::word(kind));
            const double turn = kind == ResponderKind::Patrol ? kHeading - 90 : kHeading;
            list.push_back(
                {name + " fresh", layers::responderSymbol(kind, FixAge::Fresh, false), 24});
            list.push_back(
                {name + " moving", layers::responderSymbol(kind, FixAge::Fresh, true), 24, turn});
            list.push_back(
                {name + " ageing", layers::responderSymbol(kind, FixAge::Ageing, false), 24});
            list.push_back(
                {name + " stale", layers::responderSymbol(kind, FixAge::Stale, false), 24});
        }
        for (const WorkState state : {WorkState::Sent, WorkState::EnRoute, WorkState::OnScene})
            list.push_back(
                {text(layers::word(state)), layers::workStateBadge(state), layers::kBadgeSize});
        for (int risk = 0; risk < 3; ++risk)
            for (int clock = 0; clock < 5; ++clock)
                for (int stage = 0; stage < 6; ++stage)
                    list.push_back(
                        {text(layers::word(Risk(risk))) + ' ' +
                             text(layers::word(ClockMark(clock))) + ' ' +
                             text(layers::word(StageMark(stage))),
                         layers::caseSymbol(Risk(risk), ClockMark(clock), StageMark(stage)),
                         layers::caseSize(Risk(risk)) + layers::kCaseRim});
        for (int stage = 0; stage < 6; ++stage)
            list.push_back({"stage " + text(layers::word(StageMark(stage))),
                            layers::stageGlyph(StageMark(stage), "t1"), 26});
        for (int clock = 0; clock < 5; ++clock)
            list.push_back({"clock " + text(layers::word(ClockMark(clock))),
                            layers::clockGlyph(ClockMark(clock)), 24});
        list.push_back({"post", layers::postSymbol(), layers::kPostSize});
        for (int feet = 1; feet <= 4; ++feet)
            list.push_back({"centre " + std::to_string(feet), layers::centreSymbol(feet),
                            layers::kCentreSize});
        list.push_back({"camera", layers::cameraSymbol(), layers::kCameraSize});
        return list;
    }();
    return all;
}

const std::vector<layers::LineStyle>& lines() {
    static const std::vector<layers::LineStyle> all = [] {
        std::vector<layers::LineStyle> list;
        for (const auto& border : layers::kBorderStyles) list.push_back(border.line);
        list.push_back(layers::kGridLine);
        list.push_back(layers::kDedicatedLine);
        list.push_back(layers::kZoneLine);
        for (const auto& line : layers::kReachLines) list.push_back(line);
        return list;
    }();
    return all;
}

gis::SheetFrame frame() {
    return *gis::sheetFrame("A3", false);
}

int columns() {
    return static_cast<int>(frame().map.width / kCellMillimetres);
}

/// Middle of a cell, millimetres of the paper.
gis::PaperBox placeOf(int index) {
    const gis::PaperBox map = frame().map;
    return {map.left + (index % columns() + 0.5) * kCellMillimetres,
            map.top + (index / columns() + 0.5) * kCellMillimetres, 0, 0};
}

gis::ScenePoint onGround(double left, double top) {
    const gis::PaperBox map = frame().map;
    return {kMiddle.x + (left - map.left - map.width / 2) / 1000 * kScale,
            kMiddle.y - (top - map.top - map.height / 2) / 1000 * kScale};
}

gis::Cell numberCell(int value) {
    gis::Cell cell;
    cell.number = value;
    cell.empty = false;
    return cell;
}

void writeData(const std::string& file) {
    const gis::Projection projection;
    auto package = gis::GeoPackage::make(file);
    QVERIFY(package);
    QVERIFY(package->beginTable(
        {"symbol", gis::ShapeType::Point, {{"number", gis::CellType::Integer}}}));
    const int count = static_cast<int>(symbols().size());
    for (int i = 0; i < count; ++i) {
        gis::ExportRow row;
        row.cells = {numberCell(i)};
        row.point = projection.toLonLat(onGround(placeOf(i).left, placeOf(i).top));
        QVERIFY(package->write(row));
    }
    QVERIFY(
        package->beginTable({"line", gis::ShapeType::Line, {{"number", gis::CellType::Integer}}}));
    for (int i = 0; i < static_cast<int>(lines().size()); ++i) {
        const gis::PaperBox at = placeOf(count + i);
        const double half = kCellMillimetres * 0.4;
        const dispatch::Line line{projection.toLonLat(onGround(at.left - half, at.top)),
                                  projection.toLonLat(onGround(at.left + half, at.top))};
        gis::ExportRow row;
        row.cells = {numberCell(i)};
        row.line = &line;
        QVERIFY(package->write(row));
    }
    QVERIFY(package->finish());
}

gis::SheetJob jobFor(const std::string& data) {
    gis::LayerStyle points;
    points.id = points.table = "symbol";
    points.shape = "point";
    for (std::size_t i = 0; i < symbols().size(); ++i) {
        const Drawn& drawn = symbols()[i];
        points.rules.push_back({"", "\"number\" = " + std::to_string(i), 0,
                                layers::symbolMarks(drawn.symbol, drawn.size, Ink::Print,
                                                    std::to_string(drawn.heading))});
    }
    gis::LayerStyle strokes;
    strokes.id = strokes.table = "line";
    strokes.shape = "line";
    for (std::size_t i = 0; i < lines().size(); ++i) {
        gis::MarkStyle mark = layers::lineMark(lines()[i], Ink::Print);
        strokes.rules.push_back({"", "\"number\" = " + std::to_string(i), 0, {mark}});
    }
    gis::SheetJob job;
    job.paper = "A3";
    job.dpi = kDpi;
    job.format = "png";
    gis::SheetSource source;
    source.data = data;
    source.style.crs = "EPSG:4545";
    source.style.background = "#ffffff";
    source.style.fonts = layers::mapFonts();
    source.style.layers = {points, strokes};
    job.sources = {source};
    // The coordinate grid is white as the paper: nothing but symbols in the cells.
    job.colours = {"#000000", "#000000", "#000000", "#ffffff", "#ffffff"};
    gis::Sheet sheet;
    sheet.x = kMiddle.x;
    sheet.y = kMiddle.y;
    sheet.denominator = kScale;
    job.sheets = {sheet};
    job.last = 1;
    return job;
}

QPointF middleDots(int index) {
    return {placeOf(index).left / 25.4 * kDpi, placeOf(index).top / 25.4 * kDpi};
}

QRect cellDots(int index) {
    const int side = static_cast<int>(kCellMillimetres / 25.4 * kDpi) - 2;
    const QPointF at = middleDots(index);
    return {static_cast<int>(at.x()) - side / 2, static_cast<int>(at.y()) - side / 2, side, side};
}

/// The screen's drawing where the sheet has its own.
QImage onScreen(int index, const std::function<void(QPainter&)>& paint, QPointF shift = {}) {
    const QRect rect = cellDots(index);
    QImage image(rect.size(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(middleDots(index) - rect.topLeft() + shift);
    painter.scale(kPixelDots, kPixelDots);
    paint(painter);
    return image;
}

void paintDrawn(QPainter& painter, const Drawn& drawn) {
    layers::paintSymbol(painter, drawn.symbol, {0, 0}, drawn.size, Theme::print(), drawn.heading);
}

/// Share of the differing ink in the ink of both: 0 the same, 1 nothing in common.
double difference(const QImage& a, const QImage& b) {
    double differs = 0, ink = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
            differs += std::abs(qRed(p) - qRed(q)) + std::abs(qGreen(p) - qGreen(q)) +
                       std::abs(qBlue(p) - qBlue(q));
            ink += 2 * 765 - qRed(p) - qGreen(p) - qBlue(p) - qRed(q) - qGreen(q) - qBlue(q);
        }
    return ink > 0 ? differs / ink : 0;
}

/// QGIS puts a picture on whole dots: the nearest place within a dot is taken.
double nearest(const QImage& paper, int index, const std::function<void(QPainter&)>& paint) {
    double best = 1;
    QPointF at;
    for (const double step : {0.5, 0.25, 0.125}) {
        const QPointF middle = at;
        const int reach = step == 0.5 ? 2 : 1;
        for (int x = -reach; x <= reach; ++x)
            for (int y = -reach; y <= reach; ++y) {
                const QPointF shift = middle + QPointF(x * step, y * step);
                const double found = difference(paper, onScreen(index, paint, shift));
                if (found >= best) continue;
                best = found;
                at = shift;
            }
    }
    return best;
}

/// The largest difference found is 0.012, between the nearest two symbols 0.028.
constexpr double kTolerance = 0.02;

}  // namespace

void TestPaperSymbols::initTestCase() {
    const std::string data = m_folder.filePath(QStringLiteral("symbols.gpkg")).toStdString();
    writeData(data);
    gis::SheetJob job = jobFor(data);
    job.file = m_folder.filePath(QStringLiteral("sheet")).toStdString();
    QFile words(m_folder.filePath(QStringLiteral("job.json")));
    QVERIFY(words.open(QIODevice::WriteOnly));
    words.write(QByteArray::fromStdString(gis::toJson(job)));
    words.close();
    QProcess worker;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QGIS_CUSTOM_CONFIG_PATH"),
                       m_folder.filePath(QStringLiteral("profile")));
    worker.setProcessEnvironment(environment);
    worker.start(QStringLiteral(GRIDHALL_PROGRAM "-cartographer"),
                 {QStringLiteral("sheets"), words.fileName()});
    QVERIFY(worker.waitForFinished(120'000));
    QVERIFY2(worker.exitCode() == 0, worker.readAllStandardError().constData());
    QVERIFY(worker.readAllStandardOutput().contains("sheet 1\n"));
    m_sheet = QImage(QString::fromStdString(gis::sheetFile(job.file, 0, "png")))
                  .convertToFormat(QImage::Format_RGB32);
    QVERIFY(!m_sheet.isNull());
}

QImage TestPaperSymbols::cell(int index) const {
    return m_sheet.copy(cellDots(index));
}

void TestPaperSymbols::everySymbolIsTheSameOnPaper_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < symbols().size(); ++i)
        QTest::newRow(symbols()[i].name.c_str()) << static_cast<int>(i);
}

void TestPaperSymbols::everySymbolIsTheSameOnPaper() {
    QFETCH(int, index);
    const Drawn& drawn = symbols()[std::size_t(index)];
    const double found = nearest(cell(index), index, [&](QPainter& p) { paintDrawn(p, drawn); });
    if (found > kTolerance) {
        cell(index).save(QStringLiteral("paper-%1.png").arg(index));
        onScreen(index, [&](QPainter& p) {
            paintDrawn(p, drawn);
        }).save(QStringLiteral("screen-%1.png").arg(index));
    }
    QVERIFY2(found <= kTolerance, qPrintable(QString::number(found)));
}

void TestPaperSymbols::everyLineIsTheSameOnPaper_data() {
    QTest::addColumn<int>("line");
    for (std::size_t i = 0; i < lines().size(); ++i)
        QTest::newRow(text(lines()[i].token).c_str()) << static_cast<int>(i);
}

void TestPaperSymbols::everyLineIsTheSameOnPaper() {
    QFETCH(int, line);
    const layers::LineStyle& style = lines()[std::size_t(line)];
    const int index = static_cast<int>(symbols().size()) + line;
    const double half = kCellMillimetres * 0.4 / gis::kPixelMillimetres;
    const double found = nearest(cell(index), index, [&](QPainter& p) {
        p.setPen(layers::penOf(style, Theme::print()));
        p.drawLine(QPointF(-half, 0), QPointF(half, 0));
    });
    QVERIFY2(found <= kTolerance, qPrintable(QString::number(found)));
    // The measure itself: a line a third wider is not the same.
    const double wider = nearest(cell(index), index, [&](QPainter& p) {
        layers::LineStyle other = style;
        other.width *= 1.33;
        p.setPen(layers::penOf(other, Theme::print()));
        p.drawLine(QPointF(-half, 0), QPointF(half, 0));
    });
    QVERIFY2(wider > kTolerance, qPrintable(QString::number(wider)));
}

void TestPaperSymbols::anotherSymbolIsNoticed() {
    // Every symbol on paper against the next one on screen.
    const int count = static_cast<int>(symbols().size());
    double closest = 1;
    for (int i = 0; i < count; ++i) {
        const Drawn& other = symbols()[std::size_t((i + 1) % count)];
        const double found = nearest(cell(i), i, [&](QPainter& p) { paintDrawn(p, other); });
        QVERIFY2(found > kTolerance, (symbols()[std::size_t(i)].name + " passes for " + other.name +
                                      ": " + std::to_string(found))
                                         .c_str());
        closest = std::min(closest, found);
    }
    std::printf("closest pair of symbols: %.3f of their ink differs\n", closest);
}

void TestPaperSymbols::everySymbolIsAnSvg() {
    for (const Ink ink : {Ink::Hall, Ink::Desk, Ink::Print})
        for (const Drawn& drawn : symbols()) {
            QSvgRenderer renderer(QByteArray::fromStdString(layers::symbolSvg(drawn.symbol, ink)));
            QVERIFY2(renderer.isValid(), drawn.name.c_str());
        }
}

void TestPaperSymbols::everyTitleOfTheStyleIsThere() {
    const std::vector<std::string> all{"ground",  "grids", "boundaries", "zones", "reach",
                                       "cameras", "posts", "responders", "cases"};
    const gis::MapStyle style = layers::operationalStyle(Ink::Print, "EPSG:4545", all);
    std::set<std::string> ids;
    for (const gis::LayerStyle& layer : style.layers) {
        QVERIFY2(ids.insert(layer.id).second, layer.id.c_str());
        QVERIFY2(!layer.title.empty() && !layer.table.empty(), layer.id.c_str());
        QVERIFY2(layer.label || !layer.rules.empty(), layer.id.c_str());
    }
    const auto back = gis::mapStyleFrom(gis::toJson(style));
    QVERIFY(back && *back == style);
    QVERIFY(layers::operationalStyle(Ink::Print, "EPSG:4545", {}).layers.empty());
}

QTEST_MAIN(TestPaperSymbols)
#include "tst_paper_symbols.moc"

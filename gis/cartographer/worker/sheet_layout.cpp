// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/sheet_layout.h"

#include <qgsbasicnumericformat.h>
#include <qgsexpressioncontextutils.h>
#include <qgsfillsymbol.h>
#include <qgsfillsymbollayer.h>
#include <qgslayertree.h>
#include <qgslayoutitemlegend.h>
#include <qgslayoutitemmapgrid.h>
#include <qgslayoutitempage.h>
#include <qgslayoutitempolyline.h>
#include <qgslayoutpagecollection.h>
#include <qgslayoututils.h>
#include <qgslegendrenderer.h>
#include <qgslinesymbol.h>
#include <qgslinesymbollayer.h>
#include <qgsnumericformat.h>
#include <qgstextformat.h>

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "gis/cartographer/worker/compat.h"
#include "gis/cartographer/worker/style_maker.h"

namespace cartographer {

namespace {

constexpr double kPointMillimetres = 25.4 / 72;
constexpr double kTitlePoints = 17;
constexpr double kSubtitlePoints = 9.5;
constexpr double kScalePoints = 13;
constexpr double kSmallPoints = 7.5;
constexpr double kCoordinatePoints = 6.5;
constexpr double kFactName = 17;     ///< Width of a fact's name, millimetres.
constexpr double kGridOnPaper = 40;  ///< About so far apart, millimetres.
constexpr double kFrameWidth = 0.35;

QString text(const std::string& words) {
    return QString::fromStdString(words);
}
QColor colour(const std::string& name) {
    return QColor(text(name));
}

QgsLayoutPoint at(double x, double y) {
    return {x, y, kLayoutMillimetres};
}
QgsLayoutSize size(double width, double height) {
    return {width, height, kLayoutMillimetres};
}

void place(QgsLayoutItem& item, const gis::PaperBox& box) {
    item.attemptMove(at(box.left, box.top));
    item.attemptResize(size(box.width, box.height));
}

/// The largest of 1, 2 and 5 times a power of ten that is not above a number.
double roundBelow(double number) {
    const double unit = std::pow(10, std::floor(std::log10(number)));
    for (const double times : {5.0, 2.0})
        if (times * unit <= number * 1.0000001) return times * unit;
    return unit;
}

QgsFillSymbol* fillOf(const QColor& fill, const QColor& line, double width) {
    auto* layer = new QgsSimpleFillSymbolLayer(fill, Qt::SolidPattern, line, Qt::SolidLine, width);
    layer->setStrokeWidthUnit(kMillimetres);
    return new QgsFillSymbol({layer});
}

QgsLineSymbol* lineOf(const QColor& line, double width) {
    auto* layer = new QgsSimpleLineSymbolLayer(line, width);
    layer->setWidthUnit(kMillimetres);
    layer->setPenCapStyle(Qt::FlatCap);
    return new QgsLineSymbol({layer});
}

/// A needle half dark, half light, with its letter.
QString northSvg(const gis::SheetJob& job) {
    const QString svg =
        QStringLiteral(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"32\" height=\"40\" viewBox=\"0 0 32 "
            "40\"><path d=\"M16 2L25 36L16 30Z\" fill=\"%1\" stroke=\"%2\" stroke-width=\"1\" "
            "stroke-linejoin=\"round\"/><path d=\"M16 2L7 36L16 30Z\" fill=\"%2\" stroke=\"%2\" "
            "stroke-width=\"1\" stroke-linejoin=\"round\"/></svg>")
            .arg(text(job.colours.paper), text(job.colours.text));
    return QStringLiteral("base64:") + QString::fromLatin1(svg.toUtf8().toBase64());
}

}  // namespace

SheetLayout::SheetLayout(const gis::SheetJob& job, const gis::SheetFrame& frame,
                         QgsProject& project, const SheetLegend& legend)
    : m_job(job),
      m_frame(frame),
      m_rows(legend),
      m_family(job.sources.empty() ? QString() : familyOf(job.sources.front().style.fonts)),
      m_layout(&project) {
    addPage();
    std::vector<QgsMapLayer*> layers;
    for (QgsMapLayer* layer : project.layerTreeRoot()->layerOrder()) layers.push_back(layer);
    addMap(layers);
    const gis::SheetColours& c = job.colours;
    m_title = addLabel(frame.title, kTitlePoints, true, c.text, Qt::AlignLeft);
    m_page = addLabel(frame.page, kSubtitlePoints, false, c.softText, Qt::AlignRight);
    m_subtitle = addLabel(frame.subtitle, kSubtitlePoints, false, c.softText, Qt::AlignLeft);
    m_scale = addLabel(frame.scale, kScalePoints, true, c.text, Qt::AlignLeft);
    addScaleBar();
    addNorth();
    addLegend();
}

QFont SheetLayout::font(double points, bool bold) const {
    QFont made(m_family);
    made.setPointSizeF(points);
    made.setBold(bold);
    return made;
}

void SheetLayout::addPage() {
    auto* page = new QgsLayoutItemPage(&m_layout);
    page->setPageSize(size(m_frame.width, m_frame.height));
    m_layout.pageCollection()->addPage(page);
    auto* white = fillOf(colour(m_job.colours.paper), Qt::transparent, 0);
    static_cast<QgsSimpleFillSymbolLayer*>(white->symbolLayer(0))->setStrokeStyle(Qt::NoPen);
    page->setPageStyleSymbol(white);
}

QgsLayoutItemLabel* SheetLayout::addLabel(const gis::PaperBox& box, double points, bool bold,
                                          const std::string& ink, Qt::AlignmentFlag side) {
    auto* label = new QgsLayoutItemLabel(&m_layout);
    label->setMode(QgsLayoutItemLabel::ModeFont);
    label->setFont(font(points, bold));
    label->setFontColor(colour(ink));
    label->setHAlign(side);
    label->setVAlign(Qt::AlignVCenter);
    label->setMargin(0);
    m_layout.addLayoutItem(label);
    place(*label, box);
    return label;
}

void SheetLayout::addMap(const std::vector<QgsMapLayer*>& layers) {
    m_map = new QgsLayoutItemMap(&m_layout);
    m_layout.addLayoutItem(m_map);
    place(*m_map, m_frame.map);
    QList<QgsMapLayer*> list;
    for (QgsMapLayer* layer : layers) list.append(layer);
    m_map->setLayers(list);
    m_map->setKeepLayerSet(true);
    m_map->setBackgroundColor(m_layout.project()->backgroundColor());
    m_map->setFrameEnabled(true);
    m_map->setFrameStrokeColor(colour(m_job.colours.frame));
    m_map->setFrameStrokeWidth(QgsLayoutMeasurement(kFrameWidth, kLayoutMillimetres));

    auto* grid = new QgsLayoutItemMapGrid(QStringLiteral("coordinates"), m_map);
    QColor faint = colour(m_job.colours.frame);
    faint.setAlphaF(0.2);
    grid->setStyle(QgsLayoutItemMapGrid::Solid);
    grid->setLineSymbol(lineOf(faint, 0.1));
    grid->setFrameStyle(QgsLayoutItemMapGrid::ExteriorTicks);
    grid->setFrameWidth(1);
    grid->setFramePenSize(0.2);
    grid->setFramePenColor(colour(m_job.colours.frame));
    grid->setAnnotationEnabled(true);
    grid->setAnnotationFormat(QgsLayoutItemMapGrid::Decimal);
    grid->setAnnotationPrecision(0);
    QgsTextFormat words;
    words.setFont(font(kCoordinatePoints));
    words.setSize(kCoordinatePoints);
    words.setSizeUnit(QgsUnitTypes::RenderPoints);
    words.setColor(colour(m_job.colours.softText));
    grid->setAnnotationTextFormat(words);
    grid->setAnnotationFrameDistance(1.3);
    grid->setAnnotationDirection(QgsLayoutItemMapGrid::Vertical, QgsLayoutItemMapGrid::Left);
    grid->setAnnotationDirection(QgsLayoutItemMapGrid::VerticalDescending,
                                 QgsLayoutItemMapGrid::Right);
    // East in the upper and lower edge, north in the others: nothing is written twice.
    for (const auto side : {QgsLayoutItemMapGrid::Left, QgsLayoutItemMapGrid::Right})
        grid->setAnnotationDisplay(QgsLayoutItemMapGrid::LatitudeOnly, side);
    for (const auto side : {QgsLayoutItemMapGrid::Top, QgsLayoutItemMapGrid::Bottom})
        grid->setAnnotationDisplay(QgsLayoutItemMapGrid::LongitudeOnly, side);
    m_map->grids()->addGrid(grid);
}

void SheetLayout::addScaleBar() {
    m_bar = new QgsLayoutItemScaleBar(&m_layout);
    m_bar->setLinkedMap(m_map);
    m_bar->setStyle(QStringLiteral("Single Box"));
    m_bar->setNumberOfSegmentsLeft(0);
    m_bar->setHeight(1.8);
    m_bar->setLabelBarSpace(0.8);
    m_bar->setBoxContentSpace(0.2);
    const QColor ink = colour(m_job.colours.text);
    m_bar->setFillSymbol(fillOf(ink, ink, 0.2));
    m_bar->setAlternateFillSymbol(fillOf(colour(m_job.colours.paper), ink, 0.2));
    m_bar->setLineSymbol(lineOf(ink, 0.2));
    m_bar->setDivisionLineSymbol(lineOf(ink, 0.2));
    QgsTextFormat words;
    words.setFont(font(kSmallPoints));
    words.setSize(kSmallPoints);
    words.setSizeUnit(QgsUnitTypes::RenderPoints);
    words.setColor(ink);
    m_bar->setTextFormat(words);
    m_layout.addLayoutItem(m_bar);
    place(*m_bar, m_frame.scaleBar);
}

void SheetLayout::addNorth() {
    m_north = new QgsLayoutItemPicture(&m_layout);
    m_layout.addLayoutItem(m_north);
    gis::PaperBox box = m_frame.north;
    auto* letter = addLabel({box.left, box.top, box.width, 4}, kSmallPoints, true,
                            m_job.colours.text, Qt::AlignHCenter);
    letter->setText(text(m_job.north));
    box.top += 4;
    box.height -= 4;
    place(*m_north, box);
    m_north->setResizeMode(QgsLayoutItemPicture::Zoom);
    m_north->setPictureAnchor(QgsLayoutItem::Middle);
    m_north->setPicturePath(northSvg(m_job), QgsLayoutItemPicture::FormatSVG);
}

void SheetLayout::addLegend() {
    m_legend = new QgsLayoutItemLegend(&m_layout);
    m_layout.addLayoutItem(m_legend);
    m_legend->setAutoUpdateModel(false);
    m_legend->setLinkedMap(m_map);
    m_legend->setTitle(text(m_job.legend));
    m_legend->setStyleFont(QgsLegendStyle::Title, font(8.5, true));
    m_legend->setStyleMargin(QgsLegendStyle::Title, QgsLegendStyle::Bottom, 1);
    m_legend->setFontColor(colour(m_job.colours.text));
    m_legend->setBoxSpace(0);
    m_legend->setColumnSpace(4);
    m_legend->setLineSpacing(0.4);
    m_legend->setSplitLayer(true);
    m_legend->setEqualColumnWidth(false);
    m_legend->setSymbolWidth(8.5);
    m_legend->setSymbolHeight(3.4);
    m_legend->setResizeToContents(false);
    m_legend->setFrameEnabled(false);
    m_legend->setBackgroundEnabled(false);
    place(*m_legend, m_frame.legend);
}

/// As few columns as have room, then smaller words.
void SheetLayout::fitLegend() {
    const gis::PaperBox& room = m_frame.legend;
    const int most = std::max(1, static_cast<int>(room.width / 22));
    QgsRenderContext context =
        QgsLayoutUtils::createRenderContextForLayout(&m_layout, nullptr, m_job.dpi);
    for (const double points : {kSmallPoints, 6.5, 5.5, 4.5}) {
        m_legend->setStyleFont(QgsLegendStyle::SymbolLabel, font(points));
        m_legend->setStyleMargin(QgsLegendStyle::Symbol, QgsLegendStyle::Top,
                                 points < 6 ? 0.3 : 0.9);
        for (int columns = 1; columns <= most; ++columns) {
            m_legend->setColumnCount(columns);
            // The item itself knows its size only once it was painted.
            QgsLegendRenderer measure(m_legend->model(), m_legend->legendSettings());
            const QSizeF needed = measure.minimumSize(&context);
            if (needed.height() <= room.height && needed.width() <= room.width) return;
        }
    }
}

void SheetLayout::showFacts(const std::vector<gis::SheetFact>& facts) {
    while (m_facts.size() < facts.size())
        m_facts.push_back({addLabel({}, kSmallPoints, false, m_job.colours.softText, Qt::AlignLeft),
                           addLabel({}, kSmallPoints, false, m_job.colours.text, Qt::AlignLeft)});
    const gis::PaperBox& box = m_frame.facts;
    const double wide = box.width - kFactName;
    // Measured large, since a font's small sizes are rounded.
    constexpr double kTimes = 20;
    double points = kSmallPoints;
    std::vector<double> heights;
    for (; points > 4; points -= 0.5) {
        QFont measured = font(points);
        measured.setPixelSize(static_cast<int>(std::lround(points * kPointMillimetres * kTimes)));
        const QFontMetricsF metrics(measured);
        heights.clear();
        double sum = 0;
        for (const gis::SheetFact& fact : facts) {
            const QRectF needed = metrics.boundingRect(QRectF(0, 0, (wide - 0.5) * kTimes, 1e6),
                                                       Qt::TextWordWrap, text(fact.value));
            heights.push_back(needed.height() / kTimes + 0.6);
            sum += heights.back();
        }
        if (sum <= box.height) break;
    }
    double top = box.top;
    for (std::size_t i = 0; i < m_facts.size(); ++i) {
        const bool isUsed = i < facts.size();
        for (QgsLayoutItemLabel* label : {m_facts[i].name, m_facts[i].value}) {
            label->setVisibility(isUsed);
            label->setFont(font(points));
            label->setVAlign(Qt::AlignTop);
        }
        if (!isUsed) continue;
        m_facts[i].name->setText(text(facts[i].name));
        m_facts[i].value->setText(text(facts[i].value));
        place(*m_facts[i].name, {box.left, top, kFactName - 1, heights[i]});
        place(*m_facts[i].value, {box.left + kFactName, top, wide, heights[i]});
        top += heights[i];
    }
}

/// One line, in smaller letters where it is long.
void SheetLayout::showLine(QgsLayoutItemLabel& label, const std::string& line, double width,
                           double points, bool bold) {
    constexpr double kTimes = 20;
    const QString words = text(line);
    for (;; points -= 0.5) {
        QFont measured = font(points, bold);
        measured.setPixelSize(static_cast<int>(std::lround(points * kPointMillimetres * kTimes)));
        if (points <= 6 || QFontMetricsF(measured).horizontalAdvance(words) <= width * kTimes)
            break;
    }
    label.setFont(font(points, bold));
    label.setText(words);
}

void SheetLayout::show(const gis::Sheet& sheet) {
    QgsExpressionContextUtils::setLayoutVariable(&m_layout, QStringLiteral("sheet"),
                                                 text(sheet.focus));
    showLine(*m_title, sheet.title, m_frame.title.width, kTitlePoints, true);
    showLine(*m_subtitle, sheet.subtitle, m_frame.subtitle.width, kSubtitlePoints, false);
    m_page->setText(text(sheet.page));
    m_scale->setText(text(sheet.scale));
    const double wide = m_frame.map.width / 1000 * sheet.denominator;
    const double high = m_frame.map.height / 1000 * sheet.denominator;
    const QgsRectangle extent(sheet.x - wide / 2, sheet.y - high / 2, sheet.x + wide / 2,
                              sheet.y + high / 2);
    m_map->setExtent(extent);
    const double apart = roundBelow(kGridOnPaper * 1.3 / 1000 * sheet.denominator);
    m_map->grid()->setIntervalX(apart);
    m_map->grid()->setIntervalY(apart);

    const double room = (m_frame.scaleBar.width - 12) / 1000 * sheet.denominator;
    const double segment = roundBelow(room / 2);
    const int segments = std::min(4, static_cast<int>(room / segment));
    const bool isFar = segment >= 1000;
    m_bar->setUnits(isFar ? QgsUnitTypes::DistanceKilometers : QgsUnitTypes::DistanceMeters);
    m_bar->setUnitLabel(text(isFar ? m_job.kilometres : m_job.metres));
    m_bar->setUnitsPerSegment(isFar ? segment / 1000 : segment);
    m_bar->setNumberOfSegments(segments);
    m_bar->update();
    m_north->setPictureRotation(sheet.north);
    m_rows.show(*m_legend, extent, sheet.denominator);
    fitLegend();
    showFacts(sheet.facts);
    m_layout.refresh();
}

}  // namespace cartographer

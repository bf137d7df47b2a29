// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sheet/sheet_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <array>
#include <cmath>

#include "app/text/figures.h"
#include "app/text/words.h"
#include "layers/symbols/ground_style.h"

namespace app {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(MapSheet)
};

/// Titles of layers/symbols that no layer of the screen says, for the translators.
[[maybe_unused]] constexpr std::array kTitles{
    QT_TRANSLATE_NOOP("layers", "Land"),
    QT_TRANSLATE_NOOP("layers", "Hills"),
    QT_TRANSLATE_NOOP("layers", "Green"),
    QT_TRANSLATE_NOOP("layers", "Water"),
    QT_TRANSLATE_NOOP("layers", "Rivers"),
    QT_TRANSLATE_NOOP("layers", "Buildings"),
    QT_TRANSLATE_NOOP("layers", "Railways"),
    QT_TRANSLATE_NOOP("layers", "Paths and service roads"),
    QT_TRANSLATE_NOOP("layers", "Streets"),
    QT_TRANSLATE_NOOP("layers", "Secondary roads"),
    QT_TRANSLATE_NOOP("layers", "Primary roads"),
    QT_TRANSLATE_NOOP("layers", "Motorways"),
    QT_TRANSLATE_NOOP("layers", "Serials of grids"),
    QT_TRANSLATE_NOOP("layers", "Names of areas"),
    QT_TRANSLATE_NOOP("layers", "Centres"),
    QT_TRANSLATE_NOOP("layers", "Shortest reach"),
    QT_TRANSLATE_NOOP("layers", "Middle reach"),
    QT_TRANSLATE_NOOP("layers", "Longest reach"),
    QT_TRANSLATE_NOOP("layers", "Suspended"),
    QT_TRANSLATE_NOOP("layers", "Accepted"),
    QT_TRANSLATE_NOOP("layers", "Routed"),
    QT_TRANSLATE_NOOP("layers", "Handling"),
    QT_TRANSLATE_NOOP("layers", "Reported"),
    QT_TRANSLATE_NOOP("layers", "Rated"),
    QT_TRANSLATE_NOOP("layers", "Archived"),
    QT_TRANSLATE_NOOP("layers", "Units"),
};

void translate(std::string& title) {
    if (!title.empty()) title = QCoreApplication::translate("layers", title.c_str()).toStdString();
}

QString wholeTime(dispatch::Millis at) {
    const auto time = QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count());
    return time.toOffsetFromUtc(time.offsetFromUtc())
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t"));
}

QString joined(const QStringList& facts) {
    return facts.join(QStringLiteral(" · "));
}

QString ages(const layers::SceneInput& scene) {
    QStringList list;
    for (const dispatch::FixSource& source : scene.picture->sources)
        list << sourceText(source.code) + QLatin1Char(' ') +
                    ageText(scene.storeTime - source.newest);
    if (list.isEmpty()) return Say::tr("no positions");
    return joined(list);
}

}  // namespace

void translateTitles(gis::MapStyle& style) {
    for (gis::LayerStyle& layer : style.layers) {
        translate(layer.title);
        for (gis::RuleStyle& rule : layer.rules) translate(rule.title);
        for (gis::RuleStyle& row : layer.legend) translate(row.title);
    }
}

std::vector<gis::SheetFact> sheetFacts(const SheetRequest& request, const layers::SceneInput& scene,
                                       const std::vector<std::string>& shown) {
    QStringList names;
    for (const std::string& layer : shown) names << layerText(text(layer));
    const auto fact = [](const QString& name, const QString& value) {
        return gis::SheetFact{name.toStdString(), value.toStdString()};
    };
    std::vector<gis::SheetFact> facts{
        fact(Say::tr("Officer"), request.officer),
        fact(Say::tr("Store time"), wholeTime(scene.storeTime)),
        fact(Say::tr("Data age"), ages(scene)),
        fact(Say::tr("Filters"), request.filters.isEmpty() ? Say::tr("none") : request.filters),
        fact(Say::tr("Shown"), joined(names)),
    };
    QString crs = text(scene.projection.name());
    if (scene.projection.epsg() != 0)
        crs += QStringLiteral(", EPSG:%1").arg(scene.projection.epsg());
    facts.push_back(fact(Say::tr("Coordinates"), crs));
    return facts;
}

SheetHeading viewHeading(const layers::SceneInput& scene) {
    const dispatch::Centre* top = nullptr;
    scene.picture->centres.forEach([&](const dispatch::Centre& centre) {
        if (!top || centre.code.size() < top->code.size()) top = &centre;
    });
    return {Say::tr("Map of the situation"), top ? text(top->name) : QString()};
}

SheetHeading gridHeading(const layers::SceneInput& scene, const dispatch::Grid& grid) {
    QStringList facts;
    const QString area = areaText(*scene.picture, grid.code);
    if (!area.isEmpty()) facts << area;
    if (!grid.name.empty()) facts << text(grid.name);
    facts << gridKindText(grid.kind);
    if (grid.people > 0)
        facts << Say::tr("%1 people, %2 households")
                     .arg(countText(std::lround(grid.people)),
                          countText(std::lround(grid.households)));
    return {Say::tr("Grid %1").arg(groupedCode(text(grid.code))), joined(facts)};
}

SheetHeading zoneHeading(const dispatch::Zone& zone) {
    return {Say::tr("Patrol zone %1").arg(text(zone.code)), text(zone.name)};
}

SheetHeading caseHeading(const dispatch::Case& record) {
    QStringList facts;
    if (!record.title.empty()) facts << text(record.title);
    facts << riskText(record.risk) << stageText(record.stage);
    return {Say::tr("Case %1").arg(text(record.code)), joined(facts)};
}

void addSheetWords(gis::SheetJob& job) {
    const auto colour = [](const char* token) {
        return layers::colourName(token, layers::Ink::Print);
    };
    job.colours = {colour("t1"), colour("t3"), colour("l2"), colour("t1"), colour("s0")};
    job.legend = Say::tr("Legend").toStdString();
    //: The letter on a north arrow.
    job.north = Say::tr("N").toStdString();
    job.metres = Say::tr("m").toStdString();
    job.kilometres = Say::tr("km").toStdString();
}

QString pageText(std::size_t page, std::size_t pages) {
    return Say::tr("Page %1 of %2").arg(page).arg(pages);
}

QString scaleText(double denominator) {
    return QStringLiteral("1:") + countText(std::llround(denominator));
}

}  // namespace app

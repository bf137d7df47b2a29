// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/fact_sheet.h"

#include <QCoreApplication>
#include <cmath>

#include "app/models/responder_table_model.h"
#include "app/panels/case_mark.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

using dispatch::Kind;
using dispatch::Picture;

class Facts {
    Q_DECLARE_TR_FUNCTIONS(Facts)
};

constexpr const char* kDot = " · ";

QString joined(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(QString::fromUtf8(kDot));
}

void put(FactSheet& sheet, const QString& name, const QString& value) {
    if (!value.isEmpty()) sheet.facts.push_back({name, value});
}

const dispatch::Unit* unitOf(const Picture& picture, const std::string& code) {
    const dispatch::Unit* found = nullptr;
    picture.units.forEach([&](const dispatch::Unit& row) {
        if (row.code == code) found = &row;
    });
    return found;
}

QString unitText(const Picture& picture, const std::string& code) {
    const dispatch::Unit* unit = unitOf(picture, code);
    return unit ? text(unit->name) : text(code);
}

/// Names of the units of a list of codes.
QString unitsText(const Picture& picture, const std::string& codes) {
    QStringList names;
    for (const QString& code : text(codes).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        names << unitText(picture, code.toStdString());
    return names.join(QString::fromUtf8(kDot));
}

FactSheet ofCase(const Picture& picture, const dispatch::Case& row, dispatch::Millis now) {
    FactSheet sheet;
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    sheet.kind = kindText(Kind::Case);
    sheet.code = text(row.code);
    sheet.symbol =
        layers::caseSymbol(row.risk, clockMark(picture, row, second), layers::stageMark(row.stage));
    sheet.title = text(row.title);
    sheet.subtitle = joined({categoryText(picture, row), groupedCode(text(row.grid))});
    sheet.chips = {riskText(row.risk), levelText(picture, row.level)};
    if (!row.leadUnit.empty())
        sheet.chips << Facts::tr("Lead: %1").arg(unitText(picture, row.leadUnit));
    put(sheet, Facts::tr("Place"), text(row.placeText));
    put(sheet, Facts::tr("Area"), areaText(picture, row.grid));
    put(sheet, Facts::tr("Text"), text(row.text));
    put(sheet, Facts::tr("Helping"), unitsText(picture, row.cooperating));
    if (!row.askedUnit.empty()) put(sheet, Facts::tr("Asked"), unitText(picture, row.askedUnit));
    put(sheet, Facts::tr("Leader"), text(row.leader));
    put(sheet, Facts::tr("Result"), text(row.result));
    if (!row.answered.empty()) put(sheet, Facts::tr("Answered"), text(row.answered));
    if (row.rating > 0) put(sheet, Facts::tr("Rating"), Facts::tr("%1 of 5").arg(row.rating));
    put(sheet, Facts::tr("Received"),
        joined({sourceText(row.source), shortTime(row.reported, now)}));
    if (row.place) put(sheet, Facts::tr("Position"), positionText(*row.place));
    return sheet;
}

QString fixFooting(const Picture& picture, const dispatch::Fix& fix, dispatch::Millis now,
                   int reportSeconds) {
    const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now - fix.time);
    QStringList parts{Facts::tr("Position %1 ago, %2")
                          .arg(ageText(age), fixAgeText(dispatch::fixAge(
                                                 fix.time, now, std::max(1, reportSeconds))))};
    if (!std::isnan(fix.accuracyMetres))
        parts << Facts::tr("±%1 m").arg(std::lround(fix.accuracyMetres));
    for (const dispatch::FixSource& source : picture.sources)
        if (source.index == fix.source) parts << sourceText(source.code);
    return joined(parts);
}

FactSheet ofResponder(const Picture& picture, const dispatch::Responder& row,
                      dispatch::Millis now) {
    FactSheet sheet;
    const dispatch::Fix* fix = picture.fixOf(row.id);
    const auto age = fix ? dispatch::fixAge(fix->time, now, std::max(1, row.reportSeconds))
                         : dispatch::FixAge::Fresh;
    const auto since =
        now - std::chrono::time_point_cast<std::chrono::milliseconds>(row.stateSince);
    sheet.kind = kindText(Kind::Responder);
    sheet.code = text(row.code);
    sheet.symbol = layers::responderSymbol(row.kind, age, false);
    sheet.title = text(row.name);
    sheet.subtitle = joined({responderKindText(row.kind), communityText(picture, row.grid)});
    QString state = dutyText(row);
    if (row.stateSince.time_since_epoch().count() > 0) state += QLatin1Char(' ') + ageText(since);
    sheet.chips = {state, vehicleText(row.vehicle)};
    put(sheet, Facts::tr("State"), state);
    put(sheet, Facts::tr("Moves"), vehicleText(row.vehicle));
    put(sheet, Facts::tr("Home grid"), groupedCode(text(row.grid)));
    put(sheet, Facts::tr("Area"), areaText(picture, row.grid));
    if (!row.unit.empty()) put(sheet, Facts::tr("Unit"), unitText(picture, row.unit));
    put(sheet, Facts::tr("Post"), text(row.post));
    if (fix) {
        put(sheet, Facts::tr("Position"), positionText(fix->place));
        if (!std::isnan(fix->speedMetresPerSecond))
            put(sheet, Facts::tr("Speed"),
                Facts::tr("%1 km/h").arg(fix->speedMetresPerSecond * 3.6, 0, 'f', 1));
        sheet.footing = fixFooting(picture, *fix, now, row.reportSeconds);
    } else {
        sheet.footing = row.onDuty ? Facts::tr("No position reported yet")
                                   : Facts::tr("Off duty: neither stored nor shown");
    }
    return sheet;
}

FactSheet ofGrid(const Picture& picture, const dispatch::Grid& row) {
    FactSheet sheet;
    sheet.kind = kindText(Kind::Grid);
    sheet.code = groupedCode(text(row.code));
    sheet.title = text(row.name);
    sheet.subtitle = joined({gridKindText(row.kind), areaText(picture, row.code)});
    put(sheet, Facts::tr("People"), countText(std::lround(row.people)));
    put(sheet, Facts::tr("Households"), countText(std::lround(row.households)));
    int open = 0;
    picture.cases.forEach([&](const dispatch::Case& record) { open += record.grid == row.code; });
    put(sheet, Facts::tr("Open cases"), countText(open));
    QStringList people;
    int onDuty = 0;
    picture.responders.forEach([&](const dispatch::Responder& who) {
        if (who.grid != row.code) return;
        onDuty += who.onDuty;
        if (people.size() < 4)
            people << text(who.code) + QLatin1Char(' ') + text(who.name) + QLatin1Char(' ') +
                          dutyText(who);
    });
    put(sheet, Facts::tr("On duty"), countText(onDuty));
    put(sheet, Facts::tr("Responders"), people.join(QLatin1Char('\n')));
    return sheet;
}

FactSheet ofCentre(const Picture& picture, const dispatch::Centre& row) {
    FactSheet sheet;
    int feet = 1;
    picture.levels.forEach([&](const dispatch::Level& level) {
        if (level.code == row.level) feet = std::clamp(4 - level.rank, 1, 4);
    });
    sheet.kind = kindText(Kind::Centre);
    sheet.code = text(row.code);
    sheet.symbol = layers::centreSymbol(feet);
    sheet.title = text(row.name);
    sheet.subtitle = levelText(picture, row.level);
    int grids = 0;
    double people = 0;
    picture.grids.forEach([&](const dispatch::Grid& grid) {
        if (grid.code.compare(0, row.code.size(), row.code) != 0) return;
        ++grids;
        people += grid.people;
    });
    int open = 0;
    picture.cases.forEach([&](const dispatch::Case& record) {
        open += record.grid.compare(0, row.code.size(), row.code) == 0;
    });
    put(sheet, Facts::tr("Grids"), countText(grids));
    put(sheet, Facts::tr("People"), countText(std::lround(people)));
    put(sheet, Facts::tr("Open cases"), countText(open));
    return sheet;
}

FactSheet named(Kind kind, const std::string& code, const std::string& name,
                const QString& subtitle) {
    FactSheet sheet;
    sheet.kind = kindText(kind);
    sheet.code = text(code);
    sheet.title = text(name);
    sheet.subtitle = subtitle;
    return sheet;
}

}  // namespace

std::optional<FactSheet> factSheet(const Picture& picture, dispatch::RecordRef ref,
                                   dispatch::Millis now) {
    switch (ref.kind) {
        case Kind::Case:
            if (const auto* row = picture.cases.find(dispatch::CaseId{ref.id}))
                return ofCase(picture, *row, now);
            break;
        case Kind::Responder:
            if (const auto* row = picture.responders.find(dispatch::ResponderId{ref.id}))
                return ofResponder(picture, *row, now);
            break;
        case Kind::Grid:
            if (const auto* row = picture.grids.find(dispatch::GridId{ref.id}))
                return ofGrid(picture, *row);
            break;
        case Kind::Centre:
            if (const auto* row = picture.centres.find(dispatch::CentreId{ref.id}))
                return ofCentre(picture, *row);
            break;
        case Kind::Post:
            if (const auto* row = picture.posts.find(dispatch::PostId{ref.id})) {
                FactSheet sheet = named(Kind::Post, row->code, row->name, postKindText(row->kind));
                sheet.symbol = layers::postSymbol();
                put(sheet, Facts::tr("Position"), positionText(row->place));
                return sheet;
            }
            break;
        case Kind::Zone:
            if (const auto* row = picture.zones.find(dispatch::ZoneId{ref.id}))
                return named(Kind::Zone, row->code, row->name, kindText(Kind::Zone));
            break;
        case Kind::Unit:
            if (const auto* row = picture.units.find(dispatch::UnitId{ref.id})) {
                FactSheet sheet = named(Kind::Unit, row->code, row->name, text(row->field));
                if (row->place) put(sheet, Facts::tr("Position"), positionText(*row->place));
                return sheet;
            }
            break;
        case Kind::Camera: {
            FactSheet sheet = named(Kind::Camera, std::to_string(ref.id), {}, {});
            sheet.symbol = layers::cameraSymbol();
            sheet.title = Facts::tr("Camera point");
            return sheet;
        }
        default:
            break;
    }
    return {};
}

}  // namespace app

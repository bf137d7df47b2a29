// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/picture_rows.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "gis/store/row_sql.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr double kDegreeUnits = 1e7;
constexpr double kMostUnits = 1e9;  // of heading, speed and accuracy: beyond, it was not said
constexpr int kUsualReportSeconds = 30;
constexpr int kDaySeconds = 86'400;

template <class Row>
Table<Row> tableFrom(std::vector<Record>& records) {
    std::vector<Row> rows;
    rows.reserve(records.size());
    for (Record& record : records) rows.push_back(std::move(std::get<Row>(record)));
    return Table<Row>(std::move(rows));
}

void collect(Statement& statement, Kind kind, Rows& rows) {
    while (statement.step()) {
        const char* wrong = nullptr;
        Record record = readRow(statement, kind, wrong);
        auto bad = quarantineOf(record, wrong);
        if (!bad)
            rows.good.push_back(std::move(record));
        else if (isShown(record))
            rows.bad.push_back(std::move(*bad));
    }
}

float scaled(const Statement& statement, int column, float unit) {
    const std::int64_t value = statement.integer(column);
    if (statement.isNull(column) || std::abs(static_cast<double>(value)) > kMostUnits)
        return std::numeric_limits<float>::quiet_NaN();
    return static_cast<float>(value) * unit;
}

void bindScaled(Statement& statement, float value, double units) {
    const double scaled = static_cast<double>(value) * units;
    if (std::abs(scaled) <= kMostUnits)
        statement.bind(static_cast<std::int64_t>(std::llround(scaled)));
    else
        statement.bindNull();
}

/// What a picture shows of a kind, as a condition that goes before others. A word that is no state
/// at all counts as unfinished, so that it is seen.
std::string shown(Kind kind) {
    if (kind == Kind::Case) return "r.closed IS NULL AND ";
    if (kind == Kind::Assignment)
        return "r.state NOT IN ('done', 'refused', 'not_delivered', 'recalled', 'returned') AND ";
    if (kind == Kind::Supervision) return "r.ended IS NULL AND ";
    return {};
}

}  // namespace

bool isPictureKind(Kind kind) {
    return std::find(kPictureKinds.begin(), kPictureKinds.end(), kind) != kPictureKinds.end();
}

bool isShown(const Record& record) {
    if (const auto* matter = std::get_if<Case>(&record)) return !matter->closed;
    if (const auto* order = std::get_if<Assignment>(&record))
        return order->state == AssignmentState::Waiting || isLive(order->state);
    if (const auto* matter = std::get_if<Supervision>(&record)) return !matter->ended;
    return true;
}

Rows rowsInForce(Connection& connection, Kind kind) {
    Rows rows;
    Statement select =
        connection.prepare("SELECT " + selectList(kind) + " FROM " + tableOf(kind).name +
                           " r WHERE " + shown(kind) + inForce(kind));
    collect(select, kind, rows);
    return rows;
}

Rows rowInForce(Connection& connection, Kind kind, std::int64_t id) {
    Rows rows;
    if (!*tableOf(kind).name) return rows;
    Statement select =
        connection.prepare("SELECT " + selectList(kind) + " FROM " + tableOf(kind).name +
                           " r WHERE r.id = ? AND " + inForce(kind));
    select.bind(id);
    collect(select, kind, rows);
    return rows;
}

Rows rowsAt(Connection& connection, Kind kind, std::int64_t at) {
    Rows rows;
    const std::string name = tableOf(kind).name;
    const std::string open = shown(kind);
    Statement standing =
        connection.prepare("SELECT " + selectList(kind) + " FROM " + name +
                           " r JOIN batch b ON b.id = r.batch JOIN generation g ON g.kind = '" +
                           kindName(kind) + "' AND g.id = r.generation WHERE " + open +
                           "r.valid_from <= ?1 AND b.published_at <= ?1 AND g.from_at <= ?1"
                           " AND coalesce(g.until_at > ?1, 1)");
    standing.bind(at);
    collect(standing, kind, rows);
    Statement past =
        connection.prepare("SELECT " + selectList(kind) + " FROM " + name + "_past r WHERE " +
                           open + "r.valid_to > ?1 AND r.valid_from <= ?1");
    past.bind(at);
    collect(past, kind, rows);
    return rows;
}

void putRows(Picture& picture, Kind kind, Rows read) {
    std::move(read.bad.begin(), read.bad.end(), std::back_inserter(picture.quarantined));
    std::vector<Record>& rows = read.good;
    switch (kind) {
        case Kind::Setting:
            picture.settings = tableFrom<Setting>(rows);
            break;
        case Kind::Level:
            picture.levels = tableFrom<Level>(rows);
            break;
        case Kind::Centre:
            picture.centres = tableFrom<Centre>(rows);
            break;
        case Kind::Grid:
            picture.grids = tableFrom<Grid>(rows);
            break;
        case Kind::Zone:
            picture.zones = tableFrom<Zone>(rows);
            break;
        case Kind::Post:
            picture.posts = tableFrom<Post>(rows);
            break;
        case Kind::Unit:
            picture.units = tableFrom<Unit>(rows);
            break;
        case Kind::Category:
            picture.categories = tableFrom<Category>(rows);
            break;
        case Kind::Responder:
            picture.responders = tableFrom<Responder>(rows);
            break;
        case Kind::Case:
            picture.cases = tableFrom<Case>(rows);
            break;
        case Kind::Assignment:
            picture.assignments = tableFrom<Assignment>(rows);
            break;
        case Kind::User:
            picture.users = tableFrom<User>(rows);
            break;
        case Kind::Supervision:
            picture.supervisions = tableFrom<Supervision>(rows);
            break;
        case Kind::Contact:
        case Kind::Duty:
        case Kind::CaseNote:
        case Kind::Camera:
        case Kind::PopulationCell:
        case Kind::Ground:
        case Kind::Road:
        case Kind::Barrier:
        case Kind::TurnRestriction:
        case Kind::Fix:
            break;
    }
}

void sortQuarantine(Picture& picture) {
    auto& rows = picture.quarantined;
    std::stable_sort(rows.begin(), rows.end(), [](const Quarantined& a, const Quarantined& b) {
        return a.record < b.record;
    });
    rows.erase(std::unique(
                   rows.begin(), rows.end(),
                   [](const Quarantined& a, const Quarantined& b) { return a.record == b.record; }),
               rows.end());
}

std::vector<Fix> latestFixes(Connection& connection, std::int64_t after) {
    std::vector<Fix> fixes;
    Statement select = connection.prepare(
        "SELECT f.seq, f.responder, f.time, f.lon, f.lat, f.heading, f.speed, f.accuracy, f.source,"
        " f.grid FROM fix_latest f JOIN responder r ON r.id = f.responder WHERE f.seq > ? AND"
        " r.on_duty = 1 AND " +
        inForce(Kind::Responder) + " ORDER BY f.responder");
    select.bind(after);
    while (select.step()) {
        const Fix fix = readFix(select);
        if (faultOf(fix).empty()) fixes.push_back(fix);
    }
    return fixes;
}

std::vector<FixSource> fixSources(Connection& connection) {
    std::vector<FixSource> sources;
    Statement select =
        connection.prepare("SELECT idx, code, newest, report_seconds FROM source ORDER BY idx");
    while (select.step()) {
        FixSource source;
        source.index = static_cast<std::int32_t>(select.integer(0));
        source.code = select.text(1);
        source.newest = Millis{std::chrono::milliseconds(select.integer(2))};
        const std::int64_t seconds = select.integer(3);
        source.reportSeconds = seconds >= 1 && seconds <= kDaySeconds ? static_cast<int>(seconds)
                                                                      : kUsualReportSeconds;
        if (source.index != select.integer(0) || !faultOf(source).empty()) continue;
        sources.push_back(std::move(source));
    }
    return sources;
}

Fix readFix(const Statement& statement, int first) {
    Fix fix;
    fix.seq.value = statement.integer(first);
    fix.responder.value = statement.integer(first + 1);
    fix.time = Millis{std::chrono::milliseconds(statement.integer(first + 2))};
    fix.place = {static_cast<double>(statement.integer(first + 3)) / kDegreeUnits,
                 static_cast<double>(statement.integer(first + 4)) / kDegreeUnits};
    fix.headingDegrees = scaled(statement, first + 5, 0.01F);
    fix.speedMetresPerSecond = scaled(statement, first + 6, 0.001F);
    fix.accuracyMetres = scaled(statement, first + 7, 0.01F);
    fix.source = static_cast<std::int32_t>(statement.integer(first + 8));
    fix.grid.value = statement.integer(first + 9);
    return fix;
}

void bindFixBody(Statement& statement, const Fix& fix, std::int32_t source) {
    statement.bind(static_cast<std::int64_t>(std::llround(fix.place.lon * kDegreeUnits)));
    statement.bind(static_cast<std::int64_t>(std::llround(fix.place.lat * kDegreeUnits)));
    bindScaled(statement, fix.headingDegrees, 100);
    bindScaled(statement, fix.speedMetresPerSecond, 1000);
    bindScaled(statement, fix.accuracyMetres, 100);
    statement.bind(static_cast<std::int64_t>(source));
    if (fix.grid)
        statement.bind(fix.grid.value);
    else
        statement.bindNull();
}

std::int64_t fixMillis(const Fix& fix) {
    return fix.time.time_since_epoch().count();
}

}  // namespace gis

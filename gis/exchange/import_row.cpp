// SPDX-License-Identifier: GPL-3.0-or-later
// What a run reads from one row: fields, positions, areas, codes.
#include "gis/exchange/import_run.h"
#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::LonLat;
using dispatch::Record;

namespace {

constexpr std::size_t kMaxCodeBytes = 64;

}  // namespace

std::string_view ImportRun::text(const RawRow& row, const char* field) const {
    const auto column = m_columns.find(field);
    if (column == m_columns.end()) return {};
    if (column->second < 0) return m_constants.at(field);
    return trimmed(row.values[static_cast<std::size_t>(column->second)]);
}

std::string ImportRun::joinedText(const RawRow& row, const char* field) const {
    const auto several = m_joined.find(field);
    if (several == m_joined.end()) return std::string(text(row, field));
    std::string all;
    for (int column : several->second) {
        const auto at = static_cast<std::size_t>(column);
        const std::string_view value = trimmed(row.values[at]);
        if (value.empty()) continue;
        all += (all.empty() ? "" : ", ") + m_source->facts().columns[at] + " " + std::string(value);
    }
    return all;
}

std::string ImportRun::where(const RawRow& row, const char* field) const {
    const auto column = m_report.columns.find(field);
    return row.where() + ", column " + (column == m_report.columns.end() ? field : column->second);
}

std::optional<double> ImportRun::number(const RawRow& row, const char* field) {
    const std::string_view told = text(row, field);
    if (told.empty()) return {};
    const auto value = numberOf(told);
    if (!value)
        repair("a number that cannot be read was taken as none",
               where(row, field) + ": " + shownText(told));
    return value;
}

std::optional<bool> ImportRun::yes(const RawRow& row, const char* field) const {
    const std::string told = lowered(text(row, field));
    if (told == "1" || told == "yes" || told == "true" || told == "y" || told == "是") return true;
    if (told == "0" || told == "no" || told == "false" || told == "n" || told == "否") return false;
    return {};
}

std::optional<LonLat> ImportRun::columnPlace(const RawRow& row, PlaceFault& fault) {
    fault = PlaceFault::None;
    const std::string_view lon = text(row, "lon");
    const std::string_view lat = text(row, "lat");
    if (lon.empty() && lat.empty()) return {};
    const auto x = numberOf(lon);
    const auto y = numberOf(lat);
    if (!x || !y) {
        fault = lon.empty() || lat.empty() ? PlaceFault::None : PlaceFault::OutOfRange;
        return {};
    }
    LonLat at{*x, *y};
    fault = m_placing->place(at);
    if (fault != PlaceFault::None) return {};
    return at;
}

std::optional<LonLat> ImportRun::place(const RawRow& row, PlaceFault& fault) {
    fault = PlaceFault::None;
    RawShape made;
    const RawShape* shape = &row.shape;
    if (shape->isEmpty() && !text(row, "wkt").empty() &&
        readWkt(std::string(text(row, "wkt")), made))
        shape = &made;
    if (m_placeMapped || shape->points.empty()) return columnPlace(row, fault);
    LonLat at = shape->points.front();
    fault = m_placing->place(at);
    if (fault != PlaceFault::None) return {};
    return at;
}

std::optional<LonLat> ImportRun::needPlace(const RawRow& row) {
    PlaceFault fault = PlaceFault::None;
    const auto at = place(row, fault);
    if (at) return at;
    const std::string told =
        shownText(std::string(text(row, "lon")) + "," + std::string(text(row, "lat")));
    if (fault == PlaceFault::None)
        refuse(row, "empty coordinates");
    else
        refuse(row, faultText(fault), row.shape.points.empty() ? told : std::string());
    return {};
}

std::optional<dispatch::Area> ImportRun::needArea(const RawRow& row) {
    dispatch::Area area = row.shape.area;
    if (row.shape.isEmpty() && !text(row, "wkt").empty()) {
        RawShape made;
        if (!readWkt(std::string(text(row, "wkt")), made)) {
            refuse(row, "a geometry that cannot be read", where(row, "wkt"));
            return {};
        }
        area = std::move(made.area);
    }
    if (area.empty()) {
        refuse(row, "no polygon");
        return {};
    }
    if (const PlaceFault fault = m_placing->place(area); fault != PlaceFault::None) {
        refuse(row, faultText(fault), std::string(text(row, "code")));
        return {};
    }
    std::string why;
    switch (repairArea(area, why)) {
        case AreaState::Fine:
            return area;
        case AreaState::Repaired:
            repair(row, "invalid polygon made valid", std::string(text(row, "code")) + " " + why);
            return area;
        case AreaState::Hopeless:
            refuse(row, "invalid polygon", std::string(text(row, "code")) + " " + why);
            return {};
    }
    return {};
}

std::optional<std::string> ImportRun::needCode(const RawRow& row, dispatch::Kind kind) {
    if (!m_codesLoaded && !m_plan.replace) {
        const auto keep = [&](const auto& record) { m_codes.insert(record.code); };
        if (kind == dispatch::Kind::Centre) m_picture->centres.forEach(keep);
        if (kind == dispatch::Kind::Grid) m_picture->grids.forEach(keep);
        if (kind == dispatch::Kind::Zone) m_picture->zones.forEach(keep);
        if (kind == dispatch::Kind::Post) m_picture->posts.forEach(keep);
        if (kind == dispatch::Kind::Unit) m_picture->units.forEach(keep);
        if (kind == dispatch::Kind::Responder) m_picture->responders.forEach(keep);
        if (kind == dispatch::Kind::Camera) {
            dispatch::Query query;
            query.kind = kind;
            const auto read = m_store.read(query, [&](Record&& record) {
                m_codes.insert(codeOf(record));
                return true;
            });
            if (!read) {
                refuse("the store's codes cannot be read", read.error().detail);
                return {};
            }
        }
    }
    m_codesLoaded = true;
    std::string code(text(row, "code"));
    if (code.empty()) {
        refuse(row, "empty code");
        return {};
    }
    if (code.size() > kMaxCodeBytes) {
        refuse(row, "over-long code", where(row, "code") + ": " + shownText(code));
        return {};
    }
    if (!m_codes.insert(code).second) {
        refuse(row, "code already taken, in the file or in the store", shownText(code));
        return {};
    }
    return code;
}

std::string ImportRun::shortText(const RawRow& row, const char* field, std::size_t most) {
    const std::string_view told = text(row, field);
    if (told.size() <= most) return std::string(told);
    repair("an over-long text was cut", where(row, field) + ": " + std::to_string(told.size()) +
                                            " bytes, at most " + std::to_string(most));
    return cutText(told, most);
}

}  // namespace gis

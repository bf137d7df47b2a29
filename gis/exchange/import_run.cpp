// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/import_run.h"

#include <algorithm>
#include <cmath>

#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::LonLat;
using dispatch::Record;
using dispatch::Result;

namespace {

constexpr std::size_t kSliceRows = 4000;
constexpr std::size_t kMaxCodeBytes = 64;

dispatch::GeoBox cityBox(const dispatch::Picture& picture) {
    dispatch::GeoBox box;
    picture.grids.forEach([&](const dispatch::Grid& grid) { box.add(boxOf(grid.area)); });
    picture.centres.forEach(
        [&](const dispatch::Centre& centre) { box.add(boxOf(centre.reference)); });
    return box;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

/// Column of this name; the first ten bytes suffice, as a shapefile keeps them.
int columnOf(const std::vector<std::string>& columns, const std::string& name) {
    for (int pass = 0; pass < 3; ++pass)
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const bool same = pass == 0   ? columns[i] == name
                              : pass == 1 ? lowered(columns[i]) == lowered(name)
                                          : columns[i].size() == 10 && name.size() > 10 &&
                                                lowered(columns[i]) == lowered(name.substr(0, 10));
            if (same) return static_cast<int>(i);
        }
    return -1;
}

/// Columns of a+b+c; empty where one of them is not there.
std::vector<int> columnsOf(const std::vector<std::string>& columns, std::string_view names) {
    std::vector<int> found;
    while (!names.empty()) {
        const std::size_t end = std::min(names.find('+'), names.size());
        const int column = columnOf(columns, std::string(names.substr(0, end)));
        if (column < 0) return {};
        found.push_back(column);
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return found;
}

}  // namespace

ImportRun::ImportRun(dispatch::Store& store, const ImportPlan& plan, const ImportKind& kind,
                     const ImportWatch& watch, std::stop_token stop)
    : m_store(store), m_plan(plan), m_kind(kind), m_watch(watch), m_stop(std::move(stop)) {
    m_report.kind = plan.kind;
    m_report.file = plan.file;
    m_report.dryRun = plan.dryRun;
}

Result<void> ImportRun::begin() {
    auto picture = m_store.load();
    if (!picture) return picture.error();
    m_picture = *picture;
    return {};
}

Result<void> ImportRun::open(const std::string& wantedLayer) {
    SourceOptions options;
    options.file = m_plan.file;
    options.layer = m_plan.layer;
    options.encoding = m_plan.encoding;
    options.wantedLayer = wantedLayer;
    auto source = openRows(options);
    if (!source) return source.error();
    m_source = std::move(*source);
    if (auto found = findColumns(); !found) return found;
    if (auto settled = settleCrs(m_source->facts()); !settled) return settled;
    return looksLikeDegrees();
}

Result<void> ImportRun::openOther(const SourceFacts& facts) {
    return settleCrs(facts);
}

Result<void> ImportRun::settleCrs(const SourceFacts& facts) {
    auto placing = Placing::make(m_plan.crs, facts, cityBox(*m_picture));
    if (!placing) return Error{placing.error().code, m_plan.file + ": " + placing.error().detail};
    m_placing.emplace(std::move(*placing));
    m_report.format = facts.format;
    m_report.layer = facts.layer;
    m_report.crs = m_placing->name();
    m_report.crsFrom = m_placing->from();
    for (const std::string& note : facts.notes) m_report.notes.push_back(note);
    return {};
}

Result<void> ImportRun::findColumns() {
    const std::vector<std::string>& columns = m_source->facts().columns;
    for (const auto& [field, column] : m_plan.columns) {
        const auto known = std::find_if(m_kind.fields.begin(), m_kind.fields.end(),
                                        [&](const FieldSpec& spec) { return field == spec.name; });
        if (known != m_kind.fields.end()) continue;
        return Error{ErrorCode::BadInput, "--map names the field \"" + field + "\", which " +
                                              m_kind.name + " do not have; see import " +
                                              m_kind.name + " --help"};
    }
    for (const FieldSpec& spec : m_kind.fields) {
        const auto mapped = m_plan.columns.find(spec.name);
        int column = -1;
        if (mapped != m_plan.columns.end()) {
            if (mapped->second.starts_with('=')) {
                m_constants[spec.name] = mapped->second.substr(1);
                m_columns[spec.name] = -1;
                m_report.columns[spec.name] = mapped->second;
                continue;
            }
            column = columnOf(columns, mapped->second);
            if (column < 0 && mapped->second.find('+') != std::string::npos) {
                auto several = columnsOf(columns, mapped->second);
                if (!several.empty()) {
                    column = several.front();
                    m_joined[spec.name] = std::move(several);
                }
            }
            if (column < 0)
                return Error{ErrorCode::BadInput, m_plan.file + " has no column \"" +
                                                      mapped->second + "\" for " + spec.name +
                                                      "; it has: " + joined(columns)};
            if (std::string_view(spec.name) == "lon") m_placeMapped = true;
        } else {
            column = columnOf(columns, spec.name);
            std::string_view rest = spec.candidates;
            while (column < 0 && !rest.empty()) {
                const std::size_t end = std::min(rest.find(' '), rest.size());
                column = columnOf(columns, std::string(rest.substr(0, end)));
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
        if (column >= 0) {
            m_columns[spec.name] = column;
            m_report.columns[spec.name] = m_joined.contains(spec.name)
                                              ? mapped->second
                                              : columns[static_cast<std::size_t>(column)];
        } else if (spec.required) {
            return Error{ErrorCode::BadInput, m_plan.file + " has no column for the field \"" +
                                                  spec.name + "\"; name it with --map " +
                                                  spec.name +
                                                  "=COLUMN; it has: " + joined(columns)};
        }
    }
    return {};
}

Result<void> ImportRun::looksLikeDegrees() {
    if (!m_source->facts().hasShapes && !has("lon") && !has("wkt")) m_report.crs.clear();
    if (!m_placing->isAssumed()) return {};
    int seen = 0;
    int beyond = 0;
    RawRow row;
    for (int i = 0; i < 200; ++i) {
        auto more = m_source->next(row);
        if (!more) return more.error();
        if (!*more) break;
        if (!row.fault.empty()) continue;
        std::optional<LonLat> at;
        if (!row.shape.points.empty())
            at = row.shape.points.front();
        else if (!row.shape.lines.empty() && !row.shape.lines.front().empty())
            at = row.shape.lines.front().front();
        else if (!row.shape.area.empty() && !row.shape.area.front().shell.empty())
            at = row.shape.area.front().shell.front();
        else if (const auto lon = numberOf(text(row, "lon")), lat = numberOf(text(row, "lat"));
                 lon && lat)
            at = LonLat{*lon, *lat};
        if (!at) continue;
        ++seen;
        beyond += std::abs(at->lon) > 180 || std::abs(at->lat) > 180;
    }
    if (seen > 0 && 2 * beyond > seen)
        return Error{ErrorCode::BadInput,
                     m_plan.file +
                         " states no CRS and its positions are no degrees; name it with "
                         "--crs EPSG:n (never guessed in silence)"};
    return m_source->rewind();
}

Result<void> ImportRun::tick(std::int64_t rows, double share) {
    if (m_stop.stop_requested())
        return Error{ErrorCode::Cancelled, "importing " + m_plan.file + " was stopped at row " +
                                               std::to_string(rows) + "; nothing was written"};
    if (m_watch) m_watch({rows, share});
    return {};
}

Result<bool> ImportRun::next(RawRow& row) {
    for (;;) {
        auto more = m_source->next(row);
        if (!more || !*more) return more;
        ++m_report.rows;
        if ((m_report.rows & 0xFF) == 0)
            if (auto going = tick(m_report.rows, share()); !going) return going.error();
        if (row.fault.empty()) return true;
        refuse(row, row.fault, row.faultAt);
    }
}

double ImportRun::share() const {
    return m_source ? (m_pass + m_source->share()) / m_passes : 0.9;
}

Result<void> ImportRun::rewind() {
    ++m_pass;
    m_report.rows = 0;
    m_report.refused.clear();
    m_report.repaired.clear();
    return m_source->rewind();
}

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

void ImportRun::count(std::map<std::string, ReportCount>& counts, const std::string& reason,
                      const std::string& example) {
    ReportCount& counted = counts[reason];
    ++counted.count;
    if (counted.examples.size() < m_plan.examples && !example.empty())
        counted.examples.push_back(example);
}

void ImportRun::refuse(const std::string& reason, const std::string& example) {
    count(m_report.refused, reason, example);
}

void ImportRun::repair(const std::string& reason, const std::string& example) {
    count(m_report.repaired, reason, example);
}

void ImportRun::refuse(const RawRow& row, const std::string& reason, const std::string& detail) {
    refuse(reason, row.where() + (detail.empty() ? "" : ": " + detail));
}

void ImportRun::repair(const RawRow& row, const std::string& reason, const std::string& detail) {
    repair(reason, row.where() + (detail.empty() ? "" : ": " + detail));
}

Result<void> ImportRun::take(Record record) {
    m_slice.push_back(std::move(record));
    return m_slice.size() >= kSliceRows ? flush() : Result<void>{};
}

Result<void> ImportRun::flush() {
    auto done = append(m_slice);
    m_slice.clear();
    return done;
}

Result<void> ImportRun::takeLiveFixes(std::vector<dispatch::Fix> fixes, const std::string& source) {
    if (fixes.empty()) return {};
    m_report.taken["fix"] = static_cast<std::int64_t>(fixes.size());
    m_liveFixes = std::move(fixes);
    m_liveSource = source;
    return {};
}

Result<void> ImportRun::append(std::vector<Record>& rows) {
    if (rows.empty()) return {};
    for (const Record& record : rows) ++m_report.taken[kindName(kindOf(record))];
    if (m_plan.dryRun) {
        for (Record& record : rows)
            std::visit(
                [&](auto& row) {
                    if constexpr (requires { row.id; })
                        if (!row.id) row.id.value = ++m_dryId;
                },
                record);
        return {};
    }
    if (!m_batch) {
        dispatch::BatchPlan plan;
        plan.by = m_plan.by;
        plan.what = "import " + m_plan.kind + " " + m_plan.file;
        plan.pastFixes = m_plan.past;
        if (m_plan.replace) plan.replaces = m_replaces;
        auto batch = m_store.beginBatch(plan);
        if (!batch) return batch.error();
        m_batch = std::move(*batch);
    }
    if (auto done = m_batch->append(rows); !done)
        return Error{done.error().code,
                     m_plan.file + ": " + done.error().detail + "; nothing was written"};
    return tick(m_report.rows, share());
}

Result<void> ImportRun::publish() {
    if (auto done = flush(); !done) return done;
    if (!m_liveFixes.empty() && !m_plan.dryRun) {
        if (auto going = tick(m_report.rows, 1); !going) return going;
        const auto receipt = m_store.addFixes(m_liveFixes, m_liveSource);
        if (!receipt) return receipt.error();
        const auto lost = static_cast<std::int64_t>(m_liveFixes.size() - receipt->taken);
        m_report.taken["fix"] = static_cast<std::int64_t>(receipt->taken);
        if (lost) m_report.refused["refused by the store: off duty or impossible"].count = lost;
        if (receipt->taken == 0) m_report.taken.erase("fix");
    }
    if (!m_batch) return {};
    if (auto going = tick(m_report.rows, 1); !going) return going;
    auto receipt = m_batch->publish();
    if (!receipt) return receipt.error();
    return {};
}

}  // namespace gis

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
    if (m_plan.crs.empty() && !facts.crsFault.empty())
        return Error{ErrorCode::BadInput, m_plan.file + " states a CRS that is not known (" +
                                              facts.crsFault + "); name it with --crs"};
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
                    column = static_cast<int>(columns.size() + m_joined.size());
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
        if (row.fault.empty()) {
            addJoined(row);
            return true;
        }
        refuse(row, row.fault, row.faultAt);
    }
}

void ImportRun::addJoined(RawRow& row) const {
    const std::size_t own = row.values.size();
    if (own != m_source->facts().columns.size()) return;
    row.values.resize(own + m_joined.size());
    for (const auto& [field, columns] : m_joined) {
        std::string& value = row.values[static_cast<std::size_t>(m_columns.at(field))];
        for (const int column : columns) {
            const auto part = trimmed(row.values[static_cast<std::size_t>(column)]);
            if (!part.empty()) value += (value.empty() ? "" : " ") + std::string(part);
        }
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/postgis_image.h"

#include <charconv>
#include <limits>

#include "gis/store/postgis_kinds.h"
#include "gis/store/postgis_setup.h"
#include "gis/store/postgis_store.h"
#include "gis/store/row_sql.h"
#include "gis/store/shape_blob.h"

namespace gis {

using namespace dispatch;

namespace {

using namespace std::chrono_literals;

/// Sorting millions of tracks before the first of them comes takes its time.
constexpr auto kPatience = 600s;

std::string fromOf(const ImageTable& table) {
    const std::string batches =
        " WHERE r.batch IN (SELECT id FROM gridhall.batch WHERE published_at IS NOT NULL)";
    switch (table.part) {
        case ImageTable::Part::Plain:
            if (table.table == "batch") return "gridhall.batch r WHERE r.published_at IS NOT NULL";
            return "gridhall." + table.table + " r" + (table.table == "batch_kind" ? batches : "");
        case ImageTable::Part::Past:
            return std::string("gridhall.version r WHERE r.kind = '") + kindName(table.kind) + "'";
        case ImageTable::Part::Latest:
            return "gridhall.fix_latest r";
        case ImageTable::Part::Rows:
        case ImageTable::Part::Tracks:
            return "gridhall." + table.table + " r" + batches;
    }
    return {};
}

/// A column as text that says all of it.
std::string expressionOf(const ImageTable& table, std::size_t i) {
    const bool ofKind = table.part == ImageTable::Part::Past && i >= 6;
    const ImageColumn& column = table.columns[i];
    const std::string name = (ofKind ? "x." : "r.") + column.name;
    switch (column.type) {
        case ColumnType::Integer:
        case ColumnType::Real:
        case ColumnType::Text:
            return name;
        case ColumnType::Bytes:
            if (column.name == "receipt") return "r.ids || '|' || r.revisions";
            return "encode(" + name + ", 'hex')";
        case ColumnType::Area:
        case ColumnType::Line:
            return "encode(ST_AsBinary(" + name + ", 'NDR'), 'hex')";
    }
    return name;
}

std::string selectOf(const ImageTable& table) {
    std::string columns;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        columns += (i == 0 ? "" : ", ") + expressionOf(table, i);
    std::string from = fromOf(table);
    if (table.part == ImageTable::Part::Past)
        from.insert(from.find(" WHERE"), ", " + versionRow(table.kind, "r"));
    return "SELECT " + columns + " FROM " + from + " ORDER BY " +
           table.order("r.", " COLLATE \"C\"");
}

std::string bytesOfHex(std::string_view hex) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
    return bytes;
}

/// "{ids}|{revisions}" as a file keeps a receipt.
Cell receiptOf(std::string_view text) {
    const std::size_t bar = text.find('|');
    std::vector<std::int64_t> numbers = numbersFromPgArray(text.substr(0, bar));
    const auto revisions = numbersFromPgArray(text.substr(bar + 1));
    if (numbers.size() != revisions.size())
        return Cell::of(Cell::Is::Unreadable, std::string(text));
    numbers.insert(numbers.end(), revisions.begin(), revisions.end());
    if (numbers.empty()) return {};
    const Bytes bytes = numbersBlob(numbers);
    return Cell::of(Cell::Is::Binary,
                    std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

Cell cellAt(const PgAnswer& answer, int row, int at, const ImageColumn& column) {
    if (answer.isNull(row, at)) return {};
    const std::string_view text = answer.text(row, at);
    switch (column.type) {
        case ColumnType::Integer:
            return Cell::of(answer.integer(row, at));
        case ColumnType::Real:
            return Cell::of(realFromPg(text));
        case ColumnType::Text:
            return Cell::of(Cell::Is::Text, std::string(text));
        case ColumnType::Bytes:
            if (column.name == "receipt") return receiptOf(text);
            return text.empty() ? Cell() : Cell::of(Cell::Is::Binary, bytesOfHex(text));
        case ColumnType::Area:
        case ColumnType::Line:
            return Cell::of(Cell::Is::Shape, bytesOfHex(text));
    }
    return {};
}

class PostgisImage final : public StoreImage {
  public:
    explicit PostgisImage(std::unique_ptr<PgLink> link)
        : m_link(std::move(link)), m_reader(*m_link) {}
    Result<ImageState> state() override { return m_reader.state(); }
    Result<std::int64_t> count(const ImageTable& table) override { return m_reader.count(table); }
    Result<std::vector<ImageRow>> scan(const ImageTable& table, std::int64_t position,
                                       std::size_t limit) override {
        return m_reader.scan(table, position, limit);
    }

  private:
    std::unique_ptr<PgLink> m_link;
    PostgisImageReader m_reader;
};

}  // namespace

Result<ImageState> PostgisImageReader::state() {
    const auto row = m_link.run(
        "SELECT id, crs, trimmed_to,"
        " greatest(trimmed_to, (SELECT coalesce(max(seq), 0) FROM gridhall.change)),"
        " (SELECT coalesce(max(id), 0) FROM gridhall.fix_batch) FROM gridhall.store_state");
    if (!row) return row.error();
    if (row->rows() == 0) return Error{ErrorCode::Corrupt, "the store says nothing of itself"};
    ImageState state;
    state.id = row->text(0, 0);
    state.crs = row->text(0, 1);
    state.trimmedTo = row->integer(0, 2);
    state.newestChange = row->integer(0, 3);
    state.newestFix = row->integer(0, 4);
    const auto numbers = m_link.run(
        "SELECT sequencename, coalesce(last_value, 0), has_sequence_privilege(format('%I.%I',"
        " schemaname, sequencename), 'SELECT') FROM pg_sequences WHERE schemaname = 'gridhall'");
    if (!numbers) return numbers.error();
    const std::map<std::string_view, std::string> known = {
        {"batch_id_seq", "batch"},    {"action_id_seq", "action"}, {"change_seq_seq", "change"},
        {"source_idx_seq", "source"}, {"fix_seq", "fix"},          {"fix_batch_id_seq", "feed"}};
    for (int i = 0; i < numbers->rows(); ++i) {
        if (numbers->text(i, 2) != "t")
            return Error{ErrorCode::NotAllowed,
                         "this role may not read all of the store; sign in as its owner or as the"
                         " role consoles use"};
        std::string name(numbers->text(i, 0));
        if (const auto found = known.find(name); found != known.end())
            name = found->second;
        else if (name.ends_with("_ids"))
            name.resize(name.size() - 4);
        else
            continue;
        state.numbers[name] = numbers->integer(i, 1);
    }
    state.numbers["feed"] = std::max(state.numbers["feed"], state.newestFix);
    return state;
}

Result<std::int64_t> PostgisImageReader::count(const ImageTable& table) {
    const auto rows = m_link.run("SELECT count(*) FROM " + fromOf(table));
    if (!rows) return Error{rows.error().code, table.name + ": " + rows.error().detail};
    return rows->integer(0, 0);
}

Result<std::vector<ImageRow>> PostgisImageReader::scan(const ImageTable& table,
                                                       std::int64_t position, std::size_t limit) {
    const auto failed = [&](const Error& error) {
        m_table.clear();
        return Error{error.code, table.name + ": " + error.detail};
    };
    if (limit == 0) return std::vector<ImageRow>{};
    std::string sql;
    if (m_table != table.name || m_position != position) {
        if (!m_table.empty()) sql = "CLOSE image; ";
        sql += "DECLARE image NO SCROLL CURSOR FOR " + selectOf(table) + " OFFSET " +
               std::to_string(position) + "; ";
    }
    const auto answer = m_link.run(sql + "FETCH " + std::to_string(limit) + " FROM image");
    if (!answer) return failed(answer.error());
    std::vector<ImageRow> rows(static_cast<std::size_t>(answer->rows()));
    for (int i = 0; i < answer->rows(); ++i) {
        ImageRow& row = rows[static_cast<std::size_t>(i)];
        row.reserve(table.columns.size());
        for (const ImageColumn& column : table.columns)
            row.push_back(cellAt(*answer, i, static_cast<int>(row.size()), column));
    }
    m_table = table.name;
    m_position = position + answer->rows();
    return rows;
}

Result<void> prepareForImages(PgLink& link) {
    link.setPatience(kPatience);
    const auto done = link.run(
        "SELECT set_config('search_path', 'gridhall, ' || quote_ident(n.nspname), false)"
        " FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname ="
        " 'postgis'; SET extra_float_digits = 1; SET work_mem = '64MB';"
        " SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;"
        " SET cursor_tuple_fraction = 1");
    return done ? Result<void>() : done.error();
}

Result<std::unique_ptr<StoreImage>> openPostgisImage(const std::string& uri,
                                                     const OpenOptions& options) {
    auto link = connectPostgis(uri, options);
    if (!link) return link.error();
    const auto named = [&](ErrorCode code, const std::string& why) {
        return Error{code, withoutPassword(uri) + ": " + why};
    };
    const auto found = findPostgis(**link);
    if (!found) return named(found.error().code, found.error().detail);
    if (!found->mayUse) return named(ErrorCode::NotAllowed, "this role may not read the store");
    if (found->schema == 0)
        return named(ErrorCode::Unavailable, "there is no store in this database");
    if (!found->ready)
        return named(ErrorCode::Unavailable, "the store is still being made or copied");
    if (found->schema != kSchema)
        return named(ErrorCode::Unavailable,
                     "the store is schema " + std::to_string(found->schema) +
                         ", this program copies " + std::to_string(kSchema) +
                         (found->schema < kSchema ? "; its owner runs gridhall migrate"
                                                  : ": use a newer GridHall"));
    auto ready = prepareForImages(**link);
    if (ready) {
        const auto begun = (*link)->run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        if (!begun) ready = begun.error();
    }
    if (!ready) return named(ready.error().code, ready.error().detail);
    return std::unique_ptr<StoreImage>(std::make_unique<PostgisImage>(std::move(*link)));
}

}  // namespace gis

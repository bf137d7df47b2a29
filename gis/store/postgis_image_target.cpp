// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <set>

#include "dispatch/text.h"
#include "gis/store/postgis_image.h"
#include "gis/store/postgis_rows.h"
#include "gis/store/postgis_setup.h"
#include "gis/store/postgis_store.h"
#include "gis/store/row_sql.h"
#include "gis/store/shape_blob.h"

namespace gis {

using namespace dispatch;

namespace {

using namespace std::chrono_literals;

/// The server needs a moment to see that a copy that was killed is gone.
constexpr auto kClaimPatience = 15s;
/// For one index of all rows.
constexpr auto kIndexPatience = 4h;

void addHex(std::string& to, std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        to += kDigits[value >> 4];
        to += kDigits[value & 15];
    }
}

/// Well-known binary with the reference system in it, as hexadecimal digits.
void addShape(std::string& to, std::string_view wkb) {
    constexpr unsigned char kHasSrid = 0x20;
    std::string head(wkb.substr(0, 5));
    head[4] = static_cast<char>(static_cast<unsigned char>(head[4]) | kHasSrid);
    addHex(to, head);
    to += "8a110000";  // 4490
    addHex(to, wkb.substr(5));
}

void addReal(std::string& to, double value, bool json) {
    if (!std::isfinite(value)) {
        const char* word = std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        to += json ? '"' + std::string(word) + '"' : word;
        return;
    }
    std::array<char, 32> words{};
    to.append(words.data(), std::to_chars(words.data(), words.data() + words.size(), value).ptr);
}

/// A text as a field of COPY.
void addText(std::string& to, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '\\':
                to += "\\\\";
                break;
            case '\n':
                to += "\\n";
                break;
            case '\r':
                to += "\\r";
                break;
            case '\t':
                to += "\\t";
                break;
            default:
                to += c;
        }
    }
}

/// What the engine takes as text: UTF-8 without a zero byte.
bool isText(std::string_view text) {
    return isUtf8(text) && text.find('\0') == std::string_view::npos;
}

/// @return Why the engine cannot hold a row; empty where it can as far as is known here.
std::string faultIn(const ImageTable& table, const ImageRow& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i].is == Cell::Is::Unreadable)
            return table.columns[i].name + (table.columns[i].name == "receipt"
                                                ? " is no receipt"
                                                : " holds bytes that are no shape");
        if (row[i].is == Cell::Is::Text && !isText(row[i].data))
            return table.columns[i].name + " holds bytes that are no text on a server";
    }
    return {};
}

void addField(std::string& to, const Cell& cell) {
    switch (cell.is) {
        case Cell::Is::Null:
            to += "\\N";
            break;
        case Cell::Is::Integer:
            to += std::to_string(cell.integer);
            break;
        case Cell::Is::Real:
            addReal(to, cell.real, false);
            break;
        case Cell::Is::Text:
            addText(to, cell.data);
            break;
        case Cell::Is::Binary:
        case Cell::Is::Unreadable:
            to += "\\\\x";
            addHex(to, cell.data);
            break;
        case Cell::Is::Shape:
            addShape(to, cell.data);
            break;
    }
}

/// The columns of a closed version as the store's own functions keep them.
std::string versionJson(const ImageTable& table, const ImageRow& row) {
    std::string json = "{";
    for (std::size_t i = 6; i < row.size(); ++i) {
        if (i > 6) json += ',';
        json += '"' + table.columns[i].name + "\":";
        switch (row[i].is) {
            case Cell::Is::Null:
                json += "null";
                break;
            case Cell::Is::Integer:
                json += std::to_string(row[i].integer);
                break;
            case Cell::Is::Real:
                addReal(json, row[i].real, true);
                break;
            case Cell::Is::Text:
                json += jsonText(row[i].data);
                break;
            case Cell::Is::Binary:
            case Cell::Is::Unreadable:
                json += "\"\\\\x";
                addHex(json, row[i].data);
                json += '"';
                break;
            case Cell::Is::Shape:
                json += '"';
                addShape(json, row[i].data);
                json += '"';
                break;
        }
    }
    return json + '}';
}

/// A receipt's two lists as fields. A list that cannot be halved is not one of ours.
bool addReceipt(std::string& to, const Cell& cell) {
    std::vector<std::int64_t> numbers;
    if (!readNumbers(std::as_bytes(std::span(cell.data)), numbers) || numbers.size() % 2 != 0)
        return false;
    const std::span<const std::int64_t> all(numbers);
    to += pgArray(all.first(all.size() / 2)) + '\t' + pgArray(all.subspan(all.size() / 2));
    return true;
}

std::string copyInto(const ImageTable& table) {
    std::string columns = table.list();
    std::string name = table.table;
    if (table.part == ImageTable::Part::Past) {
        name = "version";
        columns = "kind, id, revision, valid_to, valid_from, action, ended_by, \"row\"";
    } else if (table.table == "action") {
        columns.replace(columns.find("receipt"), 7, "ids, revisions");
    } else if (table.part == ImageTable::Part::Latest) {
        columns += ", batch";
    }
    return "COPY gridhall." + name + " (" + columns + ") FROM STDIN";
}

bool addLine(std::string& to, const ImageTable& table, const ImageRow& row) {
    if (table.part == ImageTable::Part::Past) {
        to += kindName(table.kind);
        for (std::size_t i = 0; i < 6; ++i) {
            to += '\t';
            addField(to, row[i]);
        }
        to += '\t';
        addText(to, versionJson(table, row));
    } else {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) to += '\t';
            if (table.columns[i].name != "receipt")
                addField(to, row[i]);
            else if (!addReceipt(to, row[i]))
                return false;
        }
        if (table.part == ImageTable::Part::Latest) to += "\t0";
    }
    to += '\n';
    return true;
}

class PostgisImageTarget final : public ImageTarget {
  public:
    PostgisImageTarget(std::string uri, std::unique_ptr<PgLink> link, CreateOptions options)
        : m_uri(std::move(uri)),
          m_link(std::move(link)),
          m_options(std::move(options)),
          m_reader(*m_link) {}

    Result<CopyMark> mark() override {
        CopyMark mark;
        const auto there = m_link->run("SELECT to_regclass('gridhall.copy_state') IS NOT NULL");
        if (!there) return named(there.error());
        if (there->text(0, 0) != "t") return mark;
        const auto state = m_link->run("SELECT source, fingerprint FROM gridhall.copy_state");
        const auto positions = m_link->run("SELECT name, position FROM gridhall.copy_position");
        const auto left = m_link->run(
            "SELECT name, position, \"row\", why FROM gridhall.copy_left_out ORDER BY 1, 2");
        for (const auto* answer : {&state, &positions, &left})
            if (!*answer) return named(answer->error());
        if (state->rows() == 0) return mark;
        mark.source = state->text(0, 0);
        mark.fingerprint = state->text(0, 1);
        for (int i = 0; i < positions->rows(); ++i)
            mark.positions[std::string(positions->text(i, 0))] = positions->integer(i, 1);
        for (int i = 0; i < left->rows(); ++i)
            mark.leftOut.push_back({std::string(left->text(i, 0)), left->integer(i, 1),
                                    std::string(left->text(i, 2)), std::string(left->text(i, 3))});
        return mark;
    }

    Result<void> restart(const ImageState& source, const std::string& fingerprint) override {
        m_months.clear();
        if (auto laid = layPostgis(*m_link, source.id, source.crs, m_options.group); !laid)
            return named(laid.error());
        if (auto ready = prepareForImages(*m_link); !ready) return named(ready.error());
        // Indexes of places and words are made in one go when all rows are there.
        const auto begun = m_link->run(
            "BEGIN; DELETE FROM gridhall.generation; DELETE FROM gridhall.kind_state;"
            " DELETE FROM gridhall.batch; SET LOCAL search_path = gridhall; " +
            std::string(kCopyTables) +
            " CREATE TABLE copy_index AS SELECT indexname::text AS name, replace(indexdef,"
            " 'CREATE INDEX', 'CREATE INDEX IF NOT EXISTS') AS definition FROM pg_indexes"
            " WHERE schemaname = 'gridhall' AND indexdef ~ ' USING (gist|gin) ';"
            " DO $$ DECLARE one text; BEGIN FOR one IN SELECT name FROM copy_index LOOP"
            " EXECUTE format('DROP INDEX %I', one); END LOOP; END $$");
        if (!begun) return rolledBack(begun.error());
        const auto noted = m_link->ask(
            "WITH trimmed AS (UPDATE gridhall.store_state SET trimmed_to = $3)"
            " INSERT INTO gridhall.copy_state VALUES ($1, $2)",
            {source.id, fingerprint, source.trimmedTo});
        if (!noted) return rolledBack(noted.error());
        const auto done = m_link->run("COMMIT");
        return done ? Result<void>() : named(done.error());
    }

    Result<ImageState> state() override { return m_reader.state(); }
    Result<std::int64_t> count(const ImageTable& table) override { return m_reader.count(table); }
    Result<std::vector<ImageRow>> scan(const ImageTable& table, std::int64_t position,
                                       std::size_t limit) override {
        return m_reader.scan(table, position, limit);
    }

    Result<void> begin() override { return run("BEGIN; SET LOCAL synchronous_commit = off"); }

    Result<void> write(const ImageTable& table, std::span<const ImageRow> rows) override {
        std::string lines;
        for (const ImageRow& row : rows) {
            std::string fault = faultIn(table, row);
            if (fault.empty() && !addLine(lines, table, row)) fault = "receipt is no receipt";
            if (!fault.empty()) return Error{ErrorCode::BadInput, fault};
        }
        if (auto saved = run("SAVEPOINT rows"); !saved) return saved;
        auto done = makeMonths(table, rows);
        if (done) done = m_link->copyIn(copyInto(table), lines);
        if (done) return run("RELEASE rows");
        Error error = done.error();
        // Also an index that takes no key as long as this one.
        if (m_link->state().starts_with("54")) error.code = ErrorCode::BadInput;
        if (error.code != ErrorCode::BadInput) return named(error);
        m_months.clear();
        if (auto back = run("ROLLBACK TO rows; RELEASE rows"); !back) return back;
        return error;
    }

    Result<void> leaveOut(const LeftOut& row) override {
        // The words of a row may themselves be no text.
        const auto safe = [](const std::string& text) {
            return isText(text) ? text : std::string("(a name that is no text)");
        };
        const auto done = m_link->ask("INSERT INTO gridhall.copy_left_out VALUES ($1, $2, $3, $4)",
                                      {row.table, row.position, safe(row.row), safe(row.why)});
        return done ? Result<void>() : named(done.error());
    }

    Result<void> commit(const ImageTable& table, std::int64_t position) override {
        const auto noted = m_link->ask(
            "INSERT INTO gridhall.copy_position VALUES ($1, $2)"
            " ON CONFLICT (name) DO UPDATE SET position = excluded.position",
            {table.name, position});
        if (!noted) return named(noted.error());
        return run("COMMIT");
    }

    void rollback() override {
        m_months.clear();
        if (!m_link->isBroken()) (void)m_link->run("ROLLBACK");
    }

    Result<void> settle() override {
        const auto indexes = m_link->run("SELECT definition FROM gridhall.copy_index ORDER BY 1");
        if (!indexes) return named(indexes.error());
        m_link->setPatience(kIndexPatience);
        if (auto room = run("SET maintenance_work_mem = '256MB'"); !room) return room;
        for (int i = 0; i < indexes->rows(); ++i)
            if (auto made = run(std::string(indexes->text(i, 0))); !made) return made;
        return run("ANALYZE; BEGIN");
    }

    Result<void> spoil() override {
        (void)m_link->run("ROLLBACK");
        return run("UPDATE gridhall.copy_state SET fingerprint = ''");
    }

    Result<void> finish(const ImageState& source) override {
        if (auto read = run("COMMIT"); !read) return read;
        std::string sql = "BEGIN; SET LOCAL search_path = gridhall; ";
        const auto known = [&](const std::string& name) {
            const auto found = source.numbers.find(name);
            return std::to_string(found == source.numbers.end() ? 0 : found->second);
        };
        const auto raise = [&](const std::string& sequence, const std::string& name,
                               const std::string& table, const std::string& column) {
            sql += "SELECT setval('" + sequence +
                   "', greatest(n, 1), n > 0) FROM (SELECT greatest(" + known(name) +
                   ", coalesce((SELECT max(" + column + ") FROM " + table + "), 0)) AS n) x; ";
        };
        raise("batch_id_seq", "batch", "batch", "id");
        raise("action_id_seq", "action", "action", "id");
        raise("change_seq_seq", "change", "change", "seq");
        raise("source_idx_seq", "source", "source", "idx");
        raise("fix_seq", "fix", "fix_track", "seq");
        for (int i = 0; i < kKindCount; ++i) {
            const KindTable& kind = tableOf(static_cast<Kind>(i));
            if (!*kind.name || kind.ownIds) continue;
            raise(std::string(kind.name) + "_ids", kind.name, kind.name, "id");
        }
        // Readers of positions follow on from the number the source had reached.
        const std::string feed = known("feed");
        if (feed != "0")
            sql += "INSERT INTO fix_batch (id, received, fixes) VALUES (" + feed +
                   ", now_ms(), 0); UPDATE fix_latest SET batch = " + feed +
                   "; SELECT setval('fix_batch_id_seq', " + feed + "); ";
        sql +=
            "UPDATE journal_head h SET seq = j.seq, at = j.at, chain = encode(j.chain, 'hex')"
            " FROM (SELECT seq, at, chain FROM journal ORDER BY seq DESC LIMIT 1) j; ";
        sql += std::string(kDropCopyTables) +
               " DROP TABLE copy_index; UPDATE store_state SET ready = 1; COMMIT";
        return run(sql);
    }

  private:
    Error named(const Error& error) const {
        return {error.code, withoutPassword(m_uri) + ": " + error.detail};
    }
    Error rolledBack(const Error& error) {
        (void)m_link->run("ROLLBACK");
        return named(error);
    }
    Result<void> run(const std::string& sql) {
        const auto done = m_link->run(sql);
        return done ? Result<void>() : named(done.error());
    }

    /// Sees to it that the partitions of these rows exist.
    Result<void> makeMonths(const ImageTable& table, std::span<const ImageRow> rows) {
        const bool past = table.part == ImageTable::Part::Past;
        if (!past && table.part != ImageTable::Part::Tracks) return {};
        // No month is shorter than 28 days: one look a day is enough.
        constexpr std::int64_t kDay = 86'400'000;
        std::set<std::pair<std::string, std::int64_t>> wanted;
        for (const ImageRow& row : rows) {
            const std::string parent = past                   ? "version"
                                       : row[11].integer == 0 ? "fix_live"
                                                              : "fix_imported";
            const std::int64_t time = row[2].integer;
            const std::int64_t day = time / kDay - (time % kDay < 0 ? 1 : 0);
            if (!m_months.contains({parent, day})) wanted.insert({parent, day});
        }
        for (const auto& [parent, day] : wanted) {
            const auto made =
                m_link->ask("SELECT gridhall.ensure_month($1, $2)", {parent, day * kDay});
            if (!made) return made.error();
        }
        m_months.insert(wanted.begin(), wanted.end());
        return {};
    }

    std::string m_uri;
    std::unique_ptr<PgLink> m_link;
    CreateOptions m_options;
    PostgisImageReader m_reader;
    std::set<std::pair<std::string, std::int64_t>> m_months;
};

}  // namespace

Result<std::unique_ptr<ImageTarget>> beginPostgisImage(const std::string& uri,
                                                       const CreateOptions& options) {
    auto link = connectPostgis(uri, options.open);
    if (!link) return link.error();
    const auto named = [&](const Error& error) {
        return Error{error.code, withoutPassword(uri) + ": " + error.detail};
    };
    const auto refused = [&] {
        return Error{ErrorCode::NotAllowed,
                     withoutPassword(uri) + " has a store already; nothing was overwritten"};
    };
    const auto first = findPostgis(**link);
    if (!first) return named(first.error());
    if (first->ready || !first->mayUse) return refused();
    if (auto claimed = claimPostgis(**link, kClaimPatience); !claimed)
        return named(claimed.error());
    const auto found = findPostgis(**link);
    if (!found) return named(found.error());
    if (found->ready || !found->mayUse) return refused();
    if (auto ready = prepareForImages(**link); !ready) return named(ready.error());
    return std::unique_ptr<ImageTarget>(
        std::make_unique<PostgisImageTarget>(uri, std::move(*link), options));
}

}  // namespace gis

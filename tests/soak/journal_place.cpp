// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/journal_place.h"

#include <sqlite3.h>

#include <QTemporaryDir>
#include <QtGlobal>
#include <filesystem>

#include "gis/seal/digest.h"
#include "gis/store/open_store.h"
#include "gis/store/pg.h"
#include "tests/support/pg_server.h"

namespace soak {
namespace fs = std::filesystem;

namespace {

std::string bytesOfHex(const std::string& hex) {
    std::string bytes(hex.size() / 2, '\0');
    if (!gis::bytesOf(hex, {reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}))
        qFatal("%s is no hash", hex.c_str());
    return bytes;
}

std::string hexOf(const std::string& bytes) {
    return gis::hexOf({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

class FileJournal final : public RawJournal {
  public:
    explicit FileJournal(const std::string& path) {
        if (sqlite3_open(path.c_str(), &m_file) != SQLITE_OK)
            qFatal("%s cannot be opened", path.c_str());
        must("PRAGMA synchronous = OFF");
        for (const char* name :
             {"journal_is_not_changed", "journal_is_not_cut", "journal_only_grows"})
            must(std::string("DROP TRIGGER ") + name);
    }
    ~FileJournal() override { sqlite3_close(m_file); }

  private:
    std::string run(const std::string& sql) override {
        const int said = sqlite3_exec(m_file, sql.c_str(), nullptr, nullptr, nullptr);
        return said == SQLITE_OK ? std::string() : sqlite3_errmsg(m_file);
    }

    std::string bytesAt(const std::string& column, std::int64_t seq) override {
        sqlite3_stmt* statement =
            prepared("SELECT " + column + " FROM journal WHERE seq = " + std::to_string(seq));
        if (sqlite3_step(statement) != SQLITE_ROW) qFatal("%s", sqlite3_errmsg(m_file));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, 0));
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, 0));
        std::string answer = size > 0 ? std::string(bytes, size) : std::string();
        sqlite3_finalize(statement);
        return answer;
    }

    void put(std::int64_t seq, const Columns& columns) override {
        std::string list;
        for (const auto& [column, bytes] : columns)
            list += (list.empty() ? "" : ", ") + column + " = ?";
        sqlite3_stmt* statement =
            prepared("UPDATE journal SET " + list + " WHERE seq = " + std::to_string(seq));
        int at = 0;
        for (const auto& [column, bytes] : columns) {
            const int size = static_cast<int>(bytes.size());
            if (isBlob(column))
                sqlite3_bind_blob(statement, ++at, bytes.data(), size, SQLITE_STATIC);
            else
                sqlite3_bind_text(statement, ++at, bytes.data(), size, SQLITE_STATIC);
        }
        if (sqlite3_step(statement) != SQLITE_DONE) qFatal("%s", sqlite3_errmsg(m_file));
        sqlite3_finalize(statement);
    }

    sqlite3_stmt* prepared(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(m_file, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            qFatal("%s: %s", sql.c_str(), sqlite3_errmsg(m_file));
        return statement;
    }

    sqlite3* m_file = nullptr;
};

/// Files of a folder of its own; closed, a store is all in one file.
class FilePlace final : public JournalPlace {
  public:
    std::string uri() const override { return "spatialite:" + m_path; }

    std::string copy(const std::string& of) override {
        const auto from = gis::storePath(of);
        const std::string to = path("copy" + std::to_string(++m_copies));
        fs::copy_file(*from, to);
        return "spatialite:" + to;
    }

    std::unique_ptr<RawJournal> raw() override { return std::make_unique<FileJournal>(m_path); }

    void keep() override { m_kept = *gis::storePath(copy(uri())); }
    void putBack() override {
        for (const char* beside : {"-wal", "-shm"}) fs::remove(m_path + beside);
        fs::copy_file(m_kept, m_path, fs::copy_options::overwrite_existing);
    }

  private:
    std::string path(const std::string& name) const {
        return m_folder.filePath(QString::fromStdString(name + ".gridhall")).toStdString();
    }

    QTemporaryDir m_folder;
    std::string m_path = path("hall");
    std::string m_kept;
    int m_copies = 0;
};

std::unique_ptr<gis::PgLink> linked(const std::string& uri) {
    auto link = gis::PgLink::open(uri, std::chrono::minutes(1));
    if (!link) qFatal("%s", link.error().detail.c_str());
    if (const auto set = (*link)->run("SET search_path = gridhall, public"); !set)
        qFatal("%s", set.error().detail.c_str());
    return std::move(*link);
}

/// As the database's owner, who may do all but sign.
class ServerJournal final : public RawJournal {
  public:
    explicit ServerJournal(const std::string& uri) : m_link(linked(uri)) {
        must("SET synchronous_commit = off");
        must("ALTER TABLE journal DISABLE TRIGGER USER");
    }

    void coverUp() override {
        must(
            "UPDATE journal_head h SET seq = j.seq, at = j.at, chain = encode(j.chain, 'hex')"
            " FROM (SELECT seq, at, chain FROM journal ORDER BY seq DESC LIMIT 1) j");
    }

  private:
    std::string run(const std::string& sql) override {
        const auto said = m_link->run(sql);
        return said ? std::string() : said.error().detail;
    }

    std::string bytesAt(const std::string& column, std::int64_t seq) override {
        const std::string value = isBlob(column) ? "encode(" + column + ", 'hex')" : column;
        const auto said = m_link->ask("SELECT " + value + " FROM journal WHERE seq = $1", {seq});
        if (!said || said->rows() != 1) qFatal("entry %lld", static_cast<long long>(seq));
        const std::string text(said->text(0, 0));
        return isBlob(column) ? bytesOfHex(text) : text;
    }

    void put(std::int64_t seq, const Columns& columns) override {
        std::vector<gis::PgValue> values{seq};
        std::string list;
        for (const auto& [column, bytes] : columns) {
            values.emplace_back(isBlob(column) ? hexOf(bytes) : bytes);
            const std::string value = "$" + std::to_string(values.size());
            list += (list.empty() ? "" : ", ") + column + " = " +
                    (isBlob(column) ? "decode(" + value + ", 'hex')" : value);
        }
        const auto done = m_link->ask("UPDATE journal SET " + list + " WHERE seq = $1", values);
        if (!done) qFatal("%s: %s", list.c_str(), done.error().detail.c_str());
    }

    std::unique_ptr<gis::PgLink> m_link;
};

/// Databases on the test program's own server. To copy one takes a server a tenth of a second and
/// more, so attacks are undone row by row, from a table that lies beside the journal.
class ServerPlace final : public JournalPlace {
  public:
    std::string uri() const override { return server().uri(m_database); }

    std::string copy(const std::string& of) override {
        for (const std::string& known : m_known)
            if (server().uri(known) == of) {
                m_known.push_back(server().copyDatabase(known));
                return server().uri(m_known.back());
            }
        qFatal("%s is no store of this place", of.c_str());
    }

    std::unique_ptr<RawJournal> raw() override { return std::make_unique<ServerJournal>(uri()); }

    void keep() override {
        ServerJournal(uri()).must(
            "CREATE SCHEMA kept; CREATE TABLE kept.journal AS TABLE journal;"
            " CREATE TABLE kept.journal_head AS TABLE journal_head; ANALYZE kept.journal");
    }
    void putBack() override {
        ServerJournal(uri()).must(
            "DELETE FROM journal WHERE seq IN"
            " (SELECT d.seq FROM (TABLE journal EXCEPT TABLE kept.journal) d);"
            " INSERT INTO journal TABLE kept.journal EXCEPT TABLE journal;"
            " DELETE FROM journal_head; INSERT INTO journal_head TABLE kept.journal_head;"
            " ALTER TABLE journal ENABLE TRIGGER USER");
    }

  private:
    static support::PgServer& server() { return support::PgServer::shared(); }

    std::string m_database = server().makeDatabase();
    std::vector<std::string> m_known{m_database};
};

}  // namespace

bool RawJournal::isBlob(const std::string& column) {
    return column == "hash" || column == "chain";
}

void RawJournal::must(const std::string& sql) {
    if (const std::string wrong = run(sql); !wrong.empty())
        qFatal("%s: %s", sql.c_str(), wrong.c_str());
}

bool RawJournal::flipNumber(const std::string& column, std::int64_t seq, std::mt19937_64& random) {
    const std::string bit = std::to_string(std::int64_t{1} << random() % 20);
    // Another entry of that case and number may be in the way.
    return run("UPDATE journal SET " + column + " = (" + column + " | " + bit + ") - (" + column +
               " & " + bit + ") WHERE seq = " + std::to_string(seq))
        .empty();
}

bool RawJournal::flipBytes(const std::string& column, std::int64_t seq, std::mt19937_64& random) {
    std::string bytes = bytesAt(column, seq);
    if (bytes.empty()) return false;
    char& byte = bytes[random() % bytes.size()];
    const char other = static_cast<char>(byte ^ static_cast<char>(1 << random() % 7));
    // A text stays one.
    if (!isBlob(column) && (static_cast<unsigned char>(byte) >= 0x80 || other == 0)) return false;
    byte = other;
    put(seq, {{column, bytes}});
    return true;
}

std::string RawJournal::flip(std::int64_t seq, std::mt19937_64& random) {
    static const std::vector<std::string> kColumns = {"officer", "seat",      "action",  "what",
                                                      "why",     "on_behalf", "contact", "hash",
                                                      "chain",   "record",    "number",  "at"};
    for (;;) {
        const std::string& column = kColumns[random() % kColumns.size()];
        const bool isNumber = column == "record" || column == "number" || column == "at";
        if (isNumber ? flipNumber(column, seq, random) : flipBytes(column, seq, random))
            return column;
    }
}

void RawJournal::rewrite(const std::vector<dispatch::JournalRow>& rows, std::size_t from) {
    must("BEGIN");
    for (std::size_t i = from; i < rows.size(); ++i)
        put(rows[i].seq.value, {{"what", rows[i].what},
                                {"hash", bytesOfHex(rows[i].hash)},
                                {"chain", bytesOfHex(rows[i].chain)}});
    must("COMMIT");
}

std::unique_ptr<JournalPlace> JournalPlace::make(const std::string& engine) {
    std::unique_ptr<JournalPlace> place;
    if (engine == "spatialite") place = std::make_unique<FilePlace>();
    if (engine == "postgis") place = std::make_unique<ServerPlace>();
    if (!place) qFatal("there is no engine \"%s\"", engine.c_str());
    if (const auto made = gis::createStore(place->uri(), {}); !made)
        qFatal("%s", made.error().detail.c_str());
    return place;
}

}  // namespace soak

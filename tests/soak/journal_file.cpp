// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/journal_file.h"

#include <sqlite3.h>

#include <QtGlobal>

#include "gis/seal/digest.h"

namespace soak {
namespace {

bool isBlob(const std::string& column) {
    return column == "hash" || column == "chain";
}

std::string bytesOfHex(const std::string& hex) {
    std::string bytes(hex.size() / 2, '\0');
    if (!gis::bytesOf(hex, {reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}))
        qFatal("%s is no hash", hex.c_str());
    return bytes;
}

}  // namespace

JournalFile::JournalFile(const std::string& path) {
    if (sqlite3_open(path.c_str(), &m_file) != SQLITE_OK)
        qFatal("%s cannot be opened", path.c_str());
    for (const char* name : {"journal_is_not_changed", "journal_is_not_cut", "journal_only_grows"})
        must(std::string("DROP TRIGGER ") + name);
}

JournalFile::~JournalFile() {
    sqlite3_close(m_file);
}

void JournalFile::must(const std::string& sql) {
    if (sqlite3_exec(m_file, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        qFatal("%s: %s", sql.c_str(), sqlite3_errmsg(m_file));
}

std::string JournalFile::bytesAt(const std::string& column, std::int64_t seq) {
    sqlite3_stmt* statement = nullptr;
    const std::string sql = "SELECT " + column + " FROM journal WHERE seq = " + std::to_string(seq);
    if (sqlite3_prepare_v2(m_file, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        qFatal("%s: %s", sql.c_str(), sqlite3_errmsg(m_file));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, 0));
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, 0));
    std::string answer = size > 0 ? std::string(bytes, size) : std::string();
    sqlite3_finalize(statement);
    return answer;
}

void JournalFile::put(const std::string& column, std::int64_t seq, const std::string& bytes,
                      bool isText) {
    sqlite3_stmt* statement = nullptr;
    const std::string sql = "UPDATE journal SET " + column + " = ?1 WHERE seq = ?2";
    if (sqlite3_prepare_v2(m_file, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        qFatal("%s", sqlite3_errmsg(m_file));
    const int size = static_cast<int>(bytes.size());
    if (isText)
        sqlite3_bind_text(statement, 1, bytes.data(), size, SQLITE_TRANSIENT);
    else
        sqlite3_bind_blob(statement, 1, bytes.data(), size, SQLITE_TRANSIENT);
    sqlite3_bind_int64(statement, 2, seq);
    if (sqlite3_step(statement) != SQLITE_DONE) qFatal("%s", sqlite3_errmsg(m_file));
    sqlite3_finalize(statement);
}

bool JournalFile::flipNumber(const std::string& column, std::int64_t seq, std::mt19937_64& random) {
    const std::string bit = std::to_string(std::int64_t{1} << random() % 20);
    const std::string sql = "UPDATE journal SET " + column + " = (" + column + " | " + bit +
                            ") - (" + column + " & " + bit + ") WHERE seq = " + std::to_string(seq);
    // Another entry of that case and number may be in the way.
    return sqlite3_exec(m_file, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool JournalFile::flipBytes(const std::string& column, std::int64_t seq, std::mt19937_64& random) {
    std::string bytes = bytesAt(column, seq);
    if (bytes.empty()) return false;
    char& byte = bytes[random() % bytes.size()];
    const char other = static_cast<char>(byte ^ static_cast<char>(1 << random() % 7));
    // A text stays one.
    if (!isBlob(column) && (static_cast<unsigned char>(byte) >= 0x80 || other == 0)) return false;
    byte = other;
    put(column, seq, bytes, !isBlob(column));
    return true;
}

std::string JournalFile::flip(std::int64_t seq, std::mt19937_64& random) {
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

void JournalFile::rewrite(const std::vector<dispatch::JournalRow>& rows, std::size_t from) {
    must("BEGIN");
    for (std::size_t i = from; i < rows.size(); ++i) {
        const std::int64_t seq = rows[i].seq.value;
        put("what", seq, rows[i].what, true);
        put("hash", seq, bytesOfHex(rows[i].hash), false);
        put("chain", seq, bytesOfHex(rows[i].chain), false);
    }
    must("COMMIT");
}

}  // namespace soak

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/row_sql.h"
#include "gis/store/sqlite_store.h"
#include "gis/store/verify_rules.h"

namespace gis {
namespace {

using namespace dispatch;

/// Asks the rules of one connection.
class Report {
  public:
    explicit Report(Connection& connection) : m_connection(connection) {}

    /// @param sql Gives one column: the sentence of each finding.
    void ask(const char* code, const std::string& sql) {
        Statement select = m_connection.prepare(sql);
        while (select.step()) m_findings.add(code, select.text(0));
        m_findings.endRule(code);
    }
    void add(const char* code, std::string detail) {
        m_findings.add(code, std::move(detail));
        m_findings.endRule(code);
    }
    std::vector<Finding> take() { return m_findings.take(); }

  private:
    Connection& m_connection;
    Findings m_findings;
};

void checkSchema(Connection& db, Report& report) {
    const std::int64_t schema = db.integer("PRAGMA user_version");
    if (schema != kSchema)
        report.add("schema", "the store is schema " + std::to_string(schema) + ", not " +
                                 std::to_string(kSchema));
    const auto exists = [&](const std::string& table) {
        Statement ask = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
        ask.bind(table);
        const bool there = ask.step();
        if (!there) report.add("schema", "table " + table + " is missing");
        return there;
    };
    for (int i = 0; i < kKindCount; ++i) {
        const KindTable& table = tableOf(static_cast<Kind>(i));
        if (!*table.name) continue;
        exists(table.name);
        if (table.versioned) exists(std::string(table.name) + "_past");
        if (*table.box) exists(table.box);
        for (const std::string& column : table.columns) {
            Statement ask = db.prepare("SELECT 1 FROM pragma_table_info(?) WHERE name = ?");
            ask.bindAll(std::string(table.name), column);
            if (!ask.step())
                report.add("schema", std::string(table.name) + " has no column " + column);
        }
    }
    for (const char* table :
         {"store_state", "batch", "batch_kind", "kind_state", "generation", "action", "change",
          "heartbeat", "source", "fix_latest", "fix_block", "fix_track"})
        exists(table);
}

void checkIndexes(Report& report) {
    for (const Kind kind : {Kind::Case, Kind::Camera, Kind::Barrier, Kind::PopulationCell}) {
        const KindTable& table = tableOf(kind);
        report.ask("index", std::string("SELECT '") + kindName(kind) +
                                " ' || x.id || ' is missing in the index of places' FROM " +
                                table.name +
                                " x WHERE x.lon IS NOT NULL AND x.rowid NOT IN"
                                " (SELECT id FROM " +
                                table.box + ")");
    }
}

}  // namespace

Result<std::vector<Finding>> SqliteStore::verify() {
    Connection& db = *m_main;
    db.clearError();
    SqlTransaction snapshot(db, SqlTransaction::Kind::Read);
    Report report(db);
    {
        Statement check = db.prepare("PRAGMA integrity_check(100)");
        while (check.step())
            if (check.view(0) != "ok") report.add("damaged", check.text(0));
    }
    if (db.failed()) {
        report.add("damaged", db.takeError().detail);
        return report.take();
    }
    checkSchema(db, report);
    report.ask("orphan",
               "SELECT 'row ' || rowid || ' of ' || \"table\" || ' names a missing row of '"
               " || parent FROM pragma_foreign_key_check");
    for (const VerifyRule& rule : verifyRules()) report.ask(rule.code, rule.sql);
    checkIndexes(report);
    if (db.failed()) {
        const Error error = db.takeError();
        if (error.code != ErrorCode::Corrupt && error.code != ErrorCode::Unavailable) return error;
        report.add(error.code == ErrorCode::Corrupt ? "damaged" : "schema", error.detail);
    }
    return report.take();
}

}  // namespace gis

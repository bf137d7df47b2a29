// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/text.h"
#include "gis/store/picture_rows.h"
#include "gis/store/row_sql.h"
#include "gis/store/sqlite_store.h"
#include "gis/store/verify_rules.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr const char* kQuarantined = "quarantined";

/// Asks the rules of one connection.
class Report {
  public:
    explicit Report(Connection& connection) : m_connection(connection) {}

    /// @param sql Gives one column: the sentence of each finding.
    void ask(const char* code, const std::string& sql) {
        Statement select = m_connection.prepare(sql);
        list(code, select, [&] { return select.text(0); });
    }
    /// @param fault Gives the sentence of the row the statement is at, empty where it is good.
    template <class Fault>
    void list(const char* code, Statement& select, Fault fault) {
        while (select.step())
            if (std::string sentence = fault(); !sentence.empty()) m_findings.add(code, sentence);
        m_findings.endRule(code);
    }
    void add(const char* code, const std::string& detail) {
        m_findings.add(code, detail);
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
    for (const char* table : {"store_state", "batch", "batch_kind", "kind_state", "generation",
                              "action", "change", "heartbeat", "source", "fix_latest", "fix_block",
                              "fix_track", "journal", "serial", "lease"})
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

/// Rows that readers leave out, in words.
void checkRows(Connection& db, Report& report) {
    for (int i = 0; i < kKindCount; ++i) {
        const Kind kind = static_cast<Kind>(i);
        if (!*tableOf(kind).name) continue;
        Statement select = db.prepare("SELECT " + selectList(kind) + " FROM " + tableOf(kind).name +
                                      " r WHERE " + inForce(kind));
        report.list(kQuarantined, select, [&] {
            const char* wrong = nullptr;
            const Record row = readRow(select, kind, wrong);
            const auto bad = quarantineOf(row, wrong);
            return bad ? bad->why : std::string();
        });
    }
    for (const char* table : {"fix_latest", "fix_track"}) {
        Statement fixes = db.prepare(std::string("SELECT ") + kFixColumns + " FROM " + table);
        report.list(kQuarantined, fixes, [&] {
            const std::string fault = faultOf(readFix(fixes));
            return fault.empty() ? fault : std::string(table) + ": " + fault;
        });
    }
    Statement sources = db.prepare("SELECT idx, code, newest FROM source");
    report.list(kQuarantined, sources, [&]() -> std::string {
        FixSource source;
        source.index = static_cast<std::int32_t>(sources.integer(0));
        source.code = sources.text(1);
        source.newest = Millis{std::chrono::milliseconds(sources.integer(2))};
        if (source.index != sources.integer(0))
            return "source " + source.code + ": its number is too large";
        return faultOf(source);
    });
    Statement changes = db.prepare("SELECT kind, seq FROM change");
    report.list(kQuarantined, changes, [&]() -> std::string {
        Kind kind{};
        if (kindFromName(changes.view(0), kind)) return {};
        return "change " + std::to_string(changes.integer(1)) + ": its kind " +
               printable(changes.view(0), 80) + " is none";
    });
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
    checkRows(db, report);
    if (db.failed()) {
        const Error error = db.takeError();
        if (error.code != ErrorCode::Corrupt && error.code != ErrorCode::Unavailable) return error;
        report.add(error.code == ErrorCode::Corrupt ? "damaged" : "schema", error.detail);
    }
    return report.take();
}

}  // namespace gis

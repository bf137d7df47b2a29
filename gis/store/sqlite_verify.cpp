// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/text.h"
#include "gis/store/picture_rows.h"
#include "gis/store/row_sql.h"
#include "gis/store/sqlite_store.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr std::size_t kMostOfOneFault = 100;
constexpr std::size_t kLongestSentence = 1000;
constexpr const char* kQuarantined = "quarantined";

/// Collects findings; of each rule the first hundred by name, the rest as a number.
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
        std::size_t found = 0;
        while (select.step()) {
            const std::string sentence = fault();
            if (!sentence.empty() && ++found <= kMostOfOneFault) add(code, sentence);
        }
        if (found > kMostOfOneFault)
            add(code, "and " + std::to_string(found - kMostOfOneFault) + " more like the last");
    }
    void add(const char* code, const std::string& detail) {
        m_findings.push_back({code, printable(detail, kLongestSentence)});
    }
    std::vector<Finding> take() { return std::move(m_findings); }

  private:
    Connection& m_connection;
    std::vector<Finding> m_findings;
};

std::string rows(Kind kind, const char* alias) {
    return "(SELECT r.* FROM " + std::string(tableOf(kind).name) + " r WHERE " + inForce(kind) +
           ") " + alias;
}

/// "kind CODE: its FIELD names no OTHER": rows whose field is neither empty nor a code of another.
std::string dangling(Kind kind, const std::string& field, Kind other) {
    const KindTable& table = tableOf(kind);
    const std::string who = *table.code ? std::string("x.") + table.code : std::string("x.id");
    return std::string("SELECT '") + kindName(kind) + " ' || " + who + " || ': " + field +
           " ' || x." + field + " || ' is no " + kindName(other) + "' FROM " + rows(kind, "x") +
           " WHERE x." + field + " <> '' AND x." + field + " NOT IN (SELECT code FROM " +
           rows(other, "o") + ")";
}

std::string danglingId(Kind kind, const std::string& field, Kind other) {
    return std::string("SELECT '") + kindName(kind) + " ' || x.id || ': " + field + " ' || x." +
           field + " || ' is no " + kindName(other) + "' FROM " + rows(kind, "x") + " WHERE x." +
           field + " <> 0 AND x." + field + " NOT IN (SELECT id FROM " + rows(other, "o") + ")";
}

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

void checkCodes(Report& report) {
    for (int i = 0; i < kKindCount; ++i) {
        const Kind kind = static_cast<Kind>(i);
        const std::string code = tableOf(kind).code;
        if (code.empty()) continue;
        report.ask("duplicate", std::string("SELECT '") + kindName(kind) + " ' || x." + code +
                                    " || ' is there ' || count(*) || ' times' FROM " +
                                    rows(kind, "x") + " GROUP BY x." + code +
                                    " HAVING count(*) > 1");
    }
}

void checkReferences(Report& report) {
    report.ask("orphan", danglingId(Kind::Duty, "responder", Kind::Responder));
    report.ask("orphan", danglingId(Kind::CaseNote, "record", Kind::Case));
    report.ask("orphan", danglingId(Kind::TurnRestriction, "from_road", Kind::Road));
    report.ask("orphan", danglingId(Kind::TurnRestriction, "to_road", Kind::Road));
    report.ask("orphan", dangling(Kind::Centre, "level", Kind::Level));
    report.ask("orphan", dangling(Kind::Centre, "parent", Kind::Centre));
    report.ask("orphan", dangling(Kind::Category, "parent", Kind::Category));
    report.ask("orphan", dangling(Kind::Unit, "centre", Kind::Centre));
    report.ask("orphan", dangling(Kind::Responder, "grid", Kind::Grid));
    report.ask("orphan", dangling(Kind::Responder, "unit", Kind::Unit));
    report.ask("orphan", dangling(Kind::Responder, "post", Kind::Post));
    report.ask("orphan", dangling(Kind::Case, "category", Kind::Category));
    report.ask("orphan", dangling(Kind::Case, "lead_unit", Kind::Unit));
    report.ask("orphan", dangling(Kind::Case, "level", Kind::Level));
    report.ask("orphan", dangling(Kind::Case, "grid", Kind::Grid) +
                             " AND x.grid NOT IN (SELECT code FROM grid_past)");
    // Only where communities were imported at all: a city may be kept without them.
    report.ask("orphan",
               "SELECT 'grid ' || x.code || ': there is no centre ' || substr(x.code, 1,"
               " 12) FROM " +
                   rows(Kind::Grid, "x") +
                   " WHERE EXISTS (SELECT 1 FROM centre WHERE length(code) = 12) AND"
                   " substr(x.code, 1, 12) NOT IN (SELECT code FROM " +
                   rows(Kind::Centre, "o") + ")");
    report.ask("orphan",
               "SELECT 'latest position of responder ' || f.responder || ', who is not"
               " on duty' FROM fix_latest f WHERE f.responder NOT IN (SELECT id FROM " +
                   rows(Kind::Responder, "o") + " WHERE on_duty = 1)");
    report.ask("orphan", "SELECT 'road ' || x.id || ' has no line' FROM " + rows(Kind::Road, "x") +
                             " WHERE x.line IS NULL OR x.nodes IS NULL");
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
    checkCodes(report);
    checkReferences(report);
    checkRows(db, report);
    if (db.failed()) {
        const Error error = db.takeError();
        if (error.code != ErrorCode::Corrupt && error.code != ErrorCode::Unavailable) return error;
        report.add(error.code == ErrorCode::Corrupt ? "damaged" : "schema", error.detail);
    }
    return report.take();
}

}  // namespace gis

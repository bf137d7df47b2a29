// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/postgis_rows.h"
#include "gis/store/postgis_store.h"
#include "gis/store/row_sql.h"
#include "gis/store/verify_rules.h"

namespace gis {

using namespace dispatch;

namespace {

/// Columns the program knows and a table lacks.
std::string missingColumns() {
    std::string sql;
    for (int i = 0; i < kKindCount; ++i) {
        const KindTable& table = tableOf(static_cast<Kind>(i));
        for (const std::string& column : table.columns) {
            sql += sql.empty() ? "SELECT t || ' has no column ' || c FROM (VALUES " : ", ";
            sql += std::string("('") + table.name + "', '" + column + "')";
        }
    }
    return sql +
           ") wanted (t, c) WHERE NOT EXISTS (SELECT 1 FROM information_schema.columns s"
           " WHERE s.table_schema = 'gridhall' AND s.table_name = t AND s.column_name = c)";
}

std::vector<VerifyRule> ownRules() {
    std::vector<VerifyRule> rules;
    rules.push_back({"schema", "SELECT 'the store is schema ' || schema || ', not " +
                                   std::to_string(kSchema) + "' FROM store_state WHERE schema <> " +
                                   std::to_string(kSchema)});
    rules.push_back({"schema", missingColumns()});
    rules.push_back({"journal",
                     "SELECT 'the journal''s head names entry ' || h.seq || ', its newest is ' ||"
                     " coalesce(j.seq, 0) FROM journal_head h LEFT JOIN (SELECT seq, chain FROM"
                     " journal ORDER BY seq DESC LIMIT 1) j ON true WHERE h.seq <>"
                     " coalesce(j.seq, 0) OR h.chain <> coalesce(encode(j.chain, 'hex'), '')"});
    for (const char* shaped : {"grid", "zone", "centre", "ground"})
        rules.push_back({"damaged", std::string("SELECT '") + shaped +
                                        " ' || r.id || ': ' || ST_IsValidReason(r.shape) FROM " +
                                        shaped + " r WHERE NOT ST_IsValid(r.shape)"});
    return rules;
}

constexpr const char* kQuarantined = "quarantined";
constexpr int kRowsAFetch = 2000;

/// Rows that readers leave out, in words.
Result<void> checkRows(PgLink& link, Findings& findings) {
    for (int i = 0; i < kKindCount; ++i) {
        const Kind kind = static_cast<Kind>(i);
        if (!*tableOf(kind).name) continue;
        const auto done = link.scan("SELECT " + pgSelectRow(kind) + " FROM " + tableOf(kind).name +
                                        " r WHERE " + inForce(kind),
                                    {}, kRowsAFetch, [&](const PgAnswer& answer, int row) {
                                        const auto bad = decodeRow(kind, answer.text(row, 0)).fault;
                                        if (bad) findings.add(kQuarantined, bad->why);
                                        return true;
                                    });
        if (!done) return done;
        findings.endRule(kQuarantined);
    }
    for (const char* table : {"fix_latest", "fix_track"}) {
        const auto done =
            link.scan(std::string("SELECT f.responder, ") + kPgFixRow + " FROM " + table + " f", {},
                      kRowsAFetch, [&](const PgAnswer& answer, int row) {
                          PgRow fields;
                          if (!fields.parse(answer.text(row, 1)) || !decodeFix(fields))
                              findings.add(kQuarantined, std::string(table) +
                                                             ": an impossible position of"
                                                             " responder " +
                                                             std::string(answer.text(row, 0)));
                          return true;
                      });
        if (!done) return done;
        findings.endRule(kQuarantined);
    }
    return {};
}

/// Log rows of no kind and sources nobody can have made.
std::vector<VerifyRule> strayRows() {
    return {{kQuarantined,
             "SELECT 'change ' || seq || ': its kind ' || kind || ' is none' FROM change c WHERE"
             " c.kind NOT IN (SELECT kind FROM kind_state)"},
            {kQuarantined,
             "SELECT 'source ' || idx || ': its code or its newest time is impossible' FROM source"
             " WHERE code = '' OR length(code) > 1000 OR idx > 2147483647"
             " OR utc(newest / 1000) IS NULL"}};
}

}  // namespace

Result<std::vector<Finding>> PostgisStore::verify() {
    Findings findings;
    const auto run = [&](const VerifyRule& rule) -> Result<void> {
        const auto answer = ask(rule.sql, {});
        if (!answer) return answer.error();
        for (int row = 0; row < answer->rows(); ++row)
            findings.add(rule.code, std::string(answer->text(row, 0)));
        findings.endRule(rule.code);
        return {};
    };
    for (const auto& rules : {ownRules(), verifyRules(), strayRows()})
        for (const VerifyRule& rule : rules)
            if (auto done = run(rule); !done) {
                if (isLinkFailure(done.error().code)) return done.error();
                findings.add("schema", done.error().detail);
                findings.endRule("schema");
            }
    auto way = link();
    if (!way) return way.error();
    if (auto done = checkRows(**way, findings); !done) return done.error();
    return findings.take();
}

}  // namespace gis

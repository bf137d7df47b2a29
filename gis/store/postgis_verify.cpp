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
    for (const char* shaped : {"grid", "zone", "centre", "ground"})
        rules.push_back({"damaged", std::string("SELECT '") + shaped +
                                        " ' || r.id || ': ' || ST_IsValidReason(r.shape) FROM " +
                                        shaped + " r WHERE NOT ST_IsValid(r.shape)"});
    return rules;
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
    for (const auto& rules : {ownRules(), verifyRules()})
        for (const VerifyRule& rule : rules)
            if (auto done = run(rule); !done) {
                if (isLinkFailure(done.error().code)) return done.error();
                findings.add("schema", done.error().detail);
                findings.endRule("schema");
            }
    return findings.take();
}

}  // namespace gis

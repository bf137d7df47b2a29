// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/verify_rules.h"

#include "dispatch/text.h"
#include "gis/store/row_io.h"
#include "gis/store/row_sql.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr std::size_t kMostOfOneRule = 100;
constexpr std::size_t kLongestSentence = 1000;

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

void addCodes(std::vector<VerifyRule>& rules) {
    for (int i = 0; i < kKindCount; ++i) {
        const Kind kind = static_cast<Kind>(i);
        const std::string code = tableOf(kind).code;
        if (code.empty()) continue;
        rules.push_back({"duplicate", std::string("SELECT '") + kindName(kind) + " ' || x." + code +
                                          " || ' is there ' || count(*) || ' times' FROM " +
                                          rows(kind, "x") + " GROUP BY x." + code +
                                          " HAVING count(*) > 1"});
    }
}

void addReferences(std::vector<VerifyRule>& rules) {
    rules.push_back({"orphan", danglingId(Kind::Duty, "responder", Kind::Responder)});
    rules.push_back({"orphan", danglingId(Kind::CaseNote, "record", Kind::Case)});
    for (const Kind kind : {Kind::Assignment, Kind::Supervision, Kind::Contact})
        rules.push_back({"orphan", danglingId(kind, "record", Kind::Case)});
    rules.push_back({"orphan", danglingId(Kind::Case, "merged_into", Kind::Case)});
    rules.push_back({"orphan", danglingId(Kind::TurnRestriction, "from_road", Kind::Road)});
    rules.push_back({"orphan", danglingId(Kind::TurnRestriction, "to_road", Kind::Road)});
    rules.push_back({"orphan", dangling(Kind::Centre, "level", Kind::Level)});
    rules.push_back({"orphan", dangling(Kind::Centre, "parent", Kind::Centre)});
    rules.push_back({"orphan", dangling(Kind::Category, "parent", Kind::Category)});
    rules.push_back({"orphan", dangling(Kind::Unit, "centre", Kind::Centre)});
    rules.push_back({"orphan", dangling(Kind::Responder, "grid", Kind::Grid)});
    rules.push_back({"orphan", dangling(Kind::Responder, "unit", Kind::Unit)});
    rules.push_back({"orphan", dangling(Kind::Responder, "post", Kind::Post)});
    rules.push_back({"orphan", dangling(Kind::Case, "category", Kind::Category)});
    rules.push_back({"orphan", dangling(Kind::Case, "lead_unit", Kind::Unit)});
    rules.push_back({"orphan", dangling(Kind::Case, "level", Kind::Level)});
    rules.push_back({"orphan", dangling(Kind::Case, "centre", Kind::Centre)});
    rules.push_back({"orphan", dangling(Kind::Case, "asked_unit", Kind::Unit)});
    rules.push_back({"orphan", dangling(Kind::User, "centre", Kind::Centre)});
    rules.push_back({"orphan", dangling(Kind::User, "responder", Kind::Responder)});
    rules.push_back({"orphan", dangling(Kind::Supervision, "level", Kind::Level)});
    rules.push_back({"orphan", dangling(Kind::Supervision, "unit", Kind::Unit)});
    rules.push_back({"orphan", dangling(Kind::Case, "grid", Kind::Grid) +
                                   " AND x.grid NOT IN (SELECT code FROM grid_past)"});
    // Only where communities were imported at all: a city may be kept without them.
    rules.push_back({"orphan",
                     "SELECT 'grid ' || x.code || ': there is no centre ' || substr(x.code, 1,"
                     " 12) FROM " +
                         rows(Kind::Grid, "x") +
                         " WHERE EXISTS (SELECT 1 FROM centre WHERE length(code) = 12) AND"
                         " substr(x.code, 1, 12) NOT IN (SELECT code FROM " +
                         rows(Kind::Centre, "o") + ")"});
    rules.push_back({"orphan",
                     "SELECT 'latest position of responder ' || f.responder || ', who is not"
                     " on duty' FROM fix_latest f WHERE f.responder NOT IN (SELECT id FROM " +
                         rows(Kind::Responder, "o") + " WHERE on_duty = 1)"});
    rules.push_back({"orphan", "SELECT 'road ' || x.id || ' has no line' FROM " +
                                   rows(Kind::Road, "x") +
                                   " WHERE x.line IS NULL OR x.nodes IS NULL"});
}

/// Whether entries are missing, from their numbers alone; gridhall verify proves what they hold.
void addJournal(std::vector<VerifyRule>& rules) {
    rules.push_back({"journal",
                     "SELECT 'the journal has ' || x.entries || ' entries, numbered ' || x.oldest"
                     " || ' to ' || x.newest FROM (SELECT count(*) AS entries, min(seq) AS oldest,"
                     " max(seq) AS newest FROM journal) x WHERE x.oldest <> 1 OR x.newest <>"
                     " x.entries"});
    rules.push_back({"journal",
                     "SELECT CASE WHEN x.record = 0 THEN 'the hall' ELSE 'case ' || x.record END"
                     " || ' has ' || x.entries || ' entries in the journal, numbered ' || x.oldest"
                     " || ' to ' || x.newest FROM (SELECT record, count(*) AS entries, min(number)"
                     " AS oldest, max(number) AS newest FROM journal GROUP BY record) x"
                     " WHERE x.oldest <> 1 OR x.newest <> x.entries"});
}

}  // namespace

std::vector<VerifyRule> verifyRules() {
    std::vector<VerifyRule> rules;
    addCodes(rules);
    addReferences(rules);
    addJournal(rules);
    return rules;
}

void Findings::add(const char* code, const std::string& sentence) {
    if (++m_ofThisRule <= kMostOfOneRule)
        m_findings.push_back({code, printable(sentence, kLongestSentence)});
}

void Findings::endRule(const char* code) {
    if (m_ofThisRule > kMostOfOneRule)
        m_findings.push_back(
            {code, "and " + std::to_string(m_ofThisRule - kMostOfOneRule) + " more like the last"});
    m_ofThisRule = 0;
}

}  // namespace gis

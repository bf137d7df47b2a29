// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/postgis_kinds.h"

#include "gis/store/picture_rows.h"
#include "gis/store/postgis_rows.h"
#include "gis/store/row_sql.h"

namespace gis {
namespace {

using namespace dispatch;

bool isShape(const std::string& column) {
    return column == "shape" || column == "line";
}

std::string kept(const KindTable& table) {
    std::string pairs;
    for (const std::string& column : table.columns) {
        if (!pairs.empty()) pairs += ", ";
        const bool asText = isShape(column) || column == "nodes" || column == "via_roads";
        pairs += "'" + column + "', r." + column + (asText ? "::text" : "");
    }
    return "jsonb_build_object(" + pairs + ")";
}

/// The rows of a kind as the reading functions give them.
std::string given(Kind kind, const std::string& rest) {
    return std::string("SELECT 'row'::text, '") + kindName(kind) + "'::text, r.id, 0::bigint, " +
           pgSelectRow(kind) + " FROM " + tableOf(kind).name + " r " + rest;
}

/// Columns that came later, NOT NULL, with what older versions have in them.
constexpr const char* kLaterCaseColumns =
    R"({"centre": "", "cooperating": "", "asked_unit": "", "leader": "", "warned": 0,)"
    R"( "spent_seconds": 0, "supervised": 0, "on_spot": 0, "merged_into": 0, "result": "",)"
    R"( "answered": "", "rating": 0})";

std::string rowsAt(Kind kind) {
    const KindTable& table = tableOf(kind);
    const std::string name = kindName(kind);
    const std::string standing = given(
        kind, "JOIN batch b ON b.id = r.batch JOIN generation g ON g.kind = '" + name +
                  "' AND g.id = r.generation WHERE r.valid_from <= $1 AND b.published_at <= $1"
                  " AND g.from_at <= $1 AND coalesce(g.until_at > $1, true)" +
                  pgPictureFilter(kind, "r."));
    return standing + " UNION ALL SELECT 'row'::text, '" + name +
           "'::text, v.id, 0::bigint, ROW(v.id, " + table.list("x.") +
           ", v.revision)::text FROM version v, " + versionRow(kind, "v") + " WHERE v.kind = '" +
           name + "' AND v.valid_to > $1 AND v.valid_from <= $1" + pgPictureFilter(kind, "x.");
}

std::vector<PgValue> statementsOf(Kind kind) {
    const KindTable& table = tableOf(kind);
    const std::string name = table.name;
    const std::string list = table.list();
    const std::string marks = table.versioned ? ", revision, valid_from, action" : "";
    const std::string one = "jsonb_populate_record(NULL::gridhall." + name + ", $1) x";
    const std::string many = "jsonb_populate_recordset(NULL::gridhall." + name + ", $1) x";
    const std::string into =
        "INSERT INTO " + name + " (id, " + list + ", generation, batch" + marks;
    const std::string values = table.list("x.");
    const std::string force = inForce(kind);
    const std::string author = " FROM " + name +
                               " r JOIN batch b ON b.id = r.batch"
                               " LEFT JOIN action a ON a.id = r.action WHERE r.id = $1 AND ";
    return {
        kindName(kind),
        name,
        table.code,
        table.versioned ? "t" : "f",
        table.ownIds ? "t" : "f",
        isPictureKind(kind) ? "t" : "f",
        into + ") SELECT $2, " + values + ", $3, $4" + (table.versioned ? ", $5, $6, $7" : "") +
            " FROM " + one,
        into + ") SELECT x.id, " + values + ", $2, $3" + (table.versioned ? ", 1, 0, $4" : "") +
            " FROM " + many,
        table.versioned
            ? "UPDATE " + name + " SET (" + list + ") = (SELECT " + values + " FROM " + one +
                  "), batch = 0, revision = $3, valid_from = $4, action = $5"
                  " WHERE id = $2"
            : "",
        table.versioned ? std::string("INSERT INTO version (kind, id, revision, valid_from, "
                                      "valid_to, action, ended_by, \"row\") SELECT '") +
                              kindName(kind) +
                              "', r.id, r.revision, greatest(r.valid_from, b.published_at), $2,"
                              " r.action, $3, " +
                              kept(table) + " FROM " + name +
                              " r JOIN batch b ON b.id = r.batch WHERE r.id = $1"
                        : "",
        table.versioned
            ? "SELECT r.valid_from FROM " + name + " r WHERE r.id = $1 AND " + force + " FOR UPDATE"
            : "SELECT 0::bigint FROM " + name + " r WHERE r.id = $1 AND " + force + " FOR UPDATE",
        table.versioned
            ? "SELECT r.revision, greatest(r.valid_from, b.published_at) AS at, a.officer, a.seat" +
                  author + force
            : "SELECT 1::bigint AS revision, 0::bigint AS at, ''::text AS officer, ''::text AS seat"
              " FROM " +
                  name + " r WHERE r.id = $1 AND " + force,
        given(kind, "WHERE " + force + pgPictureFilter(kind, "r.")),
        given(kind, "WHERE r.id = ANY ($1) AND " + force),
        table.versioned ? rowsAt(kind) : "",
    };
}

}  // namespace

std::string versionRow(Kind kind, const std::string& version) {
    std::string row = version + ".\"row\"";
    if (kind == Kind::Case) row = "'" + std::string(kLaterCaseColumns) + "'::jsonb || " + row;
    return std::string("jsonb_populate_record(NULL::gridhall.") + tableOf(kind).name + ", " + row +
           ") x";
}

Result<void> describeKinds(PgLink& link) {
    if (auto cleared = link.run("DELETE FROM gridhall.kind_table"); !cleared)
        return cleared.error();
    for (int i = 0; i < kKindCount; ++i) {
        const auto kind = static_cast<Kind>(i);
        if (!*tableOf(kind).name) continue;
        const auto done = link.ask(
            "INSERT INTO gridhall.kind_table VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
            " $12, $13, $14, $15)",
            statementsOf(kind));
        if (!done) return done.error();
    }
    return {};
}

}  // namespace gis

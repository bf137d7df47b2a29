// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/row_sql.h"

#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>

#include "gis/store/case_text.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr const char* kLive =
    "r.responder <> 0 AND r.state IN ('sent', 'acknowledged', 'en_route', 'on_scene')";

struct KindSql {
    std::string insert, update, toPast, remove, find, gone, holder;
};

KindSql makeSql(Kind kind) {
    const KindTable& table = tableOf(kind);
    const std::string name = table.name;
    KindSql sql;
    if (name.empty()) return sql;
    std::string marks;
    std::string sets;
    for (const std::string& column : table.columns) {
        marks += ", ?";
        sets += column + " = ?, ";
    }
    const bool versioned = table.versioned;
    sql.insert = "INSERT INTO " + name + " (id, " + table.list() + ", generation, batch" +
                 (versioned ? ", revision, valid_from, action" : "") + ") VALUES (?" + marks +
                 ", ?, ?" + (versioned ? ", ?, ?, ?" : "") + ")";
    sql.update = "UPDATE " + name + " SET " + sets +
                 "batch = 0, revision = ?, valid_from = ?, action = ? WHERE id = ?";
    sql.toPast = "INSERT INTO " + name + "_past (id, " + table.list() +
                 ", revision, valid_from, action, valid_to, ended_by) SELECT r.id, " +
                 table.list("r.") +
                 ", r.revision, max(r.valid_from, (SELECT published_at FROM batch b WHERE b.id ="
                 " r.batch)), r.action, ?, ? FROM " +
                 name + " r WHERE r.rowid = ?";
    sql.remove = "DELETE FROM " + name + " WHERE rowid = ?";
    if (versioned) {
        sql.find =
            "SELECT r.rowid, r.revision, max(r.valid_from, b.published_at), a.officer,"
            " a.seat FROM " +
            name +
            " r JOIN batch b ON b.id = r.batch LEFT JOIN action a ON a.id = r.action"
            " WHERE r.id = ? AND b.published_at IS NOT NULL AND r.generation ="
            " (SELECT generation FROM kind_state WHERE kind = '" +
            kindName(kind) + "')";
        sql.gone = "SELECT p.rowid, 0, p.valid_to, a.officer, a.seat FROM " + name +
                   "_past p LEFT JOIN action a ON a.id = p.ended_by WHERE p.id = ?"
                   " ORDER BY p.revision DESC LIMIT 1";
    } else {
        sql.find =
            "SELECT r.rowid, 1, 0, '', '' FROM " + name + " r WHERE r.id = ? AND " + inForce(kind);
    }
    const std::string code = table.code;
    std::string taken = code.empty() ? std::string() : " OR r." + code + " = ?3";
    if (kind == Kind::Assignment) taken = " OR (r.responder = ?3 AND " + std::string(kLive) + ")";
    sql.holder = "SELECT r.rowid, b.id, b.published_at, b.pid, b.process, b.abandoned FROM " +
                 name + " r JOIN batch b ON b.id = r.batch WHERE r.generation = ?1 AND (r.id = ?2" +
                 taken + ")";
    return sql;
}

const KindSql& sqlOf(Kind kind) {
    static const std::array<KindSql, kKindCount> all = [] {
        std::array<KindSql, kKindCount> made;
        for (int i = 0; i < kKindCount; ++i)
            made[static_cast<std::size_t>(i)] = makeSql(static_cast<Kind>(i));
        return made;
    }();
    return all[static_cast<std::size_t>(kind)];
}

void putBox(Connection& connection, const Record& record, std::int64_t row) {
    const std::string table = tableOf(kindOf(record)).box;
    if (table.empty()) return;
    const GeoBox box = boxOfRecord(record);
    if (box.isEmpty()) {
        connection.prepare("DELETE FROM " + table + " WHERE id = ?").bind(row).run();
        return;
    }
    connection.prepare("INSERT OR REPLACE INTO " + table + " VALUES (?, ?, ?, ?, ?)")
        .bind(row)
        .bindAll(box.west, box.east, box.south, box.north)
        .run();
}

/// After a refused insert: rows of dead imports with the same code or id go; another holder stays.
/// @return True where the way is free.
bool makeWay(Connection& connection, const Record& record, const RowMarks& marks) {
    const Kind kind = kindOf(record);
    connection.clearError();
    std::vector<std::int64_t> dead;
    bool importing = false;
    bool held = false;
    {
        Statement holder = connection.prepare(sqlOf(kind).holder);
        holder.bindAll(marks.generation, idOf(record));
        if (*tableOf(kind).code) holder.bind(codeOf(record));
        if (const auto* order = std::get_if<Assignment>(&record))
            holder.bind(isLive(order->state) ? order->responder.value : 0);
        while (holder.step()) {
            const bool published = !holder.isNull(2);
            const bool dies =
                !published && holder.integer(1) != marks.batch &&
                (holder.integer(5) != 0 || !processRuns(holder.integer(3), holder.text(4)));
            if (dies)
                dead.push_back(holder.integer(0));
            else
                held = true, importing = importing || !published;
        }
    }
    if (held || dead.empty()) {
        connection.fail(SQLITE_CONSTRAINT_UNIQUE,
                        nameOf(record) + (importing && held && marks.batch == 0
                                              ? " is just being brought in by an import"
                                              : " is in the store already"));
        return false;
    }
    for (const std::int64_t row : dead) dropRow(connection, kind, row);
    return !connection.failed();
}

}  // namespace

std::string inForce(Kind kind) {
    return std::string("r.generation = (SELECT generation FROM kind_state WHERE kind = '") +
           kindName(kind) +
           "') AND r.batch IN (SELECT id FROM batch WHERE published_at IS NOT NULL)";
}

std::int64_t generationOf(Connection& connection, Kind kind) {
    Statement ask = connection.prepare("SELECT generation FROM kind_state WHERE kind = ?");
    ask.bind(kindName(kind));
    return ask.step() ? ask.integer(0) : 0;
}

std::int64_t takeIds(Connection& connection, Kind kind, std::int64_t count) {
    Statement take = connection.prepare(
        "UPDATE kind_state SET next_id = next_id + ?1 WHERE kind = ?2 RETURNING next_id - ?1");
    take.bindAll(count, kindName(kind));
    const std::int64_t first = take.step() ? take.integer(0) : 0;
    take.run();
    return first;
}

void reserveId(Connection& connection, Kind kind, std::int64_t id) {
    connection.prepare("UPDATE kind_state SET next_id = ?1 + 1 WHERE kind = ?2 AND next_id <= ?1")
        .bindAll(id, kindName(kind))
        .run();
}

bool insertRow(Connection& connection, const Record& record, const RowMarks& marks) {
    const Kind kind = kindOf(record);
    for (int tries = 0; tries < 2; ++tries) {
        Statement insert = connection.prepare(sqlOf(kind).insert);
        insert.bind(idOf(record));
        bindColumns(insert, record);
        insert.bindAll(marks.generation, marks.batch);
        if (tableOf(kind).versioned) insert.bindAll(marks.revision, marks.validFrom, marks.action);
        if (insert.run()) {
            putBox(connection, record, tableOf(kind).ownIds ? connection.lastRow() : idOf(record));
            if (kind == Kind::Case)
                replaceCaseText(connection, {}, caseTextOf(connection, idOf(record)));
            return !connection.failed();
        }
        if (!connection.uniqueFailed() || !makeWay(connection, record, marks)) return false;
    }
    return false;
}

bool updateRow(Connection& connection, const Record& record, const RowMarks& marks) {
    const Kind kind = kindOf(record);
    std::optional<CaseText> before;
    if (kind == Kind::Case) before = caseTextOf(connection, idOf(record));
    for (int tries = 0; tries < 2; ++tries) {
        if (tries == 0)
            connection.prepare(sqlOf(kind).toPast)
                .bindAll(marks.validFrom, marks.action, idOf(record))
                .run();
        Statement update = connection.prepare(sqlOf(kind).update);
        bindColumns(update, record);
        update.bindAll(marks.revision, marks.validFrom, marks.action, idOf(record));
        if (update.run()) {
            putBox(connection, record, idOf(record));
            if (kind == Kind::Case)
                replaceCaseText(connection, before, caseTextOf(connection, idOf(record)));
            return !connection.failed();
        }
        if (!connection.uniqueFailed()) return false;
        Record other = record;
        setId(other, 0);
        if (!makeWay(connection, other, marks)) return false;
    }
    return false;
}

std::int64_t liveOrderBeside(Connection& connection, const Assignment& order) {
    if (!order.responder || !isLive(order.state)) return 0;
    Statement ask =
        connection.prepare(std::string("SELECT r.id FROM assignment r WHERE r.responder = ? AND ") +
                           kLive + " AND r.id <> ? AND " + inForce(Kind::Assignment));
    ask.bindAll(order.responder.value, order.id.value);
    return ask.step() ? ask.integer(0) : 0;
}

bool dropRow(Connection& connection, Kind kind, std::int64_t row) {
    if (kind == Kind::Case) replaceCaseText(connection, caseTextOf(connection, row), {});
    connection.prepare(sqlOf(kind).remove).bind(row).run();
    const std::string box = tableOf(kind).box;
    if (!box.empty()) connection.prepare("DELETE FROM " + box + " WHERE id = ?").bind(row).run();
    return !connection.failed();
}

bool removeRow(Connection& connection, Kind kind, std::int64_t row, std::int64_t at,
               std::int64_t action) {
    if (tableOf(kind).versioned)
        connection.prepare(sqlOf(kind).toPast).bindAll(at, action, row).run();
    return dropRow(connection, kind, row);
}

Standing standing(Connection& connection, Kind kind, std::int64_t id) {
    Standing found;
    for (const std::string* sql : {&sqlOf(kind).find, &sqlOf(kind).gone}) {
        if (sql->empty()) break;
        Statement ask = connection.prepare(*sql);
        ask.bind(id);
        if (!ask.step()) continue;
        found.row = ask.integer(0);
        found.revision = ask.integer(1);
        found.at = ask.integer(2);
        found.by = {ask.text(3), ask.text(4)};
        break;
    }
    return found;
}

std::int64_t addAction(Connection& connection, const std::string& key, const Author& by,
                       const std::string& note, std::int64_t at) {
    connection
        .prepare("INSERT INTO action (key, officer, seat, note, at, seq) VALUES (?, ?, ?, ?, ?, 0)")
        .bindAll(key, by.officer, by.seat, note, at)
        .run();
    return connection.lastRow();
}

void dropPosition(Connection& connection, std::int64_t responder, std::int64_t action) {
    connection.prepare("DELETE FROM fix_latest WHERE responder = ?").bind(responder).run();
    if (connection.changed() > 0) logChange(connection, Kind::Fix, responder, 2, 0, action);
}

std::int64_t logChange(Connection& connection, Kind kind, std::int64_t id, int op,
                       std::int64_t revision, std::int64_t action) {
    connection
        .prepare("INSERT INTO change (kind, record, op, revision, action) VALUES (?, ?, ?, ?, ?)")
        .bindAll(kindName(kind), id, op, revision, action)
        .run();
    const std::int64_t seq = connection.lastRow();
    connection.prepare("UPDATE kind_state SET changed = ? WHERE kind = ?")
        .bindAll(seq, kindName(kind))
        .run();
    return seq;
}

std::int64_t newestChange(Connection& connection) {
    return connection.integer(
        "SELECT max(coalesce((SELECT max(seq) FROM change), 0),"
        " (SELECT trimmed_to FROM store_state))");
}

bool schemaIsOurs(Connection& connection) {
    const std::int64_t schema = connection.integer("PRAGMA user_version");
    if (connection.failed() || schema == kSchema) return !connection.failed();
    connection.fail(SQLITE_SCHEMA, "the store has become schema " + std::to_string(schema) +
                                       ", this program knows " + std::to_string(kSchema) +
                                       "; start it anew");
    return false;
}

bool processRuns(std::int64_t pid, const std::string& process) {
    if (pid <= 0 || (kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH)) return false;
    std::ifstream boot("/proc/sys/kernel/random/boot_id");
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string bootId;
    boot >> bootId;
    std::stringstream all;
    all << stat.rdbuf();
    const std::string line = all.str();
    const std::size_t name = line.rfind(')');
    if (name == std::string::npos) return true;
    std::istringstream fields(line.substr(name + 1));
    std::string field;
    fields >> field;
    if (field == "Z") return false;
    for (int i = 4; i <= 22; ++i) fields >> field;
    return process == bootId + '/' + field;
}

std::string thisProcess() {
    std::string bootId;
    std::ifstream("/proc/sys/kernel/random/boot_id") >> bootId;
    std::stringstream all;
    all << std::ifstream("/proc/self/stat").rdbuf();
    const std::string line = all.str();
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    std::string field;
    for (int i = 3; i <= 22; ++i) fields >> field;
    return bootId + '/' + field;
}

}  // namespace gis

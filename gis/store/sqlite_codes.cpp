// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/sqlite_codes.h"

#include <algorithm>

#include "gis/store/row_sql.h"

namespace gis {
namespace {

constexpr std::size_t kDigits = 4;

/// Whether a case has this code, or an import that still runs brings one.
bool isTaken(Connection& connection, const std::string& code) {
    Statement ask = connection.prepare(
        "SELECT b.published_at, b.abandoned, b.pid, b.process FROM case_record r"
        " JOIN batch b ON b.id = r.batch WHERE r.code = ?");
    ask.bind(code);
    while (ask.step())
        if (!ask.isNull(0) || (ask.integer(1) == 0 && processRuns(ask.integer(2), ask.text(3))))
            return true;
    return false;
}

std::int64_t nextNumber(Connection& connection, const std::string& prefix) {
    Statement take = connection.prepare(
        "INSERT INTO serial (prefix, next) VALUES (?, 2)"
        " ON CONFLICT (prefix) DO UPDATE SET next = next + 1 RETURNING next - 1");
    take.bind(prefix);
    const std::int64_t number = take.step() ? take.integer(0) : 0;
    take.run();
    return number;
}

}  // namespace

std::string numberedCode(Connection& connection, const std::string& wanted) {
    const std::string prefix = wanted.substr(0, wanted.size() - 1);
    std::string code;
    do {
        const std::string number = std::to_string(nextNumber(connection, prefix));
        code = prefix + std::string(kDigits - std::min(kDigits, number.size()), '0') + number;
    } while (!connection.failed() && isTaken(connection, code));
    return code;
}

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace bench {

/// What PostgreSQL's own load program measured.
struct PgbenchRun {
    double perSecond = 0;  ///< Transactions.
    double latencyP99Ms = 0;
    std::string failure;  ///< Empty where it ran.
};

/// Runs pgbench against a database for some seconds.
/// @param statements A script of one transaction; empty: its own "simple update", for which the
///        tables are made first.
/// @param rate Transactions a second; 0: as fast as it can.
PgbenchRun pgbench(const std::string& uri, const std::string& statements, int clients, int seconds,
                   double rate = 0);

/// Runs statements once, with psql. @return Empty, or why not.
std::string psql(const std::string& uri, const std::string& statements);

}  // namespace bench

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "dispatch/store.h"
#include "tests/support/history_checker.h"

namespace soak {

/// A fresh store of one engine and what a long test may do to it from outside. Seats, in this
/// process or in others, open it by its URI.
class StorePlace {
  public:
    enum class Begin {
        Created,  ///< An empty store is there.
        Nothing   ///< Nothing is there: whoever wants a store makes it at uri().
    };
    /// @param engine One of engines().
    static std::unique_ptr<StorePlace> make(const std::string& engine,
                                            Begin begin = Begin::Created);
    virtual ~StorePlace() = default;

    virtual std::string uri() const = 0;
    /// Opens it once more; ends the test program where that fails.
    std::unique_ptr<dispatch::Store> open() const;

    /// Answers of the database itself to a query, past the product: one text a row, its columns
    /// joined by blanks. Both engines have the same tables.
    virtual std::vector<std::string> ask(const std::string& query) = 0;

    /// The server's process, 0 where there is none.
    virtual int serverPid() const { return 0; }
    /// kill -9 of the server, and its start; false where there is none.
    virtual bool killServer() { return false; }

    /// A transaction opened by hand that stays open so long: with a server a commit whose changes
    /// come late, in a file a reader (a writer would keep everybody out, by design).
    /// @return Runs until then; join it.
    virtual std::thread holdOpen(std::chrono::seconds time) = 0;
    /// Code of the case the late commit makes; empty where there is none.
    virtual std::string lateCode() const { return {}; }

    /// A database on the same server for what is measured beside the store; empty where there is
    /// no server.
    virtual std::string peerUri() { return {}; }
};

/// The engines of this build, by name: a data row each.
const std::vector<std::string>& engines();

/// Adds the column "engine" and a row for each.
void addEngineRows();

/// The rules the database must keep, asked past the product: a line for each breach.
std::vector<std::string> brokenRules(StorePlace& place);

/// Who wrote which version, from the store's own change log.
std::vector<support::StoredVersion> storedVersions(StorePlace& place);

}  // namespace soak

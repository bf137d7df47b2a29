// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "dispatch/clock.h"
#include "dispatch/result.h"
#include "dispatch/store.h"

namespace gis {

/// A clock no one can set, shared by all processes of one machine while it runs, and the name of
/// that run. Wall time minus this is constant unless somebody sets the wall clock.
struct MonotonicClock {
    std::function<std::chrono::milliseconds()> now;
    std::string boot;
};

/// How a store is opened.
struct OpenOptions {
    /// Wall clock; null means the machine's. Must outlive the store.
    const dispatch::Clock* clock = nullptr;
    /// Null `now` means the machine's; where only `clock` is given, it follows that clock, so that
    /// a test may move time without being suspected of setting it.
    MonotonicClock monotonic;
    /// Names the file system of a path when the store must not lie there (network), else gives
    /// an empty string. Null asks the kernel; tests put their own here.
    std::function<std::string(const std::string& path)> networkFileSystem;
    /// How long a call waits for another process that writes, before it says Unavailable.
    std::chrono::milliseconds patience{5000};
    /// Bring an older store up to date (after a backup beside it); else an older one is refused.
    bool migrate = true;
};

/// How a store is made.
struct CreateOptions {
    std::string cityName = "GridHall";
    std::string crs = "EPSG:4490";  ///< Stored coordinates are CGCS2000; others are not taken yet.
    std::string mapCrs;             ///< Projected CRS the map is drawn in, e.g. "EPSG:4545".
    /// A file: named group that may write too (mode 0660), empty for 0600. A server: the role
    /// consoles sign in as, empty for gridhall_app where there is one.
    std::string group;
    bool defaults = true;  ///< Levels, categories, limits and speeds of resources/defaults.
    dispatch::Author by{"gridhall", "init"};
    OpenOptions open;
};

/// Opens the store at a URI: "spatialite:PATH", a bare path or "postgresql://…".
///
/// @error Unavailable there is no store at the path, or it is on a network file system, or newer
///        than this program; detail says which.
/// @error Corrupt     the file is damaged or is no store of ours; nothing is repaired.
dispatch::Result<std::unique_ptr<dispatch::Store>> openStore(const std::string& uri,
                                                             const OpenOptions& options = {});

/// Makes an empty store and opens it. It appears under its name only when it is complete.
///
/// @error NotAllowed a file of that name exists.
dispatch::Result<std::unique_ptr<dispatch::Store>> createStore(const std::string& uri,
                                                               const CreateOptions& options);

/// A store in the making that no other process can see: filled in one go under PATH.partial, then
/// renamed. Destroyed without finish() it leaves nothing behind. A PATH.partial whose maker died
/// is replaced.
class NewStore {
  public:
    virtual ~NewStore() = default;
    /// The store to fill; use batches with BatchPlan::exclusive. Owned by this object.
    virtual dispatch::Store& store() = 0;
    /// Makes it durable and gives it its name. The store is closed; open it with openStore.
    /// No batch may be alive.
    /// @error NotAllowed meanwhile a file of that name has appeared.
    virtual dispatch::Result<void> finish() = 0;
};

dispatch::Result<std::unique_ptr<NewStore>> newStore(const std::string& uri,
                                                     const CreateOptions& options);

/// Whether there is a store at a URI: a file of that name, or a complete store in the database.
/// @error as openStore where a server cannot be asked.
dispatch::Result<bool> storeExists(const std::string& uri, const OpenOptions& options = {});

/// The file of a URI: "spatialite:PATH" or a bare path.
/// @error BadInput another engine.
dispatch::Result<std::string> storePath(const std::string& uri);

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/sqlite_store.h"

namespace gis {

using namespace dispatch;

Result<void> SqliteStore::readJournal(const JournalQuery&,
                                      const std::function<bool(JournalRow&&)>&) {
    return Error{ErrorCode::Unavailable, "there is no journal yet"};
}

Result<JournalRow> SqliteStore::journalHead() {
    return Error{ErrorCode::Unavailable, "there is no journal yet"};
}

Result<bool> SqliteStore::holdLease(const std::string&, const std::string&,
                                    std::chrono::milliseconds) {
    return Error{ErrorCode::Unavailable, "there are no leases yet"};
}

}  // namespace gis

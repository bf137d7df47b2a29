// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/postgis_store.h"

namespace gis {

using namespace dispatch;

Result<void> PostgisStore::readJournal(const JournalQuery&,
                                       const std::function<bool(JournalRow&&)>&) {
    return Error{ErrorCode::Unavailable, "there is no journal yet"};
}

Result<JournalRow> PostgisStore::journalHead() {
    return Error{ErrorCode::Unavailable, "there is no journal yet"};
}

Result<bool> PostgisStore::holdLease(const std::string&, const std::string&,
                                     std::chrono::milliseconds) {
    return Error{ErrorCode::Unavailable, "there are no leases yet"};
}

}  // namespace gis

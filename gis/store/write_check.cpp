// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/write_check.h"

#include "gis/store/row_io.h"

namespace gis {

using namespace dispatch;

Result<void> refuseBadWrites(const Transaction& transaction) {
    if (transaction.key.empty())
        return Error{ErrorCode::BadInput, "a transaction without an idempotency key"};
    for (const Write& write : transaction.writes) {
        if (kindOf(write.record) == Kind::Fix)
            return Error{ErrorCode::BadInput, "a fix is handed in by addFixes, not committed"};
        if (write.remove) continue;
        std::string fault = faultOf(write.record);
        if (!fault.empty()) return Error{ErrorCode::BadInput, std::move(fault)};
    }
    return {};
}

Result<void> refuseBadRows(std::span<const Record> rows, bool pastFixes) {
    for (const Record& record : rows) {
        std::string fault = faultOf(record);
        if (kindOf(record) == Kind::Fix && !pastFixes)
            fault = "live fixes are handed in by addFixes, not by a batch";
        if (!fault.empty()) return Error{ErrorCode::BadInput, std::move(fault)};
    }
    return {};
}

}  // namespace gis

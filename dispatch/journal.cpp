// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/journal.h"

#include <initializer_list>
#include <string_view>

namespace dispatch {
namespace {

std::string netstrings(std::initializer_list<std::string_view> fields) {
    std::string bytes;
    for (const std::string_view field : fields) {
        bytes += std::to_string(field.size());
        bytes += ':';
        bytes += field;
        bytes += ',';
    }
    return bytes;
}

}  // namespace

std::string entryBytes(const JournalRow& row, const std::string& before) {
    return netstrings({"gridhall journal 1", before, std::to_string(row.seq.value),
                       std::to_string(row.record.value), std::to_string(row.number),
                       std::to_string(row.at.time_since_epoch().count()), row.officer, row.seat,
                       row.action, row.what, row.why, row.onBehalf, row.contact});
}

std::string chainBytes(const std::string& chainBefore, const std::string& hash) {
    return netstrings({chainBefore, hash});
}

std::string contactBytes(const std::string& salt, const std::string& name, const std::string& phone,
                         const std::string& address) {
    return netstrings({salt, name, phone, address});
}

}  // namespace dispatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "dispatch/clock.h"
#include "dispatch/ids.h"

namespace dispatch {

/// What one action did, as its author hands it to the store with the writes (留痕). The store adds
/// number, time and hashes in the same transaction.
struct JournalEntry {
    CaseId record;         ///< The case it is about; none: the hall's own chain.
    int ofWrite = -1;      ///< Index of the write that makes the case, where it has no id yet.
    std::string action;    ///< Code of the action: "dispatch", "climb", "user-add".
    std::string what;      ///< What changed, in codes: "stage accepted>routed unit fire-1".
    std::string why;       ///< The reason given, in the author's words.
    std::string onBehalf;  ///< Responder::code an officer answered for by radio; else empty.
    std::string contact;   ///< Hex SHA-256 of a salted contact record; empty where there is none.
};

/// One entry of the journal as it lies in the store.
struct JournalRow {
    JournalSeq seq;           ///< Of the store's chain, without a hole.
    CaseId record;            ///< None: the hall's own chain.
    std::int64_t number = 0;  ///< Of the case's chain: 1, 2, 3 ...
    Millis at{};              ///< Store time.
    std::string officer;
    std::string seat;
    std::string action;
    std::string what;
    std::string why;
    std::string onBehalf;
    std::string contact;
    std::string hash;   ///< Hex SHA-256 of entryBytes(): the case's chain.
    std::string chain;  ///< Hex SHA-256 of chainBytes(): the store's chain.
    friend bool operator==(const JournalRow&, const JournalRow&) = default;
};

/// Which entries a reader wants.
struct JournalQuery {
    std::optional<CaseId> record;  ///< Of this case only (none's id: the hall's own chain).
    JournalSeq after;              ///< Only those behind it.
    bool newestFirst = false;
    std::optional<std::size_t> limit;
};

/// The one canonical form whose SHA-256 is JournalRow::hash: netstrings ("5:hello,") of "gridhall
/// journal 1", the hash before it in the case's chain (empty at its first entry), then seq, case
/// id, number and milliseconds in decimal, officer, seat, action, what, why, onBehalf, contact.
/// @param before Hash of the entry before it of the same case, hex; empty at the first.
std::string entryBytes(const JournalRow& row, const std::string& before);
/// The form whose SHA-256 is JournalRow::chain: netstrings of the chain before it (empty at the
/// first entry of the store) and the entry's hash.
std::string chainBytes(const std::string& chainBefore, const std::string& hash);
/// The form whose SHA-256 stands for a contact record in the journal.
std::string contactBytes(const std::string& salt, const std::string& name, const std::string& phone,
                         const std::string& address);

}  // namespace dispatch

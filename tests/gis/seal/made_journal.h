// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <random>
#include <vector>

#include "dispatch/journal.h"
#include "gis/seal/anchor.h"
#include "gis/seal/digest.h"

namespace support {

/// Gives every entry from `first` (index) on the numbers, hashes and chain that belong to it: what
/// a store does, and what a forger who knows the form can do.
inline void hashAnew(std::vector<dispatch::JournalRow>& rows, std::size_t first = 0) {
    std::map<dispatch::CaseId, std::pair<std::int64_t, std::string>> ends;
    std::string chain;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        dispatch::JournalRow& row = rows[i];
        auto& [number, hash] = ends[row.record];
        if (i >= first) {
            row.seq = dispatch::JournalSeq{static_cast<std::int64_t>(i) + 1};
            row.number = number + 1;
            row.hash = gis::sha256Hex(dispatch::entryBytes(row, hash));
            row.chain = gis::sha256Hex(dispatch::chainBytes(chain, row.hash));
        }
        number = row.number;
        hash = row.hash;
        chain = row.chain;
    }
}

/// A journal as a hall writes it: one entry a second, cases side by side.
inline std::vector<dispatch::JournalRow> madeJournal(std::size_t entries, std::int64_t cases,
                                                     std::uint64_t seed) {
    static const std::vector<std::string> kActions = {"accept", "route", "dispatch", "arrive",
                                                      "report"};
    std::mt19937_64 random(seed);
    std::vector<dispatch::JournalRow> rows(entries);
    for (std::size_t i = 0; i < entries; ++i) {
        dispatch::JournalRow& row = rows[i];
        row.record = dispatch::CaseId{
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(cases))};
        row.at = dispatch::Millis(std::chrono::seconds(1790000000 + i));
        row.officer = "officer" + std::to_string(random() % 20);
        row.seat = "seat" + std::to_string(random() % 8);
        row.action = kActions[random() % kActions.size()];
        row.what = "stage accepted>routed unit fire-" + std::to_string(random() % 9);
        row.why = random() % 3 ? "" : "\xE6\xB6\x88\xE9\x98\xB2 is nearer";
        row.onBehalf = random() % 10 ? "" : "w" + std::to_string(random() % 100);
        if (random() % 7 == 0) row.contact = gis::sha256Hex(std::to_string(random()));
    }
    hashAnew(rows);
    return rows;
}

/// The anchor of the entry at an index, made half a second after it.
inline gis::Anchor anchorOf(const gis::SealKey& key, const std::vector<dispatch::JournalRow>& rows,
                            std::size_t index) {
    const dispatch::JournalRow& row = rows.at(index);
    return key.sign("hall", row.seq, row.chain, row.at + std::chrono::milliseconds(500));
}

}  // namespace support

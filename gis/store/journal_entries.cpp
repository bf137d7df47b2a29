// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/journal_entries.h"

#include <algorithm>
#include <set>

#include "gis/store/row_io.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr std::size_t kMostRefs = 20;
constexpr std::size_t kHashDigits = 64;

bool isHash(const std::string& text) {
    return text.size() == kHashDigits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

/// @return Empty where the entry is good.
std::string faultOfEntry(const JournalEntry& entry, const std::vector<Write>& writes) {
    if (entry.action.empty()) return "action is empty";
    const std::pair<const char*, const std::string*> texts[] = {{"action", &entry.action},
                                                                {"what", &entry.what},
                                                                {"why", &entry.why},
                                                                {"onBehalf", &entry.onBehalf}};
    for (const auto& [name, text] : texts)
        if (const std::string fault = faultOfText(*text); !fault.empty())
            return name + (' ' + fault);
    if (!entry.contact.empty() && !isHash(entry.contact)) return "contact is no SHA-256 in hex";
    if (entry.record.value < 0) return "record is below 0";
    if (entry.ofWrite < 0) return {};
    const auto index = static_cast<std::size_t>(entry.ofWrite);
    if (index >= writes.size() || kindOf(writes[index].record) != Kind::Case)
        return "ofWrite is no write of a case";
    return {};
}

/// The case a write belongs to; none where it belongs to no case.
CaseId caseOf(const Record& record, std::int64_t id) {
    return std::visit(
        [id](const auto& row) -> CaseId {
            using Row = std::decay_t<decltype(row)>;
            if constexpr (std::is_same_v<Row, Case>)
                return {id};
            else if constexpr (requires { CaseId{row.record}; })
                return row.record;
            else
                return {};
        },
        record);
}

}  // namespace

Result<void> refuseBadEntries(const Transaction& transaction) {
    const std::pair<const char*, const std::string*> texts[] = {
        {"officer", &transaction.by.officer},
        {"seat", &transaction.by.seat},
        {"note", &transaction.note}};
    for (const auto& [name, text] : texts)
        if (const std::string fault = faultOfText(*text); !fault.empty())
            return Error{ErrorCode::BadInput, std::string("a transaction's ") + name + ' ' + fault};
    for (std::size_t i = 0; i < transaction.entries.size(); ++i) {
        const std::string fault = faultOfEntry(transaction.entries[i], transaction.writes);
        if (!fault.empty())
            return Error{ErrorCode::BadInput,
                         "journal entry " + std::to_string(i + 1) + ": " + fault};
    }
    return {};
}

std::vector<JournalEntry> entriesOf(const Transaction& transaction,
                                    std::span<const std::int64_t> ids,
                                    std::span<const Revision> revisions) {
    std::vector<JournalEntry> entries = transaction.entries;
    for (JournalEntry& entry : entries)
        if (entry.ofWrite >= 0) entry.record.value = ids[static_cast<std::size_t>(entry.ofWrite)];
    if (!entries.empty()) return entries;
    std::set<CaseId> touched;
    for (std::size_t i = 0; i < ids.size(); ++i)
        if (const CaseId record = caseOf(transaction.writes[i].record, ids[i]))
            touched.insert(record);
    JournalEntry written;
    if (touched.size() == 1) written.record = *touched.begin();
    written.action = kWriteAction;
    written.what = writtenRefs(transaction, ids, revisions);
    written.why = transaction.note;
    return {written};
}

std::string writtenRefs(const Transaction& transaction, std::span<const std::int64_t> ids,
                        std::span<const Revision> revisions) {
    std::string text;
    for (std::size_t i = 0; i < std::min(ids.size(), kMostRefs); ++i) {
        const Write& write = transaction.writes[i];
        text += (i == 0 ? "" : ", ") +
                (kindName(kindOf(write.record)) + (' ' + std::to_string(ids[i])));
        if (write.remove)
            text += " removed";
        else if (revisions[i].value > 0)
            text += '@' + std::to_string(revisions[i].value);
    }
    if (ids.size() > kMostRefs) text += ", and " + std::to_string(ids.size() - kMostRefs) + " more";
    return text;
}

}  // namespace gis

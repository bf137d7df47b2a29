// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/journal_entries.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "dispatch/text.h"
#include "gis/store/row_io.h"

namespace gis {

using namespace dispatch;

namespace {

constexpr std::size_t kLongestWhat = 1000;
constexpr std::size_t kHashDigits = 64;

/// @return Empty where a text can be kept, else what is wrong with it.
std::string faultOfText(const char* name, const std::string& text) {
    if (text.size() > kLongestText) return std::string(name) + " is longer than 64 KiB";
    if (text.find('\0') != std::string::npos) return std::string(name) + " holds a NUL character";
    return isUtf8(text) ? std::string() : std::string(name) + " is not UTF-8";
}

bool isHash(const std::string& text) {
    return text.size() == kHashDigits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

std::string faultOfEntry(const JournalEntry& entry, const std::vector<Write>& writes) {
    if (entry.action.empty()) return "action is empty";
    for (const auto& [name, text] :
         {std::pair{"action", &entry.action}, std::pair{"what", &entry.what},
          std::pair{"why", &entry.why}, std::pair{"on_behalf", &entry.onBehalf}})
        if (std::string fault = faultOfText(name, *text); !fault.empty()) return fault;
    if (!entry.contact.empty() && !isHash(entry.contact))
        return "contact is not 64 lower-case hexadecimal digits";
    if (entry.record.value < 0) return "record is below 0";
    const bool inRange =
        entry.ofWrite >= -1 && entry.ofWrite < static_cast<std::ptrdiff_t>(writes.size());
    if (!inRange ||
        (entry.ofWrite >= 0 &&
         !std::holds_alternative<Case>(writes[static_cast<std::size_t>(entry.ofWrite)].record)))
        return "write " + std::to_string(entry.ofWrite) + " is no case";
    return {};
}

/// Which case a write is about; nothing where it is about none.
std::optional<CaseId> caseOf(const Record& record) {
    return std::visit(
        [](const auto& row) -> std::optional<CaseId> {
            if constexpr (std::is_same_v<std::decay_t<decltype(row)>, Case>)
                return row.id;
            else if constexpr (requires { row.record; })
                return row.record;
            else
                return std::nullopt;
        },
        record);
}

std::string namesOf(const std::vector<Write>& writes) {
    std::string names;
    for (std::size_t i = 0; i < writes.size(); ++i) {
        if (names.size() > kLongestWhat)
            return names + " and " + std::to_string(writes.size() - i) + " more";
        const Record& record = writes[i].record;
        names += i == 0 ? "" : ", ";
        if (writes[i].remove) names += "removed ";
        names +=
            codeOf(record).empty() && idOf(record) == 0 ? kindName(kindOf(record)) : nameOf(record);
    }
    return names;
}

JournalEntry entryOfWrites(const Transaction& transaction) {
    JournalEntry entry;
    entry.action = kWriteAction;
    entry.what = namesOf(transaction.writes);
    entry.why = transaction.note;
    bool one = true;
    for (std::size_t i = 0; i < transaction.writes.size(); ++i) {
        const auto record = caseOf(transaction.writes[i].record);
        if (!record) continue;
        const int ofWrite = *record ? -1 : static_cast<int>(i);
        // A row about no case in particular, such as an order of a case still unknown.
        if (!*record && !std::holds_alternative<Case>(transaction.writes[i].record)) continue;
        const bool first = !entry.record && entry.ofWrite < 0;
        one = one && (first || (entry.record == *record && entry.ofWrite == ofWrite));
        entry.record = *record;
        entry.ofWrite = ofWrite;
    }
    if (!one) entry.record = {}, entry.ofWrite = -1;
    return entry;
}

}  // namespace

Result<std::vector<JournalEntry>> journalEntries(const Transaction& transaction) {
    for (const auto& [name, text] :
         {std::pair{"officer", &transaction.by.officer}, std::pair{"seat", &transaction.by.seat},
          std::pair{"note", &transaction.note}})
        if (std::string fault = faultOfText(name, *text); !fault.empty())
            return Error{ErrorCode::BadInput, "transaction: " + fault};
    if (transaction.entries.empty()) return std::vector{entryOfWrites(transaction)};
    for (const JournalEntry& entry : transaction.entries)
        if (std::string fault = faultOfEntry(entry, transaction.writes); !fault.empty())
            return Error{ErrorCode::BadInput,
                         "journal entry " + printable(entry.action, 80) + ": " + fault};
    return transaction.entries;
}

std::string codesText(std::span<const std::string> codes) {
    std::string text;
    for (const std::string& code : codes) text += std::to_string(code.size()) + ':' + code + ',';
    return text;
}

std::vector<std::string> codesFrom(std::string_view text) {
    std::vector<std::string> codes;
    while (!text.empty()) {
        std::size_t size = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
        const auto at = static_cast<std::size_t>(end - text.data()) + 1;
        if (error != std::errc{} || at > text.size() || size >= text.size() - at) break;
        codes.emplace_back(text.substr(at, size));
        text.remove_prefix(at + size + 1);
    }
    return codes;
}

bool wantsNumber(const Write& write) {
    const auto* record = std::get_if<Case>(&write.record);
    return record && !write.remove && write.expected.value == 0 && !record->id &&
           record->code.ends_with('#');
}

}  // namespace gis

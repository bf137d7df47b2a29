// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/case_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "dispatch/search_text.h"

namespace gis {
namespace {

using namespace dispatch;

/// Ids pass 2^53; spans take what is left.
constexpr int kIdBits = 64 - kSearchSpanBits;
constexpr std::int64_t kIdMask = (std::int64_t{1} << kIdBits) - 1;
constexpr std::int64_t kMiddleSpan = std::int64_t{1} << (kSearchSpanBits - 1);
constexpr const char* kFromCases = " FROM case_record r WHERE ";

std::string word(Gram gram) {
    std::array<char, 16> digits{};
    return {digits.data(),
            std::to_chars(digits.data(), digits.data() + digits.size(), gram, 16).ptr};
}

/// From negative to positive: all of a row number's bits are used.
std::int64_t spanOf(std::int64_t reported) {
    return searchSpan(Seconds{std::chrono::seconds(reported)}) - kMiddleSpan;
}

}  // namespace

std::optional<CaseText> caseTextOf(Connection& connection, std::int64_t id) {
    Statement ask = connection.prepare(
        "SELECT code, title, text, place_text, result, reported FROM case_record WHERE id = ?");
    ask.bind(id);
    if (!ask.step()) return std::nullopt;
    Case record;
    record.code = ask.view(0);
    record.title = ask.view(1);
    record.text = ask.view(2);
    record.placeText = ask.view(3);
    record.result = ask.view(4);
    CaseText entry;
    entry.row = (spanOf(ask.integer(5)) << kIdBits) | (id & kIdMask);
    for (const Gram gram : gramsOf(searchedText(record))) entry.grams += word(gram) + ' ';
    return entry;
}

bool replaceCaseText(Connection& connection, const std::optional<CaseText>& before,
                     const std::optional<CaseText>& after) {
    if (before == after) return !connection.failed();
    if (before)
        connection
            .prepare("INSERT INTO case_text (case_text, rowid, grams) VALUES ('delete', ?, ?)")
            .bindAll(before->row, before->grams)
            .run();
    if (after)
        connection.prepare("INSERT INTO case_text (rowid, grams) VALUES (?, ?)")
            .bindAll(after->row, after->grams)
            .run();
    return !connection.failed();
}

bool fillCaseText(Connection& connection, Pace& pace) {
    std::size_t rows = 100;
    for (;;) {
        pace.rest();
        SqlTransaction write(connection, SqlTransaction::Kind::Write);
        pace.holds();
        std::vector<std::int64_t> ids;
        {
            Statement next = connection.prepare(
                "SELECT id FROM case_record WHERE id > (SELECT up_to FROM case_text_fill)"
                " ORDER BY id LIMIT ?");
            next.bind(static_cast<std::int64_t>(rows));
            while (next.step()) ids.push_back(next.integer(0));
        }
        if (ids.empty() || connection.failed()) return !connection.failed();
        for (const std::int64_t id : ids)
            replaceCaseText(connection, {}, caseTextOf(connection, id));
        connection.prepare("UPDATE case_text_fill SET up_to = ?").bind(ids.back()).run();
        if (!write.commit()) return false;
        rows = pace.next(rows);
    }
}

bool catchUpCaseText(Connection& connection) {
    std::vector<std::int64_t> ids;
    {
        // Words a case no longer has stay in the index: they find a row that is looked at in vain.
        Statement late = connection.prepare(
            "SELECT r.id FROM case_record r, case_text_fill f WHERE r.id > f.up_to UNION"
            " SELECT c.record FROM change c, case_text_fill f WHERE c.kind = 'case' AND c.op = 1"
            " AND c.seq > f.since");
        while (late.step()) ids.push_back(late.integer(0));
    }
    for (const std::int64_t id : ids) replaceCaseText(connection, {}, caseTextOf(connection, id));
    // Also where another process comes to fill it just now.
    return connection.exec("UPDATE case_text_fill SET up_to = 9223372036854775807");
}

void eachTextCandidate(Connection& connection, const std::string& where,
                       const std::function<void(Statement&)>& bind,
                       const std::vector<std::u32string>& words,
                       const std::function<bool(std::int64_t)>& take) {
    std::string grams;
    for (const Gram gram : gramsWanted(words))
        grams += (grams.empty() ? "\"" : " AND \"") + word(gram) + '"';
    std::string sql = where;
    sql.replace(sql.find(kFromCases), std::string_view(kFromCases).size(),
                " FROM case_text CROSS JOIN case_record r ON r.id = case_text.rowid & " +
                    std::to_string(kIdMask) + " WHERE ");
    Statement select = connection.prepare("SELECT case_text.rowid, r.reported, r.id" + sql +
                                          " AND case_text MATCH ? ORDER BY case_text.rowid DESC");
    bind(select);
    select.bind(grams);
    std::int64_t span = kMiddleSpan;  // None has it.
    std::vector<std::pair<std::int64_t, std::int64_t>> found;
    const auto give = [&] {
        std::sort(found.rbegin(), found.rend());
        for (const auto& [reported, id] : found)
            if (!take(id)) return false;
        found.clear();
        return true;
    };
    while (select.step()) {
        const std::int64_t at = select.integer(0) >> kIdBits;
        if (at != span && !give()) return;
        span = at;
        // A case reported at another time since has another place in the index, too.
        if (at == spanOf(select.integer(1)))
            found.emplace_back(select.integer(1), select.integer(2));
    }
    give();
}

}  // namespace gis

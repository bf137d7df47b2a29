// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <random>

#include "dispatch/search_text.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/gis/store/store_contract.h"
#include "tests/support/seed.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {
namespace {

/// Cases of few letters, so that nearly every word is somewhere.
class Letters {
  public:
    explicit Letters(std::uint64_t seed) : m_random(seed) {}

    std::uint64_t below(std::uint64_t most) { return m_random() % most; }
    std::string text(std::size_t most) {
        static const std::vector<std::string> letters = {
            "投", "诉", "噪", "音", "路", "投诉",    "A", "b",  "ａ", "Ｂ", "1", "１", "，", ",",
            "。", "-",  "😀",  "𠮷", "é",  "e\u0301", " ", "　", "\t", "%",  "_", "'",  "\""};
        std::string made;
        for (std::uint64_t n = below(most + 1); n > 0; --n) made += letters[below(letters.size())];
        return made;
    }
    Case someOne() {
        Case record = someCase("编" + std::to_string(++m_codes) + (below(2) ? "-甲Q" : "-乙q"));
        fill(record);
        return record;
    }
    void fill(Case& record) {
        record.title = text(8);
        record.text = text(14);
        record.placeText = text(4);
        record.result = below(3) ? "" : text(5);
        // Few times, and some where no span is.
        static const std::vector<std::int64_t> times = {0,
                                                        1'136'160'000,
                                                        1'138'579'199,
                                                        1'138'579'200,
                                                        1'600'000'000,
                                                        1'700'000'000,
                                                        1'700'000'001,
                                                        3'700'000'000,
                                                        5'000'000'000,
                                                        -5};
        record.reported = Seconds{std::chrono::seconds(times[below(times.size())])};
        record.stageEntered = record.reported;
        record.closed.reset();
        if (below(3) == 0) record.closed = record.reported + 60s;
    }
    /// Some characters in a row of a text, in one case with one that is not there.
    std::string piece(const std::string& of) {
        const auto starts = [&](std::size_t at) {
            return (static_cast<unsigned char>(of[at]) & 0xC0) != 0x80;
        };
        if (of.empty()) return text(2);
        std::size_t from = below(of.size());
        while (!starts(from)) --from;
        std::size_t to = from;
        for (std::uint64_t n = 1 + below(5); n > 0 && to < of.size(); --n)
            for (++to; to < of.size() && !starts(to);) ++to;
        std::string made = of.substr(from, to - from);
        if (below(4) == 0) made += text(1);
        return made;
    }

  private:
    std::mt19937_64 m_random;
    int m_codes = 0;
};

std::vector<Case> read(Store& store, const Query& query) {
    std::vector<Case> rows;
    const auto done = store.read(query, [&](Record&& row) {
        rows.push_back(std::get<Case>(std::move(row)));
        return true;
    });
    if (!done) qFatal("%s", done.error().detail.c_str());
    return rows;
}

/// The answer by the definition.
std::vector<Case> plainScan(Store& store, const Query& query) {
    Query all = query;
    all.text.reset();
    all.limit.reset();
    std::vector<Case> rows = read(store, all);
    std::erase_if(rows, [&](const Case& row) { return !matches(row, *query.text); });
    std::sort(rows.begin(), rows.end(), [](const Case& a, const Case& b) {
        return a.reported != b.reported ? a.reported > b.reported : a.id > b.id;
    });
    if (query.limit && rows.size() > *query.limit) rows.resize(*query.limit);
    return rows;
}

std::string named(const std::vector<Case>& rows) {
    std::string text;
    for (const Case& row : rows) text += row.code + ' ';
    return text;
}

/// @return How many rows the queries found in all.
std::size_t compare(Store& store, Letters& letters, int queries) {
    std::size_t found = 0;
    const std::vector<Case> all = read(store, {});
    for (int i = 0; i < queries; ++i) {
        Query query;
        query.text = std::string();
        for (std::uint64_t n = letters.below(4) == 0 ? 2 : 1; n > 0 && !all.empty(); --n) {
            const Case& row = all[letters.below(all.size())];
            const std::string* fields[] = {&row.code, &row.title, &row.text, &row.placeText,
                                           &row.result};
            *query.text +=
                (query.text->empty() ? "" : " ") + letters.piece(*fields[letters.below(5)]);
        }
        query.openOnly = letters.below(4) == 0;
        if (letters.below(3) == 0) query.limit = letters.below(6);
        if (letters.below(5) == 0) query.since = Seconds{1'600'000'000s};
        if (letters.below(6) == 0) query.box = GeoBox{106.80, 39.6, 106.82, 39.7};
        const auto wanted = plainScan(store, query);
        const auto rows = read(store, query);
        found += rows.size();
        if (named(rows) != named(wanted))
            qFatal("search for '%s': found %s, a plain scan finds %s", query.text->c_str(),
                   named(rows).c_str(), named(wanted).c_str());
        const auto count = store.count(query);
        if (!count || *count != static_cast<std::int64_t>(wanted.size()))
            qFatal("count for '%s'", query.text->c_str());
    }
    return found;
}

void everyQueryFindsWhatAPlainScanFinds(const Adapter& adapter) {
    Letters letters(support::seed("search contract"));
    const auto place = adapter.make();
    const auto store = place->open();
    const int queries = std::min(adapter.effort, 60);
    QCOMPARE(compare(*store, letters, 3), std::size_t{0});
    std::vector<Write> some;
    for (int i = 0; i < 40; ++i) some.push_back(put(letters.someOne()));
    committed(*store, transaction(some));
    auto open = store->beginBatch({author(), "open", {}, false, false});
    MUST(open);
    std::vector<Record> unseen;
    for (int i = 0; i < 20; ++i) unseen.emplace_back(letters.someOne());
    MUST((*open)->append(unseen));
    QVERIFY(compare(*store, letters, queries) > 0);
    {
        auto lost = store->beginBatch({author(), "lost", {}, false, false});
        MUST(lost);
        std::vector<Record> rows;
        for (int i = 0; i < 20; ++i) rows.emplace_back(letters.someOne());
        MUST((*lost)->append(rows));
        // A row of the lost import gives way to one with its code.
        lost->reset();
        Case again = letters.someOne();
        again.code = codeOf(rows.front());
        committed(*store, transaction({put(again)}));
    }
    MUST((*open)->publish());
    QVERIFY(compare(*store, letters, queries) > 0);
    for (int round = 0; round < 3; ++round) {
        place->clock.advance(1s);
        std::vector<Write> changes;
        for (Case& row : read(*store, {})) {
            const auto what = letters.below(6);
            if (what == 0) changes.push_back(removal(row));
            if (what == 1) letters.fill(row);
            if (what == 2) row.stage = "handling";
            if (what == 3) row.reported += 1s;
            if (what >= 1 && what <= 3) changes.push_back(change(row));
        }
        committed(*store, transaction(changes));
        QVERIFY(compare(*store, letters, queries) > 0);
    }
    MUST(store->retain({}));
    QVERIFY(compare(*store, letters, queries) > 0);
    auto anew = store->beginBatch({author(), "anew", {Kind::Case}, false, false});
    MUST(anew);
    std::vector<Record> rows;
    for (int i = 0; i < 30; ++i) rows.emplace_back(letters.someOne());
    MUST((*anew)->append(rows));
    MUST((*anew)->publish());
    QVERIFY(compare(*store, letters, queries) > 0);
    MUST(store->retain({}));
    QVERIFY(compare(*store, letters, queries) > 0);
    const auto findings = store->verify();
    MUST(findings);
    QVERIFY2(findings->empty(), findings->empty() ? "" : findings->front().detail.c_str());
}

void wordsFarOutAreFound(const Adapter& adapter) {
    const auto place = adapter.make();
    const auto store = place->open();
    place->startIdsAt((std::int64_t{1} << 53) - 2);
    std::vector<Write> some;
    for (int i = 0; i < 6; ++i) {
        Case record = someCase("F-" + std::to_string(i));
        record.text = "远方的投诉";
        some.push_back(put(record));
    }
    committed(*store, transaction(some));
    Query query;
    query.text = "方的投 f-";
    query.limit = 4;
    QCOMPARE(named(read(*store, query)), std::string("F-5 F-4 F-3 F-2 "));
    // Reading ends where the reader says so.
    int taken = 0;
    MUST(store->read(query, [&](Record&&) { return ++taken < 2; }));
    QCOMPARE(taken, 2);
}

}  // namespace

std::vector<Rule> searchRules() {
    return {{"everyQueryFindsWhatAPlainScanFinds", &everyQueryFindsWhatAPlainScanFinds},
            {"wordsFarOutAreFound", &wordsFarOutAreFound}};
}

}  // namespace contract

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "gis/store/open_store.h"
#include "gis/store/pg.h"
#include "gis/store/sqlite.h"
#include "tests/bench/bench.h"
#include "tests/support/pg_server.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kShown = 200;

/// Words of two to four characters, few of them frequent, as in real text.
class Words {
  public:
    Words() {
        for (int i = 0; i < 8000; ++i) {
            std::string word;
            for (std::uint64_t n = 2 + m_random() % 3; n > 0; --n) word += character(skewed(3000));
            m_words.push_back(word);
        }
    }
    Case someCase(int number, int of) {
        Case record;
        record.code = "S" + std::to_string(number);
        record.category = "0302";
        record.title = some(3);
        record.text = some(18) + (m_random() % 3 == 0 ? "，投诉" : "，") + some(4) + "。";
        record.placeText = some(3) + std::to_string(m_random() % 300) + "号";
        if (m_random() % 20'000 == 0) record.text += "罕遇词";
        if (m_random() % 5 == 0) record.text += "井盖";
        record.reported =
            Seconds{1'600'000'000s} + std::chrono::seconds(std::int64_t{157'000'000} * number / of);
        record.stageEntered = record.reported;
        if (number % 50 != 0) record.closed = record.reported + 3600s;
        return record;
    }

  private:
    static std::string character(std::size_t number) {
        const auto point = static_cast<unsigned>(0x4E00 + number);
        return {static_cast<char>(0xE0 | (point >> 12)),
                static_cast<char>(0x80 | ((point >> 6) & 0x3F)),
                static_cast<char>(0x80 | (point & 0x3F))};
    }
    std::size_t skewed(std::size_t of) {
        const double share = static_cast<double>(m_random() % 1'000'000) / 1e6;
        return static_cast<std::size_t>(std::pow(share, 3) * static_cast<double>(of));
    }
    std::string some(int words) {
        std::string text;
        for (int i = 0; i < words; ++i) text += m_words[skewed(m_words.size())];
        return text;
    }
    std::mt19937_64 m_random{4};
    std::vector<std::string> m_words;
};

bool fill(const std::string& uri, int cases) {
    if (const auto made = gis::createStore(uri, {}); !made) return false;
    auto store = gis::openStore(uri);
    if (!store) return false;
    BatchPlan plan;
    plan.by = {"bench", "bench"};
    plan.what = "cases";
    plan.exclusive = true;
    auto batch = (*store)->beginBatch(plan);
    if (!batch) return false;
    Words words;
    std::vector<Record> rows;
    for (int number = 1; number <= cases; ++number) {
        rows.emplace_back(words.someCase(number, cases));
        if (rows.size() < 20'000 && number < cases) continue;
        if (const auto done = (*batch)->append(rows); !done) {
            std::fprintf(stderr, "%s\n", done.error().detail.c_str());
            return false;
        }
        rows.clear();
    }
    return bool((*batch)->publish());
}

/// What a program without an index would ask.
std::string plainSql(const std::vector<std::string>& words) {
    std::string sql = "SELECT id FROM case_record WHERE 1 = 1";
    for (const std::string& word : words) {
        sql += " AND (";
        for (const char* column : {"code", "title", "text", "place_text", "result"})
            sql += std::string(*column == 'c' ? "" : " OR ") + column + " LIKE '%" + word + "%'";
        sql += ")";
    }
    return sql + " ORDER BY reported DESC, id DESC LIMIT " + std::to_string(kShown);
}

void measure(const std::string& engine, const std::string& uri, int cases,
             const std::function<void(const std::string&)>& plain) {
    struct Wanted {
        const char* name;
        std::vector<std::string> words;
    };
    const std::vector<Wanted> all = {{"frequent", {"投诉"}},
                                     {"rare", {"罕遇词"}},
                                     {"one character", {"诉"}},
                                     {"two words", {"投诉", "井盖"}},
                                     {"none", {"投井"}}};
    auto store = gis::openStore(uri);
    if (!store) return bench::skip("search, " + engine, store.error().detail);
    for (const Wanted& wanted : all) {
        Query query;
        query.limit = kShown;
        query.text = std::string();
        for (const std::string& word : wanted.words) *query.text += word + ' ';
        std::vector<double> times;
        std::size_t rows = 0;
        for (int i = 0; i < 7; ++i) {
            rows = 0;
            times.push_back(1e3 * bench::seconds([&] {
                                (void)(*store)->read(query, [&](Record&&) { return ++rows, true; });
                            }));
        }
        bench::Row row{"search, " + engine + ", " + wanted.name, bench::percentile(times, 0.5),
                       "ms", 100.0};
        row.size = cases;
        row.peer = "LIKE";
        row.peerValue = 1e3 * bench::seconds([&] { plain(plainSql(wanted.words)); });
        char note[80];
        std::snprintf(note, sizeof note, "%zu rows, first time %.1f ms", rows, times.front());
        row.note = note;
        bench::emit(row);
    }
}

void inFile(int cases) {
    const QTemporaryDir folder;
    const std::string uri = folder.filePath(QStringLiteral("city.gridhall")).toStdString();
    bool filled = false;
    const double took = bench::seconds([&] { filled = fill(uri, cases); });
    if (!filled) return bench::skip("search, file", "the cases could not be written");
    bench::emit(
        {"writing searchable cases, file", cases / took, "cases/s", {}, bench::Better::Higher});
    const auto db = gis::Connection::open(uri, gis::Connection::Mode::ReadOnly, 5s);
    if (!db) return;
    measure("file", uri, cases, [&](const std::string& sql) {
        gis::Statement select = (*db)->prepare(sql);
        while (select.step()) {
        }
    });
}

void onServer(int cases) {
    auto& server = support::PgServer::shared();
    const std::string uri = server.uri(server.makeDatabase());
    bool filled = false;
    const double took = bench::seconds([&] { filled = fill(uri, cases); });
    if (!filled) return bench::skip("search, server", "the cases could not be written");
    bench::emit(
        {"writing searchable cases, server", cases / took, "cases/s", {}, bench::Better::Higher});
    const auto link = gis::PgLink::open(uri, 60s);
    if (!link || !(*link)->run("VACUUM ANALYZE gridhall.case_record") ||
        !(*link)->run("SET search_path = gridhall"))
        return;
    measure("server", uri, cases, [&](const std::string& sql) { (void)(*link)->run(sql); });
}

}  // namespace

/// Words of cases, newest 200 first. A name narrows it to one engine, "file" or "server"; a number
/// after it says how many cases.
int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const auto cases = [&](int usual) {
        if (argc > 2) return std::max(1, std::atoi(argv[2]));
        return bench::full() ? 3'000'000 : usual;
    };
    const std::string only = argc > 1 ? argv[1] : "";
    if (only != "server") inFile(cases(150'000));
    if (only != "file") onServer(cases(60'000));
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "dispatch/search_text.h"
#include "gis/store/migrations.h"
#include "gis/store/open_store.h"
#include "gis/store/row_sql.h"
#include "gis/store/store_copy.h"
#include "tests/gis/store/contract_tools.h"
#include "tests/gis/store/must.h"
#include "tests/support/pg_server.h"

using namespace dispatch;
using namespace std::chrono_literals;
using contract::committed;
using contract::put;
using contract::transaction;

/// The index of the words of cases: where it comes from, and where it goes.
class TestCaseText : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void anOlderFileGetsItsWords();
    void aCopyFindsWhatItsSourceFinds();
    void nothingStaysOfRowsThatAreGone();

  private:
    std::string file(const char* name) const {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }
    QTemporaryDir m_folder;
};

namespace {

std::string found(const std::string& uri, const std::string& words) {
    const auto store = gis::openStore(uri);
    if (!store) return store.error().detail;
    Query query;
    query.text = words;
    std::string codes;
    const auto done =
        (*store)->read(query, [&](Record&& row) { return codes += codeOf(row) + ' ', true; });
    return done ? codes : done.error().detail;
}

Case caseWith(const std::string& code, const std::string& text) {
    Case record = contract::someCase(code);
    record.text = text;
    return record;
}

std::unique_ptr<gis::Connection> raw(const std::string& path) {
    auto opened = gis::Connection::open(path, gis::Connection::Mode::ReadWrite, 5s);
    if (!opened) qFatal("%s", opened.error().detail.c_str());
    return std::move(*opened);
}

}  // namespace

void TestCaseText::anOlderFileGetsItsWords() {
    const std::string path = file("older");
    MUST(gis::createStore(path, {}));
    {
        const auto store = gis::openStore(path);
        MUST(store);
        std::vector<Write> some;
        for (int i = 0; i < 700; ++i)
            some.push_back(
                put(caseWith("C-" + std::to_string(i), i % 100 == 0 ? "占道经营" : "噪音扰民")));
        committed(**store, transaction(some));
    }
    // As schema 5 left it, once filled half before it was cut off and written to since.
    for (const bool cutOff : {false, true}) {
        {
            const auto db = raw(path);
            db->exec("DELETE FROM migration WHERE schema > 5; PRAGMA user_version = 5");
            if (cutOff)
                db->exec(
                    "UPDATE case_text_fill SET up_to = 300, since = (SELECT max(seq) FROM change);"
                    "INSERT INTO case_text (case_text) VALUES ('delete-all')");
            else
                db->exec("DROP TABLE case_text; DROP TABLE case_text_fill");
            MUST(db->outcome());
        }
        if (cutOff) {
            QCOMPARE(found(path, "占道"), std::string("C-600 C-500 C-400 C-300 "));
            continue;
        }
        QCOMPARE(found(path, "占道"), std::string("C-600 C-500 C-400 C-300 C-200 C-100 C-0 "));
        QCOMPARE(found(path, "道经营 c-5"), std::string("C-500 "));
        QCOMPARE(raw(path)->integer("PRAGMA user_version"), gis::kSchema);
    }
}

void TestCaseText::aCopyFindsWhatItsSourceFinds() {
    auto& server = support::PgServer::shared();
    const std::string hall = server.makeDatabase();
    MUST(gis::createStore(file("city"), {}));
    {
        const auto store = gis::openStore(file("city"));
        MUST(store);
        committed(**store,
                  transaction({put(caseWith("a", "井盖丢失，Ａ座")), put(caseWith("b", "井盖破损")),
                               put(caseWith("c", "路灯"))}));
    }
    const auto up = gis::copyStore(file("city"), server.uri(hall), {});
    MUST(up);
    const auto down = gis::copyStore(server.uri(hall, "gridhall_app"), file("back"), {});
    MUST(down);
    for (const std::string& uri : {file("city"), server.uri(hall, "gridhall_app"), file("back")}) {
        QCOMPARE(found(uri, "井盖"), std::string("b a "));
        QCOMPARE(found(uri, "失,a座"), std::string("a "));
        QCOMPARE(found(uri, "灯"), std::string("c "));
    }
    QCOMPARE(
        server.ask(hall, "SELECT count(*) FROM pg_indexes WHERE indexname = 'case_record_text'"),
        std::string("1"));
    server.dropDatabase(hall);
}

void TestCaseText::nothingStaysOfRowsThatAreGone() {
    const std::string path = file("swept");
    MUST(gis::createStore(path, {}));
    {
        const auto store = gis::openStore(path);
        MUST(store);
        auto lost = (*store)->beginBatch({contract::author(), "lost", {}, false, false});
        MUST(lost);
        std::vector<Record> rows{caseWith("a", "占道"), caseWith("b", "噪音")};
        MUST((*lost)->append(rows));
        lost->reset();
        Case kept = caseWith("c", "路灯");
        kept.id.value = committed(**store, transaction({put(kept)})).ids.front();
        kept.revision = {1};
        kept.text = "井盖";
        committed(**store, transaction({contract::change(kept)}));
        kept.revision = {2};
        committed(**store, transaction({contract::removal(kept)}));
        MUST((*store)->retain({}));
    }
    const auto db = raw(path);
    db->exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, case_text, row)");
    QCOMPARE(db->integer("SELECT count(*) FROM temp.words"), 0);
    MUST(db->outcome());
}

QTEST_GUILESS_MAIN(TestCaseText)
#include "tst_case_text.moc"

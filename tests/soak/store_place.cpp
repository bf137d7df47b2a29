// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/store_place.h"

#include <sqlite3.h>

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <sstream>

#include "gis/store/open_store.h"
#include "tests/support/pg_server.h"

namespace soak {
namespace {

/// A file in a folder of its own.
class FilePlace final : public StorePlace {
  public:
    std::string uri() const override { return "spatialite:" + path(); }

    std::vector<std::string> ask(const std::string& query) override {
        std::vector<std::string> rows;
        sqlite3* file = opened();
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(file, query.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            qFatal("%s: %s", query.c_str(), sqlite3_errmsg(file));
        while (sqlite3_step(statement) == SQLITE_ROW) {
            std::string row;
            for (int i = 0; i < sqlite3_column_count(statement); ++i) {
                const unsigned char* text = sqlite3_column_text(statement, i);
                row += i > 0 ? " " : "";
                row += text ? reinterpret_cast<const char*>(text) : "";
            }
            rows.push_back(std::move(row));
        }
        sqlite3_finalize(statement);
        sqlite3_close(file);
        return rows;
    }

    std::thread holdOpen(std::chrono::seconds time) override {
        sqlite3* file = opened();
        // Reading takes the snapshot; BEGIN alone would not.
        sqlite3_exec(file, "BEGIN; SELECT count(*) FROM case_record", nullptr, nullptr, nullptr);
        return std::thread([file, time] {
            std::this_thread::sleep_for(time);
            sqlite3_exec(file, "COMMIT", nullptr, nullptr, nullptr);
            sqlite3_close(file);
        });
    }

  private:
    std::string path() const {
        return m_folder.filePath(QStringLiteral("hall.gridhall")).toStdString();
    }
    sqlite3* opened() const {
        sqlite3* file = nullptr;
        if (sqlite3_open_v2(path().c_str(), &file, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
            qFatal("%s cannot be opened", path().c_str());
        sqlite3_busy_timeout(file, 5000);
        return file;
    }

    QTemporaryDir m_folder;
};

/// A database on the test program's own server.
class ServerPlace final : public StorePlace {
  public:
    ServerPlace() {
        // What is asked names tables as a file has them.
        server().sql("postgres",
                     "ALTER DATABASE " + m_database + " SET search_path = gridhall, public");
    }

    std::string uri() const override { return server().uri(m_database); }

    std::vector<std::string> ask(const std::string& query) override {
        std::vector<std::string> rows;
        std::istringstream lines(server().ask(m_database, query));
        for (std::string line; std::getline(lines, line);) {
            std::replace(line.begin(), line.end(), '|', ' ');
            rows.push_back(line);
        }
        return rows;
    }

    int serverPid() const override { return server().pid(); }

    bool killServer() override {
        server().killHard();
        server().start();
        return true;
    }

    std::thread holdOpen(std::chrono::seconds time) override {
        // What a commit has done just before it takes the journal's head, from when on others
        // wait for it; by the owner's hand.
        const std::string statements =
            "BEGIN;\nSET LOCAL search_path = gridhall;\nDO $$ DECLARE a bigint; i bigint; BEGIN"
            " PERFORM pg_advisory_xact_lock_shared(publication_lock());"
            " INSERT INTO action (key, officer, seat, note, at, seq)"
            " VALUES ('late-1', 'soak', 'late', '', now_ms(), 0) RETURNING id INTO a;"
            " INSERT INTO case_record (id, code, category, category_text, title, text, risk, stage,"
            " level, lon, lat, place_text, grid, source, lead_unit, reported, precision,"
            " stage_entered, generation, batch, revision, valid_from, action)"
            " SELECT nextval('case_record_ids'), 'LATE', '', '', 'late', '', 'low', 'accepted',"
            " 'community', 106.81, 39.65, '', '', 'soak', '', 1700000000, 'second', 1700000000,"
            " generation, 0, 1, now_ms(), a FROM kind_state WHERE kind = 'case'"
            " RETURNING id INTO i;"
            " PERFORM log_change('case', i, 1, 1, a); PERFORM pg_notify('gridhall', 'case');"
            " END $$;\nSELECT pg_sleep(" +
            std::to_string(time.count()) + ");\nCOMMIT;\n";
        std::thread held([this, statements] { server().sql(m_database, statements); });
        // It has its numbers in the log before anybody else begins.
        while (ask("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'").empty())
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return held;
    }
    std::string lateCode() const override { return "LATE"; }

    std::string peerUri() override { return server().uri(server().makeDatabase()); }

  private:
    static support::PgServer& server() { return support::PgServer::shared(); }
    std::string m_database = server().makeDatabase();
};

}  // namespace

std::unique_ptr<StorePlace> StorePlace::make(const std::string& engine, Begin begin) {
    std::unique_ptr<StorePlace> place;
    if (engine == "spatialite") place = std::make_unique<FilePlace>();
    if (engine == "postgis") place = std::make_unique<ServerPlace>();
    if (!place) qFatal("there is no engine \"%s\"", engine.c_str());
    if (begin == Begin::Nothing) return place;
    gis::CreateOptions options;
    options.cityName = "soak";
    if (const auto made = gis::createStore(place->uri(), options); !made)
        qFatal("%s", made.error().detail.c_str());
    return place;
}

std::unique_ptr<dispatch::Store> StorePlace::open() const {
    auto store = gis::openStore(uri());
    if (!store) qFatal("%s", store.error().detail.c_str());
    return std::move(*store);
}

const std::vector<std::string>& engines() {
    static const std::vector<std::string> names = {"spatialite", "postgis"};
    return names;
}

void addEngineRows() {
    QTest::addColumn<QString>("engine");
    for (const std::string& name : engines())
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

std::vector<std::string> brokenRules(StorePlace& place) {
    std::vector<std::string> broken;
    const auto none = [&](const char* rule, const std::string& query) {
        for (const std::string& row : place.ask(query)) broken.push_back(rule + (": " + row));
    };
    none("responder with two live orders",
         "SELECT responder, count(*) FROM assignment WHERE responder <> 0 AND state IN"
         " ('sent', 'acknowledged', 'en_route', 'on_scene') GROUP BY responder, generation"
         " HAVING count(*) > 1");
    none("code with two cases",
         "SELECT code, count(*) FROM case_record GROUP BY code, generation HAVING count(*) > 1");
    none("key with two actions",
         "SELECT key, count(*) FROM action GROUP BY key HAVING count(*) > 1");
    none("version written twice",
         // Positions have no versions, and may go many times.
         "SELECT kind, record, revision, count(*) FROM change WHERE op <> 3 AND kind <> 'fix'"
         " GROUP BY kind, record, revision HAVING count(*) > 1");
    return broken;
}

std::vector<support::StoredVersion> storedVersions(StorePlace& place) {
    std::vector<support::StoredVersion> versions;
    for (const std::string& row :
         place.ask("SELECT c.kind, c.record, c.revision, a.key, c.seq FROM change c JOIN action a"
                   " ON a.id = c.action WHERE c.kind IN ('case', 'assignment') AND c.op <> 3")) {
        std::istringstream words(row);
        std::string kind;
        support::StoredVersion one;
        words >> kind >> one.version.record.id >> one.version.revision >> one.key >> one.seq;
        one.version.record.kind =
            kind == "case" ? dispatch::Kind::Case : dispatch::Kind::Assignment;
        versions.push_back(std::move(one));
    }
    return versions;
}

}  // namespace soak

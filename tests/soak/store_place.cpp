// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/store_place.h"

#include <sqlite3.h>

#include <QTemporaryDir>
#include <QTest>
#include <sstream>

#include "gis/store/open_store.h"

namespace soak {
namespace {

/// A file in a folder of its own.
class FilePlace final : public StorePlace {
  public:
    FilePlace() {
        gis::CreateOptions options;
        options.cityName = "soak";
        if (const auto made = gis::createStore(uri(), options); !made)
            qFatal("%s", made.error().detail.c_str());
    }

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

}  // namespace

std::unique_ptr<StorePlace> StorePlace::make(const std::string& engine) {
    if (engine == "spatialite") return std::make_unique<FilePlace>();
    qFatal("there is no engine \"%s\"", engine.c_str());
}

std::unique_ptr<dispatch::Store> StorePlace::open() const {
    auto store = gis::openStore(uri());
    if (!store) qFatal("%s", store.error().detail.c_str());
    return std::move(*store);
}

const std::vector<std::string>& engines() {
    static const std::vector<std::string> names{"spatialite"};
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
         "SELECT kind, record, revision, count(*) FROM change WHERE op <> 3"
         " GROUP BY kind, record, revision HAVING count(*) > 1");
    return broken;
}

std::vector<support::StoredVersion> storedVersions(StorePlace& place) {
    std::vector<support::StoredVersion> versions;
    for (const std::string& row :
         place.ask("SELECT c.kind, c.record, c.revision, a.key FROM change c JOIN action a"
                   " ON a.id = c.action WHERE c.kind IN ('case', 'assignment') AND c.op <> 3")) {
        std::istringstream words(row);
        std::string kind;
        support::StoredVersion one;
        words >> kind >> one.version.record.id >> one.version.revision >> one.key;
        one.version.record.kind =
            kind == "case" ? dispatch::Kind::Case : dispatch::Kind::Assignment;
        versions.push_back(std::move(one));
    }
    return versions;
}

}  // namespace soak

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <mutex>

#include "gis/store/open_store.h"
#include "gis/store/pg.h"
#include "gis/store/slow_store.h"
#include "gis/store/sqlite.h"
#include "tests/gis/store/patient_store.h"
#include "tests/gis/store/store_contract.h"
#include "tests/support/pg_server.h"

using namespace dispatch;
using namespace std::chrono_literals;

namespace contract {
namespace {

/// One SQLite file in a folder of its own.
class SqlitePlace : public Place {
  public:
    std::unique_ptr<Store> open() override {
        if (!m_made) {
            gis::CreateOptions create;
            create.open.clock = &clock;
            auto made = gis::createStore(path(), create);
            if (!made) qFatal("%s", made.error().detail.c_str());
            m_made = true;
            return std::move(*made);
        }
        gis::OpenOptions options;
        options.clock = &clock;
        auto opened = gis::openStore(path(), options);
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        return std::move(*opened);
    }

    bool poison(const std::string& sql) override {
        if (!m_byHand) {
            auto db = gis::Connection::open(path(), gis::Connection::Mode::ReadWrite, 5s);
            if (!db) qFatal("%s", db.error().detail.c_str());
            m_byHand = std::move(*db);
            m_byHand->exec("PRAGMA synchronous = OFF");
        }
        m_byHand->clearError();
        return m_byHand->exec(sql);
    }

    std::vector<std::string> ownSpoils(Kind kind) override {
        std::vector<std::string> sets;
        const auto text = [&](const std::string& column) {
            sets.push_back(column + " = CAST(x'61FF62' AS TEXT)");
            sets.push_back(column + " = CAST(x'C0AF' AS TEXT)");
            sets.push_back(column + " = CAST(x'610062' AS TEXT)");
        };
        const auto blob = [&](const std::string& column) {
            sets.push_back(column + " = x'00'");
            sets.push_back(column + " = CAST('a shape' AS BLOB)");
            sets.push_back(column + " = CAST(substr(" + column + ", 1, 60) AS BLOB)");
        };
        switch (kind) {
            case Kind::Level:
                text("code"), text("name_en");
                break;
            case Kind::Centre:
                blob("shape"), text("name"), sets.push_back("lat = NULL");
                break;
            case Kind::Grid:
                blob("shape"), text("code"), sets.push_back("people = 9e999");
                break;
            case Kind::Zone:
                blob("shape"), text("name");
                break;
            case Kind::Ground:
                blob("shape"), sets.push_back("households = -9e999");
                break;
            case Kind::Road:
                blob("line"), sets.push_back("nodes = x'FFFFFF'"), sets.push_back("nodes = NULL");
                break;
            case Kind::PopulationCell:
                sets.push_back("people = 9e999");
                break;
            case Kind::TurnRestriction:
                sets.push_back("via_roads = x'80'");
                break;
            case Kind::Case:
                text("title"), text("code"), text("stage");
                sets.push_back("lon = NULL");
                break;
            case Kind::Setting:
                text("value");
                break;
            case Kind::Assignment:
                text("reason");
                break;
            case Kind::User:
                text("full_name");
                break;
            case Kind::Supervision:
                text("answer");
                break;
            case Kind::Contact:
                text("name");
                break;
            case Kind::Post:
            case Kind::Unit:
            case Kind::Responder:
            case Kind::Category:
                text(kind == Kind::Category ? "name_zh" : "name");
                break;
            case Kind::Duty:
            case Kind::CaseNote:
            case Kind::Camera:
            case Kind::Barrier:
            case Kind::Fix:
                break;
        }
        return sets;
    }

    std::vector<std::string> badFixes(std::int64_t responder) override {
        const std::string who = std::to_string(responder);
        std::vector<std::string> all;
        for (const char* body : {", 1, 1700000000000, 9000000000000000000, 1, ",
                                 ", 2, -9000000000000000000, 1068000000, 396000000, ",
                                 ", 9000000000000000000, 9000000000000000000, 1, 1, "}) {
            for (const std::string& one : {who, std::string("424242"), std::string("-1")}) {
                const std::string values = one + body + "9000000000000000000, -1, 5, 999";
                all.push_back(
                    "INSERT OR REPLACE INTO fix_track (block, responder, seq, time, lon, lat,"
                    " heading, speed, accuracy, source, delay) SELECT max(id), " +
                    values + ", -9000000000000000000 FROM fix_block");
                if (one != who)
                    all.push_back(
                        "INSERT OR REPLACE INTO fix_latest (responder, seq, time, lon, lat,"
                        " heading, speed, accuracy, source) VALUES (" +
                        values + ")");
            }
        }
        all.push_back("UPDATE fix_latest SET lon = 9000000000000000000 WHERE responder = " + who);
        return all;
    }

    void startIdsAt(std::int64_t first) override {
        const std::string before = std::to_string(first - 1);
        const bool moved =
            poison("UPDATE kind_state SET next_id = " + std::to_string(first)) &&
            poison("UPDATE store_state SET fix_seq = " + before) &&
            poison(
                "DELETE FROM sqlite_sequence WHERE name IN ('action', 'change', 'batch',"
                " 'fix_block')") &&
            poison("INSERT INTO sqlite_sequence (name, seq) VALUES ('action', " + before +
                   "), ('change', " + before + "), ('batch', " + before + "), ('fix_block', " +
                   before + ")");
        if (!moved) qFatal("the ids cannot be moved");
    }

  private:
    std::string path() const {
        return m_folder.filePath(QStringLiteral("city.gridhall")).toStdString();
    }
    QTemporaryDir m_folder;
    std::unique_ptr<gis::Connection> m_byHand;
    bool m_made = false;
};

std::unique_ptr<Store> overABadLine(std::unique_ptr<Store> store) {
    gis::Slowness slowness;
    slowness.delay = 2ms;
    slowness.loseAnswers = true;
    return gis::makeSlowStore(std::move(store), slowness);
}

/// The same over a bad line, with a caller that tries again.
class SlowPlace final : public SqlitePlace {
  public:
    std::unique_ptr<Store> open() override {
        return makePatientStore(overABadLine(SqlitePlace::open()));
    }
};

/// A database of the test's own server. Consoles sign in as a role that owns nothing; the server's
/// clock is replaced by one the test moves.
class PostgisPlace final : public Place {
  public:
    enum class Line { Good, Bad };
    explicit PostgisPlace(Line line)
        : m_line(line), m_database(support::PgServer::shared().makeDatabase()) {}
    ~PostgisPlace() override { support::PgServer::shared().dropDatabase(m_database); }

    std::unique_ptr<Store> open() override {
        auto& server = support::PgServer::shared();
        if (!m_clock) {
            gis::CreateOptions create;
            create.open.clock = &clock;
            if (auto made = gis::createStore(server.uri(m_database), create); !made)
                qFatal("%s", made.error().detail.c_str());
            auto link = gis::PgLink::open(server.uri(m_database), 5s);
            if (!link) qFatal("%s", link.error().detail.c_str());
            m_clock = std::move(*link);
            const auto replaced = m_clock->run(
                "SET search_path = gridhall, public; CREATE TABLE public.test_clock (now bigint); "
                "INSERT INTO public.test_clock VALUES"
                " (0); CREATE OR REPLACE FUNCTION gridhall.now_ms() RETURNS bigint LANGUAGE sql"
                " VOLATILE SECURITY DEFINER AS 'SELECT now FROM public.test_clock'; UPDATE"
                " gridhall.setting SET valid_from = 0; UPDATE gridhall.level SET valid_from = 0;"
                " UPDATE gridhall.category SET valid_from = 0; UPDATE gridhall.action SET at = 0;"
                " UPDATE gridhall.journal_head SET at = 0");
            if (!replaced) qFatal("%s", replaced.error().detail.c_str());
        }
        gis::OpenOptions options;
        options.clock = &clock;
        auto opened = gis::openStore(server.uri(m_database, "gridhall_app"), options);
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        auto store = m_line == Line::Bad ? overABadLine(std::move(*opened)) : std::move(*opened);
        return makePatientStore(std::move(store), [this] { setClock(); });
    }

    bool poison(const std::string& sql) override {
        const std::lock_guard lock(m_mutex);
        return m_clock->run(sql).has_value();
    }

    std::vector<std::string> ownSpoils(Kind kind) override {
        std::vector<std::string> sets;
        const auto shape = [&](const std::string& column) {
            sets.push_back(column + " = ST_Translate(" + column + ", 500, 0)");
            sets.push_back(column + " = ST_Translate(" + column + ", 'NaN', 0)");
            // Of another type: this engine refuses it.
            sets.push_back(column + " = ST_GeomFromText('POINT (1 2)', 4490)");
        };
        switch (kind) {
            case Kind::Centre:
            case Kind::Grid:
            case Kind::Zone:
            case Kind::Ground:
                shape("shape");
                break;
            case Kind::Road:
                shape("line");
                sets.push_back("nodes = '\\xFFFFFF'");
                sets.push_back("nodes = NULL");
                break;
            case Kind::PopulationCell:
                sets.push_back("people = 'Infinity'");
                break;
            case Kind::TurnRestriction:
                sets.push_back("via_roads = '\\x80'");
                break;
            case Kind::Case:
            case Kind::Post:
            case Kind::Camera:
                sets.push_back("lat = 'NaN'");
                break;
            default:
                // Text that is no UTF-8 or holds NUL: this engine refuses it.
                sets.push_back(std::string(kind == Kind::Setting ? "value" : "code") +
                               " = convert_from('\\x61FF62', 'UTF8')");
        }
        return sets;
    }

    std::vector<std::string> badFixes(std::int64_t responder) override {
        const std::string who = std::to_string(responder);
        std::vector<std::string> all;
        for (const char* body :
             {", 1, 9000000000000000000, 1, 1, ", ", 2, -9000000000000000000, 1, 1, ",
              ", 3, 1700000000000, 2000000000, 1, "})
            for (const char* one : {"424242", "-1"})
                all.push_back(
                    "INSERT INTO fix_latest (responder, batch, seq, time, lon, lat,"
                    " heading, speed, accuracy, source) SELECT " +
                    (one + (", max(id)" + std::string(body))) +
                    "2000000000, -1, 5, 999 FROM fix_batch ON CONFLICT (responder) DO"
                    " UPDATE SET time = excluded.time, lon = excluded.lon");
        all.push_back("UPDATE fix_latest SET lon = 2000000000 WHERE responder = " + who);
        all.push_back("UPDATE fix_latest SET time = 9000000000000000000 WHERE responder = " + who);
        all.push_back(
            "UPDATE fix_live SET lat = -2000000000 WHERE seq = (SELECT max(seq) FROM fix_live)");
        return all;
    }

    void startIdsAt(std::int64_t first) override {
        const bool moved = poison(
            "SELECT setval(c.oid::regclass, " + std::to_string(first) +
            ", false) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind"
            " = 'S' AND n.nspname = 'gridhall' AND c.relname NOT LIKE 'source%'");
        if (!moved) qFatal("the ids cannot be moved");
    }

  private:
    void setClock() {
        const std::lock_guard lock(m_mutex);
        const auto now = clock.now();
        if (now == m_set) return;
        m_set = now;
        const auto done = m_clock->ask("UPDATE public.test_clock SET now = $1",
                                       {std::int64_t{now.time_since_epoch().count()}});
        if (!done) qFatal("%s", done.error().detail.c_str());
    }

    const Line m_line;
    std::string m_database;
    std::unique_ptr<gis::PgLink> m_clock;
    std::mutex m_mutex;
    Millis m_set{};
};

}  // namespace

const std::vector<Adapter>& adapters() {
    static const std::vector<Adapter> all = {
        {"sqlite", [] { return std::make_unique<SqlitePlace>(); }, 200},
        {"slow sqlite", [] { return std::make_unique<SlowPlace>(); }, 24},
        {"postgis", [] { return std::make_unique<PostgisPlace>(PostgisPlace::Line::Good); }, 100},
        {"slow postgis", [] { return std::make_unique<PostgisPlace>(PostgisPlace::Line::Bad); },
         24},
    };
    return all;
}

}  // namespace contract

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <mutex>

#include "gis/store/open_store.h"
#include "gis/store/pg.h"
#include "gis/store/slow_store.h"
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
        const std::string path = m_folder.filePath(QStringLiteral("city.gridhall")).toStdString();
        if (!m_made) {
            gis::CreateOptions create;
            create.open.clock = &clock;
            auto made = gis::createStore(path, create);
            if (!made) qFatal("%s", made.error().detail.c_str());
            m_made = true;
            return std::move(*made);
        }
        gis::OpenOptions options;
        options.clock = &clock;
        auto opened = gis::openStore(path, options);
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        return std::move(*opened);
    }

  private:
    QTemporaryDir m_folder;
    bool m_made = false;
};

/// The same over a bad line, with a caller that tries again.
class SlowPlace final : public SqlitePlace {
  public:
    std::unique_ptr<Store> open() override {
        gis::Slowness slowness;
        slowness.delay = 2ms;
        slowness.loseAnswers = true;
        return makePatientStore(gis::makeSlowStore(SqlitePlace::open(), slowness));
    }
};

/// A database of the test's own server. Consoles sign in as a role that owns nothing; the server's
/// clock is replaced by one the test moves.
class PostgisPlace : public Place {
  public:
    PostgisPlace() : m_database(support::PgServer::shared().makeDatabase()) {}
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
                "CREATE TABLE public.test_clock (now bigint); INSERT INTO public.test_clock VALUES"
                " (0); CREATE OR REPLACE FUNCTION gridhall.now_ms() RETURNS bigint LANGUAGE sql"
                " VOLATILE SECURITY DEFINER AS 'SELECT now FROM public.test_clock'; UPDATE"
                " gridhall.setting SET valid_from = 0; UPDATE gridhall.level SET valid_from = 0;"
                " UPDATE gridhall.category SET valid_from = 0; UPDATE gridhall.action SET at = 0");
            if (!replaced) qFatal("%s", replaced.error().detail.c_str());
        }
        gis::OpenOptions options;
        options.clock = &clock;
        auto opened = gis::openStore(server.uri(m_database, "gridhall_app"), options);
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        return makePatientStore(std::move(*opened), [this] { setClock(); });
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
        {"postgis", [] { return std::make_unique<PostgisPlace>(); }, 100},
    };
    return all;
}

}  // namespace contract

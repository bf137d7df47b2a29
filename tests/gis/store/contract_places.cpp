// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "gis/store/open_store.h"
#include "gis/store/slow_store.h"
#include "tests/gis/store/patient_store.h"
#include "tests/gis/store/store_contract.h"

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

}  // namespace

const std::vector<Adapter>& adapters() {
    static const std::vector<Adapter> all = {
        {"sqlite", [] { return std::make_unique<SqlitePlace>(); }, 200},
        {"slow sqlite", [] { return std::make_unique<SlowPlace>(); }, 24},
    };
    return all;
}

}  // namespace contract

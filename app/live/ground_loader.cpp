// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live/ground_loader.h"

namespace app {

GroundLoader::GroundLoader(OpenStore open, QObject* parent)
    : QObject(parent), m_open(std::move(open)), m_there(new QObject) {
    m_thread.setObjectName(QStringLiteral("ground"));
    m_there->moveToThread(&m_thread);
    m_thread.start();
}

GroundLoader::~GroundLoader() {
    stop();
    m_thread.wait();
    delete m_there;
}

void GroundLoader::stop() {
    m_stop = true;
    m_thread.quit();
}

void GroundLoader::load() {
    QMetaObject::invokeMethod(m_there, [this] { read(); });
}

void GroundLoader::read() {
    if (m_stop) return;
    auto store = m_open();
    if (!store) {
        Q_EMIT failed(store.error());
        return;
    }
    auto ground = std::make_shared<layers::GroundData>();
    const auto take = [&]<class Row>(dispatch::Kind kind, std::vector<Row>& rows) {
        dispatch::Query query;
        query.kind = kind;
        return (*store)->read(query, [&](dispatch::Record&& record) {
            rows.push_back(std::get<Row>(std::move(record)));
            return !m_stop;
        });
    };
    for (const auto& result :
         {take(dispatch::Kind::Ground, ground->grounds), take(dispatch::Kind::Road, ground->roads),
          take(dispatch::Kind::Camera, ground->cameras)}) {
        if (!result) {
            Q_EMIT failed(result.error());
            return;
        }
    }
    const auto id = (*store)->identity();
    if (!id) {
        Q_EMIT failed(id.error());
        return;
    }
    if (m_stop) return;
    Q_EMIT loaded(ground, QString::fromStdString(*id));
    Q_EMIT named(PlaceIndex::make(std::move(ground)));
}

}  // namespace app

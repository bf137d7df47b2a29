// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ground/store_ground.h"

#include "app/users/state_folder.h"
#include "app/users/users.h"

namespace app {

dispatch::Result<std::shared_ptr<const layers::GroundData>> readGround(dispatch::Store& store) {
    auto ground = std::make_shared<layers::GroundData>();
    const auto take = [&]<class Row>(dispatch::Kind kind, std::vector<Row>& rows) {
        dispatch::Query query;
        query.kind = kind;
        return store.read(query, [&](dispatch::Record&& record) {
            rows.push_back(std::get<Row>(std::move(record)));
            return true;
        });
    };
    for (const auto& read :
         {take(dispatch::Kind::Ground, ground->grounds), take(dispatch::Kind::Road, ground->roads),
          take(dispatch::Kind::Camera, ground->cameras)})
        if (!read) return read.error();
    return std::shared_ptr<const layers::GroundData>(std::move(ground));
}

dispatch::Result<void> setGroundAttribution(dispatch::Store& store, const dispatch::Author& by,
                                            const std::string& words) {
    const auto picture = store.load();
    if (!picture) return picture.error();
    bool isSaid = false;
    (*picture)->settings.forEach(
        [&](const dispatch::Setting& row) { isSaid = isSaid || row.key == kGroundAttribution; });
    if (isSaid) return {};
    dispatch::Setting setting;
    setting.key = kGroundAttribution;
    setting.value = words;
    const auto done =
        commitJournalled(store, by, {{setting, {}, false}}, "ground", "ground is that of " + words);
    return done ? dispatch::Result<void>() : done.error();
}

dispatch::Result<CityGround> makeStoreGround(dispatch::Store& store, const std::string& uri,
                                             std::stop_token stop) {
    const gis::WorkerPlace worker = seatWorker();
    // Not worth reading a city for.
    if (worker.program.isEmpty())
        return dispatch::Error{dispatch::ErrorCode::NotFound, "the cartographer is not installed"};
    const auto id = store.identity();
    if (!id) return id.error();
    const auto picture = store.load();
    if (!picture) return picture.error();
    const auto ground = readGround(store);
    if (!ground) return ground.error();
    return ensureCityGround(cityGroundFolder(QString::fromStdString(uri), *id), **picture, **ground,
                            worker, std::move(stop));
}

}  // namespace app

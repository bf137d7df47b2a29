// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/scene.h"

namespace layers {

dispatch::GeoBox extentOf(const dispatch::Picture& picture, const GroundData* ground) {
    dispatch::GeoBox box;
    picture.grids.forEach([&](const dispatch::Grid& grid) { box.add(dispatch::boxOf(grid.area)); });
    if (!box.isEmpty()) return box;
    picture.centres.forEach(
        [&](const dispatch::Centre& centre) { box.add(dispatch::boxOf(centre.reference)); });
    if (!box.isEmpty()) return box;
    if (ground) {
        for (const dispatch::Ground& g : ground->grounds) {
            box.add(dispatch::boxOf(g.area));
            box.add(dispatch::boxOf(g.line));
        }
        for (const dispatch::Road& road : ground->roads) box.add(dispatch::boxOf(road.line));
    }
    picture.posts.forEach([&](const dispatch::Post& post) { box.add(post.place); });
    if (!box.isEmpty()) return box;
    picture.cases.forEach([&](const dispatch::Case& record) {
        if (record.place) box.add(*record.place);
    });
    return box;
}

}  // namespace layers

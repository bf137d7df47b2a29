// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "dispatch/picture.h"
#include "gis/geometry/projection.h"
#include "layers/ground_data.h"
#include "layers/ground_pictures.h"

namespace layers {

class GridMap;

/// Around what the straight-line reach is drawn.
enum class ReachAround { Nothing, Selection, Posts, OnDuty };

/// What the response circles are drawn around; minutes and speeds are the store's settings.
struct ReachMode {
    ReachAround around = ReachAround::Nothing;
    std::optional<dispatch::Vehicle> vehicle;  ///< Empty: each responder's own, cars from posts.
    friend bool operator==(const ReachMode&, const ReachMode&) = default;
};

/// Everything a layer draws from. Immutable once handed to another thread.
struct SceneInput {
    std::shared_ptr<const dispatch::Picture> picture;
    std::shared_ptr<const GroundData> ground;
    std::shared_ptr<const GroundPictures> pictures;  ///< May be null.
    gis::Projection projection;
    dispatch::Millis storeTime{};
    std::optional<dispatch::RecordRef> selection;
    ReachMode reach;
    std::shared_ptr<const GridMap> gridMap;  ///< The grids on the plane, made once for all layers.
};

/// Extent of the grids, else of the ground, else of the posts; empty where there is nothing.
dispatch::GeoBox extentOf(const dispatch::Picture& picture, const GroundData* ground);

}  // namespace layers

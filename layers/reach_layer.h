// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/geometry/response_area.h"
#include "layers/layer.h"

namespace layers {

/// What can be reached in straight line within minutes, around posts or responders: circles on the
/// ellipsoid, dissolved into one area a minute.
class ReachLayer final : public Layer {
  public:
    std::shared_ptr<const LayerContent> build(const SceneInput& input) const override;
    bool isTouched(const SceneInput& input, const dispatch::Changes& changes) const override;
    void paintSample(QPainter& painter, Theme theme) const override;
    QList<LegendRow> legend(Theme theme, qreal devicePixelRatio) const override;
};

/// What the scene's reach mode asks for, the shortest number of minutes first.
std::vector<gis::ResponseArea> reachAreas(const SceneInput& input);

}  // namespace layers

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layers/layer.h"

namespace layers {

/// Borders of city, districts, townships and communities, and their names.
class BoundariesLayer final : public Layer {
  public:
    std::shared_ptr<const LayerContent> build(const SceneInput& input) const override;
    void paintSample(QPainter& painter, Theme theme) const override;
    QList<LegendRow> legend(Theme theme, qreal devicePixelRatio) const override;
};

}  // namespace layers

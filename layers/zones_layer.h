// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layers/layer.h"

namespace layers {

/// Patrol responsibility zones.
class ZonesLayer final : public Layer {
  public:
    std::shared_ptr<const LayerContent> build(const SceneInput& input) const override;

    void paintSample(QPainter& painter, Theme theme) const override;
};

}  // namespace layers

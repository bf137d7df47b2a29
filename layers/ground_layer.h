// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layers/layer.h"

namespace layers {

/// The quiet ground: land, hills, green, water, buildings, rail, roads and their names.
class GroundLayer final : public Layer {
  public:
    std::shared_ptr<const LayerContent> build(const SceneInput& input) const override;
    void paintSample(QPainter& painter, Theme theme) const override;
};

}  // namespace layers

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRectF>
#include <vector>

#include "layers/map_view.h"

namespace layers {

/// Pictures of the ground that somebody else draws (the cartographer), as far as they are there.
///
/// @thread any: drawings ask while new pictures come in.
class GroundPictures {
  public:
    /// A picture and the part of the plane it shows: left, bottom, width, height, metres.
    struct Piece {
        QImage image;
        QRectF scene;
        bool exact = false;  ///< Its pixels are the view's own.
    };
    struct Cover {
        bool isWanted = false;      ///< Pictures are the ground; false: the console draws its own.
        bool isWhole = false;       ///< Exact pieces cover the whole part asked for.
        bool hasNames = false;      ///< Names are in the pictures; the console writes none.
        std::vector<Piece> pieces;  ///< To be painted in this order.
    };

    virtual ~GroundPictures() = default;
    /// What there is for a view.
    /// @param clip Part of the plane, metres.
    virtual Cover cover(const MapView& view, const QRectF& clip) const = 0;
};

}  // namespace layers

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QStringList>

#include "layers/map_view.h"
#include "layers/scene.h"
#include "layers/theme.h"

namespace layers {

/// Draws the map once, at once, without a window: for snapshots and golden images.
///
/// @param input  Its projection and gridMap are made here where gridMap is null.
/// @param names  Layers by catalog name; empty for those that start on.
/// @thread any thread of a process with a QGuiApplication.
QImage drawMap(SceneInput input, const MapView& view, Theme theme, const QStringList& names = {});

/// The view that shows a box with a rim of 6 % on each side.
MapView viewOf(const dispatch::GeoBox& box, const gis::Projection& projection, QSizeF size,
               qreal devicePixelRatio = 1);

}  // namespace layers

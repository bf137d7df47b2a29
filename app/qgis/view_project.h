// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "dispatch/result.h"
#include "gis/cartographer/map_style.h"
#include "layers/symbols/palette.h"

namespace app {

/// A project for QGIS whose layers are the live views of a store, drawn as on screen.
struct ViewProjectPlan {
    QString store;  ///< Its URI.
    QString file;   ///< The project to write, "*.qgs".
    layers::Ink ink = layers::Ink::Hall;
};

struct ViewProjectReport {
    int layers = 0;  ///< Without those of the ground.
    bool hasGround = false;
};

/// Writes the project, in the language of the program. It is read-only, holds no row and no
/// password; files in its folder or below are named relative to it, others absolutely. The city's
/// own ground lies below where its files were written.
///
/// @thread any; waits for the cartographer.
/// @error NotFound no cartographer is installed. BadInput the file cannot be written, or has
/// another
///        ending. As openStore.
dispatch::Result<ViewProjectReport> writeViewProject(const ViewProjectPlan& plan);

/// Names each rule without a title by the rows of the legend it is made of: "High risk · Late".
void titleRules(gis::MapStyle& style);

}  // namespace app

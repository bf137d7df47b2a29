// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDomDocument>
#include <QString>
#include <vector>

#include "gis/cartographer/protocol.h"

namespace cartographer {

/// What a foreign project may do.
struct Trust {
    bool mayReachOut = false;  ///< Remote layers and pictures; an administrator said so.
};

/// Takes everything out of a project that runs code or reaches out: macros, form code, actions,
/// annotations, layouts, projects within; and, unless allowed, layers that are not plain files.
/// Names of files that lie beside the project become whole ones.
///
/// @param folder Where the project lies.
/// @return What was taken out and is missed on the map: one sentence a layer.
std::vector<gis::LayerProblem> cleanProject(QDomDocument& project, const QString& folder,
                                            Trust trust);

/// Whether a layer is read from a plain file of this machine, by one of the providers for files.
bool isPlainFile(const QString& provider, const QString& source);

/// Keeps the drivers of GDAL that need a network out of reach. Before QGIS begins.
void leaveOutDrivers();
/// Turns every request of QGIS for the network into one for nothing.
void stayOffTheNetwork();

}  // namespace cartographer

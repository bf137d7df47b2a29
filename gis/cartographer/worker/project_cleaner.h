// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDomDocument>
#include <QString>
#include <vector>

#include "gis/cartographer/protocol.h"

namespace cartographer {

/// What a foreign project may do.
struct Trust {
    /// Remote layers and pictures; an administrator said so. It then has no files: the two are
    /// never in one process.
    bool mayReachOut = false;
};

/// Takes everything out of a project that runs code or reaches out: macros, form code, actions,
/// annotations, layouts, projects within; and, unless allowed, layers that are not plain files.
/// Names of files that lie beside the project become whole ones.
///
/// @param folder Where the project lies.
/// @return What was taken out and is missed on the map: one sentence a layer.
std::vector<gis::LayerProblem> cleanProject(QDomDocument& project, const QString& folder,
                                            Trust trust);

/// The file a layer is read from, where its provider reads one; else empty.
QString fileOf(const QString& provider, const QString& source);
/// Whether a layer is read from a plain file of this machine, by one of the providers for files.
bool isPlainFile(const QString& provider, const QString& source);

/// Takes away the functions of expressions that write into files.
void forbidWritingExpressions();
/// Turns every request of QGIS for the network into one for nothing.
void stayOffTheNetwork();
/// @param milliseconds What a service on the network has for one answer.
void limitWaiting(int milliseconds);

}  // namespace cartographer

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "gis/cartographer/map_style.h"

namespace cartographer {

/// Writes a project whose layers lie where this process cannot look, a store or a server: styles
/// are made on empty layers, and the sources are put into the file as it is written.
/// @return One sentence on what failed, empty where nothing did.
QString writeLinkedProject(const gis::ProjectJob& job);

}  // namespace cartographer

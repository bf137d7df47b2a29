// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cartographer {

/// Leaves GDAL, once QGIS has begun, only the drivers that read files of this machine, and none of
/// its file systems that lie on a network: a virtual raster may name any of them.
void keepGdalToFiles();

/// What QGIS and GDAL wait for a server, for Web workers; before QGIS begins.
/// @param milliseconds For one answer.
void limitGdalWaiting(int milliseconds);

}  // namespace cartographer

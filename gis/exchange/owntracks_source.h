// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/exchange/row_source.h"

namespace gis {

/// The record of the OwnTracks recorder: a line each of ISO time, kind and JSON, parted by tabs.
///
/// Columns: _type, time, lon, lat, accuracy, speed (m/s), heading, tid. Lines without JSON are
/// faults.
dispatch::Result<std::unique_ptr<RowSource>> openOwnTracks(const SourceOptions& options);

}  // namespace gis

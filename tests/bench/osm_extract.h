// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>

namespace bench {

/// West, south, east, north, degrees.
using Extent = std::array<double, 4>;

/// The extent of the nodes of an OSM file.
Extent extentOf(const std::string& file);

/// A share of an extent's area around its centre.
Extent shareOf(const Extent& extent, double areaShare);

/// Writes what lies in an extent: its nodes, the ways with a node there (cut to those nodes) and
/// the relations.
void extract(const std::string& file, const Extent& extent, const std::string& target);

}  // namespace bench

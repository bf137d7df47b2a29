// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/place.h"

namespace gis {

using Bytes = std::vector<std::byte>;

/// SpatiaLite's own geometry format, written without SpatiaLite: so no writer needs its functions
/// or triggers, and the views hand the column to QGIS as it is. SRID 4490, longitude first.
///
/// @return Empty for an empty shape (stored as NULL).
Bytes areaBlob(const dispatch::Area& area);
Bytes lineBlob(const dispatch::Line& line);

/// @return False where the bytes are no MULTIPOLYGON / LINESTRING as written above.
bool readArea(std::span<const std::byte> blob, dispatch::Area& area);
bool readLine(std::span<const std::byte> blob, dispatch::Line& line);

/// The same shape as plain well-known binary, least significant byte first, and back: every stored
/// number exactly as it is, also one no writer of ours makes.
///
/// @return Empty where the bytes are no MULTIPOLYGON or LINESTRING.
std::optional<std::string> wkbOfBlob(std::span<const std::byte> blob);
/// @param box Grows by the shape.
std::optional<Bytes> blobOfWkb(std::string_view wkb, dispatch::GeoBox& box);

/// Numbers as differences in a variable number of bytes: node lists of roads, ids of a receipt.
Bytes numbersBlob(std::span<const std::int64_t> numbers);
bool readNumbers(std::span<const std::byte> blob, std::vector<std::int64_t>& numbers);

}  // namespace gis

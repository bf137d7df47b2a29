// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace gis {

/// SHA-256 of some bytes.
std::array<std::uint8_t, 32> sha256(std::string_view bytes);
/// The same as 64 hex digits, small letters.
std::string sha256Hex(std::string_view bytes);

}  // namespace gis

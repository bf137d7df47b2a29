// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gis {

/// A SHA-256 as its 32 bytes.
using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 of the bytes.
Digest sha256(std::string_view bytes);
/// SHA-256 of the bytes as 64 small hex digits.
std::string sha256Hex(std::string_view bytes);
/// Two small hex digits a byte.
std::string hexOf(std::span<const std::uint8_t> bytes);
/// @return False where `hex` is not exactly two hex digits for each byte of `bytes`.
bool bytesOf(std::string_view hex, std::span<std::uint8_t> bytes);
/// Bytes nobody can guess, as hex: salts, keys, tokens.
/// @param bytes How many, from 1 up; the text is twice as long.
std::string randomHex(int bytes);

}  // namespace gis

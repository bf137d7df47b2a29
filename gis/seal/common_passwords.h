// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace gis {

/// The most common passwords of 8 characters and more, in small letters
/// (resources/defaults/common_passwords.txt).
std::span<const std::string_view> commonPasswords();

}  // namespace gis

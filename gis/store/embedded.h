// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace gis {

/// A text file compiled into the program: a migration or a default list.
struct EmbeddedFile {
    std::string_view name;
    std::string_view text;
};

std::span<const EmbeddedFile> embeddedFiles();
/// @return Empty where there is no file of that name.
std::string_view embeddedFile(std::string_view name);

}  // namespace gis

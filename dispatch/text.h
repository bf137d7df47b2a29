// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace dispatch {

/// Whether every byte belongs to well-formed UTF-8.
bool isUtf8(std::string_view text);
/// At most `bytes` bytes, never cutting a character in two. REQUIRES: UTF-8.
std::string cutText(std::string_view text, std::size_t bytes);
/// What can be shown of any bytes at all: UTF-8 in one line, at most `bytes` bytes of it; control
/// characters become spaces and, where the text is no UTF-8, bytes that are no ASCII become "?".
std::string printable(std::string_view text, std::size_t bytes);

}  // namespace dispatch

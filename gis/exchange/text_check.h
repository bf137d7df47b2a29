// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dispatch/text.h"

namespace gis {

using dispatch::cutText;
using dispatch::isUtf8;

/// Without spaces, tabs, line breaks and no-break spaces at its ends.
std::string_view trimmed(std::string_view text);
/// ASCII letters in lower case, others as they are.
std::string lowered(std::string_view text);
/// The whole text as a number; empty where it is none or not finite. Takes no thousands marks.
std::optional<double> numberOf(std::string_view text);
/// The shortest text that reads back as the same number.
std::string numberText(double value);
/// A value as a report may quote it: short, in one line, without control characters.
std::string shownText(std::string_view text);

}  // namespace gis

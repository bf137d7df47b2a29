// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/text_check.h"

#include <charconv>
#include <cmath>

namespace gis {

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    for (;;) {
        if (!text.empty() && blank(text.front()))
            text.remove_prefix(1);
        else if (text.size() >= 2 && text.substr(0, 2) == "\xC2\xA0")
            text.remove_prefix(2);
        else if (!text.empty() && blank(text.back()))
            text.remove_suffix(1);
        else if (text.size() >= 2 && text.substr(text.size() - 2) == "\xC2\xA0")
            text.remove_suffix(2);
        else
            return text;
    }
}

std::string lowered(std::string_view text) {
    std::string low(text);
    for (char& c : low)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return low;
}

std::optional<double> numberOf(std::string_view text) {
    text = trimmed(text);
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return {};
    return value;
}

std::string numberText(double value) {
    char digits[40];
    const double size = std::abs(value);
    const bool plain = size == 0 || (size >= 1e-9 && size < 1e15);
    const auto done =
        plain ? std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed)
              : std::to_chars(digits, digits + sizeof digits, value);
    return std::string(digits, done.ptr);
}

std::string shownText(std::string_view text) {
    return "\"" + dispatch::printable(text, 60) + (text.size() > 60 ? "...\"" : "\"");
}

}  // namespace gis

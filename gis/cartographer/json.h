// SPDX-License-Identifier: GPL-3.0-or-later
// For sources of this folder only: how its types become JSON and come back.
#pragma once

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace gis {

/// Bytes that are no UTF-8 are replaced: a file's name must not end a conversation.
template <class T>
std::string jsonText(const T& value) {
    return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// JSON knows no number that is none and writes null for it: here it becomes one again, so that who
/// reads it can say what is wrong with it.
inline void numbersFromNulls(nlohmann::json& value) {
    if (value.is_null()) value = std::numeric_limits<double>::quiet_NaN();
    if (value.is_structured())
        for (nlohmann::json& part : value) numbersFromNulls(part);
}

template <class T>
std::optional<T> jsonRead(std::string_view words) {
    auto parsed = nlohmann::json::parse(words, nullptr, false);
    if (parsed.is_discarded()) return std::nullopt;
    numbersFromNulls(parsed);
    // The library throws where a value has another type than it should.
    try {
        return parsed.get<T>();
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

}  // namespace gis

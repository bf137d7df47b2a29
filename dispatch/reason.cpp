// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/reason.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace dispatch {
namespace {

constexpr std::string_view kWords[] = {"limit",       "top-limit", "not-answered", "no-channel",
                                       "order-ended", "roster",    "live-order"};
constexpr std::string_view kBetween = ", ";

bool takeFigure(Reason& reason, std::string_view name, std::string_view value) {
    if (name == "stage") {
        reason.stage = value;
    } else if (name == "level") {
        reason.level = value;
    } else if (name == "allowed") {
        const auto allowed = readAllowed(value);
        if (!allowed) return false;
        reason.allowed = *allowed;
    } else if (name == "seconds") {
        int seconds = 0;
        const auto [end, error] = std::from_chars(value.begin(), value.end(), seconds);
        if (error != std::errc() || end != value.end()) return false;
        reason.seconds = std::chrono::seconds(seconds);
    } else {
        return false;
    }
    return true;
}

}  // namespace

std::string reasonCode(const Reason& reason) {
    std::string code(kWords[static_cast<std::size_t>(reason.is)]);
    const auto figure = [&](const char* name, const std::string& value) {
        code.append(kBetween).append(name).append("=").append(value);
    };
    if (reason.allowed) figure("allowed", allowedText(*reason.allowed));
    if (!reason.stage.empty()) figure("stage", reason.stage);
    if (!reason.level.empty()) figure("level", reason.level);
    if (reason.seconds.count() != 0) figure("seconds", std::to_string(reason.seconds.count()));
    return code;
}

std::optional<Reason> readReason(std::string_view code) {
    Reason reason;
    const std::string_view word = code.substr(0, code.find(kBetween));
    const auto found = std::find(std::begin(kWords), std::end(kWords), word);
    if (found == std::end(kWords)) return std::nullopt;
    reason.is = static_cast<Reason::Is>(found - std::begin(kWords));
    code.remove_prefix(word.size());
    while (!code.empty()) {
        code.remove_prefix(kBetween.size());
        const std::string_view part = code.substr(0, code.find(kBetween));
        const auto equals = part.find('=');
        if (equals == std::string_view::npos ||
            !takeFigure(reason, part.substr(0, equals), part.substr(equals + 1)))
            return std::nullopt;
        code.remove_prefix(part.size());
    }
    return reason;
}

}  // namespace dispatch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/time_text.h"

#include <cstdio>

#include "gis/exchange/text_check.h"

namespace gis {

namespace {

using dispatch::Millis;
using dispatch::TimePrecision;

/// Eats a text from the left.
struct Cursor {
    std::string_view rest;

    std::optional<int> digits(std::size_t least, std::size_t most) {
        std::size_t n = 0;
        int value = 0;
        while (n < most && n < rest.size() && rest[n] >= '0' && rest[n] <= '9')
            value = value * 10 + (rest[n++] - '0');
        if (n < least) return {};
        rest.remove_prefix(n);
        return value;
    }
    bool eat(char c) {
        if (rest.empty() || rest.front() != c) return false;
        rest.remove_prefix(1);
        return true;
    }
    bool eatAny(std::string_view set) {
        if (rest.empty() || set.find(rest.front()) == std::string_view::npos) return false;
        rest.remove_prefix(1);
        return true;
    }
};

std::optional<Millis> dayStart(int year, int month, int day) {
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || year < 1900 || year > 2200) return {};
    return Millis(std::chrono::sys_days(date));
}

std::optional<ReadTime> sinceEpoch(std::string_view text) {
    const auto value = numberOf(text);
    if (!value) return {};
    // Ten digits before the point are seconds up to 2286, thirteen are milliseconds.
    if (*value >= 1e8 && *value < 1e10)
        return ReadTime{Millis(std::chrono::milliseconds(static_cast<std::int64_t>(*value * 1000))),
                        TimePrecision::Second, true};
    if (*value >= 1e11 && *value < 1e13)
        return ReadTime{Millis(std::chrono::milliseconds(static_cast<std::int64_t>(*value))),
                        TimePrecision::Second, true};
    return {};
}

std::optional<ReadTime> withClock(Cursor text, Millis day, std::chrono::minutes utcOffset) {
    ReadTime read;
    const auto hour = text.digits(1, 2);
    if (!hour || *hour > 24 || !text.eat(':')) return {};
    const auto minute = text.digits(2, 2);
    if (!minute || *minute > 59) return {};
    int second = 0;
    int millis = 0;
    read.precision = TimePrecision::Minute;
    if (text.eat(':')) {
        const auto told = text.digits(2, 2);
        if (!told || *told > 60) return {};
        second = *told;
        read.precision = TimePrecision::Second;
        if (text.eatAny(".,")) {
            int scale = 100;
            std::size_t count = 0;
            while (!text.rest.empty() && text.rest.front() >= '0' && text.rest.front() <= '9') {
                millis += (text.rest.front() - '0') * scale;
                scale /= 10;
                text.rest.remove_prefix(1);
                ++count;
            }
            if (count == 0) return {};
        }
    }
    std::chrono::minutes offset = utcOffset;
    const std::string_view tail = trimmed(text.rest);
    if (!tail.empty()) {
        const auto told =
            tail == "UTC" || tail == "GMT" ? std::chrono::minutes{0} : readUtcOffset(tail);
        if (!told) return {};
        offset = *told;
        read.hadZone = true;
    }
    if (*hour == 24 && (*minute || second || millis)) return {};
    read.time = day + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                std::chrono::seconds(second) + std::chrono::milliseconds(millis) - offset;
    return read;
}

}  // namespace

std::optional<std::chrono::minutes> readUtcOffset(std::string_view text) {
    if (text == "Z" || text == "z") return std::chrono::minutes{0};
    Cursor cursor{text};
    const bool east = cursor.eat('+');
    if (!east && !cursor.eat('-')) return {};
    const auto hours = cursor.digits(1, 2);
    if (!hours || *hours > 14) return {};
    int minutes = 0;
    cursor.eat(':');
    if (!cursor.rest.empty()) {
        const auto told = cursor.digits(2, 2);
        if (!told || *told > 59 || !cursor.rest.empty()) return {};
        minutes = *told;
    }
    const std::chrono::minutes offset{*hours * 60 + minutes};
    return east ? offset : -offset;
}

std::optional<ReadTime> readTime(std::string_view text, std::chrono::minutes utcOffset) {
    text = trimmed(text);
    Cursor cursor{text};
    const auto year = cursor.digits(4, 4);
    if (!year) return {};
    const bool parted = cursor.eatAny("-/.");
    const auto month = cursor.digits(parted ? 1 : 2, 2);
    if (!month) return sinceEpoch(text);
    if (cursor.rest.empty()) {
        if (!parted) return {};
        const auto start = dayStart(*year, *month, 1);
        if (!start) return {};
        return ReadTime{*start - utcOffset, TimePrecision::Month, false};
    }
    if (parted != cursor.eatAny("-/.")) return sinceEpoch(text);
    const auto day = cursor.digits(parted ? 1 : 2, 2);
    if (!day) return {};
    if (!parted && !cursor.rest.empty() && cursor.rest.front() >= '0' && cursor.rest.front() <= '9')
        return sinceEpoch(text);
    const auto start = dayStart(*year, *month, *day);
    if (!start) return parted ? std::nullopt : sinceEpoch(text);
    if (cursor.rest.empty()) return ReadTime{*start - utcOffset, TimePrecision::Day, false};
    if (!cursor.eatAny("T ")) return {};
    return withClock(cursor, *start, utcOffset);
}

std::string timeText(dispatch::Seconds time) {
    return timeText(Millis(time));
}

std::string timeText(Millis time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    char text[64];
    const auto millis = clock.subseconds().count();
    const int n = std::snprintf(
        text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()));
    std::string out(text, static_cast<std::size_t>(n));
    if (millis) {
        std::snprintf(text, sizeof text, ".%03d", static_cast<int>(millis));
        out += text;
    }
    return out + "Z";
}

}  // namespace gis

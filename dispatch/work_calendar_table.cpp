// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <span>

#include "dispatch/table_rows.h"
#include "dispatch/work_calendar.h"

namespace dispatch {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::seconds;

constexpr std::string_view kTable = "calendar";

std::optional<int> numberOf(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.front() == '-')
        return std::nullopt;
    return value;
}

/// "08:30"; "24:00" is the day's end.
std::optional<seconds> timeOf(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = numberOf(text.substr(0, 2));
    const auto minute = numberOf(text.substr(3));
    if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 24 * 60) return std::nullopt;
    return std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

std::optional<local_days> dateOf(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = numberOf(text.substr(0, 4));
    const auto month = numberOf(text.substr(5, 2));
    const auto day = numberOf(text.substr(8));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(unsigned(*month)),
                                           std::chrono::day(unsigned(*day))};
    if (!date.ok()) return std::nullopt;
    return local_days(date);
}

/// "2024-02-10..2024-02-17" or one day.
std::optional<std::pair<local_days, local_days>> datesOf(std::string_view text) {
    const auto dots = text.find("..");
    const auto first = dateOf(text.substr(0, dots));
    const auto last = dots == std::string_view::npos ? first : dateOf(text.substr(dots + 2));
    if (!first || !last || *last < *first || *last - *first > days(366)) return std::nullopt;
    return std::pair(*first, *last);
}

/// First and last weekday, 0 is Monday.
std::optional<std::pair<int, int>> weekdaysOf(std::string_view text) {
    if (text == "*") return std::pair(0, 6);
    const auto isDay = [&](std::size_t i) { return text[i] >= '1' && text[i] <= '7'; };
    if (text.size() == 1 && isDay(0)) return std::pair(text[0] - '1', text[0] - '1');
    if (text.size() != 3 || text[1] != '-' || !isDay(0) || !isDay(2) || text[2] < text[0])
        return std::nullopt;
    return std::pair(text[0] - '1', text[2] - '1');
}

class Reader {
  public:
    Result<WorkCalendar> read(std::string_view text) {
        for (const TableRow& row : tableRows(text))
            if (const std::string what = take(row); !what.empty())
                return badRow(kTable, row.line, what);
        const auto& hours = m_read.hours;
        if (std::all_of(hours.begin(), hours.end(), [](const auto& day) { return day.empty(); }))
            return Error{ErrorCode::BadInput, "calendar: no row gives working hours"};
        if (m_read.emergency.empty()) m_read.emergency = {{seconds{}, days(1)}};
        if (reachesNextDay(hours) || reachesNextDay({&m_read.emergency, 1}))
            return Error{ErrorCode::BadInput,
                         "calendar: hours that go over midnight reach into the hours of the next "
                         "day"};
        return std::move(m_read);
    }

  private:
    /// @return What is wrong with the row, else empty.
    std::string take(const TableRow& row) {
        const std::string_view kind = row.at(0);
        if (kind == "hours" || kind == "emergency") return takeHours(row);
        if (kind == "off" || kind == "work") return takeDays(row);
        return quoted(kind) + " is none of hours, emergency, off and work";
    }

    std::string takeHours(const TableRow& row) {
        const auto weekdays = weekdaysOf(row.at(1));
        if (!weekdays) return quoted(row.at(1)) + " are no weekdays, as 1-5, 6 or *";
        std::vector<Span> spans;
        for (const std::string_view word : wordsOf(row.at(2), ' ')) {
            const auto dash = word.find('-');
            const auto from = timeOf(word.substr(0, dash));
            auto until =
                dash == std::string_view::npos ? std::nullopt : timeOf(word.substr(dash + 1));
            if (!from || !until || *from == *until || *from == days(1))
                return quoted(word) + " are no hours, as 08:30-12:00";
            if (*until < *from) *until += days(1);
            if (!spans.empty() && *from < spans.back().until)
                return quoted(word) + " begins before the hours before it end";
            spans.push_back({*from, *until});
        }
        if (spans.empty()) return "the row gives no hours";
        if (row.at(0) == "emergency") {
            if (row.at(1) != "*") return "emergency hours are those of every day: \"*\"";
            if (!m_read.emergency.empty()) return "emergency hours are given twice";
            m_read.emergency = std::move(spans);
            return {};
        }
        for (int day = weekdays->first; day <= weekdays->second; ++day) {
            auto& hours = m_read.hours[static_cast<std::size_t>(day)];
            if (!hours.empty())
                return "hours of weekday " + std::to_string(day + 1) + " are given twice";
            hours = spans;
        }
        return {};
    }

    std::string takeDays(const TableRow& row) {
        const auto dates = datesOf(row.at(1));
        if (!dates)
            return quoted(row.at(1)) + " is no date, as 2024-02-10 or 2024-02-10..2024-02-17";
        for (local_days day = dates->first; day <= dates->second; day += days(1))
            if (!m_read.exceptions.emplace(day, row.at(0) == "work").second)
                return quoted(row.at(1)) + " names a day that has a row already";
        return {};
    }

    /// Whether any day's hours, carried over midnight, meet the first hours of any day.
    static bool reachesNextDay(std::span<const std::vector<Span>> weekdays) {
        seconds last{}, first = days(1);
        for (const std::vector<Span>& day : weekdays) {
            if (day.empty()) continue;
            last = std::max(last, day.back().until);
            first = std::min(first, day.front().from);
        }
        return last - days(1) > first;
    }

    WorkCalendar m_read;
};

}  // namespace

Result<WorkCalendar> readWorkCalendar(std::string_view table) {
    return Reader().read(table);
}

Result<Allowed> readAllowed(std::string_view text) {
    const auto wrong = [&] {
        return Error{ErrorCode::BadInput,
                     quoted(text) + " is no limit, as 30 min, 4 h, 3 d, 2 wh, 5 wd or 8 eh"};
    };
    const std::vector<std::string_view> words = wordsOf(text, ' ');
    if (words.size() != 2) return wrong();
    const auto amount = numberOf(words[0]);
    if (!amount || *amount < 1 || *amount > 100'000) return wrong();
    for (const LimitUnit unit :
         {LimitUnit::Minutes, LimitUnit::Hours, LimitUnit::Days, LimitUnit::WorkHours,
          LimitUnit::WorkDays, LimitUnit::EmergencyHours}) {
        const Allowed allowed{*amount, unit};
        if (allowedText(allowed) == std::string(words[0]) + ' ' + std::string(words[1]))
            return allowed;
    }
    return wrong();
}

Result<std::chrono::seconds> readDuration(std::string_view text) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    std::string_view unit = text.substr(digits);
    unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
    const auto allowed = readAllowed(std::string(text.substr(0, digits)) + ' ' + std::string(unit));
    if (allowed) {
        const std::int64_t amount = allowed->amount;
        if (allowed->unit == LimitUnit::Minutes) return std::chrono::seconds(60 * amount);
        if (allowed->unit == LimitUnit::Hours) return std::chrono::seconds(3600 * amount);
        if (allowed->unit == LimitUnit::Days) return std::chrono::seconds(86'400 * amount);
    }
    return Error{ErrorCode::BadInput, quoted(text) + " is no time, as 30 min, 4 h or 3 d"};
}

std::string allowedText(const Allowed& allowed) {
    const auto word = [&] {
        switch (allowed.unit) {
            case LimitUnit::Minutes:
                return " min";
            case LimitUnit::Hours:
                return " h";
            case LimitUnit::Days:
                return " d";
            case LimitUnit::WorkHours:
                return " wh";
            case LimitUnit::WorkDays:
                return " wd";
            case LimitUnit::EmergencyHours:
                return " eh";
        }
        return "";
    };
    return std::to_string(allowed.amount) + word();
}

}  // namespace dispatch

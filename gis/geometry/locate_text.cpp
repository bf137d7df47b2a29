// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/locate_text.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace gis {

using dispatch::LonLat;

namespace {

constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                              1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr std::uint64_t kExact = std::uint64_t{1} << 53;

bool isBlank(char c) {
    return c == ' ' || c == '\t';
}

/// Plain decimals whose digits fit a double are one exact division; anything else goes the long
/// way.
const char* readNumber(const char* at, const char* end, double& value) {
    const char* start = at;
    const bool minus = at != end && *at == '-';
    if (at != end && (*at == '-' || *at == '+')) ++at;
    const char* digits = at;
    std::uint64_t whole = 0;
    while (at != end && static_cast<unsigned char>(*at - '0') < 10)
        whole = whole * 10 + static_cast<std::uint64_t>(*at++ - '0');
    auto count = at - digits;
    std::ptrdiff_t behind = 0;
    if (at != end && *at == '.') {
        const char* point = ++at;
        while (at != end && static_cast<unsigned char>(*at - '0') < 10)
            whole = whole * 10 + static_cast<std::uint64_t>(*at++ - '0');
        behind = at - point;
        count += behind;
    }
    if (count == 0) return nullptr;
    if (count <= 18 && whole <= kExact && (at == end || (*at != 'e' && *at != 'E'))) {
        const double size = static_cast<double>(whole) / kPowers[behind];
        value = minus ? -size : size;
        return at;
    }
    if (*start == '+') ++start;
    const auto [stop, fault] = std::from_chars(start, end, value);
    return fault == std::errc() ? stop : nullptr;
}

}  // namespace

bool readLonLat(const char* begin, const char* end, LonLat& place) {
    while (begin != end && isBlank(*begin)) ++begin;
    begin = readNumber(begin, end, place.lon);
    if (begin == nullptr) return false;
    while (begin != end && isBlank(*begin)) ++begin;
    if (begin == end || *begin != ',') return false;
    ++begin;
    while (begin != end && isBlank(*begin)) ++begin;
    begin = readNumber(begin, end, place.lat);
    if (begin == nullptr) return false;
    while (begin != end && isBlank(*begin)) ++begin;
    return begin == end && std::fabs(place.lon) <= 180 && std::fabs(place.lat) <= 90;
}

LocateText::LocateText(const GridLookup& lookup) : m_lookup(lookup) {
    for (std::size_t i = 0; i < lookup.size(); ++i)
        m_codes.push_back(lookup.code(static_cast<std::int32_t>(i)));
}

void LocateText::line(const char* begin, const char* end, std::string& answers) {
    if (end != begin && end[-1] == '\r') --end;
    ++m_lines;
    LonLat& place = m_places[m_count];
    if (m_tooLong || !readLonLat(begin, end, place)) {
        constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
        place = {kNowhere, kNowhere};
        if (m_unreadable++ == 0) m_firstUnreadable = m_lines;
    }
    m_tooLong = false;
    if (++m_count == kBatch) flush(answers);
}

void LocateText::flush(std::string& answers) {
    m_lookup.locate(std::span(m_places).first(m_count), std::span(m_found).first(m_count));
    for (std::size_t i = 0; i < m_count; ++i) {
        if (m_found[i].geographic >= 0)
            answers += m_codes[static_cast<std::size_t>(m_found[i].geographic)];
        answers += ',';
        if (m_found[i].dedicated >= 0)
            answers += m_codes[static_cast<std::size_t>(m_found[i].dedicated)];
        answers += '\n';
    }
    m_count = 0;
}

void LocateText::feed(std::string_view chunk, std::string& answers) {
    const char* at = chunk.data();
    const char* const end = at + chunk.size();
    while (at != end) {
        const char* stop =
            static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
        if (stop == nullptr) {
            const auto left = static_cast<std::size_t>(end - at);
            m_tooLong |= m_rest.size() + left > kLongestLine;
            // At least one character is kept, so that finish() knows a line is under way.
            m_rest.append(at, m_tooLong ? 1 : left);
            if (m_tooLong) m_rest.resize(1);
            break;
        }
        if (m_rest.empty()) {
            line(at, stop, answers);
        } else {
            m_tooLong |= m_rest.size() + static_cast<std::size_t>(stop - at) > kLongestLine;
            if (!m_tooLong) m_rest.append(at, stop);
            const std::string whole = std::move(m_rest);
            m_rest.clear();
            line(whole.data(), whole.data() + whole.size(), answers);
        }
        at = stop + 1;
    }
    flush(answers);
}

void LocateText::finish(std::string& answers) {
    if (!m_rest.empty()) {
        const std::string whole = std::move(m_rest);
        m_rest.clear();
        line(whole.data(), whole.data() + whole.size(), answers);
    }
    flush(answers);
}

}  // namespace gis

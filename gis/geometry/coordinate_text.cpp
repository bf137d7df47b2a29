// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/coordinate_text.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include "gis/geometry/offset.h"

namespace gis {
namespace {

constexpr std::size_t kLongest = 160;
constexpr char kDegrees = 1;
constexpr char kMinutes = 2;
constexpr char kSeconds = 3;

struct Spelling {
    std::string_view words;  ///< ASCII letters in lower case.
    std::string_view means;
};

/// Longer spellings before those they begin with.
constexpr Spelling kSystems[] = {
    {"gcj-02", "g"},   {"gcj02", "g"},  {"gcj", "g"},   {"火星坐标", "g"}, {"火星", "g"},
    {"高德", "g"},     {"腾讯", "g"},   {"amap", "g"},  {"bd-09", "b"},    {"bd09ll", "b"},
    {"bd09", "b"},     {"百度", "b"},   {"baidu", "b"}, {"cgcs2000", "c"}, {"cgcs", "c"},
    {"国家2000", "c"}, {"wgs-84", "c"}, {"wgs84", "c"}, {"wgs 84", "c"},   {"wgs", "c"},
};

constexpr Spelling kMarks[] = {
    {"°", "\1"},
    {"º", "\1"},
    {"度", "\1"},
    {"′′", "\3"},
    {"''", "\3"},
    {"″", "\3"},
    {"”", "\3"},
    {"\"", "\3"},
    {"秒", "\3"},
    {"′", "\2"},
    {"’", "\2"},
    {"'", "\2"},
    {"分", "\2"},
    {"北纬", "N"},
    {"南纬", "S"},
    {"东经", "E"},
    {"西经", "W"},
    {"经度", "X"},
    {"纬度", "Y"},
    {"longitude", "X"},
    {"latitude", "Y"},
    {"lng", "X"},
    {"lon", "X"},
    {"lat", "Y"},
    {"，", ","},
    {"、", ","},
    {"；", ","},
    {";", ","},
    {"：", " "},
    {":", " "},
    {"=", " "},
    {"(", " "},
    {")", " "},
    {"（", " "},
    {"）", " "},
    {"−", "-"},
    {"\xE3\x80\x80", " "},
    {"\t", " "},
    {"坐标", " "},
    {"n", "N"},
    {"s", "S"},
    {"e", "E"},
    {"w", "W"},
    {"．", "."},
    {"０", "0"},
    {"１", "1"},
    {"２", "2"},
    {"３", "3"},
    {"４", "4"},
    {"５", "5"},
    {"６", "6"},
    {"７", "7"},
    {"８", "8"},
    {"９", "9"},
};

std::string lower(std::string_view words) {
    std::string made(words);
    for (char& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return made;
}

std::string respelled(const std::string& words) {
    std::string made;
    for (std::size_t at = 0; at < words.size();) {
        const Spelling* found = nullptr;
        for (const Spelling& mark : kMarks)
            if (words.compare(at, mark.words.size(), mark.words) == 0 &&
                (!found || mark.words.size() > found->words.size()))
                found = &mark;
        if (found) {
            made += found->means;
            at += found->words.size();
        } else {
            made += words[at++];
        }
    }
    return made;
}

/// Takes the name of a system out of the words.
/// @return False where two are named.
bool takeSystem(std::string& words, std::optional<CoordinateSystem>& system) {
    for (const Spelling& name : kSystems) {
        const std::size_t at = words.find(name.words);
        if (at == std::string::npos) continue;
        words = words.substr(0, at).append(1, ' ').append(words, at + name.words.size());
        const CoordinateSystem its = name.means == "g"   ? CoordinateSystem::Gcj02
                                     : name.means == "b" ? CoordinateSystem::Bd09
                                                         : CoordinateSystem::Cgcs2000;
        if (system && *system != its) return false;
        system = its;
    }
    return true;
}

struct Part {
    double degrees = 0;
    char axis = 0;  ///< N S E W, X and Y for an axis without a side, 0 where not said.
    bool minus = false;
};

/// Reads the parts of words spelled in digits, marks and letters of axes.
class PartReader {
  public:
    explicit PartReader(const std::string& words)
        : m_at(words.data()), m_end(words.data() + words.size()) {}

    /// @return Empty where anything else stands there.
    std::vector<Part> read() {
        std::vector<Part> parts;
        skip();
        const bool before = m_at != m_end && isAxis(*m_at);
        while (m_at != m_end) {
            Part part;
            if (before && !takeAxis(part)) return {};
            if (!takeDegrees(part)) return {};
            skipBlanks();
            if (!before && m_at != m_end && isAxis(*m_at)) takeAxis(part);
            parts.push_back(part);
            if (parts.size() > 2) return {};
            skip();
        }
        return parts;
    }
    /// Whether the words had anything that two serials would not have.
    bool isMeant() const { return m_meant; }

  private:
    static bool isAxis(char c) { return std::string_view("NSEWXY").find(c) != std::string::npos; }
    void skipBlanks() {
        while (m_at != m_end && *m_at == ' ') ++m_at;
    }
    void skip() {
        while (m_at != m_end && (*m_at == ' ' || *m_at == ',')) m_meant |= *m_at++ == ',';
    }
    bool takeAxis(Part& part) {
        if (m_at == m_end || !isAxis(*m_at)) return false;
        part.axis = *m_at++;
        m_meant = true;
        skipBlanks();
        return true;
    }
    bool takeNumber(double& value) {
        const char* start = m_at;
        if (start == m_end || *start < '0' || *start > '9') return false;
        const auto [stop, fault] = std::from_chars(start, m_end, value, std::chars_format::fixed);
        if (fault != std::errc()) return false;
        for (const char* c = start; c != stop; ++c) m_meant |= *c == '.';
        m_at = stop;
        return true;
    }
    /// A number with its mark; goes back where another mark follows.
    bool takeMarked(double& value, char mark) {
        const char* start = m_at;
        skipBlanks();
        if (takeNumber(value)) {
            skipBlanks();
            if (m_at != m_end && *m_at == mark) {
                ++m_at;
                return value < 60;
            }
        }
        m_at = start;
        value = 0;
        return true;
    }
    bool takeDegrees(Part& part) {
        part.minus = m_at != m_end && *m_at == '-';
        if (m_at != m_end && (*m_at == '-' || *m_at == '+')) ++m_at;
        if (!takeNumber(part.degrees)) return false;
        skipBlanks();
        if (m_at == m_end || *m_at != kDegrees) return true;
        ++m_at;
        m_meant = true;
        double minutes = 0;
        double seconds = 0;
        if (!takeMarked(minutes, kMinutes) || !takeMarked(seconds, kSeconds)) return false;
        part.degrees += minutes / 60 + seconds / 3600;
        return true;
    }

    const char* m_at;
    const char* m_end;
    bool m_meant = false;
};

bool isLatitude(char axis) {
    return axis == 'N' || axis == 'S' || axis == 'Y';
}

/// @return Empty where the side contradicts the sign.
std::optional<double> valueOf(const Part& part) {
    const bool side = part.axis != 0 && part.axis != 'X' && part.axis != 'Y';
    if (side && part.minus) return std::nullopt;
    const bool minus = part.minus || part.axis == 'S' || part.axis == 'W';
    return minus ? -part.degrees : part.degrees;
}

dispatch::LonLat toCgcs2000(dispatch::LonLat place, CoordinateSystem system) {
    switch (system) {
        case CoordinateSystem::Gcj02:
            return cgcs2000FromGcj02(place);
        case CoordinateSystem::Bd09:
            return cgcs2000FromBd09(place);
        case CoordinateSystem::Cgcs2000:
            break;
    }
    return place;
}

}  // namespace

std::vector<CoordinateReading> readCoordinates(std::string_view words) {
    if (words.empty() || words.size() > kLongest) return {};
    for (const char c : words)
        if (static_cast<unsigned char>(c) < 0x20 && c != '\t') return {};
    std::string left = lower(words);
    std::optional<CoordinateSystem> system;
    if (!takeSystem(left, system)) return {};
    left = respelled(left);
    PartReader reader(left);
    const std::vector<Part> parts = reader.read();
    if (parts.size() != 2 || !(reader.isMeant() || system)) return {};
    const auto first = valueOf(parts[0]);
    const auto second = valueOf(parts[1]);
    if (!first || !second) return {};
    const char firstAxis = parts[0].axis;
    const char secondAxis = parts[1].axis;
    if (firstAxis && secondAxis && isLatitude(firstAxis) == isLatitude(secondAxis)) return {};
    const bool said = firstAxis || secondAxis;
    const bool latitudeFirst =
        firstAxis ? isLatitude(firstAxis) : secondAxis && !isLatitude(secondAxis);
    std::vector<CoordinateReading> readings;
    const auto add = [&](double lon, double lat, bool guessed) {
        if (std::fabs(lon) > 180 || std::fabs(lat) > 90) return;
        const CoordinateSystem its = system.value_or(CoordinateSystem::Cgcs2000);
        readings.push_back({toCgcs2000({lon, lat}, its), its, guessed});
    };
    if (said) {
        if (latitudeFirst)
            add(*second, *first, false);
        else
            add(*first, *second, false);
        return readings;
    }
    add(*first, *second, false);
    if (*first != *second) add(*second, *first, true);
    return readings;
}

}  // namespace gis

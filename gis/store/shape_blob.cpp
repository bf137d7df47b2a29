// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/shape_blob.h"

#include <cstring>

namespace gis {
namespace {

constexpr std::uint32_t kSrid = 4490;
constexpr std::uint32_t kLineString = 2;
constexpr std::uint32_t kPolygon = 3;
constexpr std::uint32_t kMultiPolygon = 6;

class Writer {
  public:
    template <class Value>
    void put(Value value) {
        const std::size_t at = m_bytes.size();
        m_bytes.resize(at + sizeof value);
        std::memcpy(m_bytes.data() + at, &value, sizeof value);
    }
    void mark(unsigned char value) { m_bytes.push_back(static_cast<std::byte>(value)); }
    void points(const std::vector<dispatch::LonLat>& points) {
        put(static_cast<std::uint32_t>(points.size()));
        for (const dispatch::LonLat p : points) put(p.lon), put(p.lat);
    }
    void raw(std::string_view bytes) {
        const auto* first = reinterpret_cast<const std::byte*>(bytes.data());
        m_bytes.insert(m_bytes.end(), first, first + bytes.size());
    }
    void head(const dispatch::GeoBox& box, std::uint32_t type) {
        mark(0x00), mark(0x01);
        put(kSrid);
        put(box.west), put(box.south), put(box.east), put(box.north);
        mark(0x7c);
        put(type);
    }
    Bytes take() {
        mark(0xfe);
        return std::move(m_bytes);
    }
    void reserve(std::size_t size) { m_bytes.reserve(size); }

  private:
    Bytes m_bytes;
};

class Reader {
  public:
    explicit Reader(std::span<const std::byte> bytes) : m_bytes(bytes) {}
    template <class Value>
    Value get() {
        Value value{};
        if (m_at + sizeof value > m_bytes.size()) {
            m_good = false;
            return value;
        }
        std::memcpy(&value, m_bytes.data() + m_at, sizeof value);
        m_at += sizeof value;
        return value;
    }
    bool mark(unsigned char wanted) {
        m_good = m_good && get<std::uint8_t>() == wanted;
        return m_good;
    }
    bool head(std::uint32_t type) {
        mark(0x00), mark(0x01);
        get<std::uint32_t>();
        for (int i = 0; i < 4; ++i) get<double>();
        mark(0x7c);
        m_good = m_good && get<std::uint32_t>() == type;
        return m_good;
    }
    std::uint32_t count(std::size_t bytesEach) {
        const auto value = get<std::uint32_t>();
        if (value > (m_bytes.size() - m_at) / bytesEach) m_good = false;
        return m_good ? value : 0;
    }
    void points(std::vector<dispatch::LonLat>& points) {
        points.resize(count(2 * sizeof(double)));
        for (dispatch::LonLat& p : points) {
            p.lon = get<double>();
            p.lat = get<double>();
        }
    }
    bool good() const { return m_good; }
    bool atEnd() const { return m_good && m_at == m_bytes.size(); }
    std::span<const std::byte> take(std::size_t size) {
        if (size > m_bytes.size() - m_at) m_good = false;
        if (!m_good) return {};
        m_at += size;
        return m_bytes.subspan(m_at - size, size);
    }

  private:
    std::span<const std::byte> m_bytes;
    std::size_t m_at = 0;
    bool m_good = true;
};

constexpr unsigned char kPartOfBlob = 0x69;
constexpr unsigned char kPartOfWkb = 0x01;

/// Copies what both formats have alike, from the type on: they mark the parts of a collection
/// differently.
/// @param box Grows by every point.
bool copyBody(Reader& from, unsigned char mark, std::string& to, unsigned char markTo,
              dispatch::GeoBox& box) {
    const auto add = [&](std::span<const std::byte> bytes) {
        to.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    };
    const auto number = [&] {
        const auto value = from.get<std::uint32_t>();
        add(std::as_bytes(std::span(&value, 1)));
        return value;
    };
    const auto points = [&] {
        const std::size_t size = std::size_t{number()} * 2 * sizeof(double);
        const std::span<const std::byte> bytes = from.take(size);
        for (std::size_t at = 0; at + 16 <= bytes.size(); at += 16) {
            dispatch::LonLat point;
            std::memcpy(&point.lon, bytes.data() + at, sizeof(double));
            std::memcpy(&point.lat, bytes.data() + at + 8, sizeof(double));
            box.add(point);
        }
        add(bytes);
    };
    const std::uint32_t type = number();
    if (type == kLineString) {
        points();
        return from.good();
    }
    if (type != kMultiPolygon) return false;
    for (std::uint32_t parts = number(); parts > 0 && from.good(); --parts) {
        if (!from.mark(mark)) return false;
        to.push_back(static_cast<char>(markTo));
        if (number() != kPolygon) return false;
        for (std::uint32_t rings = number(); rings > 0 && from.good(); --rings) points();
    }
    return from.good();
}

}  // namespace

std::optional<std::string> wkbOfBlob(std::span<const std::byte> blob) {
    Reader reader(blob);
    reader.mark(0x00), reader.mark(0x01);
    reader.get<std::uint32_t>();
    for (int i = 0; i < 4; ++i) reader.get<double>();
    if (!reader.mark(0x7c)) return std::nullopt;
    std::string wkb(1, static_cast<char>(kPartOfWkb));
    wkb.reserve(blob.size());
    dispatch::GeoBox box;
    if (!copyBody(reader, kPartOfBlob, wkb, kPartOfWkb, box)) return std::nullopt;
    if (!reader.mark(0xfe) || !reader.atEnd()) return std::nullopt;
    return wkb;
}

std::optional<Bytes> blobOfWkb(std::string_view wkb, dispatch::GeoBox& box) {
    Reader reader(std::as_bytes(std::span(wkb)));
    std::string body;
    body.reserve(wkb.size());
    dispatch::GeoBox own;
    if (!reader.mark(kPartOfWkb) || !copyBody(reader, kPartOfWkb, body, kPartOfBlob, own) ||
        !reader.atEnd())
        return std::nullopt;
    box.add(own);
    std::uint32_t type = 0;
    std::memcpy(&type, body.data(), sizeof type);
    Writer writer;
    writer.reserve(64 + body.size());
    writer.head(own, type);
    writer.raw(std::string_view(body).substr(sizeof type));
    return writer.take();
}

Bytes areaBlob(const dispatch::Area& area) {
    if (area.empty()) return {};
    std::size_t points = 0;
    for (const auto& polygon : area) {
        points += polygon.shell.size();
        for (const auto& hole : polygon.holes) points += hole.size();
    }
    Writer writer;
    writer.reserve(64 + 32 * area.size() + 16 * points);
    writer.head(boxOf(area), kMultiPolygon);
    writer.put(static_cast<std::uint32_t>(area.size()));
    for (const auto& polygon : area) {
        writer.mark(0x69);
        writer.put(kPolygon);
        writer.put(static_cast<std::uint32_t>(1 + polygon.holes.size()));
        writer.points(polygon.shell);
        for (const auto& hole : polygon.holes) writer.points(hole);
    }
    return writer.take();
}

Bytes lineBlob(const dispatch::Line& line) {
    if (line.empty()) return {};
    Writer writer;
    writer.reserve(64 + 16 * line.size());
    writer.head(boxOf(line), kLineString);
    writer.points(line);
    return writer.take();
}

bool readArea(std::span<const std::byte> blob, dispatch::Area& area) {
    area.clear();
    if (blob.empty()) return true;
    Reader reader(blob);
    if (!reader.head(kMultiPolygon)) return false;
    area.resize(reader.count(9));
    for (auto& polygon : area) {
        reader.mark(0x69);
        reader.get<std::uint32_t>();
        const std::uint32_t rings = reader.count(4);
        if (rings == 0) return false;
        reader.points(polygon.shell);
        polygon.holes.resize(rings - 1);
        for (auto& hole : polygon.holes) reader.points(hole);
        if (!reader.good()) return false;
    }
    return reader.mark(0xfe);
}

bool readLine(std::span<const std::byte> blob, dispatch::Line& line) {
    line.clear();
    if (blob.empty()) return true;
    Reader reader(blob);
    if (!reader.head(kLineString)) return false;
    reader.points(line);
    return reader.mark(0xfe);
}

Bytes numbersBlob(std::span<const std::int64_t> numbers) {
    Bytes bytes;
    std::uint64_t last = 0;
    for (const std::int64_t number : numbers) {
        const auto step = static_cast<std::int64_t>(static_cast<std::uint64_t>(number) - last);
        last = static_cast<std::uint64_t>(number);
        auto zigzag =
            (static_cast<std::uint64_t>(step) << 1) ^ static_cast<std::uint64_t>(step >> 63);
        while (zigzag >= 0x80) {
            bytes.push_back(static_cast<std::byte>((zigzag & 0x7f) | 0x80));
            zigzag >>= 7;
        }
        bytes.push_back(static_cast<std::byte>(zigzag));
    }
    return bytes;
}

bool readNumbers(std::span<const std::byte> blob, std::vector<std::int64_t>& numbers) {
    numbers.clear();
    std::uint64_t last = 0;
    std::uint64_t zigzag = 0;
    unsigned shift = 0;
    for (const std::byte byte : blob) {
        if (shift > 63) return false;
        const auto value = std::to_integer<std::uint64_t>(byte);
        zigzag |= (value & 0x7f) << shift;
        shift += 7;
        if (value & 0x80) continue;
        last += (zigzag >> 1) ^ (~(zigzag & 1) + 1);
        numbers.push_back(static_cast<std::int64_t>(last));
        zigzag = 0;
        shift = 0;
    }
    return shift == 0;
}

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cstring>

#include "gis/geometry/polygon.h"

namespace gis {

using dispatch::Area;
using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::LonLat;
using dispatch::PolygonRings;
using dispatch::Result;
using dispatch::Ring;

namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::uint32_t kLineString = 2, kPolygon = 3, kMultiPolygon = 6;
constexpr std::uint32_t kEwkbZ = 0x80000000U, kEwkbM = 0x40000000U, kEwkbSrid = 0x20000000U;

class Writer {
  public:
    explicit Writer(std::size_t size) { m_bytes.reserve(size); }
    void head(std::uint32_t type) {
        m_bytes.push_back(1);
        number(type);
    }
    void number(std::uint32_t value) { put(&value, sizeof value); }
    void ring(const Ring& ring) {
        number(static_cast<std::uint32_t>(ring.size()));
        put(ring.data(), ring.size() * sizeof(LonLat));
    }
    std::vector<std::uint8_t> take() { return std::move(m_bytes); }

  private:
    void put(const void* from, std::size_t size) {
        const auto* bytes = static_cast<const std::uint8_t*>(from);
        m_bytes.insert(m_bytes.end(), bytes, bytes + size);
    }
    std::vector<std::uint8_t> m_bytes;
};

/// Reads until the first fault; then everything is zero and `ok` stays false.
class Reader {
  public:
    explicit Reader(std::span<const std::uint8_t> bytes) : m_left(bytes) {}

    bool ok = true;
    bool atEnd() const { return m_left.empty(); }

    std::uint32_t head() {
        std::uint8_t order = 0;
        take(&order, 1);
        if (order > 1) ok = false;
        m_swap = order == 0;
        std::uint32_t type = number();
        m_dimensions = 2 + ((type & kEwkbZ) != 0 ? 1U : 0U) + ((type & kEwkbM) != 0 ? 1U : 0U);
        const bool srid = (type & kEwkbSrid) != 0;
        type &= ~(kEwkbZ | kEwkbM | kEwkbSrid);
        if (srid) number();
        const std::uint32_t iso = type / 1000;
        if (iso > 3) ok = false;
        if (iso > 0) m_dimensions = iso == 3 ? 4 : 3;
        return type % 1000;
    }

    std::uint32_t number() {
        std::uint32_t value = 0;
        take(&value, sizeof value);
        return m_swap ? __builtin_bswap32(value) : value;
    }

    /// How many things of at least `least` bytes follow; a lie is caught before memory is taken.
    std::uint32_t count(std::size_t least) {
        const std::uint32_t value = number();
        if (value > m_left.size() / least) ok = false;
        return ok ? value : 0;
    }

    Ring ring() {
        Ring ring(count(m_dimensions * sizeof(double)));
        for (LonLat& p : ring) {
            p.lon = real();
            p.lat = real();
            for (std::size_t d = 2; d < m_dimensions; ++d) real();
        }
        return ring;
    }

    PolygonRings polygon() {
        PolygonRings rings;
        const std::uint32_t n = count(4);
        for (std::uint32_t i = 0; i < n && ok; ++i) {
            if (i == 0)
                rings.shell = ring();
            else
                rings.holes.push_back(ring());
        }
        return rings;
    }

  private:
    double real() {
        std::uint64_t value = 0;
        take(&value, sizeof value);
        return std::bit_cast<double>(m_swap ? __builtin_bswap64(value) : value);
    }
    void take(void* to, std::size_t size) {
        if (!ok || m_left.size() < size) {
            ok = false;
            return;
        }
        std::memcpy(to, m_left.data(), size);
        m_left = m_left.subspan(size);
    }

    std::span<const std::uint8_t> m_left;
    bool m_swap = false;
    std::size_t m_dimensions = 2;
};

}  // namespace

std::vector<std::uint8_t> toWkb(const Area& area) {
    std::size_t size = 9;
    for (const PolygonRings& polygon : area) {
        size += 13 + polygon.shell.size() * sizeof(LonLat);
        for (const Ring& hole : polygon.holes) size += 4 + hole.size() * sizeof(LonLat);
    }
    Writer writer(size);
    writer.head(kMultiPolygon);
    writer.number(static_cast<std::uint32_t>(area.size()));
    for (const PolygonRings& polygon : area) {
        writer.head(kPolygon);
        writer.number(static_cast<std::uint32_t>(1 + polygon.holes.size()));
        writer.ring(polygon.shell);
        for (const Ring& hole : polygon.holes) writer.ring(hole);
    }
    return writer.take();
}

Result<Area> fromWkb(std::span<const std::uint8_t> bytes) {
    Reader reader(bytes);
    Area area;
    const std::uint32_t type = reader.head();
    if (reader.ok && type == kPolygon) {
        if (PolygonRings one = reader.polygon(); !one.shell.empty()) area.push_back(std::move(one));
    } else if (reader.ok && type == kMultiPolygon) {
        const std::uint32_t parts = reader.count(9);
        for (std::uint32_t i = 0; i < parts && reader.ok; ++i) {
            if (reader.head() != kPolygon) reader.ok = false;
            if (PolygonRings one = reader.polygon(); !one.shell.empty())
                area.push_back(std::move(one));
        }
    } else if (reader.ok) {
        return Error{ErrorCode::BadInput, "the WKB is of type " + std::to_string(type) +
                                              ", not a polygon or multipolygon"};
    }
    if (!reader.ok) return Error{ErrorCode::BadInput, "the WKB is cut short or damaged"};
    if (!reader.atEnd()) return Error{ErrorCode::BadInput, "bytes are left after the WKB's end"};
    return area;
}

std::vector<std::uint8_t> toWkb(const dispatch::Line& line) {
    Writer writer(9 + line.size() * sizeof(LonLat));
    writer.head(kLineString);
    writer.ring(line);
    return writer.take();
}

Result<dispatch::Line> lineFromWkb(std::span<const std::uint8_t> bytes) {
    Reader reader(bytes);
    if (reader.head() != kLineString || !reader.ok)
        return Error{ErrorCode::BadInput, "the WKB is not a line"};
    dispatch::Line line = reader.ring();
    if (!reader.ok || !reader.atEnd())
        return Error{ErrorCode::BadInput, "the WKB is cut short or damaged"};
    return line;
}

}  // namespace gis

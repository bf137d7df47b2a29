// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/content_hash.h"

#include <array>
#include <bit>
#include <cstdio>

namespace gis::demo {

void ContentHash::word(std::uint64_t value) {
    m_state ^= value;
    m_state *= 0x9E3779B97F4A7C15ull;
    m_state ^= m_state >> 29;
}

void ContentHash::bytes(const std::string& text) {
    std::uint64_t h = 0xCBF29CE484222325ull;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    word(h);
}

void ContentHash::number(double value) {
    word(std::bit_cast<std::uint64_t>(value));
}

void ContentHash::place(dispatch::LonLat p) {
    number(p.lon);
    number(p.lat);
}

void ContentHash::line(const dispatch::Line& line) {
    word(line.size());
    for (const auto p : line) place(p);
}

void ContentHash::area(const dispatch::Area& area) {
    word(area.size());
    for (const auto& polygon : area) {
        line(polygon.shell);
        for (const auto& hole : polygon.holes) line(hole);
    }
}

void ContentHash::add(const dispatch::Record& record) {
    word(record.index());
    std::visit(
        [this](const auto& row) {
            if constexpr (requires { row.code; }) bytes(row.code);
            if constexpr (requires { row.name; }) bytes(row.name);
            if constexpr (requires { row.key; }) bytes(row.key + "=" + row.value);
            if constexpr (requires { row.title; }) bytes(row.title + row.text + row.placeText);
            if constexpr (requires { row.stage; }) {
                bytes(row.stage + row.level + row.source + row.leadUnit + row.category);
                word(static_cast<std::uint64_t>(row.risk));
                word(static_cast<std::uint64_t>(row.reported.time_since_epoch().count()));
                word(static_cast<std::uint64_t>(row.stageEntered.time_since_epoch().count()));
                if (row.due) word(static_cast<std::uint64_t>(row.due->time_since_epoch().count()));
                if (row.closed)
                    word(static_cast<std::uint64_t>(row.closed->time_since_epoch().count()));
            }
            if constexpr (requires { row.grid.size(); }) bytes(row.grid);
            if constexpr (requires { row.grid.value; })
                if (row.grid) word(static_cast<std::uint64_t>(row.grid.value));
            if constexpr (requires { row.onDuty; }) {
                bytes(row.unit + row.post);
                word(static_cast<std::uint64_t>(row.onDuty) * 64 +
                     static_cast<std::uint64_t>(row.vehicle) * 8 +
                     static_cast<std::uint64_t>(row.state));
            }
            if constexpr (requires { row.sent; }) {
                bytes(row.unit + row.reason);
                word(static_cast<std::uint64_t>(row.record.value));
                word(static_cast<std::uint64_t>(row.responder.value));
                word(static_cast<std::uint64_t>(row.state));
                word(static_cast<std::uint64_t>(row.sent.time_since_epoch().count()));
                word(static_cast<std::uint64_t>(row.stateSince.time_since_epoch().count()));
            }
            if constexpr (requires {
                              row.centre;
                              row.field;
                          })
                bytes(row.centre + row.field);
            if constexpr (requires {
                              row.parent;
                              row.level;
                          })
                bytes(row.parent + row.level);
            if constexpr (requires { row.kind; }) {
                if constexpr (requires { row.kind.size(); })
                    bytes(row.kind);
                else
                    word(static_cast<std::uint64_t>(row.kind));
            }
            if constexpr (requires { row.from.time_since_epoch(); })
                word(static_cast<std::uint64_t>(row.from.time_since_epoch().count()));
            if constexpr (requires { row.time; })
                word(static_cast<std::uint64_t>(row.time.time_since_epoch().count()));
            if constexpr (requires { row.place.lon; }) place(row.place);
            if constexpr (requires { row.place->lon; })
                if (row.place) place(*row.place);
            if constexpr (requires { row.area; }) area(row.area);
            if constexpr (requires { row.line; }) line(row.line);
            if constexpr (requires { row.people; }) number(row.people);
            if constexpr (requires { row.households; }) number(row.households);
            if constexpr (requires { row.nodes; }) {
                for (const auto node : row.nodes) word(static_cast<std::uint64_t>(node.value));
                number(row.speedKmh);
                word(static_cast<std::uint64_t>(row.oneWay) * 16 + row.access * 4u +
                     row.bridge * 2u + row.tunnel);
            }
        },
        record);
}

std::string ContentHash::text() const {
    std::array<char, 20> out{};
    std::snprintf(out.data(), out.size(), "%016llx", static_cast<unsigned long long>(m_state));
    return out.data();
}

}  // namespace gis::demo

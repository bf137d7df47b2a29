// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/postgis_rows.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "gis/geometry/polygon.h"
#include "gis/store/row_columns.h"
#include "gis/store/shape_blob.h"

namespace gis {
namespace {

using namespace dispatch;

constexpr double kDegreeUnits = 1e7;
constexpr std::string_view kDigits = "0123456789abcdef";

template <class ByteRange>
std::string hexOf(const ByteRange& bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        const auto value = static_cast<unsigned>(byte);
        text += kDigits[value >> 4];
        text += kDigits[value & 15];
    }
    return text;
}

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

template <class Byte>
bool bytesOf(std::string_view hex, std::vector<Byte>& bytes) {
    bytes.clear();
    if (hex.size() % 2 != 0) return false;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = digit(hex[i]);
        const int low = digit(hex[i + 1]);
        if (high < 0 || low < 0) return false;
        bytes.push_back(static_cast<Byte>(high * 16 + low));
    }
    return true;
}

struct JsonSink {
    std::string text = "{";

    template <class Value>
    void put(const char* name, const Value& value) {
        if constexpr (std::is_same_v<Value, Area> || std::is_same_v<Value, Line>) {
            if (value.empty()) return putNull(name);
            key(name);
            text += '"' + hexOf(toWkb(value)) + '"';
        } else if constexpr (std::is_same_v<Value, std::vector<std::int64_t>>) {
            const Bytes bytes = numbersBlob(value);
            key(name);
            text += "\"\\\\x" + hexOf(bytes) + '"';
        } else if constexpr (std::is_same_v<Value, double>) {
            key(name);
            std::array<char, 32> words{};
            text.append(words.data(),
                        std::to_chars(words.data(), words.data() + words.size(), value).ptr);
        } else if constexpr (std::is_integral_v<Value>) {
            key(name);
            text += std::to_string(value);
        } else {
            key(name);
            text += jsonText(value);
        }
    }
    void putNull(const char* name) {
        key(name);
        text += "null";
    }
    void key(const char* name) {
        if (text.size() > 1) text += ',';
        text += '"';
        text += name;
        text += "\":";
    }
};

struct RowSource {
    const PgRow& row;
    std::int64_t integer(int column) const { return row.integer(column); }
    double real(int column) const { return row.real(column); }
    std::string text(int column) const { return row.text(column); }
    std::string_view view(int column) const { return row.view(column); }
    bool isNull(int column) const { return row.isNull(column); }
    bool get(int column, Area& area) const {
        area.clear();
        if (row.isNull(column)) return true;
        std::vector<std::uint8_t> bytes;
        if (!bytesOf(row.view(column), bytes)) return false;
        auto read = fromWkb(bytes);
        if (read) area = std::move(*read);
        return read.has_value();
    }
    bool get(int column, Line& line) const {
        line.clear();
        if (row.isNull(column)) return true;
        std::vector<std::uint8_t> bytes;
        if (!bytesOf(row.view(column), bytes)) return false;
        auto read = lineFromWkb(bytes);
        if (read) line = std::move(*read);
        return read.has_value();
    }
    bool get(int column, std::vector<std::int64_t>& numbers) const {
        std::vector<std::byte> bytes;
        const std::string_view hex = row.view(column);
        return bytesOf(hex.substr(std::min<std::size_t>(2, hex.size())), bytes) &&
               readNumbers(bytes, numbers);
    }
};

std::string scaled(float value, double units) {
    constexpr double kMostUnits = 1e9;
    const double scaledValue = static_cast<double>(value) * units;
    if (!std::isfinite(scaledValue) || std::abs(scaledValue) > kMostUnits) return "NULL";
    return std::to_string(std::llround(scaledValue));
}

float unscaled(const PgRow& row, int column, float unit) {
    if (row.isNull(column)) return std::numeric_limits<float>::quiet_NaN();
    return static_cast<float>(row.integer(column)) * unit;
}

/// A coordinate in units that fit the column also where it is nonsense.
std::int64_t degreeUnits(double degrees) {
    if (!std::isfinite(degrees)) return 2'000'000'000;
    return std::llround(std::clamp(degrees, -200.0, 200.0) * kDegreeUnits);
}

}  // namespace

std::string jsonText(std::string_view text) {
    std::string quoted = "\"";
    quoted.reserve(text.size() + 2);
    for (const char c : text) {
        const auto value = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (value < 0x20) {
            quoted += "\\u00";
            quoted += kDigits[value >> 4];
            quoted += kDigits[value & 15];
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

std::string rowJson(const Record& record) {
    JsonSink sink;
    sink.put("id", idOf(record));
    rows::writeColumns(sink, record);
    return sink.text + '}';
}

DecodedRow decodeRow(Kind kind, std::string_view text) {
    PgRow row;
    const char* wrong = row.parse(text) ? nullptr : "row";
    DecodedRow decoded{rows::readRecord(RowSource{row}, kind, wrong), {}};
    decoded.fault = quarantineOf(decoded.record, wrong);
    return decoded;
}

std::optional<Fix> decodeFix(const PgRow& row) {
    Fix fix;
    fix.seq.value = row.integer(0);
    fix.responder.value = row.integer(1);
    fix.time = Millis{std::chrono::milliseconds(row.integer(2))};
    fix.place = {static_cast<double>(row.integer(3)) / kDegreeUnits,
                 static_cast<double>(row.integer(4)) / kDegreeUnits};
    fix.headingDegrees = unscaled(row, 5, 0.01F);
    fix.speedMetresPerSecond = unscaled(row, 6, 0.001F);
    fix.accuracyMetres = unscaled(row, 7, 0.01F);
    fix.source = static_cast<std::int32_t>(row.integer(8));
    fix.grid.value = row.integer(9);
    return faultOf(fix).empty() ? std::optional(fix) : std::nullopt;
}

FixArrays::FixArrays(std::span<const Fix> fixes) {
    for (std::string* list :
         {&responders, &times, &lons, &lats, &headings, &speeds, &accuracies, &sources, &grids})
        *list = "{";
    const char* comma = "";
    for (const Fix& fix : fixes) {
        const auto add = [&](std::string& list, const std::string& value) {
            list += comma;
            list += value;
        };
        add(responders, std::to_string(fix.responder.value));
        add(times, std::to_string(fix.time.time_since_epoch().count()));
        add(lons, std::to_string(degreeUnits(fix.place.lon)));
        add(lats, std::to_string(degreeUnits(fix.place.lat)));
        add(headings, scaled(fix.headingDegrees, 100));
        add(speeds, scaled(fix.speedMetresPerSecond, 1000));
        add(accuracies, scaled(fix.accuracyMetres, 100));
        add(sources, std::to_string(fix.source));
        add(grids, std::to_string(fix.grid.value));
        comma = ",";
    }
    for (std::string* list :
         {&responders, &times, &lons, &lats, &headings, &speeds, &accuracies, &sources, &grids})
        *list += '}';
}

std::string pgSelectRow(Kind kind) {
    return "ROW(" + selectList(kind) + ")::text";
}

std::string pgPictureFilter(Kind kind, const std::string& prefix) {
    if (kind == Kind::Case) return " AND " + prefix + "closed IS NULL";
    if (kind == Kind::Assignment)
        return " AND " + prefix +
               "state NOT IN ('done', 'refused', 'not_delivered', 'recalled', 'returned')";
    if (kind == Kind::Supervision) return " AND " + prefix + "ended IS NULL";
    return {};
}

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/store_image.h"

#include <array>
#include <cstring>

namespace gis {
namespace {

using namespace dispatch;

constexpr ColumnType kText = ColumnType::Text;

std::vector<ImageColumn> numbers(std::initializer_list<const char*> names) {
    std::vector<ImageColumn> columns;
    for (const char* name : names) columns.push_back({name, ColumnType::Integer});
    return columns;
}

ImageTable plain(const char* name, std::size_t keys, std::vector<ImageColumn> columns) {
    ImageTable table;
    table.name = table.table = name;
    table.keys = keys;
    table.columns = std::move(columns);
    return table;
}

void addColumnsOf(const KindTable& kind, ImageTable& to) {
    for (std::size_t i = 0; i < kind.columns.size(); ++i)
        to.columns.push_back({kind.columns[i], kind.types[i]});
}

ImageTable rowsOf(Kind kind) {
    const KindTable& from = tableOf(kind);
    ImageTable table =
        plain(kindName(kind), from.ownIds ? 2 : 1, numbers({"id", "generation", "batch"}));
    table.table = from.name;
    table.part = ImageTable::Part::Rows;
    table.kind = kind;
    if (from.versioned)
        for (ImageColumn& column : numbers({"revision", "valid_from", "action"}))
            table.columns.push_back(std::move(column));
    addColumnsOf(from, table);
    return table;
}

ImageTable pastOf(Kind kind) {
    ImageTable table =
        plain(kindName(kind), 3,
              numbers({"id", "revision", "valid_to", "valid_from", "action", "ended_by"}));
    table.name += ", past";
    table.table = tableOf(kind).name;
    table.part = ImageTable::Part::Past;
    table.kind = kind;
    addColumnsOf(tableOf(kind), table);
    return table;
}

std::vector<ImageTable> makeTables() {
    std::vector<ImageTable> tables = {
        plain("batch", 1,
              {{"id"},
               {"what", kText},
               {"officer", kText},
               {"seat", kText},
               {"begun_at"},
               {"published_at"},
               {"abandoned"},
               {"past_fixes"}}),
        plain("batch_kind", 2, {{"batch"}, {"kind", kText}, {"generation"}, {"replaces"}}),
        plain("kind_state", 1, {{"kind", kText}, {"generation"}}),
        plain("generation", 2, {{"kind", kText}, {"id"}, {"from_at"}, {"until_at"}, {"swept"}}),
        plain("action", 1,
              {{"id"},
               {"key", kText},
               {"officer", kText},
               {"seat", kText},
               {"note", kText},
               {"at"},
               {"seq"},
               {"receipt", ColumnType::Bytes},
               {"codes", kText}}),
        plain("change", 1,
              {{"seq"}, {"kind", kText}, {"record"}, {"op"}, {"revision"}, {"action"}}),
        plain("source", 1, {{"idx"}, {"code", kText}, {"newest"}, {"report_seconds"}}),
    };
    tables.push_back(plain("serial", 1, {{"prefix", kText}, {"next"}}));
    tables.push_back(plain("journal", 1,
                           {{"seq"},
                            {"record"},
                            {"number"},
                            {"at"},
                            {"officer", kText},
                            {"seat", kText},
                            {"action", kText},
                            {"what", kText},
                            {"why", kText},
                            {"on_behalf", kText},
                            {"contact", kText},
                            {"hash", ColumnType::Bytes},
                            {"chain", ColumnType::Bytes}}));
    for (int i = 0; i < kKindCount; ++i) {
        const Kind kind = static_cast<Kind>(i);
        if (!*tableOf(kind).name) continue;
        tables.push_back(rowsOf(kind));
        if (tableOf(kind).versioned) tables.push_back(pastOf(kind));
    }
    tables.push_back(plain("fix_latest", 1,
                           numbers({"responder", "seq", "time", "lon", "lat", "heading", "speed",
                                    "accuracy", "source", "grid"})));
    tables.back().part = ImageTable::Part::Latest;
    tables.push_back(plain("fix_track", 1,
                           numbers({"seq", "responder", "time", "received", "lon", "lat", "heading",
                                    "speed", "accuracy", "source", "grid", "batch"})));
    tables.back().part = ImageTable::Part::Tracks;
    return tables;
}

/// Two lanes of multiply and fold over eight bytes at a time.
class Mixer {
  public:
    void word(std::uint64_t value) {
        m_low = fold(m_low ^ value, 0x9e3779b97f4a7c15ULL);
        m_high = fold(m_high + value, 0xc2b2ae3d27d4eb4fULL);
    }
    void bytes(const std::string& data) {
        word(data.size());
        std::size_t at = 0;
        for (std::uint64_t value = 0; at + 8 <= data.size(); at += 8) {
            std::memcpy(&value, data.data() + at, 8);
            word(value);
        }
        if (at == data.size()) return;
        std::uint64_t value = 0;
        std::memcpy(&value, data.data() + at, data.size() - at);
        word(value);
    }
    std::uint64_t low() const { return m_low; }
    std::uint64_t high() const { return m_high; }

  private:
    static std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(a) * b;
        const std::uint64_t mixed =
            static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
        return mixed ^ (a >> 29) ^ (a << 31);
    }
    std::uint64_t m_low = 0x243f6a8885a308d3ULL;
    std::uint64_t m_high = 0x13198a2e03707344ULL;
};

}  // namespace

Cell Cell::of(std::int64_t value) {
    Cell cell;
    cell.is = Is::Integer;
    cell.integer = value;
    return cell;
}

Cell Cell::of(double value) {
    Cell cell;
    cell.is = Is::Real;
    cell.real = value == 0 ? 0 : value;
    return cell;
}

Cell Cell::of(Is is, std::string data) {
    Cell cell;
    cell.is = is;
    cell.data = std::move(data);
    return cell;
}

bool operator==(const Cell& a, const Cell& b) {
    return a.is == b.is && a.integer == b.integer && a.data == b.data &&
           std::memcmp(&a.real, &b.real, sizeof a.real) == 0;
}

std::string ImageTable::list(const std::string& prefix) const {
    std::string text;
    for (const ImageColumn& column : columns)
        text += (text.empty() ? "" : ", ") + prefix + column.name;
    return text;
}

std::string ImageTable::order(const std::string& prefix, const std::string& text) const {
    std::string sql;
    for (std::size_t i = 0; i < keys; ++i)
        sql += (i == 0 ? "" : ", ") + prefix + columns[i].name +
               (columns[i].type == kText ? text : "");
    return sql;
}

std::string ImageTable::rowName(const ImageRow& row) const {
    std::string text = name;
    for (std::size_t i = 0; i < keys && i < row.size(); ++i)
        text += (i == 0 ? " " : "/") +
                (row[i].is == Cell::Is::Text ? row[i].data : std::to_string(row[i].integer));
    for (std::size_t i = keys; i < row.size(); ++i)
        if ((columns[i].name == "code" || columns[i].name == "key") && !row[i].data.empty())
            return text + " (" + row[i].data.substr(0, 80) + ')';
    return text;
}

const std::vector<ImageTable>& imageTables() {
    static const std::vector<ImageTable> tables = makeTables();
    return tables;
}

int compareKeys(const ImageTable& table, const ImageRow& a, const ImageRow& b) {
    for (std::size_t i = 0; i < table.keys; ++i) {
        if (a[i].integer != b[i].integer) return a[i].integer < b[i].integer ? -1 : 1;
        if (const int by = a[i].data.compare(b[i].data); by != 0) return by;
    }
    return 0;
}

void ImageHash::add(const ImageRow& row) {
    Mixer mixer;
    for (const Cell& cell : row) {
        mixer.word(static_cast<std::uint64_t>(cell.is) + 1);
        switch (cell.is) {
            case Cell::Is::Null:
                break;
            case Cell::Is::Integer:
                mixer.word(static_cast<std::uint64_t>(cell.integer));
                break;
            case Cell::Is::Real: {
                std::uint64_t bits = 0;
                std::memcpy(&bits, &cell.real, sizeof bits);
                mixer.word(bits);
                break;
            }
            case Cell::Is::Text:
            case Cell::Is::Binary:
            case Cell::Is::Shape:
            case Cell::Is::Unreadable:
                mixer.bytes(cell.data);
                break;
        }
    }
    ++m_rows;
    const std::uint64_t before = m_low;
    m_low += mixer.low();
    m_high += mixer.high() + (m_low < before ? 1 : 0);
}

std::string ImageHash::text() const {
    std::array<char, 33> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx%016llx",
                  static_cast<unsigned long long>(m_high), static_cast<unsigned long long>(m_low));
    return digits.data();
}

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/export_rows.h"

#include <cmath>
#include <unordered_map>

#include "gis/exchange/time_text.h"
#include "gis/exchange/words.h"

namespace gis {

using dispatch::Kind;
using dispatch::Record;
using dispatch::Result;

namespace {

/// Fills a row cell by cell, in the order of the kind's columns.
class Filler {
  public:
    explicit Filler(ExportRow& row) : m_row(row) { m_row.cells.clear(); }

    Filler& text(std::string value) {
        Cell cell;
        cell.empty = value.empty();
        cell.text = std::move(value);
        m_row.cells.push_back(std::move(cell));
        return *this;
    }
    Filler& number(double value) {
        Cell cell;
        cell.empty = !std::isfinite(value);
        cell.number = value;
        m_row.cells.push_back(std::move(cell));
        return *this;
    }
    template <class Time>
    Filler& time(const std::optional<Time>& value) {
        Cell cell;
        cell.empty = !value.has_value();
        if (value) {
            cell.time = dispatch::Millis(*value);
            cell.text = timeText(cell.time);
        }
        m_row.cells.push_back(std::move(cell));
        return *this;
    }
    Filler& place(const std::optional<dispatch::LonLat>& place) {
        m_row.point = place;
        number(place ? place->lon : NAN);
        return number(place ? place->lat : NAN);
    }

  private:
    ExportRow& m_row;
};

std::string yes(bool value) {
    return value ? "yes" : "no";
}

std::string accessWords(std::uint8_t access) {
    std::string words;
    const auto add = [&](dispatch::Access bit, const char* word) {
        if (access & bit) words += (words.empty() ? "" : "+") + std::string(word);
    };
    add(dispatch::ByFoot, "foot");
    add(dispatch::ByBicycle, "bicycle");
    add(dispatch::ByCar, "car");
    return words.empty() ? "none" : words;
}

/// What a row needs from other records.
struct Around {
    std::unordered_map<dispatch::ResponderId, std::string> responders;
    std::unordered_map<dispatch::CaseId, std::vector<dispatch::CaseNote>> notes;
};

void fill(ExportRow& row, const dispatch::Centre& r) {
    Filler(row).text(r.code).text(r.name).text(r.level).text(r.parent).place(r.place);
    row.area = &r.reference;
}
void fill(ExportRow& row, const dispatch::Grid& r) {
    Filler(row)
        .text(r.code)
        .text(r.name)
        .text(wordOf(r.kind))
        .number(r.numbering)
        .number(r.people)
        .number(r.households);
    row.area = &r.area;
}
void fill(ExportRow& row, const dispatch::Zone& r) {
    Filler(row).text(r.code).text(r.name);
    row.area = &r.area;
}
void fill(ExportRow& row, const dispatch::Post& r) {
    Filler(row).text(r.code).text(r.name).text(r.kind).place(r.place);
}
void fill(ExportRow& row, const dispatch::Unit& r) {
    Filler(row).text(r.code).text(r.name).text(r.field).text(r.centre).place(r.place);
}
void fill(ExportRow& row, const dispatch::Camera& r) {
    Filler(row).text(r.code).text(r.name).place(r.place);
}
void fill(ExportRow& row, const dispatch::PopulationCell& r) {
    Filler(row).number(r.people).place(r.place);
}
void fill(ExportRow& row, const dispatch::Responder& r) {
    Filler(row)
        .text(r.code)
        .text(r.name)
        .text(wordOf(r.kind))
        .text(wordOf(r.vehicle))
        .text(wordOf(r.state))
        .text(yes(r.onDuty))
        .text(r.grid)
        .text(r.unit)
        .text(r.post)
        .number(r.reportSeconds);
}
void fill(ExportRow& row, const dispatch::Road& r) {
    Filler(row)
        .number(static_cast<double>(r.id.value))
        .text(r.name)
        .text(wordOf(r.kind))
        .text(wordOf(r.oneWay))
        .number(r.speedKmh)
        .text(accessWords(r.access))
        .text(yes(r.bridge))
        .text(yes(r.tunnel));
    row.line = &r.line;
}
void fill(ExportRow& row, const dispatch::Case& r) {
    Filler(row)
        .text(r.code)
        .text(r.category)
        .text(r.categoryText)
        .text(r.title)
        .text(r.text)
        .text(wordOf(r.risk))
        .text(r.stage)
        .text(r.level)
        .place(r.place)
        .text(r.placeText)
        .text(r.grid)
        .text(r.source)
        .text(r.leadUnit)
        .time(std::optional(r.reported))
        .text(wordOf(r.precision))
        .time(std::optional(r.stageEntered))
        .time(r.due)
        .time(r.closed);
}
void fill(ExportRow& row, const dispatch::Fix& r, const Around& around) {
    const auto who = around.responders.find(r.responder);
    Filler(row)
        .text(who == around.responders.end() ? "" : who->second)
        .time(std::optional(r.time))
        .place(r.place)
        .number(r.headingDegrees)
        .number(r.speedMetresPerSecond)
        .number(r.accuracyMetres);
}

void addNote(ExportRow& row, const dispatch::CaseNote* note) {
    ExportRow more;
    Filler filler(more);
    filler.text(note ? note->text : "")
        .time(note ? std::optional(note->at) : std::nullopt)
        .text(note ? note->author : "");
    row.cells.insert(row.cells.end(), more.cells.begin(), more.cells.end());
}

Result<void> visitRecord(const Record& record, const ExportPlan& plan, const Around& around,
                         const RowVisit& visit) {
    ExportRow row;
    std::visit(
        [&](const auto& r) {
            if constexpr (requires { fill(row, r); })
                fill(row, r);
            else if constexpr (requires { fill(row, r, around); })
                fill(row, r, around);
        },
        record);
    if (!plan.notes || kindOf(record) != Kind::Case) return visit(row);
    const auto notes = around.notes.find(std::get<dispatch::Case>(record).id);
    if (notes == around.notes.end()) {
        addNote(row, nullptr);
        return visit(row);
    }
    for (const dispatch::CaseNote& note : notes->second) {
        ExportRow more = row;
        addNote(more, &note);
        if (auto done = visit(more); !done) return done;
    }
    return {};
}

struct KindRow {
    const char* name;
    Kind kind;
};
constexpr KindRow kKinds[] = {
    {"centres", Kind::Centre}, {"grids", Kind::Grid},     {"zones", Kind::Zone},
    {"posts", Kind::Post},     {"units", Kind::Unit},     {"responders", Kind::Responder},
    {"roads", Kind::Road},     {"cameras", Kind::Camera}, {"population", Kind::PopulationCell},
    {"cases", Kind::Case},     {"fixes", Kind::Fix}};

Result<Around> aroundOf(dispatch::Store& store, const ExportPlan& plan, Kind kind) {
    Around around;
    if (kind == Kind::Fix) {
        auto picture = store.load();
        if (!picture) return picture.error();
        (*picture)->responders.forEach(
            [&](const dispatch::Responder& who) { around.responders[who.id] = who.code; });
    }
    if (kind == Kind::Case && plan.notes) {
        dispatch::Query query;
        query.kind = Kind::CaseNote;
        auto read = store.read(query, [&](Record&& record) {
            auto& note = std::get<dispatch::CaseNote>(record);
            around.notes[note.record].push_back(std::move(note));
            return true;
        });
        if (!read) return read.error();
    }
    return around;
}

}  // namespace

std::optional<ExportTable> exportTable(const std::string& kind, bool notes) {
    using enum CellType;
    const ExportColumn lon{"lon", Real};
    const ExportColumn lat{"lat", Real};
    ExportTable table;
    table.kind = kind;
    if (kind == "centres") {
        table.shape = ShapeType::Area;
        table.columns = {{"code"}, {"name"}, {"level"}, {"parent"}, lon, lat};
    } else if (kind == "grids") {
        table.shape = ShapeType::Area;
        table.columns = {{"code"},         {"name"},
                         {"kind"},         {"numbering", Integer},
                         {"people", Real}, {"households", Real}};
    } else if (kind == "zones") {
        table.shape = ShapeType::Area;
        table.columns = {{"code"}, {"name"}};
    } else if (kind == "posts") {
        table.shape = ShapeType::Point;
        table.columns = {{"code"}, {"name"}, {"kind"}, lon, lat};
    } else if (kind == "units") {
        table.shape = ShapeType::Point;
        table.columns = {{"code"}, {"name"}, {"field"}, {"centre"}, lon, lat};
    } else if (kind == "cameras") {
        table.shape = ShapeType::Point;
        table.columns = {{"code"}, {"name"}, lon, lat};
    } else if (kind == "population") {
        table.shape = ShapeType::Point;
        table.columns = {{"people", Real}, lon, lat};
    } else if (kind == "responders") {
        table.columns = {{"code"},    {"name"}, {"kind"}, {"vehicle"}, {"state"},
                         {"on_duty"}, {"grid"}, {"unit"}, {"post"},    {"report_seconds", Integer}};
    } else if (kind == "roads") {
        table.shape = ShapeType::Line;
        table.columns = {{"id", Integer}, {"name"},   {"class"},  {"one_way"},
                         {"speed", Real}, {"access"}, {"bridge"}, {"tunnel"}};
    } else if (kind == "cases") {
        table.shape = ShapeType::Point;
        table.columns = {{"code"},
                         {"category"},
                         {"category_text"},
                         {"title"},
                         {"text"},
                         {"risk"},
                         {"stage"},
                         {"level"},
                         lon,
                         lat,
                         {"place_text"},
                         {"grid"},
                         {"source"},
                         {"lead_unit"},
                         {"reported", Time},
                         {"precision"},
                         {"stage_entered", Time},
                         {"due", Time},
                         {"closed", Time}};
        if (notes)
            for (const ExportColumn& column :
                 {ExportColumn{"note"}, ExportColumn{"note_at", Time}, ExportColumn{"note_author"}})
                table.columns.push_back(column);
    } else if (kind == "fixes") {
        table.shape = ShapeType::Point;
        table.columns = {{"responder"},   {"time", Time},    lon, lat, {"heading", Real},
                         {"speed", Real}, {"accuracy", Real}};
    } else {
        return {};
    }
    return table;
}

Result<void> exportRows(dispatch::Store& store, const ExportPlan& plan, const RowVisit& visit) {
    dispatch::Query query;
    for (const KindRow& row : kKinds)
        if (plan.kind == row.name) query.kind = row.kind;
    query.since = plan.since;
    query.until = plan.until;
    query.openOnly = plan.openOnly;
    auto around = aroundOf(store, plan, query.kind);
    if (!around) return around.error();
    Result<void> done;
    auto read = store.read(query, [&](Record&& record) {
        done = visitRecord(record, plan, *around, visit);
        return done.has_value();
    });
    return done ? std::move(read) : std::move(done);
}

}  // namespace gis

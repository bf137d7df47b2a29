// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/symbols/sheet_style.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "layers/symbols/ground_style.h"
#include "layers/symbols/map_table.h"
#include "layers/symbols/symbol_svg.h"

namespace layers {

using dispatch::FixAge;
using dispatch::ResponderKind;
using dispatch::Risk;
using dispatch::WorkState;
using gis::LayerStyle;
using gis::MarkStyle;
using gis::RuleStyle;

namespace {

constexpr std::array kClocks{ClockMark::Ok, ClockMark::Warn, ClockMark::Late, ClockMark::Supervised,
                             ClockMark::Suspended};
constexpr std::array kRisks{Risk::Low, Risk::Medium, Risk::High};
constexpr std::array kStages{StageMark::Accepted, StageMark::Routed, StageMark::Handling,
                             StageMark::Reported, StageMark::Rated,  StageMark::Archived};

struct KindTitle {
    ResponderKind kind;
    const char* title;
};
constexpr std::array<KindTitle, 7> kKinds{{
    {ResponderKind::Gridworker, "Gridworker"},
    {ResponderKind::PartTime, "Part-time"},
    {ResponderKind::GridHead, "Grid head"},
    {ResponderKind::Police, "Grid police"},
    {ResponderKind::Patrol, "Patrol"},
    {ResponderKind::Volunteer, "Volunteers"},
    {ResponderKind::Department, "Linked unit"},
}};

std::string is(std::string_view field, std::string_view value) {
    return '"' + std::string(field) + "\" = '" + std::string(value) + '\'';
}

/// "#aarrggbb" of a token that is seen through.
std::string faint(std::string_view token, Ink ink, double alpha) {
    char text[4];
    std::snprintf(text, sizeof(text), "%02x", static_cast<unsigned>(std::lround(alpha * 255)));
    return '#' + std::string(text) + colourName(token, ink).substr(1);
}

gis::LabelStyle label(const std::string& text, const char* place, std::string_view token, Ink ink,
                      double size) {
    gis::LabelStyle style;
    style.text = text;
    style.place = place;
    style.color = colourName(token, ink);
    style.halo = colourName("map.halo", ink);
    style.size = size;
    return style;
}

LayerStyle layer(const char* id, const char* title, const char* table, const char* shape) {
    LayerStyle style;
    style.id = id;
    style.title = title;
    style.table = table;
    style.shape = shape;
    return style;
}

/// A layer of words alone.
LayerStyle words(const char* id, const char* title, const char* table, const char* shape,
                 gis::LabelStyle style) {
    LayerStyle made = layer(id, title, table, shape);
    made.label = std::move(style);
    return made;
}

std::string pixels(const char* metres) {
    return '"' + std::string(metres) + "\" / (@map_scale * 0.00028)";
}

void addGrids(std::vector<LayerStyle>& layers, Ink ink) {
    LayerStyle lines = layer("grids", "Grids", "border", "line");
    RuleStyle rule{"Community and rural grid",
                   "\"rank\" IN ('grid', 'community')",
                   scaleOf(kGridsHideAbove),
                   {lineMark(kGridLine, ink)}};
    lines.rules = {rule};
    layers.push_back(lines);

    LayerStyle dedicated = layer("grids_dedicated", "Dedicated grid", "grid", "area");
    MarkStyle hatch;
    hatch.kind = "hatch";
    hatch.color = faint(kDedicatedLine.token, ink, kHatchAlpha);
    hatch.width = 1;
    hatch.size = kHatchPixels;
    MarkStyle edge;
    edge.kind = "fill";
    edge.outline = colourName(kDedicatedLine.token, ink);
    edge.width = kDedicatedLine.width;
    dedicated.rules = {{"Dedicated grid", is("kind", "dedicated"), 0, {hatch, edge}}};
    layers.push_back(dedicated);
}

void addGridWords(std::vector<LayerStyle>& layers, Ink ink) {
    for (const bool dedicated : {false, true}) {
        const std::string text =
            "CASE WHEN \"kind\" " + std::string(dedicated ? "=" : "<>") + " 'dedicated' AND " +
            pixels("room") + " >= " + std::to_string(kSerialRoom) + " THEN right(\"code\", 3) END";
        gis::LabelStyle style =
            label(text, "area",
                  dedicated ? kDedicatedLine.token : std::string_view("map.label.minor"), ink, 11);
        style.hideBeyond = scaleOf(kSerialsBelow);
        layers.push_back(words(dedicated ? "grid_serials_dedicated" : "grid_serials",
                               "Serials of grids", "grid", "area", style));
    }
}

void addBoundaries(std::vector<LayerStyle>& layers, Ink ink) {
    LayerStyle lines = layer("boundaries", "Boundaries", "border", "line");
    // A layer of its own for each rank: the highest is drawn last.
    for (std::size_t rank = kBorderStyles.size(); rank-- > 0;) {
        const BorderStyle& border = kBorderStyles[rank];
        LayerStyle one = lines;
        one.id += '_' + std::string(border.word);
        one.title = border.title;
        one.rules = {{std::string(border.title),
                      is("rank", border.word),
                      border.hideAbove < 1e6 ? scaleOf(border.hideAbove) : 0,
                      {lineMark(border.line, ink)}}};
        layers.push_back(one);
    }
}

void addAreaWords(std::vector<LayerStyle>& layers, Ink ink) {
    struct Word {
        const char* rank;
        const char* id;
        double least, most, size, spacing, priority;
        bool bold;
    };
    static constexpr std::array<Word, 3> kWords{{
        {"community", "names_community", 110, 1e9, 12, 0, 6, false},
        {"township", "names_township", 90, 4000, 15, 3, 9, true},
        {"district", "names_district", 60, 4000, 17, 4, 10, true},
    }};
    for (const Word& row : kWords) {
        char range[160];
        std::snprintf(range, sizeof(range), "%s >= %.0f AND %s <= %.0f", pixels("across").c_str(),
                      row.least, pixels("across").c_str(), row.most);
        gis::LabelStyle style =
            label("CASE WHEN " + is("rank", row.rank) + " AND " + range + " THEN \"name\" END",
                  "point", "map.label", ink, row.size);
        style.bold = row.bold;
        style.spacing = row.spacing;
        style.priority = row.priority;
        layers.push_back(words(row.id, "Names of areas", "area", "point", style));
    }
}

void addZones(std::vector<LayerStyle>& layers, Ink ink) {
    LayerStyle zones = layer("zones", "Patrol zones", "zone", "area");
    zones.rules = {{"Patrol zones", "", 0, {lineMark(kZoneLine, ink)}}};
    zones.label = label("\"name\"", "area", kZoneLine.token, ink, 12);
    layers.push_back(zones);
}

void addReach(std::vector<LayerStyle>& layers, Ink ink) {
    LayerStyle reach = layer("reach", "Reach 1/3/5 min", "reach", "area");
    static constexpr std::array kTitles{"Shortest reach", "Middle reach", "Longest reach"};
    for (std::size_t ring = kReachLines.size(); ring-- > 0;) {
        MarkStyle fill;
        fill.kind = "fill";
        fill.color = faint(kReachLines[ring].token, ink, kReachFill);
        reach.rules.push_back({kTitles[ring],
                               "\"ring\" = " + std::to_string(ring),
                               0,
                               {fill, lineMark(kReachLines[ring], ink)}});
    }
    reach.label = label("concat(\"minutes\", ' min')", "area", kReachLines[0].token, ink, 11);
    layers.push_back(reach);
}

void addPlaces(std::vector<LayerStyle>& layers, Ink ink) {
    LayerStyle posts = layer("posts", "Post", "post", "point");
    const std::vector<gis::SizeStep> far{{scaleOf(kPostFarAbove), kPostSizeFar}};
    posts.rules = {{"Post", "", 0, symbolMarks(postSymbol(), kPostSize, ink, {}, far)}};
    posts.label = label("\"name\"", "below", "map.label", ink, 11);
    posts.label->hideBeyond = scaleOf(kPostNamesBelow);
    posts.label->offset = kPostSize / 2 + 1;
    posts.label->priority = 7;
    layers.push_back(posts);

    LayerStyle centres = layer("centres", "Centres", "centre", "point");
    static constexpr std::array kTitles{"City centre", "District centre", "Township centre",
                                        "Community centre"};
    for (std::size_t rank = kTitles.size(); rank-- > 0;)
        centres.rules.push_back({kTitles[rank], "\"rank\" = " + std::to_string(rank),
                                 kCentreHideAbove[rank] < 1e6 ? scaleOf(kCentreHideAbove[rank]) : 0,
                                 symbolMarks(centreSymbol(4 - int(rank)), kCentreSize, ink)});
    centres.label = posts.label;
    centres.label->offset = kCentreSize / 2 + 1;
    layers.push_back(centres);
}

std::vector<MarkStyle> responderMarks(ResponderKind kind, FixAge age, bool moving, Ink ink) {
    // The vehicle is drawn looking east.
    const char* heading = kind == ResponderKind::Patrol ? "\"heading\" - 90" : "\"heading\"";
    return symbolMarks(responderSymbol(kind, age, moving), kResponderSize, ink, heading,
                       {{scaleOf(kRespondersSmallAbove), kResponderSizeSmall},
                        {scaleOf(kRespondersDotAbove), kResponderSizeDot}});
}

void addResponders(std::vector<LayerStyle>& layers, Ink ink) {
    LayerStyle people = layer("responders", "Responders", "responder", "point");
    const auto legend = [&](const char* title, const std::string& filter,
                            std::vector<MarkStyle> marks) {
        for (MarkStyle& mark : marks) {
            mark.steps.clear();
            // A sample has no heading.
            mark.angle.clear();
        }
        people.legend.push_back({title, filter, 0, std::move(marks)});
    };
    for (const auto& [kind, title] : kKinds) {
        const std::string one = is("kind", word(kind));
        for (const bool moving : {false, true})
            people.rules.push_back({"",
                                    one + " AND " + is("age", word(FixAge::Fresh)) +
                                        " AND \"moving\" = " + (moving ? '1' : '0'),
                                    0, responderMarks(kind, FixAge::Fresh, moving, ink)});
        for (const FixAge age : {FixAge::Ageing, FixAge::Stale})
            people.rules.push_back({"", one + " AND " + is("age", word(age)), 0,
                                    responderMarks(kind, age, false, ink)});
        legend(title, one, responderMarks(kind, FixAge::Fresh, false, ink));
    }
    for (const WorkState state : {WorkState::Sent, WorkState::EnRoute, WorkState::OnScene}) {
        auto marks = symbolMarks(workStateBadge(state), kBadgeSize, ink);
        for (MarkStyle& mark : marks) {
            mark.offsetX = kBadgeRight;
            mark.offsetY = kBadgeDown;
        }
        people.rules.push_back(
            {"", is("state", word(state)), scaleOf(kRespondersSmallAbove), std::move(marks)});
    }
    const ResponderKind worker = ResponderKind::Gridworker;
    legend("Moving", is("age", "fresh") + " AND \"moving\" = 1",
           responderMarks(worker, FixAge::Fresh, true, ink));
    legend("Ageing", is("age", "ageing"), responderMarks(worker, FixAge::Ageing, false, ink));
    legend("Stale", is("age", "stale"), responderMarks(worker, FixAge::Stale, false, ink));
    layers.push_back(people);
}

void addCases(std::vector<LayerStyle>& layers, Ink ink) {
    LayerStyle cases = layer("cases", "Cases", "case", "point");
    for (const Risk risk : kRisks)
        for (const ClockMark clock : kClocks)
            for (const StageMark stage : kStages)
                cases.rules.push_back(
                    {"",
                     is("risk", word(risk)) + " AND " + is("clock", word(clock)) + " AND " +
                         is("stage", word(stage)),
                     0,
                     symbolMarks(caseSymbol(risk, clock, stage), caseSize(risk) + kCaseRim, ink)});
    const auto legend = [&](const char* title, const std::string& filter, Symbol symbol) {
        cases.legend.push_back(
            {title, filter, 0, symbolMarks(symbol, caseSize(Risk::Low) + kCaseRim, ink)});
    };
    const auto bare = [](Risk risk, ClockMark clock) {
        Symbol symbol = caseSymbol(risk, clock, StageMark::Accepted);
        symbol.resize(2);  // without the stage's glyph
        return symbol;
    };
    legend("Low risk", is("risk", word(Risk::Low)), bare(Risk::Low, ClockMark::Ok));
    legend("Medium risk", is("risk", word(Risk::Medium)), bare(Risk::Medium, ClockMark::Ok));
    legend("High risk", is("risk", word(Risk::High)), bare(Risk::High, ClockMark::Ok));
    legend("Soon late", is("clock", "warn"), bare(Risk::Low, ClockMark::Warn));
    legend("Late", is("clock", "late"), bare(Risk::Low, ClockMark::Late));
    legend("Supervised", is("clock", "supervised"), bare(Risk::Low, ClockMark::Supervised));
    legend("Suspended", is("clock", "suspended"), bare(Risk::Low, ClockMark::Suspended));
    static constexpr std::array kStageTitles{"Accepted", "Routed", "Handling",
                                             "Reported", "Rated",  "Archived"};
    for (std::size_t i = 0; i < kStages.size(); ++i)
        legend(kStageTitles[i], is("stage", word(kStages[i])), stageGlyph(kStages[i], "t1"));
    // As on screen, only the late ones carry their number.
    cases.label = label("CASE WHEN \"clock\" IN ('late', 'supervised') THEN \"number\" END",
                        "right", "map.label", ink, 11);
    cases.label->bold = true;
    cases.label->offset = 15;
    cases.label->priority = 10;
    layers.push_back(cases);
}

}  // namespace

gis::MarkStyle lineMark(const LineStyle& line, Ink ink) {
    MarkStyle mark;
    mark.kind = "line";
    mark.color = colourName(line.token, ink);
    mark.width = line.width;
    for (const double length : line.dash)
        if (length > 0) mark.dash.push_back(length);
    return mark;
}

gis::MapStyle operationalStyle(Ink ink, const std::string& crs,
                               const std::vector<std::string>& visible) {
    const auto shows = [&](std::string_view name) {
        return std::find(visible.begin(), visible.end(), name) != visible.end();
    };
    gis::MapStyle style;
    style.title = "GridHall";
    style.crs = crs;
    style.fonts = mapFonts();
    if (shows("grids")) addGrids(style.layers, ink);
    if (shows("boundaries")) addBoundaries(style.layers, ink);
    if (shows("grids")) addGridWords(style.layers, ink);
    if (shows("boundaries")) addAreaWords(style.layers, ink);
    if (shows("zones")) addZones(style.layers, ink);
    if (shows("reach")) addReach(style.layers, ink);
    if (shows("cameras")) {
        LayerStyle cameras = layer("cameras", "Cameras", "camera", "point");
        cameras.rules = {{"Cameras", "", 0,
                          symbolMarks(cameraSymbol(), kCameraSize, ink, {},
                                      {{scaleOf(kCameraFarAbove), kCameraSizeFar}})}};
        style.layers.push_back(cameras);
    }
    if (shows("posts")) addPlaces(style.layers, ink);
    if (shows("responders")) addResponders(style.layers, ink);
    if (shows("cases")) addCases(style.layers, ink);
    return style;
}

std::vector<LayerStyle> focusLayers(Ink ink) {
    LayerStyle area = layer("focus_area", "This sheet", "focus_area", "area");
    area.rules = {{"",
                   "\"sheet\" = @sheet",
                   0,
                   {lineMark({"map.halo", 6}, ink), lineMark({"accent.ink", 2.4}, ink)}}};
    LayerStyle point = layer("focus_point", "This sheet", "focus_point", "point");
    const Symbol ring{{.path = "O12 12 16.5", .line = "selection.map", .width = 2}};
    point.rules = {{"", "\"sheet\" = @sheet", 0, symbolMarks(ring, kSymbolBox, ink)}};
    return {area, point};
}

std::string_view word(FixAge age) {
    switch (age) {
        case FixAge::Fresh:
            return "fresh";
        case FixAge::Ageing:
            return "ageing";
        case FixAge::Stale:
            return "stale";
    }
    return {};
}

std::string_view word(Risk risk) {
    switch (risk) {
        case Risk::Low:
            return "low";
        case Risk::Medium:
            return "medium";
        case Risk::High:
            return "high";
    }
    return {};
}

std::string_view word(StageMark stage) {
    switch (stage) {
        case StageMark::Accepted:
            return "accepted";
        case StageMark::Routed:
            return "routed";
        case StageMark::Handling:
            return "handling";
        case StageMark::Reported:
            return "reported";
        case StageMark::Rated:
            return "rated";
        case StageMark::Archived:
            return "archived";
    }
    return {};
}

std::string_view word(WorkState state) {
    switch (state) {
        case WorkState::Free:
        case WorkState::Resting:
            return {};
        case WorkState::Sent:
            return "sent";
        case WorkState::EnRoute:
            return "enroute";
        case WorkState::OnScene:
            return "onscene";
    }
    return {};
}

}  // namespace layers

// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/symbols/symbol.h"

#include <array>

namespace layers {

namespace {

struct ResponderShape {
    std::string_view word;
    std::string_view token;
    std::string_view body;
    std::string_view mark;   ///< Stroked inside a fresh body.
    std::string_view wedge;  ///< Empty where the whole body turns.
    double radius;
};

constexpr std::string_view kWedge = "M12 0.5L16.6 7.4L7.4 7.4Z";

constexpr std::array<ResponderShape, 7> kResponders{{
    {"gridworker", "responder.gridworker", "O12 12 7", "", kWedge, 7},
    {"parttime", "responder.parttime", "O12 12 5", "", "M12 2.8L15.4 8.6L8.6 8.6Z", 5},
    {"head", "responder.head", "M12 3.5L19.4 7.75L19.4 16.25L12 20.5L4.6 16.25L4.6 7.75Z",
     "M12 8.3L12 15.7M8.8 10.15L15.2 13.85M15.2 10.15L8.8 13.85", kWedge, 8},
    {"police", "responder.police",
     "M12 3.2L19.1 5.8L19.1 11.8C19.1 16 16.2 19.2 12 20.8C7.8 19.2 4.9 16 4.9 11.8L4.9 5.8Z",
     "M8.6 8.7L12 11.4L15.4 8.7M8.6 12.8L12 15.5L15.4 12.8", kWedge, 8.5},
    {"patrol", "responder.patrol",
     "M5 8.2C5 7 5.9 6 7.2 6L15 6C15.7 6 16.4 6.3 16.8 6.9L20.5 12L16.8 17.1C16.4 17.7 15.7 18 15 "
     "18L7.2 18C5.9 18 5 17 5 15.8Z",
     "M9 9.4L9 14.6M12.2 9.4L12.2 14.6", "", 8},
    {"volunteer", "responder.volunteer",
     "M5.7 5.6L18.3 5.6C19.7 5.6 20.5 7 19.8 8.2L13.5 19.1C12.8 20.3 11.2 20.3 10.5 19.1L4.2 "
     "8.2C3.5 "
     "7 4.3 5.6 5.7 5.6Z",
     "M9.2 8.9L12 13.6L14.8 8.9", kWedge, 8},
    {"department", "responder.department",
     "M7 5L17 5C18.1 5 19 5.9 19 7L19 17C19 18.1 18.1 19 17 19L7 19C5.9 19 5 18.1 5 17L5 7C5 5.9 "
     "5.9 "
     "5 7 5Z",
     "M8.6 9L15.4 9M8.6 12L15.4 12M8.6 15L15.4 15", kWedge, 8},
}};

struct RiskShape {
    std::string_view body;
    double radius;
    double size;
};
constexpr std::array<RiskShape, 3> kRisks{{
    {"O12 12 7", 7, 24},
    {"M12 2.6L21.4 12L12 21.4L2.6 12Z", 9.4, 24},
    {"M7.9 2L16.1 2L22 7.9L22 16.1L16.1 22L7.9 22L2 16.1L2 7.9Z", 10, 28},
}};

struct ClockTokens {
    std::string_view word;
    std::string_view ink;
    std::string_view fill;
    std::string_view on;
};
constexpr std::array<ClockTokens, 5> kClocks{{
    {"ok", "status.ok.ink", "status.ok.fill", "status.ok.on"},
    {"warn", "status.warn.ink", "status.warn.fill", "status.warn.on"},
    {"late", "status.late.ink", "status.late.fill", "status.late.on"},
    {"supervised", "status.supervised.ink", "status.supervised.fill", "status.supervised.on"},
    {"suspended", "status.suspended.ink", "status.suspended.fill", "status.suspended.on"},
}};

const ResponderShape& shapeOf(dispatch::ResponderKind kind) {
    return kResponders[static_cast<std::size_t>(kind)];
}
const RiskShape& shapeOf(dispatch::Risk risk) {
    return kRisks[static_cast<std::size_t>(risk)];
}
const ClockTokens& tokensOf(ClockMark clock) {
    return kClocks[static_cast<std::size_t>(clock)];
}

constexpr std::string_view kHalo = "map.halo";
constexpr std::string_view kEnRoute = "M5 5.6L11.4 12L5 18.4M12.6 5.6L19 12L12.6 18.4";
constexpr std::string_view kSent = "M4.5 12L17.5 12M12.4 7L17.5 12L12.4 17";
constexpr std::string_view kOnScene =
    "M12 21C8 16 6 13.2 6 10C6 6.7 8.7 4 12 4C15.3 4 18 6.7 18 10C18 13.2 16 16 12 21Z";

}  // namespace

Symbol responderSymbol(dispatch::ResponderKind kind, dispatch::FixAge age, bool moving) {
    const ResponderShape& shape = shapeOf(kind);
    const bool wholeTurns = shape.wedge.empty() && moving;
    switch (age) {
        case dispatch::FixAge::Fresh: {
            Symbol symbol;
            const bool wedge = moving && !shape.wedge.empty();
            if (wedge)
                symbol.push_back({.path = shape.wedge, .line = kHalo, .width = 3, .turns = true});
            symbol.push_back({.path = shape.body, .line = kHalo, .width = 3, .turns = wholeTurns});
            if (wedge) symbol.push_back({.path = shape.wedge, .fill = shape.token, .turns = true});
            symbol.push_back({.path = shape.body, .fill = shape.token, .turns = wholeTurns});
            if (!shape.mark.empty())
                symbol.push_back(
                    {.path = shape.mark, .line = kHalo, .width = 1.7, .turns = wholeTurns});
            return symbol;
        }
        case dispatch::FixAge::Ageing:
            return {{.path = shape.body, .line = kHalo, .width = 4},
                    {.path = shape.body, .fill = kHalo, .line = shape.token, .width = 2},
                    {.path = "O12 12 2.4", .fill = shape.token}};
        case dispatch::FixAge::Stale:
            return {{.path = shape.body,
                     .fill = kHalo,
                     .line = kHalo,
                     .width = 3.5,
                     .fillOpacity = 0.75},
                    {.path = shape.body, .line = "age.stale", .width = 1.8, .dash = 3, .gap = 1.7},
                    {.path = "M9.5 14.5L14.5 9.5", .line = "age.stale", .width = 2}};
    }
    return {};
}

double responderRadius(dispatch::ResponderKind kind) {
    return shapeOf(kind).radius;
}

Symbol workStateGlyph(dispatch::WorkState state) {
    switch (state) {
        case dispatch::WorkState::Free:
            return {{.path = "O12 12 5", .line = "t2", .width = 2}};
        case dispatch::WorkState::Resting:
            return {{.path = "M5 8L16 8L16 13C16 15.2 14.2 17 12 17L9 17C6.8 17 5 15.2 5 13Z"
                             "M16 9.5L17.5 9.5C20.2 9.5 20.2 13.5 17.5 13.5L16 13.5",
                     .line = "t2",
                     .width = 2}};
        case dispatch::WorkState::Sent:
            return {{.path = kSent, .line = "t2", .width = 2}};
        case dispatch::WorkState::EnRoute:
            return {{.path = kEnRoute, .line = "t2", .width = 2}};
        case dispatch::WorkState::OnScene:
            return {{.path = kOnScene, .fill = "t2"}};
    }
    return {};
}

Symbol workStateBadge(dispatch::WorkState state) {
    switch (state) {
        case dispatch::WorkState::Free:
        case dispatch::WorkState::Resting:
            return {};
        case dispatch::WorkState::Sent:
            return {{.path = kSent, .line = kHalo, .width = 8},
                    {.path = kSent, .line = "t1", .width = 3}};
        case dispatch::WorkState::EnRoute:
            return {{.path = kEnRoute, .line = kHalo, .width = 8},
                    {.path = kEnRoute, .line = "t1", .width = 3}};
        case dispatch::WorkState::OnScene:
            return {{.path = kOnScene, .line = kHalo, .width = 5},
                    {.path = kOnScene, .fill = "t1"}};
    }
    return {};
}

Symbol stageGlyph(StageMark stage, std::string_view token) {
    switch (stage) {
        case StageMark::Accepted:
            return {{.path = "O12 12 3.4", .line = token, .width = 2}};
        case StageMark::Routed:
            return {{.path = "M12 16.4L12 12.4L8.5 8M12 12.4L15.5 8", .line = token, .width = 2}};
        case StageMark::Handling:
            return {{.path = "M9.7 7.8L16.3 12L9.7 16.2Z", .fill = token}};
        case StageMark::Reported:
            return {{.path =
                         "M15.8 16L15.8 13.4C15.8 12 14.8 11 13.4 11L8.2 11M10.9 8.2L8.1 11L10.9 "
                         "13.8",
                     .line = token,
                     .width = 2}};
        case StageMark::Rated:
            return {{.path = "M7.9 12.4L10.7 15.2L16.1 9", .line = token, .width = 2}};
        case StageMark::Archived:
            return {{.path = "M8.8 8.8L15.2 8.8L15.2 15.2L8.8 15.2Z", .fill = token}};
    }
    return {};
}

Symbol caseSymbol(dispatch::Risk risk, ClockMark clock, StageMark stage) {
    const std::string_view body = shapeOf(risk).body;
    const bool quiet = clock == ClockMark::Ok;
    const ClockTokens& tokens = tokensOf(clock);
    Symbol symbol{{.path = body, .line = kHalo, .width = 3.5},
                  {.path = body,
                   .fill = quiet ? std::string_view("map.cluster") : tokens.fill,
                   .line = quiet ? std::string_view("t2") : tokens.ink,
                   .width = 1.3}};
    for (const Part& part : stageGlyph(stage, quiet ? std::string_view("t1") : tokens.on))
        symbol.push_back(part);
    return symbol;
}

double caseRadius(dispatch::Risk risk) {
    return shapeOf(risk).radius;
}
double caseSize(dispatch::Risk risk) {
    return shapeOf(risk).size;
}

Symbol clockGlyph(ClockMark clock) {
    switch (clock) {
        case ClockMark::Ok:
            return {{.path = "O12 12 6", .fill = "status.ok.ink"}};
        case ClockMark::Warn:
            return {{.path = "M12 4.2L20.6 19.2L3.4 19.2Z", .fill = "status.warn.ink"},
                    {.path = "M12 9.5L12 13.5M12 16.3L12 16.4", .line = "s1", .width = 2}};
        case ClockMark::Late:
            return {{.path = "M8.3 3L15.7 3L21 8.3L21 15.7L15.7 21L8.3 21L3 15.7L3 8.3Z",
                     .fill = "status.late.ink"},
                    {.path = "M12 7.5L12 13M12 16.3L12 16.4", .line = "s1", .width = 2.2}};
        case ClockMark::Supervised:
            return {{.path = "M5 12.5L12 6L19 12.5M5 18.5L12 12L19 18.5",
                     .line = "status.supervised.ink",
                     .width = 2.6}};
        case ClockMark::Suspended:
            return {{.path = "M8.5 5.5L8.5 18.5M15.5 5.5L15.5 18.5",
                     .line = "status.suspended.ink",
                     .width = 2.6}};
    }
    return {};
}

StageMark stageMark(std::string_view code) {
    if (code == "routed") return StageMark::Routed;
    if (code == "handling") return StageMark::Handling;
    if (code == "reported") return StageMark::Reported;
    if (code == "rated") return StageMark::Rated;
    if (code == "archived") return StageMark::Archived;
    return StageMark::Accepted;
}

Symbol postSymbol() {
    return {{.path = "M4.5 20L4.5 10.2L12 4L19.5 10.2L19.5 20Z",
             .fill = kHalo,
             .line = kHalo,
             .width = 3.5},
            {.path = "M4.5 20L4.5 10.2L12 4L19.5 10.2L19.5 20ZM9.5 20L9.5 14.5L14.5 14.5L14.5 20",
             .line = "map.post",
             .width = 1.7}};
}

Symbol centreSymbol(int feet) {
    static constexpr std::array<std::string_view, 4> kFeet{
        "M12 18L12 22", "M9.7 18L9.7 22M14.3 18L14.3 22",
        "M7.3 18L7.3 22M12 18L12 22M16.7 18L16.7 22",
        "M5 18L5 22M9.7 18L9.7 22M14.3 18L14.3 22M19 18L19 22"};
    const std::size_t row = feet < 1 ? 0 : feet > 4 ? 3 : static_cast<std::size_t>(feet - 1);
    return {{.path = "M4 2.5L20 2.5L20 15L4 15Z", .fill = kHalo, .line = kHalo, .width = 3.5},
            {.path = kFeet[row], .line = kHalo, .width = 3.5},
            {.path = "M4 2.5L20 2.5L20 15L4 15ZM8 11.5L8 8M12 11.5L12 6M16 11.5L16 8",
             .line = "map.post",
             .width = 1.7},
            {.path = kFeet[row], .line = "map.post", .width = 1.7}};
}

Symbol cameraSymbol() {
    return {{.path = "M3.5 8.5L13.5 8.5L13.5 15.5L3.5 15.5Z", .fill = kHalo},
            {.path = "M3.5 8.5L13.5 8.5L13.5 15.5L3.5 15.5ZM13.5 11L19.5 8L19.5 16L13.5 13",
             .line = "map.camera",
             .width = 1.7}};
}

std::string_view word(dispatch::ResponderKind kind) {
    return shapeOf(kind).word;
}
std::string_view word(ClockMark clock) {
    return tokensOf(clock).word;
}

}  // namespace layers

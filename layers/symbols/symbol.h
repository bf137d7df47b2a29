// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "dispatch/case.h"
#include "dispatch/responder.h"

namespace layers {

/// One filled and/or stroked outline of a symbol, in a box of 24 x 24 units with y down.
///
/// `path` holds absolute commands: M x y, L x y, C x y x y x y, Z, and O x y r for a circle.
struct Part {
    std::string_view path;
    std::string_view fill{};  ///< Palette token, empty for none.
    std::string_view line{};  ///< Palette token of the stroke, empty for none.
    double width = 0;         ///< Of the stroke, units.
    double dash = 0;          ///< Length of dash and of gap, 0 for a solid stroke.
    double gap = 0;
    double fillOpacity = 1;
    bool turns = false;  ///< Turned with the heading.
};

/// A drawing of parts, bottom to top.
using Symbol = std::vector<Part>;

/// The box of every symbol, units; one unit is one pixel at size 1.
constexpr double kSymbolBox = 24;

/// How a case's clock is shown. Supervised is late at the top level.
enum class ClockMark { Ok, Warn, Late, Supervised, Suspended };
enum class StageMark { Accepted, Routed, Handling, Reported, Rated, Archived };

/// A responder: silhouette by kind, fill by age of its fix.
/// @param moving Fresh fixes only: a wedge points to the heading (a patrol turns as a whole).
Symbol responderSymbol(dispatch::ResponderKind kind, dispatch::FixAge age, bool moving);
/// Radius of the body, units; the selection ring lies outside it.
double responderRadius(dispatch::ResponderKind kind);
/// Badge at the lower right of a responder; nothing for Free and Resting.
Symbol workStateBadge(dispatch::WorkState state);
/// The state's glyph for lists, in the text colour.
Symbol workStateGlyph(dispatch::WorkState state);

/// A case: silhouette by risk, fill by clock, glyph by stage.
Symbol caseSymbol(dispatch::Risk risk, ClockMark clock, StageMark stage);
double caseRadius(dispatch::Risk risk);
/// How large a case is drawn: 24 px, high risk 28.
double caseSize(dispatch::Risk risk);
/// The stage's glyph alone.
Symbol stageGlyph(StageMark stage, std::string_view token);
/// The clock's second cue: dot, triangle, octagon, double chevron, pause.
Symbol clockGlyph(ClockMark clock);
/// @return The mark of Case::stage's code; Accepted where the code is unknown.
StageMark stageMark(std::string_view code);

Symbol postSymbol();
/// @param feet 1 community to 4 city.
Symbol centreSymbol(int feet);
Symbol cameraSymbol();

/// Token words: "police" in "responder.police", "late" in "status.late.fill".
std::string_view word(dispatch::ResponderKind kind);
std::string_view word(ClockMark clock);

}  // namespace layers

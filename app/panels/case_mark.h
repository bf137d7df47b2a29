// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <string>

#include "dispatch/picture.h"
#include "layers/symbols/symbol.h"
#include "layers/theme.h"

namespace app {

/// How a case's clock is shown; late at the top level of the administration is supervised.
layers::ClockMark clockMark(const dispatch::Picture& picture, const dispatch::Case& record,
                            dispatch::Seconds now);
/// "status.late.ink" and the like.
std::string statusToken(layers::ClockMark mark, const char* part);

/// The case's symbol as on the map, kept per look.
QPixmap caseSymbolPixmap(dispatch::Risk risk, layers::ClockMark mark, const std::string& stage,
                         double size, layers::Theme theme, qreal devicePixelRatio);
QPixmap symbolPixmap(const layers::Symbol& symbol, double size, layers::Theme theme,
                     qreal devicePixelRatio);

/// "LL-261122-1023" as people say it: "1023".
QString shortCode(const std::string& code);

/// Draws the clock bar: 4 px, a notch at 80 %, its form by the mark.
void paintClockBar(QPainter& painter, QRectF bar, double share, layers::ClockMark mark,
                   layers::Theme theme);

}  // namespace app

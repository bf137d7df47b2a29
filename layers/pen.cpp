// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/pen.h"

namespace layers {

QPen penOf(const LineStyle& line, Theme theme, Qt::PenCapStyle cap) {
    QPen pen(theme.color(line.token), line.width);
    pen.setCapStyle(cap);
    pen.setJoinStyle(Qt::BevelJoin);
    QList<qreal> pattern;
    for (const double length : line.dash)
        if (length > 0) pattern.append(length / line.width);
    if (!pattern.isEmpty()) pen.setDashPattern(pattern);
    return pen;
}

}  // namespace layers

// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/symbol_painter.h"

#include <QPainter>
#include <charconv>
#include <cmath>

namespace layers {

QPainterPath pathOf(std::string_view commands) {
    QPainterPath path;
    const char* at = commands.data();
    const char* const end = at + commands.size();
    const auto number = [&] {
        while (at < end && *at == ' ') ++at;
        double value = 0;
        const auto [next, error] = std::from_chars(at, end, value);
        Q_ASSERT(error == std::errc());
        at = next;
        return value;
    };
    const auto point = [&] {
        const double x = number();
        return QPointF(x, number());
    };
    while (at < end) {
        switch (*at++) {
            case 'M':
                path.moveTo(point());
                break;
            case 'L':
                path.lineTo(point());
                break;
            case 'C': {
                const QPointF a = point(), b = point();
                path.cubicTo(a, b, point());
                break;
            }
            case 'O': {
                const QPointF centre = point();
                const double radius = number();
                path.addEllipse(centre, radius, radius);
                break;
            }
            case 'Z':
                path.closeSubpath();
                break;
            case ' ':
                break;
            default:
                Q_ASSERT(false);
        }
    }
    return path;
}

void paintSymbol(QPainter& painter, const Symbol& symbol, QPointF middle, double size, Theme theme,
                 double headingDegrees) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(middle);
    painter.scale(size / kSymbolBox, size / kSymbolBox);
    const QTransform upright = painter.transform();
    for (const Part& part : symbol) {
        painter.setTransform(upright);
        // A body that turns as a whole is drawn looking east, a wedge looking north.
        if (part.turns) painter.rotate(headingDegrees);
        painter.translate(-kSymbolBox / 2, -kSymbolBox / 2);
        if (part.line.empty()) {
            painter.setPen(Qt::NoPen);
        } else {
            QPen pen(theme.color(part.line), part.width, Qt::SolidLine, Qt::RoundCap,
                     Qt::RoundJoin);
            if (part.dash > 0) {
                pen.setCapStyle(Qt::FlatCap);
                pen.setDashPattern({part.dash / part.width, part.gap / part.width});
            }
            painter.setPen(pen);
        }
        if (part.fill.empty()) {
            painter.setBrush(Qt::NoBrush);
        } else {
            QColor fill = theme.color(part.fill);
            fill.setAlphaF(float(part.fillOpacity));
            painter.setBrush(fill);
        }
        painter.drawPath(pathOf(part.path));
    }
    painter.restore();
}

QImage symbolImage(const Symbol& symbol, double size, Theme theme, qreal devicePixelRatio,
                   double headingDegrees) {
    const int side = int(std::ceil(size * devicePixelRatio));
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(0);
    QPainter painter(&image);
    const double middle = side / devicePixelRatio / 2;
    paintSymbol(painter, symbol, {middle, middle}, size, theme, headingDegrees);
    return image;
}

}  // namespace layers

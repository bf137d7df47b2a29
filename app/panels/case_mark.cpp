// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/case_mark.h"

#include <QHash>
#include <QPainter>
#include <algorithm>

#include "app/text/words.h"
#include "layers/symbol_painter.h"
#include "layers/symbols/map_table.h"

namespace app {

using layers::ClockMark;

ClockMark clockMark(const dispatch::Picture& picture, const dispatch::Case& record,
                    dispatch::Seconds now) {
    bool atTop = false;
    picture.levels.forEach([&](const dispatch::Level& level) {
        if (level.code == record.level && level.rank == 0) atTop = true;
    });
    return layers::clockMark(record, atTop, now);
}

std::string statusToken(ClockMark mark, const char* part) {
    return "status." + std::string(layers::word(mark)) + "." + part;
}

QPixmap symbolPixmap(const layers::Symbol& symbol, double size, layers::Theme theme,
                     qreal devicePixelRatio) {
    return QPixmap::fromImage(layers::symbolImage(symbol, size, theme, devicePixelRatio));
}

QPixmap caseSymbolPixmap(dispatch::Risk risk, ClockMark mark, const std::string& stage, double size,
                         layers::Theme theme, qreal devicePixelRatio) {
    static QHash<QString, QPixmap> kept;
    const layers::StageMark glyph = layers::stageMark(stage);
    const QString key = QStringLiteral("%1/%2/%3/%4/%5/%6")
                            .arg(static_cast<int>(risk))
                            .arg(static_cast<int>(mark))
                            .arg(static_cast<int>(glyph))
                            .arg(size)
                            .arg(theme.name())
                            .arg(devicePixelRatio);
    auto found = kept.find(key);
    if (found == kept.end())
        found = kept.insert(key, symbolPixmap(layers::caseSymbol(risk, mark, glyph), size, theme,
                                              devicePixelRatio));
    return *found;
}

QString shortCode(const std::string& code) {
    const std::size_t dash = code.find_last_of('-');
    return text(dash == std::string::npos ? code : code.substr(dash + 1));
}

void paintClockBar(QPainter& painter, QRectF bar, double share, ClockMark mark,
                   layers::Theme theme) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color("l2"));
    painter.drawRoundedRect(bar, 2, 2);
    if (mark == ClockMark::Suspended) {
        painter.setBrush(theme.color(statusToken(mark, "ink")));
        for (double x = bar.left() + 2; x < bar.right(); x += 6)
            painter.drawEllipse(QPointF(x, bar.center().y()), 1.5, 1.5);
        painter.restore();
        return;
    }
    QRectF used = bar;
    used.setWidth(bar.width() * std::clamp(share, 0.0, 1.0));
    const QColor ink = theme.color(statusToken(mark, "fill"));
    painter.setBrush(mark == ClockMark::Supervised ? QBrush(ink, Qt::SolidPattern) : QBrush(ink));
    painter.drawRoundedRect(used, 2, 2);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (mark == ClockMark::Supervised) {
        painter.setPen(QPen(theme.color(statusToken(mark, "ink")), 1));
        for (double x = bar.left() + 2; x < bar.right() - 3; x += 5)
            painter.drawLine(QPointF(x, bar.bottom()), QPointF(x + bar.height(), bar.top()));
        painter.setPen(Qt::NoPen);
    }
    if (mark == ClockMark::Late)
        painter.fillRect(QRectF(bar.right() - 5, bar.top(), 5, bar.height()),
                         theme.color(statusToken(mark, "ink")));
    else
        painter.fillRect(QRectF(bar.left() + bar.width() * 0.8, bar.top(), 1, bar.height()),
                         theme.color("s1"));
    painter.restore();
}

}  // namespace app

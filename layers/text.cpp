// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/text.h"

#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

namespace layers {

QFont mapFont() {
    QFont font = QGuiApplication::font();
    QStringList families = font.families();
    for (const QString& family :
         {QStringLiteral("Noto Sans CJK SC"), QStringLiteral("WenQuanYi Micro Hei"),
          QStringLiteral("DejaVu Sans")})
        if (!families.contains(family)) families.append(family);
    font.setFamilies(families);
    font.setWeight(QFont::Normal);
    font.setItalic(false);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

QImage haloText(const QString& text, const TextStyle& style, Theme theme, qreal ratio,
                const QFont& base) {
    QFont font = base;
    font.setPixelSize(style.pixels);
    font.setBold(style.bold);
    font.setItalic(style.italic);
    if (style.spacing != 0) font.setLetterSpacing(QFont::AbsoluteSpacing, style.spacing);
    const QFontMetricsF metrics(font);
    const double rim = 2;
    const double width = metrics.horizontalAdvance(text) - style.spacing + 2 * rim +
                         (style.italic ? style.pixels * 0.25 : 0);
    const double height = metrics.ascent() + metrics.descent() + 2 * rim;
    QImage image(int(std::ceil(width * ratio)), int(std::ceil(height * ratio)),
                 QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(0);
    QPainter p(&image);
    p.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    path.addText(rim, rim + metrics.ascent(), font, text);
    QColor halo = theme.color(std::string_view("map.halo"));
    halo.setAlphaF(0.9F);
    p.strokePath(path, QPen(halo, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    p.setFont(font);
    p.setPen(theme.color(style.token));
    p.drawText(QPointF(rim, rim + metrics.ascent()), text);
    return image;
}

}  // namespace layers

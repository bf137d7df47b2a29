// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/icons.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace app {

QPixmap uiPixmap(const QString& name, layers::Theme theme, std::string_view token, int size,
                 qreal devicePixelRatio) {
    QFile file(QStringLiteral(":/gridhall/icons/%1.svg").arg(name));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "uiPixmap", qPrintable(name));
    QByteArray drawing = file.readAll();
    drawing.replace("currentColor", theme.color(token).name().toUtf8());
    QSvgRenderer renderer(drawing);
    QPixmap pixmap(QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(0, 0, size, size));
    return pixmap;
}

QIcon uiIcon(const QString& name, layers::Theme theme) {
    QIcon icon;
    for (const int scale : {1, 2}) {
        icon.addPixmap(uiPixmap(name, theme, "t2", 16, scale), QIcon::Normal, QIcon::Off);
        icon.addPixmap(uiPixmap(name, theme, "accent.ink", 16, scale), QIcon::Normal, QIcon::On);
        icon.addPixmap(uiPixmap(name, theme, "disabled", 16, scale), QIcon::Disabled);
    }
    return icon;
}

}  // namespace app

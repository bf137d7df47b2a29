// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/look.h"

#include <QApplication>
#include <QFile>
#include <QStyle>
#include <QStyleFactory>

namespace app {
namespace {

QStringList families() {
    return {QStringLiteral("Noto Sans CJK SC"), QStringLiteral("WenQuanYi Micro Hei"),
            QStringLiteral("DejaVu Sans")};
}

QStringList monoFamilies() {
    return {QStringLiteral("Noto Sans Mono CJK SC"), QStringLiteral("DejaVu Sans Mono"),
            QStringLiteral("WenQuanYi Micro Hei")};
}

}  // namespace

QFont typeFont(Type role) {
    QFont made;
    made.setFamilies(role == Type::Mono ? monoFamilies() : families());
    made.setHintingPreference(QFont::PreferVerticalHinting);
    switch (role) {
        case Type::Caption:
            made.setPixelSize(11);
            break;
        case Type::Small:
            made.setPixelSize(12);
            break;
        case Type::Body:
            made.setPixelSize(13);
            break;
        case Type::BodyBold:
            made.setPixelSize(13);
            made.setBold(true);
            break;
        case Type::Title:
            made.setPixelSize(16);
            made.setBold(true);
            break;
        case Type::Figure:
            made.setPixelSize(22);
            made.setBold(true);
            break;
        case Type::Clock:
            made.setPixelSize(20);
            made.setBold(true);
            break;
        case Type::Mono:
            made.setPixelSize(14);
            break;
    }
    return made;
}

void dress(layers::Theme theme) {
    if (QApplication::style()->objectName() != QLatin1String("fusion"))
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(typeFont(Type::Body));
    QApplication::setPalette(theme.palette());
    QFile file(QStringLiteral(":/gridhall/qss/console.qss"));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    qApp->setStyleSheet(theme.fill(QString::fromUtf8(file.readAll())));
}

}  // namespace app

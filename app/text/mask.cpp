// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/text/mask.h"

namespace app {

QString maskedName(const QString& name) {
    if (name.isEmpty()) return {};
    const qsizetype first = name.front().isHighSurrogate() && name.size() > 1 ? 2 : 1;
    return name.left(first) + QStringLiteral("**");
}

QString maskedPhone(const QString& phone) {
    qsizetype digits = 0;
    for (const QChar c : phone) digits += c.isDigit();
    const qsizetype before = digits < 8 ? 0 : 3;
    const qsizetype behind = digits < 8 ? 2 : 4;
    QString shown = phone;
    qsizetype at = 0;
    for (QChar& c : shown) {
        if (!c.isDigit()) continue;
        if (at >= before && at < digits - behind) c = QLatin1Char('*');
        ++at;
    }
    return shown;
}

QString maskedAddress(const QString& address) {
    constexpr qsizetype kShown = 6;
    if (address.isEmpty()) return {};
    qsizetype shown = std::min(kShown, address.size() / 2);
    if (shown > 0 && address[shown - 1].isHighSurrogate()) --shown;
    return address.left(shown) + QStringLiteral("***");
}

}  // namespace app

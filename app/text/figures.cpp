// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/text/figures.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <cmath>

namespace app {
namespace {

class Figures {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

QDateTime local(dispatch::Millis time) {
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()).toLocalTime();
}

QString two(qint64 value) {
    return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
}

}  // namespace

QString missedText(const dispatch::Case& record, dispatch::Seconds now) {
    const bool beside = record.lateSince && record.due && now < *record.due;
    return beside && !record.closed ? QLatin1Char('+') + spanText(now - *record.lateSince)
                                    : QString();
}

QString spanText(std::chrono::seconds span) {
    const qint64 total = std::abs(span.count());
    const qint64 seconds = total % 60;
    const qint64 minutes = total / 60 % 60;
    const qint64 hours = total / 3600;
    if (hours >= 24)
        return Figures::tr("%1 d %2:%3").arg(hours / 24).arg(two(hours % 24), two(minutes));
    if (hours > 0) return QStringLiteral("%1:%2:%3").arg(hours).arg(two(minutes), two(seconds));
    return two(minutes) + QLatin1Char(':') + two(seconds);
}

QString clockText(const dispatch::Case& record, dispatch::Seconds now) {
    if (record.suspendedSince && !record.closed) return Figures::tr("Suspended");
    if (!record.due || record.closed) return {};
    const auto left = *record.due - now;
    const QString span = spanText(left);
    return left.count() > 0 ? span : QLatin1Char('+') + span;
}

QString ageText(std::chrono::milliseconds age) {
    const qint64 seconds = std::max<qint64>(0, age.count() / 1000);
    if (seconds < 60) return Figures::tr("%1 s").arg(seconds);
    if (seconds < 3600) return Figures::tr("%1 min").arg(seconds / 60);
    if (seconds < 86400) return Figures::tr("%1 h").arg(seconds / 3600);
    return Figures::tr("%1 d").arg(seconds / 86400);
}

QString timeOfDay(dispatch::Millis time) {
    return local(time).toString(QStringLiteral("HH:mm:ss"));
}

QString dateText(dispatch::Millis time) {
    //: Date in the top bar, a format of QLocale::toString.
    return QLocale().toString(local(time).date(), Figures::tr("ddd d MMM"));
}

QString dayUnlessToday(dispatch::Seconds time, dispatch::Millis now) {
    const QDate day = local(time).date();
    return day == local(now).date() ? QString() : day.toString(QStringLiteral("MM-dd"));
}

QString shortTime(dispatch::Seconds time, dispatch::Millis now) {
    const QDateTime then = local(time);
    if (then.date() == local(now).date()) return then.toString(QStringLiteral("HH:mm:ss"));
    if (then.date().year() == local(now).date().year())
        return then.toString(QStringLiteral("MM-dd HH:mm"));
    return then.toString(QStringLiteral("yyyy-MM-dd"));
}

QString groupedCode(const QString& code) {
    if (code.size() != 15) return code;
    return code.left(6) + QLatin1Char(' ') + code.mid(6, 3) + QLatin1Char(' ') + code.mid(9, 3) +
           QLatin1Char(' ') + code.mid(12);
}

QString countText(qint64 count) {
    return QLocale(QLocale::English).toString(count);
}

QString positionText(dispatch::LonLat place) {
    const auto degrees = [](double value, const char* plus, const char* minus) {
        return QString::number(std::abs(value), 'f', 5) + QStringLiteral("°") +
               QLatin1String(value < 0 ? minus : plus);
    };
    return degrees(place.lon, "E", "W") + QLatin1Char(' ') + degrees(place.lat, "N", "S");
}

QString lengthText(double metres) {
    if (metres < 1000) return Figures::tr("%1 m").arg(std::lround(metres));
    return Figures::tr("%1 km").arg(metres / 1000, 0, 'g', 3);
}

}  // namespace app

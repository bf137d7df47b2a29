// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/zones.h"

#include <QDateTime>
#include <QTimeZone>

namespace app {
namespace {

/// Two changes of a zone are never nearer to each other in any rule for years to come.
constexpr int kLookDays = 14;

/// The first second of the new offset between two moments that differ in it.
QDateTime changeBetween(const QTimeZone& zone, const QDateTime& before, const QDateTime& after) {
    qint64 low = before.toSecsSinceEpoch();
    qint64 high = after.toSecsSinceEpoch();
    const int offset = zone.offsetFromUtc(before);
    while (high - low > 1) {
        const qint64 middle = low + (high - low) / 2;
        const QDateTime at = QDateTime::fromSecsSinceEpoch(middle, Qt::UTC);
        (zone.offsetFromUtc(at) == offset ? low : high) = middle;
    }
    return QDateTime::fromSecsSinceEpoch(high, Qt::UTC);
}

}  // namespace

dispatch::ZoneTable zoneTable(const std::string& name) {
    const QTimeZone zone(QByteArray::fromStdString(name));
    if (name.empty() || !zone.isValid()) return {};
    const QDateTime begin = QDateTime::fromSecsSinceEpoch(0, Qt::UTC);
    const QDateTime end(QDate(2101, 1, 1), QTime(0, 0), Qt::UTC);
    dispatch::ZoneTable table;
    const auto add = [&](const QDateTime& from, int offset) {
        const std::chrono::seconds seconds(offset);
        if (!table.empty() && table.back().offset == seconds) return;
        table.push_back(
            {dispatch::Seconds{std::chrono::seconds(from.toSecsSinceEpoch())}, seconds});
    };
    add(begin, zone.offsetFromUtc(begin));
    QDateTime last = begin;
    for (const auto& change : zone.transitions(begin, end)) {
        add(change.atUtc, change.offsetFromUtc);
        last = change.atUtc;
    }
    // Qt lists transitions to 2037 only, and knows the offsets beyond: they are looked for.
    for (; last < end; last = last.addDays(kLookDays)) {
        const QDateTime next = last.addDays(kLookDays);
        const int offset = zone.offsetFromUtc(next);
        if (offset != zone.offsetFromUtc(last)) add(changeBetween(zone, last, next), offset);
    }
    return table;
}

}  // namespace app

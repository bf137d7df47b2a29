// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/zones.h"

#include <QDateTime>
#include <QTimeZone>

namespace app {

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
    for (const auto& change : zone.transitions(begin, end)) add(change.atUtc, change.offsetFromUtc);
    return table;
}

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>

#include "app/text/words.h"
#include "app/users/sign_in.h"
#include "app/verbs/verb.h"
#include "gis/store/open_store.h"

namespace app {

namespace {

QString timeText(dispatch::Millis at) {
    return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC)
        .toString(Qt::ISODateWithMs);
}

void print(const dispatch::ClockReport& clock, const std::vector<dispatch::SeatPresence>& seats,
           bool json) {
    const double offset = static_cast<double>(clock.offset.count()) / 1000;
    if (json) {
        QJsonArray list;
        for (const dispatch::SeatPresence& seat : seats)
            list.append(QJsonObject{{QStringLiteral("seat"), text(seat.seat)},
                                    {QStringLiteral("officer"), text(seat.officer)},
                                    {QStringLiteral("heard"), timeText(seat.heard)}});
        const QJsonObject whole{{QStringLiteral("store_time"), timeText(clock.storeTime)},
                                {QStringLiteral("offset_seconds"), offset},
                                {QStringLiteral("may_stamp"), clock.mayStamp},
                                {QStringLiteral("seats"), list}};
        std::fputs(QJsonDocument(whole).toJson().constData(), stdout);
        return;
    }
    std::printf("store time  %s\noffset      %.3f s\nmay write   %s\n",
                timeText(clock.storeTime).toUtf8().constData(), offset,
                clock.mayStamp ? "yes" : "no");
    if (!clock.why.empty()) std::printf("%s\n", clock.why.c_str());
    for (const dispatch::SeatPresence& seat : seats) {
        const bool onLine = seat.heard + dispatch::kSeatOnLine >= clock.storeTime;
        std::printf("seat        %s, %s, %s%s\n", seat.seat.c_str(), seat.officer.c_str(),
                    onLine ? "on line, heard " : "away, last heard ",
                    timeText(seat.heard).toUtf8().constData());
    }
}

}  // namespace

extern const Verb kClock;
const Verb kClock = {
    "clock", "show, confirm: the store's time, this machine's clock, the seats on line",
    [](int argc, char** argv) -> int {
        const QCoreApplication application(argc, argv);
        VerbParser parser(kClock, true);
        declareUser(parser);
        parser.parser().addPositionalArgument(QStringLiteral("show|confirm"),
                                              QStringLiteral("What to do (show)."));
        if (const auto leave = parser.parse(QCoreApplication::arguments(), 0, 1)) return *leave;
        const QString what = parser.positional().value(0, QStringLiteral("show"));
        const bool confirm = what == QStringLiteral("confirm");
        if (!confirm && what != QStringLiteral("show")) {
            std::fprintf(stderr, "gridhall clock: \"%s\" is neither show nor confirm\n",
                         what.toUtf8().constData());
            return static_cast<int>(Exit::WrongUsage);
        }
        const auto store = gis::openStore(parser.store().toStdString());
        if (!store) return fail(kClock.name, store.error());
        const auto by = confirm ? authorFor(parser, **store, {"supervisor"}) : currentAuthor();
        if (!by) return fail(kClock.name, by.error());
        const auto report = confirm ? (*store)->confirmClock(*by) : (*store)->clock();
        if (!report) return fail(kClock.name, report.error());
        const auto seats = (*store)->seats();
        if (!seats) return fail(kClock.name, seats.error());
        print(*report, *seats, parser.json());
        return static_cast<int>(report->mayStamp ? Exit::Done : Exit::Found);
    }};

}  // namespace app

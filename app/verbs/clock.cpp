// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QDateTime>
#include <cstdio>

#include "app/users/sign_in.h"
#include "app/verbs/verb.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kClock;
const Verb kClock = {
    "clock", "show, confirm: the store's time and how this machine's clock stands to it",
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
        const QByteArray time =
            QDateTime::fromMSecsSinceEpoch(report->storeTime.time_since_epoch().count(), Qt::UTC)
                .toString(Qt::ISODateWithMs)
                .toUtf8();
        const double offset = static_cast<double>(report->offset.count()) / 1000;
        if (parser.json()) {
            std::printf("{\"store_time\": \"%s\", \"offset_seconds\": %.3f, \"may_stamp\": %s}\n",
                        time.constData(), offset, report->mayStamp ? "true" : "false");
        } else {
            std::printf("store time  %s\noffset      %.3f s\nmay write   %s\n", time.constData(),
                        offset, report->mayStamp ? "yes" : "no");
            if (!report->why.empty()) std::printf("%s\n", report->why.c_str());
        }
        return static_cast<int>(report->mayStamp ? Exit::Done : Exit::Found);
    }};

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/text/link_words.h"

#include <QCoreApplication>

#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

using dispatch::ErrorCode;

class LinkWords {
    Q_DECLARE_TR_FUNCTIONS(LinkWords)
};

ErrorCode failureOf(const Link& link) {
    return link.failure.value_or(ErrorCode::Unavailable);
}

bool wasEverThere(const Link& link) {
    return link.storeTime.time_since_epoch().count() != 0;
}

/// Two or three words for the chip.
QString shortFailure(const Link& link) {
    switch (failureOf(link)) {
        case ErrorCode::ServerDown:
            return LinkWords::tr("Server down");
        case ErrorCode::ServerFull:
            return LinkWords::tr("Server full");
        case ErrorCode::SignInRefused:
            return LinkWords::tr("Sign-in refused");
        case ErrorCode::TimedOut:
            return LinkWords::tr("No answer");
        case ErrorCode::Corrupt:
            return LinkWords::tr("Store damaged");
        case ErrorCode::Unavailable:
        case ErrorCode::NotFound:
        case ErrorCode::NotAllowed:
        case ErrorCode::Conflict:
        case ErrorCode::BadInput:
        case ErrorCode::Cancelled:
            break;
    }
    return wasEverThere(link) ? LinkWords::tr("Store lost") : LinkWords::tr("No store");
}

std::chrono::milliseconds ageOf(const Link& link, dispatch::Millis now) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - link.storeTime);
}

}  // namespace

QString linkChipText(const Link& link, dispatch::Millis now) {
    switch (link.state) {
        case LinkState::Connecting:
            return LinkWords::tr("Opening the store");
        case LinkState::Live:
            if (!link.clockWhy.isEmpty())
                return link.mayStamp ? LinkWords::tr("Clock differs")
                                     : LinkWords::tr("Reading only: clock");
            return LinkWords::tr("Store live · %1 ms").arg(link.roundTrip.count());
        case LinkState::Slow:
            if (link.failure) return LinkWords::tr("%1 · asking again").arg(shortFailure(link));
            return LinkWords::tr("Store slow · %1 ms").arg(link.roundTrip.count());
        case LinkState::Lost:
            if (!wasEverThere(link)) return shortFailure(link);
            return LinkWords::tr("%1 · picture %2 old")
                .arg(shortFailure(link), ageText(ageOf(link, now)));
    }
    return {};
}

QString linkFailureText(const Link& link) {
    return errorText(failureOf(link));
}

QString linkAgeText(const Link& link, dispatch::Millis now) {
    if (!wasEverThere(link)) return {};
    return LinkWords::tr("You see the hall as it was at %1, %2 ago.")
        .arg(timeOfDay(link.storeTime), ageText(ageOf(link, now)));
}

QString linkNextText(const Link& link, std::chrono::steady_clock::time_point tick) {
    const auto left = link.nextTry ? std::chrono::ceil<std::chrono::seconds>(*link.nextTry - tick)
                                   : std::chrono::seconds(0);
    if (left.count() <= 0) return LinkWords::tr("Trying again now.");
    return LinkWords::tr("Trying again in %1 s.").arg(left.count());
}

QString linkBackText(std::chrono::milliseconds away) {
    return LinkWords::tr("Back after %1; everything is up to date.").arg(ageText(away));
}

QString writeRefusal(const Link& link, dispatch::Millis now) {
    if (link.state == LinkState::Lost || link.state == LinkState::Connecting) {
        const QString seen = linkAgeText(link, now);
        const QString why = link.state == LinkState::Lost
                                ? linkFailureText(link)
                                : LinkWords::tr("The store is being opened.");
        return LinkWords::tr("Nothing was written. %1 %2").arg(why, seen).trimmed();
    }
    return link.mayStamp ? QString() : link.clockWhy;
}

}  // namespace app

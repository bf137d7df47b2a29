// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>
#include <chrono>
#include <optional>

#include "dispatch/clock.h"
#include "dispatch/result.h"

namespace app {

enum class LinkState {
    Connecting,  ///< Never opened yet.
    Live,
    Slow,  ///< It answers, but late or not every time.
    Lost,  ///< It does not answer; the last picture stays and its age is shown.
};

/// How this seat stands with the store.
struct Link {
    LinkState state = LinkState::Connecting;
    std::chrono::milliseconds roundTrip{};  ///< Of the last answered question.
    dispatch::Millis storeTime{};           ///< Store time when the last answer came; 0 if never.
                                            ///< The picture is as old as this.
    bool mayStamp = true;                   ///< False while the clock guard refuses to write.
    QString clockWhy;                       ///< The guard's sentence, empty while all is well.
    std::optional<dispatch::ErrorCode> failure;  ///< Why it is slow or lost.
    QString detail;                              ///< For the log and the tooltip.
    /// When it is tried again, while lost; past while it is being tried.
    std::optional<std::chrono::steady_clock::time_point> nextTry;
    friend bool operator==(const Link&, const Link&) = default;
};

}  // namespace app

Q_DECLARE_METATYPE(app::Link)

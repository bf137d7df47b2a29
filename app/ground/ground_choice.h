// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "dispatch/picture.h"
#include "dispatch/result.h"
#include "gis/cartographer/launch.h"
#include "gis/cartographer/protocol.h"

namespace app {

/// One ground of the switcher.
struct GroundChoice {
    QString name;   ///< Word in settings and on the command line: "night".
    QString title;  ///< As people read it, in their language.
    gis::MapSource source;
    QString attribution;   ///< On the map while it is shown; empty: what the source itself says.
    QStringList folders;   ///< Folders the worker may read, besides the one the source lies in.
    QString theme;         ///< "hall" or "desk" where it is made for one; empty: toned for each.
    QString stamp;         ///< Of its content, where that is known better than by files' times.
    bool hasNames = true;  ///< Its pictures carry names; else the console writes its own.
    friend bool operator==(const GroundChoice&, const GroundChoice&) = default;
};

/// Names of the grounds that are always there.
inline const QString kAutomaticGround = QStringLiteral("auto");  ///< Night or day, by the theme.
inline const QString kOwnGround = QStringLiteral("own");         ///< Drawn by the console alone.

/// The store's own grounds: settings `ground.NAME`, each a JSON object with title, title_zh, uri,
/// provider, datum, attribution, folders, reach_out, theme.
/// @param language "zh_CN" takes title_zh.
/// @param problems One sentence for each setting that cannot be read.
std::vector<GroundChoice> groundsOf(const dispatch::Picture& picture, const QString& language,
                                    QStringList& problems);

/// A ground as its setting's value.
QString groundSetting(const GroundChoice& choice, const QString& titleZh);

/// QGIS's provider for an address: by the ending of a file, or by the form of a service.
std::string providerOf(const QString& uri);

/// What a source's pictures depend on: its address, the time and size of its files, the tone. Web
/// sources count as other ones every day.
/// @param folder Files of it count, too.
QString fingerprintOf(const GroundChoice& choice, const QString& crs, double saturation,
                      double brightness);

/// The worker of a seat as a ground may use it: the files it may read, or the network.
/// @param number Each of several workers has a profile of its own.
gis::WorkerPlace workerFor(const GroundChoice& choice, gis::WorkerPlace place, int number);

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "dispatch/picture.h"
#include "dispatch/record.h"
#include "dispatch/result.h"

namespace app {

/// The words people read for a code, in the language of the window. Every user-visible word for an
/// enum or a stored code is here and nowhere else. An unknown code is shown as it is.

QString stageText(const std::string& stage);
QString riskText(dispatch::Risk risk);
QString kindText(dispatch::Kind kind);
QString gridKindText(dispatch::GridKind kind);
QString responderKindText(dispatch::ResponderKind kind);
QString workStateText(dispatch::WorkState state);
QString vehicleText(dispatch::Vehicle vehicle);
QString fixAgeText(dispatch::FixAge age);
QString sourceText(const std::string& source);
QString postKindText(const std::string& kind);
/// One short sentence for what went wrong; the detail goes to the log.
QString errorText(dispatch::ErrorCode code);
/// The layer's name in the layer panel and on the command line.
QString layerText(const QString& layer);

/// The level's name from the store's own list.
QString levelText(const dispatch::Picture& picture, const std::string& level);
/// The category's name, or the source's own word where our list has none.
QString categoryText(const dispatch::Picture& picture, const dispatch::Case& record);
/// Name of the centre whose area code is the longest prefix of the grid's, e.g. its community.
QString communityText(const dispatch::Picture& picture, const std::string& gridCode);
/// "township · community" of a grid, as far as the store names them.
QString areaText(const dispatch::Picture& picture, const std::string& gridCode);

/// UTF-8 text of the store as a QString.
QString text(const std::string& utf8);
/// True where the window speaks Chinese: names come in two languages in the store.
bool speaksChinese();

}  // namespace app

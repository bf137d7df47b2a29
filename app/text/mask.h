// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace app {

/// Contact data as it is shown again once it is kept: enough to recognise, too little to copy.

/// "贺知夏" as "贺**", "Ana Sousa" as "A**".
QString maskedName(const QString& name);
/// All digits but the first three and the last four as stars: "138****0012"; of fewer than eight
/// only the last two stay.
QString maskedPhone(const QString& phone);
/// The first six characters: "清渠路41号***".
QString maskedAddress(const QString& address);

}  // namespace app

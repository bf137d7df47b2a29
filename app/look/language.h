// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>

namespace app {

/// Makes the program speak a language: "zh_CN", "en", or empty for the system's. Numbers, dates and
/// names that the store keeps in two languages follow.
/// @return False for a language it does not speak; English is spoken then.
bool speak(const QString& language);

}  // namespace app

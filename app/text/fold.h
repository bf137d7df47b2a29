// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace app {

/// A name as it is compared: full-width as half-width, without marks on letters, in one case, with
/// single blanks. "Praça  da BATALHA" and "praca da batalha" are the same, "４１号" and "41号" too.
QString folded(const QString& words);

}  // namespace app

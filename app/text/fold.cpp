// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/text/fold.h"

namespace app {

QString folded(const QString& words) {
    const QString apart = words.normalized(QString::NormalizationForm_KD);
    QString bare;
    bare.reserve(apart.size());
    for (const QChar c : apart)
        if (c.category() != QChar::Mark_NonSpacing) bare += c;
    return bare.toCaseFolded().simplified();
}

}  // namespace app

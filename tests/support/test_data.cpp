// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_data.h"

#include <QFileInfo>

namespace support {

QString testData(const char* file) {
    QString root = qEnvironmentVariable("GRIDHALL_TEST_DATA");
    if (root.isEmpty())
        root = QStringLiteral(GRIDHALL_SOURCE_DIR) + QStringLiteral("/../shared/data");
    const QFileInfo info(root + QLatin1Char('/') + QString::fromUtf8(file));
    return info.isFile() ? info.canonicalFilePath() : QString();
}

}  // namespace support

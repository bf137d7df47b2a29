// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/golden.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <cstdlib>

namespace support {

QString compareWithGolden(const QImage& picture, const QString& name, Tolerance tolerance) {
    const QImage actual = picture.convertToFormat(QImage::Format_RGB32);
    const QString reference = QStringLiteral(GRIDHALL_SOURCE_DIR "/tests/golden/%1.png").arg(name);
    const QString kept = QCoreApplication::applicationDirPath() + QStringLiteral("/golden/") + name;
    QDir().mkpath(QFileInfo(kept).path());
    if (qEnvironmentVariable("GRIDHALL_ACCEPT") == QStringLiteral("1")) {
        QDir().mkpath(QFileInfo(reference).path());
        return actual.save(reference) ? QString() : QStringLiteral("cannot write ") + reference;
    }
    actual.save(kept + QStringLiteral(".png"));
    QImage expected(reference);
    if (expected.isNull()) return QStringLiteral("no reference ") + reference;
    expected = expected.convertToFormat(QImage::Format_RGB32);
    if (expected.size() != actual.size())
        return QStringLiteral("%1: %2x%3 instead of %4x%5")
            .arg(name)
            .arg(actual.width())
            .arg(actual.height())
            .arg(expected.width())
            .arg(expected.height());
    QImage difference(actual.size(), QImage::Format_RGB32);
    int differing = 0, worst = 0;
    for (int y = 0; y < actual.height(); ++y)
        for (int x = 0; x < actual.width(); ++x) {
            const QRgb a = actual.pixel(x, y), b = expected.pixel(x, y);
            const int far = std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                                      std::abs(qBlue(a) - qBlue(b))});
            worst = std::max(worst, far);
            differing += far > tolerance.colour;
            difference.setPixel(x, y, qRgb(far, far > tolerance.colour ? 255 : 0, 0));
        }
    if (differing <= tolerance.pixels) return {};
    difference.save(kept + QStringLiteral(".diff.png"));
    return QStringLiteral("%1: %2 pixels differ, by up to %3; see %4.diff.png")
        .arg(name)
        .arg(differing)
        .arg(worst)
        .arg(kept);
}

}  // namespace support

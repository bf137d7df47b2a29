// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>

namespace support {

/// How far a picture may stray from its reference before it counts as another one.
struct Tolerance {
    int colour = 12;  ///< Largest difference of a channel, 0 to 255, that is not counted.
    int pixels = 60;  ///< So many pixels may differ more.
};

/// Compares a picture with tests/golden/NAME.png. A missing reference fails. With GRIDHALL_ACCEPT=1
/// the picture becomes the reference. Picture and difference are kept in the build folder.
/// @return Empty where they agree, else one sentence.
QString compareWithGolden(const QImage& picture, const QString& name, Tolerance tolerance);

}  // namespace support

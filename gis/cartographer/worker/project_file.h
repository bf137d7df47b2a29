// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDomDocument>
#include <QString>

namespace cartographer {

/// Reads a project, packed (.qgz) or not (.qgs), without unpacking anything onto a disk. A document
/// type of the author's own is refused before it is parsed: entities grow without end or name
/// files.
///
/// @return One sentence where it is none, else empty.
QString readProjectFile(const QString& file, QDomDocument& project);

}  // namespace cartographer

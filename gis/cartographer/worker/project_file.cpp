// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/cartographer/worker/project_file.h"

#include <cpl_string.h>
#include <cpl_vsi.h>

#include <QFileInfo>
#include <QRegularExpression>
#include <memory>

namespace cartographer {

namespace {

/// A project of a whole province has some; what is larger is none, or a trap.
constexpr vsi_l_offset kMostBytes = vsi_l_offset(256) << 20;
constexpr const char* kNoProject = "%1 is no QGIS project";

QString text(const char* words) {
    return QString::fromLatin1(words);
}

/// The whole name of the project within a package, for GDAL; empty where there is none.
QByteArray packedIn(const QByteArray& package) {
    const std::unique_ptr<char*, void (*)(char**)> names(VSIReadDir(package.constData()),
                                                         CSLDestroy);
    for (char** name = names.get(); name && *name; ++name)
        if (QByteArray(*name).toLower().endsWith(".qgs")) return package + "/" + QByteArray(*name);
    return {};
}

/// @return One sentence where it cannot be read.
QString readAll(const QString& file, const QByteArray& name, QByteArray& bytes) {
    const std::unique_ptr<VSILFILE, int (*)(VSILFILE*)> in(VSIFOpenL(name.constData(), "rb"),
                                                           VSIFCloseL);
    if (!in) return QStringLiteral("%1 cannot be read").arg(file);
    constexpr std::size_t kPart = std::size_t(1) << 20;
    // What a package says about its size is not believed.
    for (std::size_t got = kPart; got == kPart;) {
        const int before = bytes.size();
        if (vsi_l_offset(before) + kPart > kMostBytes)
            return QStringLiteral("%1 is larger than a project can be").arg(file);
        bytes.resize(before + int(kPart));
        got = VSIFReadL(bytes.data() + before, 1, kPart, in.get());
        bytes.resize(before + int(got));
    }
    return {};
}

/// Reads what stands before the first element: a document type can be nowhere else.
/// @return One sentence where it is not what QGIS writes there.
QString judgeProlog(const QString& file, const QByteArray& bytes) {
    static const QRegularExpression harmless(
        QStringLiteral("^<!DOCTYPE\\s+qgis(\\s+PUBLIC\\s+(['\"])[^'\"\\[<>]*\\2\\s+(['\"])"
                       "[^'\"\\[<>]*\\3)?\\s*>"));
    QString rest = QString::fromLatin1(bytes.left(1 << 16));
    if (bytes.startsWith("\xef\xbb\xbf")) rest.remove(0, 3);
    const auto skipTo = [&](const char* end) {
        const int at = rest.indexOf(QLatin1String(end));
        rest = at < 0 ? QString() : rest.mid(at + int(qstrlen(end)));
    };
    for (;;) {
        rest = rest.mid(rest.indexOf(QRegularExpression(QStringLiteral("\\S"))));
        if (rest.startsWith(QLatin1String("<?"))) {
            skipTo("?>");
        } else if (rest.startsWith(QLatin1String("<!--"))) {
            skipTo("-->");
        } else if (rest.startsWith(QLatin1String("<!DOCTYPE"))) {
            const QRegularExpressionMatch match = harmless.match(rest);
            if (!match.hasMatch())
                return QStringLiteral("%1 declares types of its own and is not read").arg(file);
            rest = rest.mid(match.capturedLength());
        } else {
            return rest.startsWith(QLatin1String("<qgis")) ? QString() : text(kNoProject).arg(file);
        }
    }
}

}  // namespace

QString readProjectFile(const QString& file, QDomDocument& project) {
    QByteArray name = QFileInfo(file).absoluteFilePath().toUtf8();
    if (file.endsWith(QLatin1String(".qgz"), Qt::CaseInsensitive)) {
        name = packedIn("/vsizip/{" + name + "}");
        if (name.isEmpty()) return text(kNoProject).arg(file);
    }
    QByteArray bytes;
    QString why = readAll(file, name, bytes);
    if (why.isEmpty()) why = judgeProlog(file, bytes);
    if (!why.isEmpty()) return why;
    QString fault;
    int line = 0;
    if (!project.setContent(bytes, &fault, &line))
        return QStringLiteral("%1 is no QGIS project: line %2, %3").arg(file).arg(line).arg(fault);
    if (project.documentElement().tagName() != QLatin1String("qgis"))
        return text(kNoProject).arg(file);
    return {};
}

}  // namespace cartographer

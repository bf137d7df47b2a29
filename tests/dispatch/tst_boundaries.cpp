// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <algorithm>
#include <map>
#include <set>

/// Reads every include of the product and holds the architecture: app → layers → gis → dispatch,
/// no Qt below layers, and each third-party header in one folder only.
class TestBoundaries : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void includesPointDownOnly();
    void noQtInDispatchAndGis();
    void aThirdPartyHeaderAppearsInOneFolderOnly();
};

namespace {

struct Include {
    QString file;
    QString what;
    bool quoted;
};

const std::vector<Include>& includes() {
    static const std::vector<Include> found = [] {
        std::vector<Include> list;
        const QString root = QStringLiteral(GRIDHALL_SOURCE_DIR);
        static const QRegularExpression line(
            QStringLiteral("^\\s*#\\s*include\\s+([<\"])([^>\"]+)[>\"]"));
        for (const char* folder : {"app", "layers", "gis", "dispatch"}) {
            QDirIterator it(root + QLatin1Char('/') + QString::fromUtf8(folder),
                            {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                            QDirIterator::Subdirectories);
            while (it.hasNext()) {
                QFile file(it.next());
                if (!file.open(QIODevice::ReadOnly)) continue;
                while (!file.atEnd()) {
                    const auto match = line.match(QString::fromUtf8(file.readLine()));
                    if (match.hasMatch())
                        list.push_back({file.fileName().mid(root.size() + 1), match.captured(2),
                                        match.captured(1) == QStringLiteral("\"")});
                }
            }
        }
        return list;
    }();
    return found;
}

int rankOf(const QString& path) {
    static const QStringList order = {QStringLiteral("dispatch/"), QStringLiteral("gis/"),
                                      QStringLiteral("layers/"), QStringLiteral("app/")};
    for (int i = 0; i < order.size(); ++i)
        if (path.startsWith(order[i])) return i;
    return -1;
}

}  // namespace

void TestBoundaries::includesPointDownOnly() {
    QVERIFY(includes().size() > 50);
    for (const Include& include : includes()) {
        const int to = rankOf(include.what);
        if (to < 0) continue;
        QVERIFY2(to <= rankOf(include.file),
                 qPrintable(include.file + QStringLiteral(" includes ") + include.what));
        if (include.file.startsWith(QStringLiteral("layers/")))
            QVERIFY2(!include.what.startsWith(QStringLiteral("gis/store/")),
                     qPrintable(include.file + QStringLiteral(" reaches the store")));
    }
}

void TestBoundaries::noQtInDispatchAndGis() {
    for (const Include& include : includes()) {
        if (rankOf(include.file) > 1 && !include.file.startsWith(QStringLiteral("layers/symbols/")))
            continue;
        if (include.file.startsWith(QStringLiteral("gis/cartographer/"))) continue;
        QVERIFY2(!include.what.startsWith(QLatin1Char('Q')) &&
                     !include.what.startsWith(QStringLiteral("Qt")),
                 qPrintable(include.file + QStringLiteral(" includes ") + include.what));
    }
}

void TestBoundaries::aThirdPartyHeaderAppearsInOneFolderOnly() {
    static const std::map<QString, QString> homes = {
        {QStringLiteral("geos_c.h"), QStringLiteral("gis/geometry/")},
        {QStringLiteral("proj.h"), QStringLiteral("gis/geometry/")},
        {QStringLiteral("geodesic.h"), QStringLiteral("gis/geometry/")},
        {QStringLiteral("sqlite3.h"), QStringLiteral("gis/store/")},
        {QStringLiteral("spatialite.h"), QStringLiteral("gis/store/")},
        {QStringLiteral("libpq-fe.h"), QStringLiteral("gis/store/")},
        {QStringLiteral("sodium.h"), QStringLiteral("gis/seal/")},
    };
    static const std::map<QString, QStringList> families = {
        {QStringLiteral("osmium/"), {QStringLiteral("gis/exchange/")}},
        {QStringLiteral("gdal"),
         {QStringLiteral("gis/exchange/"), QStringLiteral("gis/cartographer/worker/")}},
        {QStringLiteral("ogr"), {QStringLiteral("gis/exchange/")}},
        {QStringLiteral("cpl_"),
         {QStringLiteral("gis/exchange/"), QStringLiteral("gis/cartographer/worker/")}},
        {QStringLiteral("xlsxwriter"), {QStringLiteral("gis/exchange/")}},
        {QStringLiteral("nlohmann/"), {QStringLiteral("gis/cartographer/")}},
        {QStringLiteral("qgs"), {QStringLiteral("gis/cartographer/worker/")}},
        {QStringLiteral("qgis"), {QStringLiteral("gis/cartographer/worker/")}},
        {QStringLiteral("unicode/"), {QStringLiteral("app/text/")}},
        {QStringLiteral("openssl/"), {QStringLiteral("gis/seal/")}},
        {QStringLiteral("qpdf/"), {QStringLiteral("app/sheet/")}},
    };
    for (const Include& include : includes()) {
        if (include.quoted) continue;
        for (const auto& [header, home] : homes)
            if (include.what == header)
                QVERIFY2(include.file.startsWith(home),
                         qPrintable(include.file + QStringLiteral(" includes ") + include.what));
        for (const auto& [prefix, places] : families)
            if (include.what.startsWith(prefix))
                QVERIFY2(
                    std::any_of(places.begin(), places.end(),
                                [&](const QString& home) { return include.file.startsWith(home); }),
                    qPrintable(include.file + QStringLiteral(" includes ") + include.what));
    }
}

QTEST_APPLESS_MAIN(TestBoundaries)
#include "tst_boundaries.moc"

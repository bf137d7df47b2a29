// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

/// The documents say what is so.
class TestDocs : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readmeListsTheVerbsOfTheProgram();
    void everyDecisionFitsOnFortyLines();
    void architectureIsOnePageAndNamesEveryGuardedHeader();
    void linksBetweenDocumentsResolve();
    void guidesShowOnlyVerbsThereAre();
    void packagesAreListedOnce();
    void storesCarryTheMagicOfTheirMimeType();
    void nothingNamesThisMachineOrARegistry();
};

namespace {

const QString kRoot = QStringLiteral(GRIDHALL_SOURCE_DIR);

QString contents(const QString& path) {
    QFile file(path.startsWith(QLatin1Char('/')) ? path : kRoot + QLatin1Char('/') + path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QString::fromUtf8(file.readAll());
}

/// Files of the project: folders that a build or a run fills are left out.
QStringList projectFiles() {
    QStringList files;
    QDirIterator it(kRoot, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next().mid(kRoot.size() + 1);
        static const QRegularExpression made(QStringLiteral(
            "^(\\.git(/|$)|build[^/]*/|shots/|\\.cache/|bench\\.json$|demo\\.png$)"));
        if (!made.match(path).hasMatch()) files << path;
    }
    files.sort();
    return files;
}

QStringList markdown() {
    QStringList found;
    for (const QString& path : projectFiles())
        if (path.endsWith(QStringLiteral(".md"))) found << path;
    return found;
}

QStringList verbsOfTheProgram() {
    QProcess process;
    process.start(QStringLiteral(GRIDHALL_PROGRAM), {QStringLiteral("--help")});
    process.waitForFinished(60'000);
    QStringList verbs;
    static const QRegularExpression row(QStringLiteral("^\\s*([a-z]{3,12})\\s{1,}\\S"));
    const QString text = QString::fromUtf8(process.readAllStandardOutput());
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        const auto match = row.match(line);
        if (match.hasMatch() && match.captured(1) != QStringLiteral("gridhall"))
            verbs << match.captured(1);
    }
    return verbs;
}

QStringList verbsOfTheReadme() {
    QStringList verbs;
    static const QRegularExpression row(QStringLiteral("^\\| `([a-z]+)` \\|"));
    bool table = false;
    for (const QString& line : contents(QStringLiteral("README.md")).split(QLatin1Char('\n'))) {
        if (line.startsWith(QStringLiteral("## "))) table = line == QStringLiteral("## Verbs");
        const auto match = row.match(line);
        if (table && match.hasMatch()) verbs << match.captured(1);
    }
    return verbs;
}

}  // namespace

void TestDocs::readmeListsTheVerbsOfTheProgram() {
    QStringList said = verbsOfTheReadme();
    QStringList are = verbsOfTheProgram();
    said.sort();
    are.sort();
    QVERIFY(are.size() >= 8);
    QCOMPARE(said, are);
}

void TestDocs::everyDecisionFitsOnFortyLines() {
    int count = 0;
    for (const QString& path : markdown()) {
        if (!path.startsWith(QStringLiteral("docs/adr/"))) continue;
        ++count;
        const auto lines = contents(path).count(QLatin1Char('\n'));
        QVERIFY2(lines <= 40, qPrintable(path));
    }
    QVERIFY(count >= 8);
}

void TestDocs::architectureIsOnePageAndNamesEveryGuardedHeader() {
    const QString page = contents(QStringLiteral("docs/ARCHITECTURE.md"));
    QVERIFY(!page.isEmpty());
    QVERIFY(page.count(QLatin1Char('\n')) <= 70);
    const QString guard = contents(QStringLiteral("tests/dispatch/tst_boundaries.cpp"));
    static const QRegularExpression row(
        QStringLiteral("\\{QStringLiteral\\(\"(?!gis/"
                       ")([^\"]+)\"\\),\\s*\\{?QStringLiteral\\(\"((?:gis|app)/[^\"]+)\"\\)"));
    int rows = 0;
    auto it = row.globalMatch(guard);
    while (it.hasNext()) {
        const auto match = it.next();
        ++rows;
        bool named = false;
        for (const QString& line : page.split(QLatin1Char('\n')))
            named |= line.startsWith(QStringLiteral("| `")) &&
                     line.contains(QLatin1Char('`') + match.captured(1)) &&
                     line.contains(match.captured(2));
        QVERIFY2(named, qPrintable(match.captured(1)));
    }
    QVERIFY(rows >= 10);
}

void TestDocs::linksBetweenDocumentsResolve() {
    static const QRegularExpression link(QStringLiteral("\\]\\(([^)#:]+)(#[^)]*)?\\)"));
    for (const QString& path : markdown()) {
        auto it = link.globalMatch(contents(path));
        while (it.hasNext()) {
            const QString target = it.next().captured(1);
            const QString file =
                kRoot + QLatin1Char('/') + QFileInfo(path).path() + QLatin1Char('/') + target;
            QVERIFY2(QFileInfo::exists(file),
                     qPrintable(path + QStringLiteral(" links to ") + target));
        }
    }
}

void TestDocs::guidesShowOnlyVerbsThereAre() {
    const QStringList verbs = verbsOfTheProgram();
    static const QRegularExpression command(QStringLiteral("^\\s*gridhall ([a-z]+)"),
                                            QRegularExpression::MultilineOption);
    for (const QString& path : markdown()) {
        auto it = command.globalMatch(contents(path));
        while (it.hasNext()) {
            const QString verb = it.next().captured(1);
            QVERIFY2(verbs.contains(verb), qPrintable(path + QStringLiteral(": ") + verb));
        }
    }
}

void TestDocs::packagesAreListedOnce() {
    QStringList seen;
    QString section;
    for (QString line :
         contents(QStringLiteral("installer/packages-debian.txt")).split(QLatin1Char('\n'))) {
        line = line.section(QLatin1Char('#'), 0, 0).trimmed();
        if (line.isEmpty()) continue;
        if (line.startsWith(QLatin1Char('['))) {
            section = line;
            continue;
        }
        QVERIFY2(!section.isEmpty(), qPrintable(line));
        QVERIFY2(!seen.contains(line), qPrintable(line));
        seen << line;
    }
    QVERIFY(seen.size() > 20);
}

void TestDocs::storesCarryTheMagicOfTheirMimeType() {
    static const QRegularExpression magic(
        QStringLiteral("type=\"big32\" value=\"0x([0-9A-Fa-f]{8})\" offset=\"68\""));
    const auto match =
        magic.match(contents(QStringLiteral("installer/org.gridhall.GridHall.mime.xml")));
    QVERIFY(match.hasMatch());
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("empty.gridhall"));
    QCOMPARE(QProcess::execute(QStringLiteral(GRIDHALL_PROGRAM), {QStringLiteral("init"), path}),
             0);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray head = file.read(72);
    QVERIFY(head.startsWith("SQLite format 3"));
    QCOMPARE(QString::fromLatin1(head.mid(68, 4).toHex()), match.captured(1).toLower());
}

void TestDocs::nothingNamesThisMachineOrARegistry() {
    // Put together here so that this file does not name them itself.
    QStringList forbidden;
    for (const char* host : {"deb.debian", "snapshot.debian", "security.debian", "ftp.debian"})
        forbidden << QString::fromUtf8(host) + QStringLiteral(".org");
    for (const char* host : {"pypi", "npmjs", "pkg.dev", "artifactory", "proxy.golang"})
        forbidden << QStringLiteral("/") + QString::fromUtf8(host)
                  << QStringLiteral(".") + QString::fromUtf8(host);
    for (const char* folder : {"home", "work", "tmp/build"})
        forbidden << QStringLiteral("/") + QString::fromUtf8(folder) + QStringLiteral("/");
    for (const QString& path : projectFiles()) {
        if (QFileInfo(kRoot + QLatin1Char('/') + path).size() > 2'000'000) continue;
        const QString text = contents(path);
        for (const QString& word : forbidden)
            QVERIFY2(!text.contains(word), qPrintable(path + QStringLiteral(" names ") + word));
    }
}

QTEST_GUILESS_MAIN(TestDocs)
#include "tst_docs.moc"

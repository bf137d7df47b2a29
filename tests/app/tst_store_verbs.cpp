// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Answer {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

Answer gridhall(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral(GRIDHALL_PROGRAM), arguments);
    if (!process.waitForFinished(30000)) return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

}  // namespace

/// `gridhall init` and `gridhall clock`, as a script sees them.
class TestStoreVerbs : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initMakesAStoreOnce();
    void initRefusesWhatItCannotDo();
    void initSpeaksJsonWhateverThePath();
    void clockShowsAndConfirms();
};

void TestStoreVerbs::initMakesAStoreOnce() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("city"));
    const Answer made = gridhall({QStringLiteral("init"), QStringLiteral("spatialite:") + path,
                                  QStringLiteral("--name"), QStringLiteral("乌海"),
                                  QStringLiteral("--crs"), QStringLiteral("EPSG:4545")});
    QVERIFY2(made.code == 0, made.err.constData());
    QVERIFY(made.out.contains("乌海"));
    QVERIFY(made.out.contains("level      4"));
    QFile file(path);
    const qint64 size = file.size();
    const Answer again = gridhall({QStringLiteral("init"), path});
    QCOMPARE(again.code, 5);
    QVERIFY(again.err.contains("exists already"));
    QCOMPARE(file.size(), size);
}

void TestStoreVerbs::initRefusesWhatItCannotDo() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("city"));
    QCOMPARE(gridhall({QStringLiteral("init")}).code, 2);
    QVERIFY(gridhall({QStringLiteral("init"), QStringLiteral("--help")})
                .out.startsWith("Usage: gridhall init [options] URI\n"));
    QCOMPARE(
        gridhall({QStringLiteral("init"), path, QStringLiteral("--crs"), QStringLiteral("here")})
            .code,
        2);
    QCOMPARE(gridhall({QStringLiteral("init"), path, QStringLiteral("--group"),
                       QStringLiteral("no-such-group-here")})
                 .code,
             4);
    QCOMPARE(gridhall({QStringLiteral("init"), folder.filePath(QStringLiteral("no/where"))}).code,
             3);
    QVERIFY(!QFile::exists(path));
    QVERIFY(!QFile::exists(path + QStringLiteral(".partial")));
}

void TestStoreVerbs::initSpeaksJsonWhateverThePath() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a\"b\\c"));
    const Answer made = gridhall({QStringLiteral("init"), path, QStringLiteral("--json")});
    QCOMPARE(made.code, 0);
    const QJsonObject object = QJsonDocument::fromJson(made.out).object();
    QCOMPARE(object.value(QLatin1String("uri")).toString(), QStringLiteral("spatialite:") + path);
}

void TestStoreVerbs::clockShowsAndConfirms() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("city"));
    QCOMPARE(gridhall({QStringLiteral("clock"), QStringLiteral("--store"), path}).code, 3);
    QCOMPARE(gridhall({QStringLiteral("init"), path, QStringLiteral("--without-users")}).code, 0);
    for (const char* what : {"show", "confirm"}) {
        const Answer said = gridhall({QStringLiteral("clock"), QString::fromUtf8(what),
                                      QStringLiteral("--json"), QStringLiteral("--store"), path});
        QVERIFY2(said.code == 0, said.err.constData());
        const QJsonObject report = QJsonDocument::fromJson(said.out).object();
        QVERIFY(report.value(QLatin1String("may_stamp")).toBool());
        QVERIFY(report.value(QLatin1String("store_time")).toString().endsWith(QLatin1Char('Z')));
        // Who confirms a clock leaves a heartbeat.
        const auto seats = report.value(QLatin1String("seats")).toArray();
        QCOMPARE(seats.size(), what == std::string("show") ? 0 : 1);
    }
    QCOMPARE(
        gridhall({QStringLiteral("clock"), QStringLiteral("wind"), QStringLiteral("--store"), path})
            .code,
        2);
}

QTEST_GUILESS_MAIN(TestStoreVerbs)
#include "tst_store_verbs.moc"

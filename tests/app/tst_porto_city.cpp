// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "tests/support/program.h"
#include "tests/support/test_data.h"

namespace {

QString data() {
    const QString roads = support::testData("roads/porto_r5.osm.pbf");
    const QString people = support::testData("population/porto_ghsl_pop2015_grid.csv.gz");
    if (roads.isEmpty() || people.isEmpty()) return {};
    return roads.left(roads.size() - static_cast<int>(sizeof("/roads/porto_r5.osm.pbf")) + 1);
}

/// The JSON line of `grids make` among what was printed.
QJsonObject figuresIn(const std::string& out) {
    for (const QByteArray& line : QByteArray::fromStdString(out).split('\n'))
        if (line.startsWith("{\"outline\"")) return QJsonDocument::fromJson(line).object();
    return {};
}

double figure(const QJsonObject& report, const char* name) {
    return report.value(QStringLiteral("figures"))
        .toObject()
        .value(QLatin1String(name))
        .toDouble(-1);
}

QJsonObject grids(const QJsonObject& report) {
    return report.value(QStringLiteral("figures"))
        .toObject()
        .value(QStringLiteral("grids"))
        .toObject();
}

void verifyClean(const QJsonObject& report) {
    QCOMPARE(figure(report, "notContiguous"), 0.0);
    QCOMPARE(figure(report, "withHoles"), 0.0);
    QCOMPARE(figure(report, "invalid"), 0.0);
    QCOMPARE(report.value(QStringLiteral("invalidInDegrees")).toInt(-1), 0);
    QVERIFY(figure(report, "overlapSquareMetres") < 1e-3);
    QVERIFY(figure(report, "neighbourPairs") > 1000);
    const double area = figure(report, "areaSquareMetres");
    QVERIFY(area > 3e8);
    QVERIFY(std::abs(area - figure(report, "areaOfGrids")) < 1);
    QVERIFY(std::abs(area - figure(report, "areaOfUnion")) < 1);
}

}  // namespace

class TestPortoCity : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        if (data().isEmpty()) QSKIP(support::kNoTestData);
        m_store = m_folder.filePath(QStringLiteral("porto.gridhall")).toStdString();
        m_ran = support::run({GRIDHALL_SOURCE_DIR "/tests/scenarios/porto_city.sh",
                              GRIDHALL_PROGRAM, data().toStdString(), m_store, "--json"});
        QVERIFY2(m_ran.exitCode == 0, (m_ran.out + m_ran.err).c_str());
        m_report = figuresIn(m_ran.out);
        QVERIFY2(!m_report.isEmpty(), m_ran.out.c_str());
    }

    void everyGridIsNearTheMean() {
        const QJsonObject balance = grids(m_report);
        QCOMPARE(balance.value(QStringLiteral("cells")).toInt(), 640);
        QVERIFY2(balance.value(QStringLiteral("within20")).toDouble() == 1, m_ran.out.c_str());
        QVERIFY2(balance.value(QStringLiteral("within15")).toDouble() >= 0.99, m_ran.out.c_str());
        QVERIFY2(balance.value(QStringLiteral("within10")).toDouble() >= 0.80, m_ran.out.c_str());
    }

    void gridsAreCompactAndFollowTheRoads() {
        QVERIFY2(figure(m_report, "compactnessMedian") >= 0.50, m_ran.out.c_str());
        QVERIFY2(figure(m_report, "compactnessP5") >= 0.28, m_ran.out.c_str());
        QVERIFY2(figure(m_report, "borderOnLines") >= 0.94, m_ran.out.c_str());
        QVERIFY2(figure(m_report, "necks") <= 6, m_ran.out.c_str());
    }

    void gridsTileTheirGround() { verifyClean(m_report); }

    void itCostsLessThanTwentySecondsAndFiveHundredMebibytes() {
        // Seconds of the processor: other tests run beside this one.
        QVERIFY2(figure(m_report, "cpuSeconds") <= 20, m_ran.out.c_str());
        QVERIFY2(figure(m_report, "peakMebibytes") <= 500, m_ran.out.c_str());
    }

    void levelsAreCutTopDown() {
        const support::Ran ran =
            support::run({GRIDHALL_PROGRAM, "grids", "make", "--store", m_store, "--json",
                          "--count", "640", "--levels", "district:3,township:22,community:87"});
        QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        const QJsonObject report = figuresIn(ran.out);
        verifyClean(report);
        QCOMPARE(report.value(QStringLiteral("centres")).toInt(), 112);
        const QJsonArray levels = report.value(QStringLiteral("figures"))
                                      .toObject()
                                      .value(QStringLiteral("levels"))
                                      .toArray();
        QCOMPARE(levels.size(), 3);
        for (const auto& level : levels)
            QVERIFY2(level.toObject().value(QStringLiteral("worst")).toDouble() <= 0.05,
                     ran.out.c_str());
        QVERIFY2(grids(report).value(QStringLiteral("within20")).toDouble() >= 0.99,
                 ran.out.c_str());
        QVERIFY2(grids(report).value(QStringLiteral("worst")).toDouble() <= 0.40, ran.out.c_str());
        const support::Ran check = support::run({GRIDHALL_PROGRAM, "check", "--store", m_store});
        QVERIFY2(check.exitCode == 0, check.out.c_str());
    }

  private:
    QTemporaryDir m_folder;
    std::string m_store;
    support::Ran m_ran;
    QJsonObject m_report;
};

QTEST_GUILESS_MAIN(TestPortoCity)
#include "tst_porto_city.moc"

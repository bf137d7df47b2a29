// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "gis/store/open_store.h"
#include "tests/scenario/scenario_hall.h"
#include "tests/support/pg_server.h"

namespace {

const QString kFolder = QStringLiteral(GRIDHALL_SOURCE_DIR "/tests/scenarios");

std::string textOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

}  // namespace

/// Every file tests/scenarios/*.scenario is a case told in an officer's words; it happens in each
/// real store.
class TestScenarios : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theCaseGoesAsItIsTold_data();
    void theCaseGoesAsItIsTold();
    void aFalseExpectationFails();
    void whatCannotBeReadIsNamed();
};

void TestScenarios::theCaseGoesAsItIsTold_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("server");
    const QStringList files = QDir(kFolder).entryList({QStringLiteral("*.scenario")});
    QVERIFY(files.size() >= 7);
    for (const bool server : {false, true})
        for (const QString& file : files)
            QTest::addRow("%s/%s", server ? "postgis" : "spatialite", qPrintable(file))
                << file << server;
}

void TestScenarios::theCaseGoesAsItIsTold() {
    QFETCH(const QString, file);
    QFETCH(const bool, server);
    const auto told = scenario::readScenario(textOf(kFolder + u'/' + file));
    const QTemporaryDir folder;
    std::string uri = folder.filePath(QStringLiteral("hall.gridhall")).toStdString();
    if (server) {
        auto& postgres = support::PgServer::shared();
        const std::string database = postgres.makeDatabase();
        uri = postgres.uri(database, "gridhall_app");
        const auto made = gis::createStore(postgres.uri(database), {});
        QVERIFY2(made, made ? "" : made.error().detail.c_str());
    }
    auto store = server ? gis::openStore(uri) : gis::createStore(uri, {});
    QVERIFY2(store, store ? "" : store.error().detail.c_str());
    scenario::ScenarioHall hall(std::move(*store), told, kFolder.toStdString());
    QVERIFY2(hall.fault().empty(), hall.fault().c_str());
    for (const scenario::Line& line : told.lines) {
        const std::string fault = hall.run(line);
        QVERIFY2(fault.empty(), fault.c_str());
    }
}

void TestScenarios::aFalseExpectationFails() {
    const auto told = scenario::readScenario(
        "map 100m A . W\nuser d1 officer\n09:00 report fire @A high by=d1\n09:01 dispatch W by=d1\n"
        "expect routed\nexpect order W done\nexpect late by 00:01\nexpect timeline intake\n"
        "expect flying\nexpect said nothing of it\n09:02 accept by=d1 ! never\n"
        "09:02 reinforce W by=d1 ! another area\n09:03 fly by=d1\n09:04 note text=x by=d1 ! at "
        "all\n");
    QCOMPARE(told.fault, std::string());
    const QTemporaryDir folder;
    auto store =
        gis::createStore(folder.filePath(QStringLiteral("hall.gridhall")).toStdString(), {});
    QVERIFY(store);
    scenario::ScenarioHall hall(std::move(*store), told, kFolder.toStdString());
    QVERIFY2(hall.fault().empty(), hall.fault().c_str());
    std::string failed;
    for (const scenario::Line& line : told.lines)
        if (!hall.run(line).empty()) failed += std::to_string(line.number) + " ";
    QCOMPARE(failed, std::string("5 6 7 8 9 10 11 12 13 14 "));
}

void TestScenarios::whatCannotBeReadIsNamed() {
    QCOMPARE(scenario::readScenario("09:05 tick\n09:04 tick\n").fault,
             std::string("line 2: time goes backwards"));
    QCOMPARE(scenario::readScenario("09:05\n").fault,
             std::string("line 1: it says when but not what"));
    QCOMPARE(scenario::readScenario("09:05 accept !\n").fault,
             std::string("line 1: it does not say why"));
    QCOMPARE(scenario::readScenario("map 100m A ab\n").fault,
             std::string("line 1: a cell is a dot or a letter"));
}

QTEST_GUILESS_MAIN(TestScenarios)
#include "tst_scenarios.moc"

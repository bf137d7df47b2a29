// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/console.h"
#include "app/watchful_application.h"
#include "tests/support/pg_server.h"
#include "tests/support/program.h"

using dispatch::Kind;

namespace {

void put(const QString& file, const QByteArray& words) {
    QFile opened(file);
    QVERIFY(opened.open(QIODevice::WriteOnly));
    opened.write(words);
}

QByteArray square(const char* code, const char* name, double west) {
    const QByteArray w = QByteArray::number(west, 'f', 3);
    const QByteArray e = QByteArray::number(west + 0.01, 'f', 3);
    return QByteArray(R"({"type":"Feature","properties":{"code":")") + code + R"(","name":")" +
           name + R"("},"geometry":{"type":"Polygon","coordinates":[[[)" + w + ",39.66],[" + e +
           ",39.66],[" + e + ",39.67],[" + w + ",39.67],[" + w + ",39.66]]]}}";
}

}  // namespace

/// What a newcomer does on the first day, with the real program and each real store: import, see it
/// live, select.
class TestFirstScenario : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_store;

    support::Ran gridhall(std::vector<std::string> words) {
        words.insert(words.begin(), GRIDHALL_PROGRAM);
        words.insert(words.end(), {"--store", m_store.toStdString()});
        return support::run(words);
    }
    std::string file(const char* name) {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }

  private Q_SLOTS:
    void importSeeLiveSelect_data() {
        QTest::addColumn<bool>("server");
        QTest::newRow("spatialite") << false;
        QTest::newRow("postgis") << true;
    }
    void importSeeLiveSelect() {
        QFETCH(const bool, server);
        m_store = m_folder.filePath(QStringLiteral("hall.gridhall"));
        QString owners = m_store;
        if (server) {
            auto& postgres = support::PgServer::shared();
            const std::string database = postgres.makeDatabase();
            owners = QString::fromStdString(postgres.uri(database));
            m_store = QString::fromStdString(postgres.uri(database, "gridhall_app"));
        }
        put(m_folder.filePath(QStringLiteral("grids.geojson")),
            R"({"type":"FeatureCollection","features":[)" +
                square("990302003004001", "清渠一网格", 106.800) + "," +
                square("990302003004002", "清渠二网格", 106.810) + "]}");
        put(m_folder.filePath(QStringLiteral("roads.osm")),
            R"(<?xml version="1.0"?><osm version="0.6">
<node id="1" lat="39.665" lon="106.801"/><node id="2" lat="39.665" lon="106.819"/>
<way id="9"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="清渠路"/></way>
</osm>)");
        put(m_folder.filePath(QStringLiteral("cases.csv")),
            "code,title,category,lon,lat,reported\n"
            "T-1001,路灯不亮,other,106.815,39.6655,2026-11-22T08:00:00Z\n");

        support::Ran ran =
            support::run({GRIDHALL_PROGRAM, "init", owners.toStdString(), "--without-users"});
        QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        for (const auto& [kind, name] :
             {std::pair{"grids", "grids.geojson"}, std::pair{"roads", "roads.osm"}}) {
            ran = gridhall({"import", kind, file(name)});
            QVERIFY2(ran.exitCode == 0, (ran.err + ran.out).c_str());
        }

        app::ConsoleOptions options;
        options.store = m_store;
        options.theme = QStringLiteral("hall");
        options.by = {"tester", "seat 1"};
        options.remember = false;
        app::Console console(options);
        auto& window = console.window();
        window.resize(1280, 800);
        console.start();
        QTRY_VERIFY_WITH_TIMEOUT(console.hasGround() && console.state().hasPicture(), 20000);
        QCOMPARE(console.state().picture()->grids.size(), std::size_t(2));
        QTRY_VERIFY_WITH_TIMEOUT(window.canvas().isSettled(), 20000);
        QCOMPARE(window.canvas().gridCodeAt({106.805, 39.665}), QStringLiteral("990302003004001"));
        QCOMPARE(window.cases().rowCount(), 0);

        // Another process brings a case: nobody presses anything here.
        ran = gridhall({"import", "cases", file("cases.csv")});
        QVERIFY2(ran.exitCode == 0, (ran.err + ran.out).c_str());
        QTRY_COMPARE_WITH_TIMEOUT(window.cases().rowCount(), 1, 10000);
        QCOMPARE(window.cases().rowAt(0)->grid, std::string("990302003004002"));
        const QPointF pixel = window.canvas().pixelOf({106.815, 39.6655});
        const auto caseIsThere = [&] {
            for (const layers::Hit& hit : window.canvas().hitsAt(pixel))
                if (hit.record.kind == Kind::Case) return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(caseIsThere(), 20000);
        QTest::mouseClick(&window.canvas(), Qt::LeftButton, {}, pixel.toPoint());
        QVERIFY(window.facts().shown());
        QCOMPARE(window.facts().shown()->kind, Kind::Case);
        QCOMPARE(window.facts().title(), QStringLiteral("路灯不亮"));
        QCOMPARE(window.queue().list().currentIndex().row(), 0);
    }
};

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    app::WatchfulApplication application(argc, argv);
    TestFirstScenario test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_first_scenario.moc"

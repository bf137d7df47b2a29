// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/commands/command_language.h"
#include "tests/support/small_city.h"

using app::Reading;

namespace {

QString told(const app::Deed& deed) {
    if (const auto* d = std::get_if<app::GoToRecord>(&deed))
        return QStringLiteral("go %1").arg(d->ref.id);
    if (const auto* d = std::get_if<app::GoToPlace>(&deed))
        return QStringLiteral("place %1 %2").arg(d->place.lon).arg(d->place.lat);
    if (const auto* d = std::get_if<app::FilterQueue>(&deed))
        return QStringLiteral("find [%1]").arg(d->words);
    if (const auto* d = std::get_if<app::SelectRecord>(&deed))
        return d->ref ? QStringLiteral("select %1 %2").arg(int(d->ref->kind)).arg(d->ref->id)
                      : QStringLiteral("select nothing");
    if (const auto* d = std::get_if<app::SetLayer>(&deed))
        return QStringLiteral("layer %1 %2")
            .arg(d->layer, d->opacity ? QString::number(*d->opacity)
                                      : QLatin1String(*d->visible ? "on" : "off"));
    if (const auto* d = std::get_if<app::SetView>(&deed)) return QStringLiteral("view ") + d->view;
    if (const auto* d = std::get_if<app::ShowHelp>(&deed))
        return QStringLiteral("help ") + d->topic;
    return QStringLiteral("-");
}

}  // namespace

class TestCommandLanguage : public QObject {
    Q_OBJECT
    dispatch::Picture m_city;
    app::Finder m_finder;

    Reading read(const QString& line) {
        return app::readCommand(line, {m_finder,
                                       m_city,
                                       {{QStringLiteral("grids"), QStringLiteral("网格"), true},
                                        {QStringLiteral("ground"), QStringLiteral("底图"), true},
                                        {QStringLiteral("cases"), QStringLiteral("事项"), false}}});
    }

  private Q_SLOTS:
    void initTestCase() {
        m_city = support::smallCity(dispatch::SystemClock().now(), 20);
        dispatch::Changes all;
        all.kinds.set();
        m_finder.apply(std::make_shared<const dispatch::Picture>(m_city), all);
    }

    void aLineMeansOneDeedOrNone_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("deed");
        const auto row = [](const char* line, const char* deed) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(deed);
        };
        row("go 990302003004002", "go 2");
        row("g 990302 003 004 002", "go 2");
        row("go 004002", "go 2");
        row("go 清渠警务站", "go 1");
        row("go 106.82, 39.67", "place 106.82 39.67");
        row("go 206.82, 39.67", "-");
        row("go nowhere", "-");
        row("go 贺知夏", "-");
        row("go w6", "-");  // off duty: it has no position
        row("go", "-");
        row("去 w1", "go 1");
        row("select w1", "select 6 1");
        row("s 1003", "select 9 3");
        row("select", "select nothing");
        row("f 冒烟", "find [冒烟]");
        row("find", "find []");
        row("layer gri off", "layer grids off");
        row("la cases", "layer cases on");
        row("l gr", "-");
        row("layer 网格 40%", "layer grids 0.4");
        row("layer grids purple", "-");
        row("layer grids 140", "-");
        row("view ci", "view city");
        row("v h", "view hall");
        row("v moon", "-");
        row("h", "help ");
        row("help la", "help layer");
        row("help moon", "-");
        row("w1", "go 1");
        row("dance", "-");
        row("", "-");
    }
    void aLineMeansOneDeedOrNone() {
        QFETCH(QString, line);
        QFETCH(QString, deed);
        QCOMPARE(told(read(line).deed), deed);
    }

    void whatCannotBeDoneSaysWhy() {
        for (const char* line : {"go nowhere", "select xyz", "layer moon", "view moon", "dance",
                                 "go w6", "layer grids purple"}) {
            const Reading reading = read(QString::fromUtf8(line));
            QVERIFY2(reading.impossible, line);
            QVERIFY2(!reading.preview.isEmpty(), line);
        }
    }
    void theDeedIsAlwaysToldFirst() {
        for (const char* line : {"go w1", "select 1001", "layer grids", "view city", "find x"}) {
            const Reading reading = read(QString::fromUtf8(line));
            QVERIFY2(reading.possible() && !reading.preview.isEmpty(), line);
            QVERIFY2(!reading.impossible, line);
        }
        QVERIFY(read(QStringLiteral("go w1")).preview.contains(QStringLiteral("<b>w1 ")));
    }
    void namesAreNeverReadAsMarkup() {
        QVERIFY(!read(QStringLiteral("go <img src=x>")).preview.contains(QStringLiteral("<img")));
    }
    void completionsFinishTheLine() {
        const Reading reading = read(QStringLiteral("go w1"));
        QVERIFY(reading.completions.size() > 1);
        QCOMPARE(reading.completions[0].line, QStringLiteral("go w1"));
        for (const auto& completion : reading.completions)
            QVERIFY(read(completion.line).possible() ||
                    completion.detail.contains(QStringLiteral("Off duty")));
        QCOMPARE(read(QStringLiteral("la")).completions[0].line, QStringLiteral("layer "));
    }
    void everyCommandHasItsHelp() {
        for (const auto& help : app::commandHelp()) {
            QVERIFY(help.grammar.startsWith(help.name));
            QVERIFY(!help.sentence.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestCommandLanguage)
#include "tst_command_language.moc"

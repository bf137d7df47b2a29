// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "app/commands/finder.h"
#include "app/text/fold.h"
#include "app/text/pinyin.h"
#include "tests/support/small_city.h"

using app::Initials;

class TestPinyin : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initialsOfNames_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("initials");
        const auto row = [](const char* name, const char* initials) {
            QTest::newRow(name) << QString::fromUtf8(name) << QString::fromUtf8(initials);
        };
        row("人民路", "rml");
        row("中山街", "zsj");
        row("清渠社区", "qqsq");
        row("望河街道", "whjd");
        row("清渠1号网格", "qq1hwg");
        row("火情烟雾", "hqyw");
        row("燃气泄漏", "rqxl");
        row("噪声扰民", "zsrm");
        row("消防通道堵塞", "xftdds");
        row("道路破损", "dlps");
        row("井盖缺失", "jgqs");
        row("邻里纠纷", "lljf");
        row("贺知夏", "hzx");
        row("欧阳修", "oyx");
        row("鄂尔多斯", "eeds");
        row("滨江花园", "bjhy");
        row("Fire lane", "firelane");
        row("KTV门口", "ktvmk");
        row("县人民医院", "xrmyy");
        row("派出所", "pcs");
        row("幼儿园", "yey");
        row("龙山镇", "lsz");
        row("·—、", "");
        row("", "");
        // One character at a time, by its commonest reading: these words are read otherwise.
        row("𠮷野家", "yj");  // no reading is known
        row("重庆路", "zql");
        row("银行", "yx");
        row("音乐厅", "ylt");
        row("厦门街", "smj");
        row("朝阳区", "cyq");
    }
    void initialsOfNames() {
        QFETCH(QString, name);
        QFETCH(QString, initials);
        QCOMPARE(Initials(name).text(), initials);
    }

    void aSecondReadingFitsToo_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("typed");
        const auto row = [](const char* name, const char* typed) {
            QTest::newRow(name) << QString::fromUtf8(name) << QString::fromUtf8(typed);
        };
        row("重庆路", "cql");
        row("银行", "yh");
        row("音乐厅", "yyt");
        row("厦门街", "xmj");
        row("长治路", "czl");
        row("单家庄", "sjz");
        row("番禺路", "pyl");
    }
    void aSecondReadingFitsToo() {
        QFETCH(QString, name);
        QFETCH(QString, typed);
        QVERIFY2(Initials(name).equals(typed), qPrintable(Initials(name).text()));
    }

    void partsFitByPlace() {
        const Initials name(QStringView(u"清渠路派出所"));
        QVERIFY(name.beginsWith(u"qql"));
        QVERIFY(name.contains(u"pcs"));
        QVERIFY(!name.beginsWith(u"pcs"));
        QVERIFY(!name.equals(u"qql"));
        QVERIFY(!name.contains(u""));
        QVERIFY(!name.contains(u"qqlpcsx"));
        QVERIFY(!Initials(QStringView(u"Main street")).isChinese());
    }

    void whatMayBeInitials() {
        QVERIFY(app::mayBeInitials(u"rml"));
        QVERIFY(app::mayBeInitials(u"qq1"));
        QVERIFY(!app::mayBeInitials(u"r"));
        QVERIFY(!app::mayBeInitials(u"1001"));
        QVERIFY(!app::mayBeInitials(u"r l"));
        QVERIFY(!app::mayBeInitials(u"人m"));
    }

    void namesAreComparedFolded() {
        const auto same = [](const char* a, const char* b) {
            return app::folded(QString::fromUtf8(a)) == app::folded(QString::fromUtf8(b));
        };
        QVERIFY(same("Praça  da BATALHA", "praca da batalha"));
        QVERIFY(same("４１号", "41号"));
        QVERIFY(!same("人民路", "人民街"));
    }

    void theFinderTakesInitials() {
        app::Finder finder;
        dispatch::Changes all;
        all.kinds.set();
        finder.apply(std::make_shared<const dispatch::Picture>(
                         support::smallCity(dispatch::SystemClock().now(), 20)),
                     all);
        const auto one = finder.findOne(QStringLiteral("QQJWZ"));
        QVERIFY(one);
        QCOMPARE(one->code, QStringLiteral("P01"));
        // A code's own letters go before initials.
        QCOMPARE(finder.find(QStringLiteral("w1"), 1)[0].code, QStringLiteral("w1"));
        QCOMPARE(finder.find(QStringLiteral("spmy"), 9).size(), std::size_t{1});
        QVERIFY(finder.find(QStringLiteral("zzzz"), 9).empty());
    }

    void aListOfThousandsIsMadeAndAskedInNoTime() {
        QString name = QStringLiteral("清渠路派出所第一网格员贺知夏");
        (void)Initials(name);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 5000; ++i) (void)Initials(name);
        QVERIFY2(timer.elapsed() < 60, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_APPLESS_MAIN(TestPinyin)
#include "tst_pinyin.moc"

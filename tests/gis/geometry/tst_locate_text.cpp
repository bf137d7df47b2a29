// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <random>

#include "gis/geometry/locate_text.h"
#include "tests/support/seed.h"
#include "tests/support/tiny_city.h"

using dispatch::LonLat;
using gis::GridLookup;
using gis::LocateText;

class TestLocateText : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void oneLineOutForEachLineIn_data();
    void oneLineOutForEachLineIn();
    void cutsBetweenChunksDoNotMatter();
    void hugeLinesTakeNoMemory();
    void numbersAreReadExactly();
    void speedTextToText();
};

namespace {

const GridLookup& lookup() {
    static const GridLookup made = [] {
        support::TinyCityPlan plan;
        plan.warp = 0;
        return GridLookup(support::tinyCity(plan).grids);
    }();
    return made;
}

constexpr const char* kA = "150302001001001";

}  // namespace

void TestLocateText::oneLineOutForEachLineIn_data() {
    QTest::addColumn<QByteArray>("in");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<int>("unreadable");
    const QByteArray a = QByteArray(kA) + ",\n";
    auto row = [](const char* name, const QByteArray& in, const QByteArray& out, int unreadable) {
        QTest::newRow(name) << in << out << unreadable;
    };
    row("nothing", "", "", 0);
    row("one", "106.7005,39.6995\n", a, 0);
    row("no newline at the end", "106.7005,39.6995", a, 0);
    row("CR LF", "106.7005,39.6995\r\n106.7005,39.6995\r\n", a + a, 0);
    row("blanks", " 106.7005 ,\t39.6995 \n", a, 0);
    row("on the geographic and the dedicated", "106.7035,39.6965\n",
        QByteArray(kA) + ",150302001001901\n", 0);
    row("outside", "0,0\n-8.6,41.1\n", ",\n,\n", 0);
    row("blank line", "\n106.7005,39.6995\n\r\n", ",\n" + a + ",\n", 2);
    row("header", "lon,lat\n106.7005,39.6995\n", ",\n" + a, 1);
    row("latitude first", "39.6995,106.7005\n", ",\n", 1);
    row("one number", "106.7005\n", ",\n", 1);
    row("three numbers", "106.7005,39.6995,12\n", ",\n", 1);
    row("semicolon", "106.7005;39.6995\n", ",\n", 1);
    row("decimal comma", "106,7005,39,6995\n", ",\n", 1);
    row("words", "nan,nan\ninf,0\n0x6A,39\n", ",\n,\n,\n", 3);
    row("signs and exponents", "+1.067005e2,+39.6995\n-.5,-.5\n", a + ",\n", 0);
    row("sign alone", "-,+\n", ",\n", 1);
    row("point alone", ".,.\n", ",\n", 1);
    row("nul byte", QByteArray("106.7005,39.6995\0\n", 18), ",\n", 1);
    row("very many digits", "106.70050000000000000000000000001,39.6995000000000000000000000\n", a,
        0);
    row("bytes that are no text", "\xff\xfe\x80,\xc3\n", ",\n", 1);
}

void TestLocateText::oneLineOutForEachLineIn() {
    QFETCH(QByteArray, in);
    QFETCH(QByteArray, out);
    QFETCH(int, unreadable);
    LocateText text(lookup());
    std::string answers;
    text.feed({in.constData(), static_cast<std::size_t>(in.size())}, answers);
    text.finish(answers);
    QCOMPARE(QByteArray::fromStdString(answers), out);
    QCOMPARE(text.unreadable(), std::int64_t(unreadable));
    QCOMPARE(text.lines(), std::int64_t(out.count('\n')));
    QCOMPARE(text.firstUnreadable() > 0, unreadable > 0);
}

void TestLocateText::cutsBetweenChunksDoNotMatter() {
    std::mt19937_64 random(support::seed("cutsBetweenChunksDoNotMatter"));
    std::string in;
    char line[80];
    for (int i = 0; i < 6000; ++i) {
        std::snprintf(line, sizeof line, "%.7f,%.7f",
                      106.69 + 0.07 * static_cast<double>(random() % 1000) / 1000,
                      39.66 + 0.05 * static_cast<double>(random() % 1000) / 1000);
        in += random() % 50 == 0 ? "rubbish" : line;
        in += random() % 9 == 0 ? "\r\n" : "\n";
    }
    LocateText whole(lookup());
    std::string wanted;
    whole.feed(in, wanted);
    whole.finish(wanted);
    for (int round = 0; round < 20; ++round) {
        LocateText cut(lookup());
        std::string answers;
        for (std::size_t at = 0; at < in.size();) {
            const std::size_t size =
                std::min<std::size_t>(in.size() - at, random() % (round < 10 ? 40 : 9000));
            cut.feed(std::string_view(in).substr(at, size), answers);
            at += size;
        }
        cut.finish(answers);
        QVERIFY(answers == wanted);
        QCOMPARE(cut.unreadable(), whole.unreadable());
        QVERIFY(cut.unreadable() > 0);
    }
}

void TestLocateText::hugeLinesTakeNoMemory() {
    LocateText text(lookup());
    std::string answers;
    const std::string block(1 << 16, '1');
    text.feed("106.7005,39.6995\n", answers);
    for (int i = 0; i < 1600; ++i) text.feed(block, answers);
    text.feed("\n106.7005,39.6995\n", answers);
    for (int i = 0; i < 3; ++i) text.feed(block, answers);
    text.finish(answers);
    const std::string a = std::string(kA) + ",\n";
    QCOMPARE(answers, a + ",\n" + a + ",\n");
    QCOMPARE(text.unreadable(), std::int64_t(2));
    QCOMPARE(text.firstUnreadable(), std::int64_t(2));
}

void TestLocateText::numbersAreReadExactly() {
    std::mt19937_64 random(support::seed("numbersAreReadExactly"));
    for (int i = 0; i < 200'000; ++i) {
        char line[80];
        const int digits = static_cast<int>(random() % 20);
        const double lon = 360 * (static_cast<double>(random() >> 11) / 9007199254740992.0) - 180;
        const double lat = 180 * (static_cast<double>(random() >> 11) / 9007199254740992.0) - 90;
        const int size = std::snprintf(line, sizeof line, "%.*f,%.*f", digits, lon, digits, lat);
        LonLat got;
        const bool read = gis::readLonLat(line, line + size, got);
        double wantedLon = 0, wantedLat = 0;
        const char* comma = std::strchr(line, ',');
        std::from_chars(line, comma, wantedLon);
        std::from_chars(comma + 1, line + size, wantedLat);
        QVERIFY2(read, line);
        QVERIFY2(got.lon == wantedLon && got.lat == wantedLat, line);
    }
}

void TestLocateText::speedTextToText() {
    std::mt19937_64 random(1);
    std::string in;
    constexpr int kLines = 1'000'000;
    char line[80];
    for (int i = 0; i < kLines; ++i) {
        std::snprintf(line, sizeof line, "%.7f,%.7f\n",
                      106.7 + 0.048e-6 * static_cast<double>(random() % 1000000),
                      39.668 + 0.032e-6 * static_cast<double>(random() % 1000000));
        in += line;
    }
    QElapsedTimer timer;
    timer.start();
    LocateText text(lookup());
    std::string answers;
    std::size_t bytes = 0;
    for (std::size_t at = 0; at < in.size(); at += 1 << 18) {
        answers.clear();
        text.feed(std::string_view(in).substr(at, 1 << 18), answers);
        bytes += answers.size();
    }
    answers.clear();
    text.finish(answers);
    bytes += answers.size();
    std::printf("text to text in memory: %.1f M lines/s\n",
                kLines * 1e3 / static_cast<double>(timer.nsecsElapsed()));
    QCOMPARE(text.lines(), std::int64_t(kLines));
    QVERIFY(bytes > 16ULL * kLines);
}

QTEST_APPLESS_MAIN(TestLocateText)
#include "tst_locate_text.moc"

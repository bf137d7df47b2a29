// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "gis/exchange/csv_source.h"
#include "gis/exchange/osm_tags.h"
#include "gis/exchange/row_source.h"
#include "gis/exchange/text_check.h"
#include "gis/exchange/time_text.h"
#include "tests/gis/exchange/fake_store.h"

using namespace gis;

/// The small readers below every import: text, times, CSV, tags.
class TestReading : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void timesAreReadAsWritten_data();
    void timesAreReadAsWritten();
    void timesNobodyCanKnowAreRefused();
    void timesComeBackAsTheyWere();
    void utf8IsToldFromOtherEncodings();
    void aCsvRecordMayHoldQuotesAndLineBreaks();
    void rowAndLineNumbersStayRightAfterQuotedLineBreaks();
    void anUnclosedQuoteCostsOneRowOnly();
    void nulBytesAndForeignEncodingsAreFaultsOfTheirRow();
    void anEncodingThatIsNamedIsRead();
    void anEncodingNobodyKnowsIsRefused();
    void aCompressedFileCutShortDoesNotPassForWhole();
    void aFolderAndAnEmptyArchiveAreNamed();
    void theDelimiterIsFound();
    void speedsAreReadInTheirUnit();
    void accessTagsGoFromGeneralToParticular();
    void oneWaysAreReadFromTheirTags();
};

namespace {

std::vector<RawRow> rowsOf(const std::string& file, const std::string& encoding = {}) {
    SourceOptions options;
    options.file = file;
    options.encoding = encoding;
    auto source = openRows(options);
    if (!source) return {};
    std::vector<RawRow> rows;
    RawRow row;
    while ((*source)->next(row).value_or(false)) rows.push_back(row);
    return rows;
}

using Tags = std::map<std::string, std::string>;

TagReader reader(const Tags& tags) {
    return [&tags](const char* key) {
        const auto found = tags.find(key);
        return found == tags.end() ? std::string_view() : std::string_view(found->second);
    };
}

}  // namespace

void TestReading::timesAreReadAsWritten_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("utc");
    QTest::addColumn<int>("precision");
    const auto row = [](const char* text, const char* utc, dispatch::TimePrecision precision) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(utc)
                            << static_cast<int>(precision);
    };
    using enum dispatch::TimePrecision;
    row("2016-07-13 15:11:07+00:00", "2016-07-13T15:11:07Z", Second);
    row("2016-07-13T15:11:07.250Z", "2016-07-13T15:11:07.250Z", Second);
    row("2016/07/13 15:11:07+00", "2016-07-13T15:11:07Z", Second);
    row("2016-07-13 15:11:07", "2016-07-13T07:11:07Z", Second);
    row("2016-7-3 5:11", "2016-07-02T21:11:00Z", Minute);
    row("2016-07-13 15:11:07-03:30", "2016-07-13T18:41:07Z", Second);
    row("2000-01-03", "2000-01-02T16:00:00Z", Day);
    row("2018-11", "2018-10-31T16:00:00Z", Month);
    row("20160713", "2016-07-12T16:00:00Z", Day);
    row("1440395361", "2015-08-24T05:49:21Z", Second);
    row("1440395361000", "2015-08-24T05:49:21Z", Second);
    row("2016-12-31 24:00", "2016-12-31T16:00:00Z", Minute);
}

void TestReading::timesAreReadAsWritten() {
    QFETCH(QString, text);
    QFETCH(QString, utc);
    QFETCH(int, precision);
    const auto read = readTime(text.toStdString(), std::chrono::hours(8));
    QVERIFY(read.has_value());
    QCOMPARE(QString::fromStdString(timeText(read->time)), utc);
    QCOMPARE(static_cast<int>(read->precision), precision);
}

void TestReading::timesNobodyCanKnowAreRefused() {
    for (const char* text :
         {"", "3/4/2016", "2016-13-01", "2016-02-30", "2016-07-13 25:00", "2016-07-13 15:61",
          "yesterday", "2016", "2016-07-13 15:11:07 PST", "2016-07-13x", "0000-00-00 00:00:00"})
        QVERIFY2(!readTime(text, std::chrono::minutes(0)), text);
}

void TestReading::timesComeBackAsTheyWere() {
    for (std::int64_t second : {0LL, 86399LL, 951782400LL, 1709164800LL, 4102444799LL}) {
        const dispatch::Seconds time{std::chrono::seconds(second)};
        const auto read = readTime(timeText(time), std::chrono::hours(-5));
        QVERIFY(read && read->time == time);
    }
}

void TestReading::utf8IsToldFromOtherEncodings() {
    QVERIFY(isUtf8("plain"));
    QVERIFY(isUtf8("网格"));
    QVERIFY(!isUtf8("\xCD\xF8\xB8\xF1"));  // the same in GB18030
    QVERIFY(!isUtf8("caf\xE9"));           // Latin-1
    QVERIFY(!isUtf8("\xC0\xAF"));          // over-long
    QVERIFY(!isUtf8("\xED\xA0\x80"));      // a surrogate
    QVERIFY(!isUtf8("\xE7\xBD"));          // cut
}

void TestReading::aCsvRecordMayHoldQuotesAndLineBreaks() {
    std::vector<std::string> values;
    const auto record = takeCsvRecord("a,\"b \"\"c\"\"\r\nd\",,e\r\nnext", ',', true, values);
    QVERIFY(record.state == CsvRecord::State::Whole);
    QCOMPARE(record.breaks, std::size_t(2));
    QCOMPARE(values, (std::vector<std::string>{"a", "b \"c\"\r\nd", "", "e"}));
    QVERIFY(takeCsvRecord("a,\"b", ',', false, values).state == CsvRecord::State::NeedsMore);
    QVERIFY(takeCsvRecord("a,\"b", ',', true, values).state == CsvRecord::State::Unclosed);
}

void TestReading::rowAndLineNumbersStayRightAfterQuotedLineBreaks() {
    QTemporaryDir folder;
    const auto rows =
        rowsOf(support::writeFile(folder, "a.csv",
                                  "\xEF\xBB\xBF"
                                  "code,text\n1,\"one\ntwo\nthree\"\n\n2,plain\r\n3,last"));
    QCOMPARE(rows.size(), std::size_t(3));
    QCOMPARE(rows[0].where(), std::string("row 2"));
    QCOMPARE(rows[1].where(), std::string("row 4 (line 6)"));
    QCOMPARE(rows[2].where(), std::string("row 5 (line 7)"));
    QCOMPARE(rows[2].values[1], std::string("last"));
}

void TestReading::anUnclosedQuoteCostsOneRowOnly() {
    QTemporaryDir folder;
    QByteArray text = "code,text\n1,\"open\n2,fine\n";
    for (int i = 0; i < 300000; ++i) text += "3,fine\n";
    const auto rows = rowsOf(support::writeFile(folder, "a.csv", text));
    QCOMPARE(rows.size(), std::size_t(300002));
    QVERIFY(rows[0].fault.find("quote") != std::string::npos);
    QCOMPARE(rows[1].values[0], std::string("2"));
    QCOMPARE(rows[1].line, std::int64_t(3));
}

void TestReading::nulBytesAndForeignEncodingsAreFaultsOfTheirRow() {
    QTemporaryDir folder;
    QByteArray text = "code,name\n1,a";
    text += '\0';
    text += "b\n2,\xCD\xF8\xB8\xF1\n3,fine\n4,too,many\n";
    const auto rows = rowsOf(support::writeFile(folder, "a.csv", text));
    QCOMPARE(rows.size(), std::size_t(4));
    QCOMPARE(rows[0].fault, std::string("a NUL byte"));
    QCOMPARE(rows[0].faultAt, std::string("column name"));
    QVERIFY(rows[1].fault.find("--encoding") != std::string::npos);
    QVERIFY(rows[2].fault.empty());
    QVERIFY(rows[3].fault.find("number of columns") != std::string::npos);
}

void TestReading::anEncodingThatIsNamedIsRead() {
    QTemporaryDir folder;
    const auto file = support::writeFile(folder, "a.csv", "code,name\n2,\xCD\xF8\xB8\xF1\n");
    const auto rows = rowsOf(file, "GB18030");
    QCOMPARE(rows.size(), std::size_t(1));
    QCOMPARE(rows[0].values[1], std::string("网格"));
}

void TestReading::anEncodingNobodyKnowsIsRefused() {
    QTemporaryDir folder;
    SourceOptions options;
    options.file = support::writeFile(folder, "a.csv", "code,name\n2,b\n");
    options.encoding = "KLINGON";
    const auto source = openRows(options);
    QVERIFY(!source);
    QVERIFY(source.error().detail.find("no encoding \"KLINGON\"") != std::string::npos);
    for (const char* known : {"UTF-8", "GB18030", "ISO-8859-1", "CP1252", "BIG5", "GBK"}) {
        options.encoding = known;
        QVERIFY2(openRows(options), known);
    }
}

void TestReading::aCompressedFileCutShortDoesNotPassForWhole() {
    QTemporaryDir folder;
    QByteArray rows = "code,name\n";
    for (int i = 0; i < 20000; ++i)
        rows += QByteArray::number(i) + "," + QByteArray::number(i * 7919 % 65537) + "\n";
    // qCompress writes a size and a zlib stream; as gzip: header, raw deflate, trailer.
    const QByteArray zlib = qCompress(rows);
    const QByteArray deflated = zlib.mid(6, zlib.size() - 10);
    QByteArray packed = QByteArray::fromHex("1f8b0800000000000003") + deflated;
    packed.truncate(packed.size() / 2);
    SourceOptions options;
    options.file = support::writeFile(folder, "cut.csv.gz", packed);
    const auto source = openRows(options);
    QVERIFY(source);
    RawRow row;
    for (;;) {
        const auto more = (*source)->next(row);
        if (!more) {
            QVERIFY(more.error().detail.find("cut short") != std::string::npos);
            break;
        }
        QVERIFY2(*more, "the half file was taken for a whole one");
    }
}

void TestReading::aFolderAndAnEmptyArchiveAreNamed() {
    QTemporaryDir folder;
    SourceOptions options;
    options.file = folder.filePath(QStringLiteral("d.csv")).toStdString();
    QVERIFY(QDir().mkdir(QString::fromStdString(options.file)));
    auto source = openRows(options);
    QVERIFY(!source);
    QCOMPARE(source.error().detail, options.file + " is a folder, not a file");
    options.file = support::writeFile(folder, "e.csv.gz", "");
    source = openRows(options);
    QVERIFY(!source);
    QVERIFY(!source.error().detail.ends_with(": "));
}

void TestReading::theDelimiterIsFound() {
    QCOMPARE(csvDelimiter("a;b;\"c,d,e,f\"\n1,2,3,4,5"), ';');
    QCOMPARE(csvDelimiter("a\tb"), '\t');
    QCOMPARE(csvDelimiter("alone"), ',');
}

void TestReading::speedsAreReadInTheirUnit() {
    QCOMPARE(readMaxSpeed("50").value_or(0), 50.0);
    QCOMPARE(readMaxSpeed("30 mph").value_or(0), 30 * 1.609344);
    QCOMPARE(readMaxSpeed("50;70").value_or(0), 50.0);
    QCOMPARE(readMaxSpeed("PT:urban").value_or(0), 50.0);
    QVERIFY(!readMaxSpeed("signals"));
    QVERIFY(!readMaxSpeed("0"));
}

void TestReading::accessTagsGoFromGeneralToParticular() {
    using namespace dispatch;
    const auto access = [](const Tags& tags) {
        return int(readRoadTags(reader(tags)).road->access);
    };
    QCOMPARE(access({{"highway", "residential"}}), int(AllAccess));
    QCOMPARE(access({{"highway", "motorway"}}), int(ByCar));
    QCOMPARE(access({{"highway", "service"}, {"access", "private"}}), int(NoAccess));
    QCOMPARE(access({{"highway", "service"}, {"access", "no"}, {"foot", "yes"}}), int(ByFoot));
    QCOMPARE(access({{"highway", "track"}, {"motor_vehicle", "no"}}), int(ByFoot | ByBicycle));
    QCOMPARE(access({{"highway", "track"}, {"vehicle", "no"}, {"bicycle", "yes"}}),
             int(ByFoot | ByBicycle));
    QCOMPARE(access({{"highway", "pedestrian"}, {"motorcar", "destination"}}), int(ByFoot | ByCar));
    QCOMPARE(access({{"highway", "footway"}, {"bicycle", "dismount"}}), int(ByFoot));
    const auto barrier = [](const Tags& tags) {
        return int(readBarrierTags(reader(tags))->access);
    };
    QCOMPARE(barrier({{"barrier", "bollard"}}), int(ByFoot | ByBicycle));
    QCOMPARE(barrier({{"barrier", "gate"}}), int(AllAccess));
    QCOMPARE(barrier({{"barrier", "gate"}, {"access", "private"}}), int(NoAccess));
    QCOMPARE(barrier({{"barrier", "bollard"}, {"access", "yes"}}), int(ByFoot | ByBicycle));
    const Tags except = {{"restriction", "no_left_turn"}, {"except", "bicycle;psv"}};
    QCOMPARE(int(readRestrictionTags(reader(except)).appliesTo), int(ByCar));
    const Tags lorries = {{"restriction:hgv", "no_left_turn"}};
    QVERIFY(readRestrictionTags(reader(lorries)).kind.empty());
}

void TestReading::oneWaysAreReadFromTheirTags() {
    using dispatch::OneWay;
    const auto read = [](Tags tags) {
        if (!tags.contains("highway")) tags["highway"] = "primary";
        return readRoadTags(reader(tags));
    };
    QVERIFY(read({{"oneway", "yes"}}).road->oneWay == OneWay::Forward);
    QVERIFY(read({{"oneway", "-1"}}).road->oneWay == OneWay::Backward);
    QVERIFY(read({{"junction", "roundabout"}}).road->oneWay == OneWay::Forward);
    QVERIFY(read({{"highway", "motorway"}}).road->oneWay == OneWay::Forward);
    QVERIFY(read({{"highway", "motorway"}, {"oneway", "no"}}).road->oneWay == OneWay::No);
    const auto reversible = read({{"oneway", "reversible"}});
    QVERIFY(reversible.reversible && !(reversible.road->access & dispatch::ByCar));
    QVERIFY(!read({{"highway", "pedestrian"}, {"area", "yes"}}).road);
    QCOMPARE(read({{"highway", "construction"}}).counted, std::string("highway construction"));
}

QTEST_APPLESS_MAIN(TestReading)
#include "tst_reading.moc"

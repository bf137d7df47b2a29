// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <cmath>

#include "gis/cartographer/sheet_frame.h"
#include "gis/geometry/projection.h"
#include "gis/seal/digest.h"
#include "gis/store/open_store.h"
#include "tests/support/program.h"
#include "tests/support/tiny_city.h"

using namespace dispatch;
using support::TinyCity;

/// `gridhall print` as a user runs it: the program, a store, the real cartographer, and outside
/// readers of what they write.
class TestPrint : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void aGridSheetIsTrueToItsScale();
    void aSheetSaysWhoWhenAndWhat();
    void aSheetOfACaseTellsNoContact();
    void resolutionChangesNoWidthAndNoLetter();
    void anSvgIsXmlWithItsWords();
    void everyPaperHasItsSize_data();
    void everyPaperHasItsSize();
    void anAtlasIsOnePdfInOrder();
    void anAtlasOfPicturesHasAFileForEachSheet();
    void stoppedItLeavesNothingWithinASecond();
    void aCityOutsideChinaIsDrawnToo();
    void whatIsWrongIsSaidInOneSentence_data();
    void whatIsWrongIsSaidInOneSentence();

  private:
    std::string path(const char* name) const {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }
    support::Ran print(std::vector<std::string> words) const {
        words.insert(words.begin(),
                     {GRIDHALL_PROGRAM, "print", "--store", m_store, "--lang", "zh_CN"});
        return support::run(words);
    }
    void makeStore(const std::string& file, const TinyCity& city);
    QTemporaryDir m_folder;
    std::string m_store;
    TinyCity m_city;
};

#define RUNS(ran, wanted)                                                     \
    do {                                                                      \
        const support::Ran r = (ran);                                         \
        QVERIFY2(r.exitCode == (wanted),                                      \
                 (std::to_string(r.exitCode) + " " + r.out + r.err).c_str()); \
    } while (false)

namespace {

const std::string kGrid = "150302001001006";
constexpr double kInkWide = 2.4 * 0.28;  ///< Millimetres of the line around a sheet's grid.

std::string textOf(const std::string& pdf, int page = 0) {
    std::vector<std::string> command{"/usr/bin/pdftotext", "-layout"};
    if (page > 0)
        for (const std::string& word :
             {std::string("-f"), std::to_string(page), std::string("-l"), std::to_string(page)})
            command.push_back(word);
    command.insert(command.end(), {pdf, "-"});
    return support::run(command).out;
}

/// How much of a dot is the blue of the line around a sheet's grid, 0 to 1. Greys are nothing.
double blueOf(QRgb dot) {
    return std::clamp((qBlue(dot) - qRed(dot)) / double(0x8C - 0x0A), 0.0, 1.0);
}

/// Where the line around the grid lies, dots.
struct Seen {
    double left = 1e9, right = -1, top = 1e9, bottom = -1;
};
Seen seen(const QImage& image) {
    Seen box;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            if (blueOf(image.pixel(x, y)) < 0.5) continue;
            box.left = std::min(box.left, double(x));
            box.right = std::max(box.right, x + 1.0);
            box.top = std::min(box.top, double(y));
            box.bottom = std::max(box.bottom, y + 1.0);
        }
    return box;
}

/// Processes of this machine whose command line has a word.
int processesWith(const std::string& word) {
    int count = 0;
    for (const QString& pid :
         QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs)) {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(pid));
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(word.c_str())) ++count;
    }
    return count;
}

bool commit(Store& store, std::vector<Write> writes, JournalEntry entry) {
    Transaction transaction;
    transaction.key = gis::randomHex(16);
    transaction.by = {"officer-7", "seat-3"};
    transaction.writes = std::move(writes);
    transaction.entries.push_back(std::move(entry));
    const auto done = store.commit(transaction);
    return done && std::holds_alternative<Receipt>(*done);
}

}  // namespace

void TestPrint::makeStore(const std::string& file, const TinyCity& city) {
    RUNS(support::run({GRIDHALL_PROGRAM, "init", file, "--without-users"}), 0);
    auto store = gis::openStore(file);
    QVERIFY(store);
    BatchPlan plan;
    plan.by = {"test", "test"};
    plan.what = "tiny city";
    plan.exclusive = true;
    auto batch = (*store)->beginBatch(plan);
    QVERIFY(batch);
    std::vector<Record> rows = city.records();
    QVERIFY((*batch)->append(rows));
    QVERIFY((*batch)->publish());
    Case record;
    record.code = "T-1001";
    record.title = "路灯不亮";
    record.category = "99";
    record.place = city.posts.front().place;
    record.reported = std::chrono::floor<std::chrono::seconds>(SystemClock().now());
    record.stageEntered = record.reported;
    JournalEntry entry;
    entry.ofWrite = 0;
    entry.action = "accept";
    QVERIFY(commit(**store, {Write{record, {}, false}}, entry));
    Contact contact;
    contact.record = CaseId{1};
    contact.name = "李四";
    contact.phone = "13800001234";
    contact.salt = gis::randomHex(16);
    contact.made = record.reported;
    entry = {};
    entry.record = CaseId{1};
    entry.action = "amend";
    entry.contact =
        gis::sha256Hex(contactBytes(contact.salt, contact.name, contact.phone, contact.address));
    QVERIFY(commit(**store, {Write{contact, {}, false}}, entry));
}

void TestPrint::initTestCase() {
    // A cache and a place for temporary files of its own, so that what is left behind is seen.
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("tmp")));
    qputenv("XDG_CACHE_HOME", m_folder.filePath(QStringLiteral("cache")).toUtf8());
    qputenv("TMPDIR", m_folder.filePath(QStringLiteral("tmp")).toUtf8());
    // Else Qt says that there is none.
    const QString runtime = m_folder.filePath(QStringLiteral("runtime"));
    QVERIFY(QDir().mkpath(runtime));
    QVERIFY(QFile::setPermissions(runtime, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    qputenv("XDG_RUNTIME_DIR", runtime.toUtf8());
    qputenv("USER", "li-wei");
    qputenv("GRIDHALL_SEAT", "seat-3");
    support::TinyCityPlan plan;
    plan.warp = 0;
    m_city = support::tinyCity(plan);
    m_store = path("city.gridhall");
    makeStore(m_store, m_city);
}

void TestPrint::aGridSheetIsTrueToItsScale() {
    const std::string pdf = path("grid.pdf");
    RUNS(print({"--sheet", "grid", "--code", kGrid, "--scale", "5000", "--layers", "boundaries",
                "-o", pdf}),
         0);
    const auto checked = support::run({"/usr/bin/qpdf", "--check", pdf});
    QVERIFY2(checked.exitCode == 0, (checked.out + checked.err).c_str());
    const auto facts = support::run({"/usr/bin/pdfinfo", pdf});
    QVERIFY2(facts.out.find("Pages:           1\n") != std::string::npos, facts.out.c_str());
    QVERIFY2(facts.out.find("(A4)") != std::string::npos, facts.out.c_str());
    QVERIFY2(facts.out.find("150302 001 001 006") != std::string::npos, facts.out.c_str());
    QVERIFY(textOf(pdf).find("1:5,000") != std::string::npos);

    constexpr int kDpi = 300;
    RUNS(support::run({"/usr/bin/pdftoppm", "-r", std::to_string(kDpi), "-png", "-singlefile", pdf,
                       path("grid")}),
         0);
    const Seen box = seen(QImage(QString::fromStdString(path("grid.png"))));
    const auto grid = std::find_if(m_city.grids.begin(), m_city.grids.end(),
                                   [](const Grid& g) { return g.code == kGrid; });
    GeoBox city;
    for (const Grid& row : m_city.grids) city.add(boxOf(row.area));
    const auto projection = gis::Projection::forExtent(city);
    double west = 1e12, east = -1e12, south = 1e12, north = -1e12;
    for (const LonLat& vertex : grid->area.front().shell) {
        const gis::ScenePoint at = projection.toScene(vertex);
        west = std::min(west, at.x);
        east = std::max(east, at.x);
        south = std::min(south, at.y);
        north = std::max(north, at.y);
    }
    // On paper 68.6 mm by 88.9 mm: a fifth of a millimetre is 0.3 %.
    const auto millimetres = [](double dots) { return dots / kDpi * 25.4; };
    const double wide = millimetres(box.right - box.left) - kInkWide;
    const double high = millimetres(box.bottom - box.top) - kInkWide;
    const auto agrees = [](double found, double wanted) { return std::abs(found - wanted) < 0.2; };
    QVERIFY2(agrees(wide, (east - west) / 5),
             qPrintable(QStringLiteral("%1 mm, %2 wanted").arg(wide).arg((east - west) / 5)));
    QVERIFY2(agrees(high, (north - south) / 5),
             qPrintable(QStringLiteral("%1 mm, %2 wanted").arg(high).arg((north - south) / 5)));
    // And it lies in the middle of the map.
    const gis::PaperBox map = gis::sheetFrame("A4", false)->map;
    QVERIFY(std::abs(millimetres(box.left + box.right) / 2 - (map.left + map.width / 2)) < 0.3);
    QVERIFY(std::abs(millimetres(box.top + box.bottom) / 2 - (map.top + map.height / 2)) < 0.3);
}

void TestPrint::aSheetSaysWhoWhenAndWhat() {
    const std::string pdf = path("says.pdf");
    RUNS(print({"--sheet", "grid", "--code", kGrid, "--title", "夜间巡查图", "-o", pdf}), 0);
    const std::string words = textOf(pdf);
    for (const char* wanted :
         {"夜间巡查图", "网格 150302 001 001 006", "值班员", "li-wei", "seat-3", "系统时间",
          "数据时效", "筛选", "显示内容", "EPSG:4545", "图例", "社区、农村网格", "北", "米"})
        QVERIFY2(words.find(wanted) != std::string::npos, (wanted + ("\n" + words)).c_str());
    const QString all = QString::fromStdString(words);
    QVERIFY(
        all.contains(QRegularExpression(QStringLiteral("20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d"))));
    // Coordinates at the frame: seven digits north, six east, all of one interval.
    QVERIFY(all.contains(QRegularExpression(QStringLiteral("\\b43\\d{5}\\b"))));
    QVERIFY(all.contains(QRegularExpression(QStringLiteral("\\b3\\d{5}\\b"))));
    // A legend lists what is in sight, and nothing else.
    QVERIFY(words.find("高风险") == std::string::npos);
    RUNS(print({"--lang", "en", "--sheet", "grid", "--code", kGrid, "-o", pdf}), 0);
    const std::string english = textOf(pdf);
    for (const char* wanted : {"Officer", "Store time", "Legend", "Community and rural grid"})
        QVERIFY2(english.find(wanted) != std::string::npos, (wanted + ("\n" + english)).c_str());
}

void TestPrint::aSheetOfACaseTellsNoContact() {
    const std::string pdf = path("case.pdf");
    RUNS(print({"--sheet", "case", "--code", "T-1001", "-o", pdf}), 0);
    const std::string words = textOf(pdf);
    for (const char* wanted : {"T-1001", "路灯不亮", "1:2,500", "低风险", "受理"})
        QVERIFY2(words.find(wanted) != std::string::npos, (wanted + ("\n" + words)).c_str());
    for (const char* secret : {"李四", "13800001234"})
        QVERIFY2(words.find(secret) == std::string::npos, secret);
}

void TestPrint::resolutionChangesNoWidthAndNoLetter() {
    struct Measured {
        double line = 0;   ///< Width of the grid's line, millimetres.
        double title = 0;  ///< Height of the title's letters, millimetres.
    };
    const auto measure = [&](int dpi) {
        const std::string png = path(("w" + std::to_string(dpi) + ".png").c_str());
        const auto ran = print({"--sheet", "grid", "--code", kGrid, "--dpi", std::to_string(dpi),
                                "--scale", "5000", "--layers", "boundaries", "-o", png});
        if (ran.exitCode != 0) qWarning("%s", ran.err.c_str());
        const QImage image(QString::fromStdString(png));
        Measured found;
        const Seen box = seen(image);
        const int from = static_cast<int>(box.top + (box.bottom - box.top) * 0.3);
        const int to = static_cast<int>(box.top + (box.bottom - box.top) * 0.7);
        for (int y = from; y < to; ++y)
            for (int x = 0; x < image.width(); ++x) found.line += blueOf(image.pixel(x, y));
        found.line *= 25.4 / dpi / 2 / (to - from);
        int first = -1, last = -1;
        for (int y = 0; y < 17.5 / 25.4 * dpi; ++y)
            for (int x = 0; x < image.width() / 2; ++x)
                if (qGray(image.pixel(x, y)) < 128) {
                    if (first < 0) first = y;
                    last = y + 1;
                }
        found.title = (last - first) * 25.4 / dpi;
        return found;
    };
    const Measured coarse = measure(96), fine = measure(300);
    const auto message = [&] {
        return QStringLiteral("line %1 and %2 mm, title %3 and %4 mm")
            .arg(coarse.line)
            .arg(fine.line)
            .arg(coarse.title)
            .arg(fine.title);
    };
    QVERIFY2(std::abs(fine.line - kInkWide) < 0.04 * kInkWide, qPrintable(message()));
    QVERIFY2(std::abs(coarse.line - fine.line) < 0.05 * kInkWide, qPrintable(message()));
    QVERIFY2(fine.title > 3 && std::abs(coarse.title - fine.title) < 0.6, qPrintable(message()));
}

void TestPrint::anSvgIsXmlWithItsWords() {
    const std::string svg = path("sheet.svg");
    RUNS(print({"-o", svg}), 0);
    QFile file(QString::fromStdString(svg));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader reader(&file);
    QString words;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isCharacters()) words += reader.text();
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY2(words.contains(QStringLiteral("态势图")), qPrintable(words.left(500)));
}

void TestPrint::everyPaperHasItsSize_data() {
    QTest::addColumn<QString>("paper");
    QTest::addColumn<bool>("landscape");
    QTest::addColumn<QString>("size");
    QTest::newRow("A4 landscape") << QStringLiteral("A4") << true << QStringLiteral("842 x 595");
    QTest::newRow("A3") << QStringLiteral("A3") << false << QStringLiteral("842 x 1191");
    QTest::newRow("A2") << QStringLiteral("A2") << false << QStringLiteral("1191 x 1684");
    QTest::newRow("A1 landscape") << QStringLiteral("A1") << true << QStringLiteral("2384 x 1684");
}

void TestPrint::everyPaperHasItsSize() {
    QFETCH(QString, paper);
    QFETCH(bool, landscape);
    QFETCH(QString, size);
    const std::string pdf = path("paper.pdf");
    std::vector<std::string> words{"--paper", paper.toStdString(), "-o", pdf};
    if (landscape) words.push_back("--landscape");
    RUNS(print(words), 0);
    const QString facts = QString::fromStdString(support::run({"/usr/bin/pdfinfo", pdf}).out);
    const auto found =
        QRegularExpression(QStringLiteral("Page size: +([0-9.]+) x ([0-9.]+)")).match(facts);
    QVERIFY2(found.hasMatch(), qPrintable(facts));
    const QString rounded = QStringLiteral("%1 x %2")
                                .arg(std::lround(found.captured(1).toDouble()))
                                .arg(std::lround(found.captured(2).toDouble()));
    QCOMPARE(rounded, size);
}

void TestPrint::anAtlasIsOnePdfInOrder() {
    const std::string pdf = path("atlas.pdf");
    const std::string township = "150302001";
    std::vector<std::string> codes;
    for (const Grid& grid : m_city.grids)
        if (grid.code.starts_with(township)) codes.push_back(grid.code);
    std::sort(codes.begin(), codes.end());
    QVERIFY(codes.size() > 20);
    RUNS(print({"--sheet", "atlas", "--code", township, "-o", pdf}), 0);
    RUNS(support::run({"/usr/bin/qpdf", "--check", pdf}), 0);
    const auto facts = support::run({"/usr/bin/pdfinfo", pdf});
    const std::string pages = std::to_string(codes.size());
    QVERIFY2(facts.out.find("Pages:           " + pages + "\n") != std::string::npos,
             facts.out.c_str());
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::string words = textOf(pdf, static_cast<int>(i) + 1);
        const std::string& code = codes[i];
        const std::string title = code.substr(0, 6) + ' ' + code.substr(6, 3) + ' ' +
                                  code.substr(9, 3) + ' ' + code.substr(12);
        QVERIFY2(words.find(title) != std::string::npos, (title + "\n" + words).c_str());
        const std::string page = "第 " + std::to_string(i + 1) + " 页，共 " + pages + " 页";
        QVERIFY2(words.find(page) != std::string::npos, (page + "\n" + words).c_str());
        QVERIFY2(words.find("li-wei") != std::string::npos, words.c_str());
    }
    QVERIFY(QDir(m_folder.filePath(QStringLiteral("tmp"))).isEmpty());
}

void TestPrint::anAtlasOfPicturesHasAFileForEachSheet() {
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("pictures")));
    const auto ran = print({"--sheet", "atlas", "--code", "150302001", "--dpi", "72", "--layers",
                            "grids", "-o", path("pictures/atlas.png")});
    QVERIFY2(ran.exitCode == 0, ran.err.c_str());
    const QStringList said =
        QString::fromStdString(ran.out).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    const QStringList found =
        QDir(m_folder.filePath(QStringLiteral("pictures"))).entryList(QDir::Files, QDir::Name);
    QCOMPARE(found.size(), said.size());
    QVERIFY(found.size() > 20);
    QCOMPARE(found.first(), QStringLiteral("atlas-0001.png"));
    for (const QString& file : said) QVERIFY2(!QImage(file).isNull(), qPrintable(file));
}

void TestPrint::stoppedItLeavesNothingWithinASecond() {
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("stopped")));
    const std::string pdf = path("stopped/atlas.pdf");
    const QDir rooms(m_folder.filePath(QStringLiteral("tmp")));
    support::Program program({GRIDHALL_PROGRAM, "print", "--store", m_store, "--sheet", "atlas",
                              "--code", "150302", "--dpi", "300", "-o", pdf});
    // Both processes are at work once each has begun its part.
    const auto parts = [&] {
        qsizetype count = 0;
        for (const QString& room :
             rooms.entryList({QStringLiteral("gridhall-sheets-*")}, QDir::Dirs))
            count += QDir(rooms.filePath(room + QStringLiteral("/out")))
                         .entryList({QStringLiteral("*.pdf")}, QDir::Files)
                         .size();
        return count;
    };
    QTRY_VERIFY_WITH_TIMEOUT(parts() == 2, 30'000);
    const std::string room =
        rooms.entryList({QStringLiteral("gridhall-sheets-*")}, QDir::Dirs).first().toStdString();
    QVERIFY(processesWith(room) >= 2);
    QVERIFY(program.isRunning());
    QElapsedTimer watch;
    watch.start();
    program.kill(SIGINT);
    while (program.isRunning() && watch.elapsed() < 5000) QTest::qWait(5);
    const qint64 took = watch.elapsed();
    const support::Ran ran = program.finish();
    QCOMPARE(ran.exitCode, 5);
    QVERIFY2(took < 1000, std::to_string(took).c_str());
    QTRY_COMPARE_WITH_TIMEOUT(processesWith(room), 0, 1000);
    QVERIFY(QDir(m_folder.filePath(QStringLiteral("stopped"))).isEmpty());
    QVERIFY(!rooms.exists(QString::fromStdString(room)));
    std::printf("stopped after %lld ms\n", static_cast<long long>(took));
}

void TestPrint::aCityOutsideChinaIsDrawnToo() {
    support::TinyCityPlan plan;
    plan.west = -8.63;
    plan.north = 41.17;
    const TinyCity city = support::tinyCity(plan);
    const std::string kept = m_store;
    m_store = path("porto.gridhall");
    makeStore(m_store, city);
    const std::string pdf = path("porto.pdf");
    const auto ran = print({"--sheet", "grid", "--code", city.grids.front().code, "-o", pdf});
    m_store = kept;
    QVERIFY2(ran.exitCode == 0, ran.err.c_str());
    const std::string words = textOf(pdf);
    // The map's plane has 500,000 m on the city's own meridian.
    QVERIFY2(QString::fromStdString(words).contains(
                 QRegularExpression(QStringLiteral("\\b(49|50)\\d{4}\\b"))),
             words.c_str());
    QVERIFY2(words.find("社区、农村网格") != std::string::npos, words.c_str());
}

void TestPrint::whatIsWrongIsSaidInOneSentence_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("sentence");
    const QString out = QString::fromStdString(path("wrong.pdf"));
    const auto row = [&](const char* name, const char* line, int code, const char* sentence) {
        QStringList words = QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        if (!words.contains(QStringLiteral("-o"))) words << QStringLiteral("-o") << out;
        QTest::newRow(name) << words << code << QString::fromUtf8(sentence);
    };
    row("grid", "--sheet grid --code 1", 4, "there is no grid 1");
    row("zone", "--sheet zone --code 1", 4, "there is no patrol zone 1");
    row("case", "--sheet case --code 1", 4, "there is no open case 1");
    row("area", "--sheet atlas --code 150399", 4,
        "there is no township or district 150399 with grids");
    row("no code", "--sheet grid", 2, "--sheet grid wants a --code");
    row("code for a view", "--code 1", 2, "--code goes with --sheet grid, zone, case or atlas");
    row("sheet", "--sheet city", 2, "--sheet city is none of view, grid, zone, case and atlas");
    row("paper", "--paper B5", 4, "there is no paper \"B5\"; there are A4, A3, A2 and A1");
    row("dpi", "--dpi 10", 2, "--dpi 10 is not a whole number from 72 to 600");
    row("layer", "--layers grids,moon", 4, "there is no layer \"moon\"");
    row("extent", "--extent 1,2,3", 2, "--extent 1,2,3 is not W,S,E,N in degrees for a view");
    row("ending", "-o x.doc", 2, "-o x.doc ends in none of .pdf, .png and .svg");
    row("folder", "-o /nowhere/x.pdf", 4, "/nowhere/x.pdf cannot be written");
    row("language", "--lang xx", 2, "there is no language \"xx\"");
    row("cartographer", "", 4,
        "no cartographer is installed (gridhall-cartographer), so no sheet can be drawn");
}

void TestPrint::whatIsWrongIsSaidInOneSentence() {
    QFETCH(QStringList, words);
    QFETCH(int, code);
    QFETCH(QString, sentence);
    const bool isAlone =
        QString::fromUtf8(QTest::currentDataTag()) == QStringLiteral("cartographer");
    if (isAlone) qputenv("GRIDHALL_CARTOGRAPHER", "none");
    std::vector<std::string> list;
    for (const QString& word : words) list.push_back(word.toStdString());
    const auto ran = print(list);
    qunsetenv("GRIDHALL_CARTOGRAPHER");
    QCOMPARE(QString::fromStdString(ran.err), QStringLiteral("gridhall print: %1\n").arg(sentence));
    QCOMPARE(ran.exitCode, code);
    QVERIFY(!QFile::exists(QString::fromStdString(path("wrong.pdf"))));
    QVERIFY(QDir(m_folder.filePath(QStringLiteral("tmp"))).isEmpty());
}

QTEST_GUILESS_MAIN(TestPrint)
#include "tst_print.moc"

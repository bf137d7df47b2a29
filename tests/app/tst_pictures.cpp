// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <set>

#include "tests/support/program.h"

namespace {

support::Ran gridhall(std::vector<std::string> words) {
    words.insert(words.begin(), GRIDHALL_PROGRAM);
    return support::run(words);
}

std::size_t colours(const QImage& image) {
    std::set<QRgb> seen;
    for (int y = 0; y < image.height(); y += 3)
        for (int x = 0; x < image.width(); x += 3) seen.insert(image.pixel(x, y));
    return seen.size();
}

}  // namespace

/// The verbs that make pictures, and what the program says where there is nothing to show.
class TestPictures : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::string file(const char* name) {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }

  private Q_SLOTS:
    void initTestCase() {
        // The whole road: makes the city, lives for a moment, leaves a picture of the real window.
        const support::Ran ran =
            gridhall({"demo", "--store", file("city.gridhall"), "--history", "200", "--headless",
                      "--seconds", "3", "--size", "1366x768", "--shot", file("demo.png")});
        QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        const QImage shot(QString::fromStdString(file("demo.png")));
        QCOMPARE(shot.size(), QSize(1366, 768));
        QVERIFY(colours(shot) > 300);
    }

    void theMapAsAPicture() {
        const support::Ran ran =
            gridhall({"snapshot", "--store", file("city.gridhall"), "-o", file("map.png"), "--size",
                      "400x300", "--scale", "2", "--theme", "desk"});
        QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        const QImage map(QString::fromStdString(file("map.png")));
        QCOMPARE(map.size(), QSize(800, 600));
        QVERIFY(colours(map) > 50);
    }

    void theWindowAsAPicture() {
        const support::Ran ran =
            gridhall({"snapshot", "--store", file("city.gridhall"), "--window", "-o",
                      file("window.png"), "--size", "1280x720", "--lang", "en"});
        QVERIFY2(ran.exitCode == 0, ran.err.c_str());
        QCOMPARE(QImage(QString::fromStdString(file("window.png"))).size(), QSize(1280, 720));
    }

    void layersAndThePastAreChosen() {
        const std::string store = file("city.gridhall");
        QCOMPARE(gridhall({"snapshot", "--store", store, "-o", file("g.png"), "--layers",
                           "ground,grids", "--size", "200x200"})
                     .exitCode,
                 0);
        QCOMPARE(gridhall({"snapshot", "--store", store, "-o", file("t.png"), "--time",
                           "2000-01-01T00:00:00Z", "--size", "200x200", "--extent",
                           "106.7,39.6,106.8,39.7"})
                     .exitCode,
                 0);
        QVERIFY(QImage(QString::fromStdString(file("g.png"))) !=
                QImage(QString::fromStdString(file("t.png"))));
    }

    void wrongWordsAreRefused_data() {
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const char* words) {
            QTest::newRow(name) << QString::fromUtf8(words).split(QLatin1Char(' '));
        };
        row("no file", "--size 200x200");
        row("size", "-o x.png --size 200");
        row("layer", "-o x.png --layers moon");
        row("theme", "-o x.png --theme purple");
        row("extent upside down", "-o x.png --extent 107,40,106,39");
        row("time", "-o x.png --time yesterday");
        row("scale", "-o x.png --scale 7");
    }
    void wrongWordsAreRefused() {
        QFETCH(QStringList, words);
        std::vector<std::string> command{"snapshot", "--store", file("city.gridhall")};
        for (const QString& word : words) command.push_back(word.toStdString());
        const support::Ran ran = gridhall(command);
        QCOMPARE(ran.exitCode, 2);
        QVERIFY(ran.err.find("gridhall snapshot: ") != std::string::npos);
    }

    void aMissingStoreIsOneSentence() {
        for (const std::vector<std::string>& words :
             {std::vector<std::string>{"snapshot", "-o", file("no.png")},
              std::vector<std::string>{"--theme", "hall"}}) {
            auto command = words;
            command.insert(command.end(), {"--store", file("nowhere.gridhall")});
            const support::Ran ran = gridhall(command);
            QCOMPARE(ran.exitCode, 3);
            QVERIFY(ran.err.find("nowhere.gridhall") != std::string::npos);
        }
    }

    void anEmptyStoreHasNoMap() {
        QCOMPARE(gridhall({"init", file("empty.gridhall"), "--without-users"}).exitCode, 0);
        QCOMPARE(
            gridhall({"snapshot", "--store", file("empty.gridhall"), "-o", file("e.png")}).exitCode,
            4);
    }

    void theShiftEndsWithTheDemo() {
        support::Program demo({GRIDHALL_PROGRAM, "demo", "--store", file("city.gridhall"),
                               "--headless", "--seconds", "60"});
        const auto shifts = [&] {
            return QString::fromStdString(
                       support::run({"/bin/sh", "-c",
                                     "ps -eo args | grep -c '[s]imulate --store " +
                                         file("city.gridhall") + "'"})
                           .out)
                .trimmed()
                .toInt();
        };
        QTRY_COMPARE_WITH_TIMEOUT(shifts(), 1, 20000);
        demo.kill(SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(shifts(), 0, 20000);
    }
};

QTEST_GUILESS_MAIN(TestPictures)
#include "tst_pictures.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QElapsedTimer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/sheet/print_dialog.h"
#include "app/sheet/sheet_run.h"
#include "layers/grid_map.h"
#include "tests/support/tiny_city.h"

using namespace dispatch;

/// The dialog that writes sheets: what it proposes, a sheet through the real cartographer, and
/// stopping.
class TestPrintDialog : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void theSelectedGridIsProposed();
    void aSheetIsWritten();
    void stoppingSaysSoAndLeavesNothing();
    void withoutACartographerNothingCanBePrinted();
    void whatIsNotSeenIsSaid();

  private:
    app::PrintContext context() const;
    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    QTemporaryDir m_folder;
    std::shared_ptr<Picture> m_picture;
};

void TestPrintDialog::initTestCase() {
    qputenv("XDG_CACHE_HOME", path("cache").toUtf8());
    qputenv("TMPDIR", m_folder.path().toUtf8());
    // The program lies beside the worker, the test does not.
    qputenv("GRIDHALL_CARTOGRAPHER", GRIDHALL_PROGRAM "-cartographer");
    m_picture = std::make_shared<Picture>();
    const support::TinyCity city = support::tinyCity();
    const auto numbered = [](auto rows) {
        std::int64_t id = 0;
        for (auto& row : rows) row.id.value = ++id;
        return Table(std::move(rows));
    };
    m_picture->grids = numbered(city.grids);
    m_picture->centres = numbered(city.centres);
    m_picture->zones = numbered(city.zones);
    m_picture->posts = numbered(city.posts);
    m_picture->storeTime = Millis(std::chrono::seconds(1'790'000'000));
}

app::PrintContext TestPrintDialog::context() const {
    app::PrintContext made;
    made.scene.picture = m_picture;
    made.scene.storeTime = m_picture->storeTime;
    made.view = layers::extentOf(*m_picture, nullptr);
    made.scene.projection = gis::Projection::forExtent(made.view);
    made.layers = {QStringLiteral("grids"), QStringLiteral("posts")};
    made.officer = QStringLiteral("李伟");
    return made;
}

void TestPrintDialog::theSelectedGridIsProposed() {
    app::PrintContext with = context();
    with.scene.selection = RecordRef{Kind::Grid, 5};
    app::PrintDialog dialog(with, app::sheetWorker());
    const auto asked = dialog.request();
    QCOMPARE(asked.kind, app::SheetKind::Grid);
    QCOMPARE(asked.code, m_picture->grids.find(GridId{5})->code);
    QCOMPARE(app::PrintDialog(context(), app::sheetWorker()).request().kind, app::SheetKind::View);
}

void TestPrintDialog::aSheetIsWritten() {
    app::PrintDialog dialog(context(), app::sheetWorker());
    dialog.file().setText(path("view.pdf"));
    QSignalSpy printed(&dialog, &app::PrintDialog::printed);
    dialog.show();
    dialog.print();
    QVERIFY(dialog.isRunning());
    QTRY_COMPARE_WITH_TIMEOUT(printed.size(), 1, 60'000);
    QCOMPARE(printed.first().first().toStringList(), QStringList{path("view.pdf")});
    QFile file(path("view.pdf"));
    QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().startsWith("%PDF"));
    QVERIFY(!dialog.isVisible());
    QVERIFY(!dialog.isRunning());
}

void TestPrintDialog::stoppingSaysSoAndLeavesNothing() {
    app::PrintDialog dialog(context(), app::sheetWorker());
    dialog.what().setCurrentIndex(dialog.what().findData(int(app::SheetKind::Atlas)));
    dialog.file().setText(path("stopped.pdf"));
    dialog.show();
    dialog.print();
    QVERIFY(dialog.isRunning());
    QTest::qWait(700);
    QElapsedTimer watch;
    watch.start();
    dialog.reject();
    QVERIFY(watch.elapsed() < 1000);
    QVERIFY(!dialog.isRunning());
    QVERIFY(dialog.isVisible());
    QVERIFY(!dialog.status().isEmpty());
    const QDir folder(m_folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(
        folder.entryList({QStringLiteral("gridhall-sheets-*")}, QDir::Dirs).isEmpty(), 1000);
    QVERIFY(folder.entryList({QStringLiteral("stopped*")}, QDir::Files).isEmpty());
    dialog.reject();
    QVERIFY(!dialog.isVisible());
}

void TestPrintDialog::withoutACartographerNothingCanBePrinted() {
    app::PrintDialog dialog(context(), {});
    QVERIFY(!dialog.status().isEmpty());
    dialog.print();
    QVERIFY(!dialog.isRunning());
}

void TestPrintDialog::whatIsNotSeenIsSaid() {
    app::PrintDialog dialog(context(), app::sheetWorker());
    dialog.what().setCurrentIndex(dialog.what().findData(int(app::SheetKind::Case)));
    dialog.code().setText(QStringLiteral("X-1"));
    dialog.file().setText(path("none.pdf"));
    dialog.print();
    QTRY_VERIFY_WITH_TIMEOUT(!dialog.isRunning(), 20'000);
    QVERIFY2(dialog.status().contains(QStringLiteral("X-1")), qPrintable(dialog.status()));
    QVERIFY(!QFile::exists(path("none.pdf")));
}

QTEST_MAIN(TestPrintDialog)
#include "tst_print_dialog.moc"

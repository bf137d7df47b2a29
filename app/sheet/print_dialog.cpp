// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sheet/print_dialog.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "app/commands/finder.h"
#include "app/panels/empty_note.h"
#include "app/sheet/sheet_run.h"
#include "app/sheet/sheet_words.h"
#include "app/text/words.h"
#include "gis/cartographer/sheet_frame.h"

namespace app {

namespace {

constexpr std::array kScaleChoices{1000.0,  2500.0,  5000.0,   10000.0,
                                   25000.0, 50000.0, 100000.0, 250000.0};

}  // namespace

PrintDialog::PrintDialog(PrintContext context, gis::WorkerPlace worker, QWidget* parent)
    : QDialog(parent),
      m_context(std::move(context)),
      m_worker(std::move(worker)),
      m_what(new QComboBox),
      m_code(new QLineEdit),
      m_area(new QComboBox),
      m_paper(new QComboBox),
      m_turned(new QComboBox),
      m_scale(new QComboBox),
      m_dpi(new QSpinBox),
      m_title(new QLineEdit),
      m_file(new QLineEdit),
      m_browse(new QPushButton(tr("Choose…"))),
      m_bar(new QProgressBar),
      m_status(label("small")),
      m_print(new QPushButton(tr("Print"))),
      m_stop(new QPushButton(tr("Close"))) {
    setWindowTitle(tr("Print map sheets"));
    setMinimumWidth(560);
    m_form = makeForm();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addWidget(label("title", windowTitle()));
    column->addLayout(m_form);
    column->addWidget(m_bar);
    m_status->setWordWrap(true);
    column->addWidget(m_status);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_stop);
    buttons->addWidget(m_print);
    column->addLayout(buttons);
    m_print->setProperty("primary", true);
    m_print->setDefault(true);
    m_bar->hide();
    connect(m_what, &QComboBox::currentIndexChanged, this, &PrintDialog::takeWhat);
    for (QLineEdit* field : {m_code, m_file})
        connect(field, &QLineEdit::textChanged, this, &PrintDialog::takeReady);
    connect(m_browse, &QPushButton::clicked, this, &PrintDialog::browse);
    connect(m_print, &QPushButton::clicked, this, &PrintDialog::print);
    connect(m_stop, &QPushButton::clicked, this, &PrintDialog::reject);
    fillAreas();
    propose();
    takeWhat();
    if (m_worker.program.isEmpty())
        m_status->setText(
            tr("Sheets are drawn by the cartographer (QGIS), which is not installed here."));
}

QFormLayout* PrintDialog::makeForm() {
    m_what->addItem(tr("What the map shows"), int(SheetKind::View));
    m_what->addItem(tr("One grid"), int(SheetKind::Grid));
    m_what->addItem(tr("One patrol zone"), int(SheetKind::Zone));
    m_what->addItem(tr("One case"), int(SheetKind::Case));
    m_what->addItem(tr("Atlas: all grids of an area"), int(SheetKind::Atlas));
    for (const std::string_view paper : gis::kPapers)
        m_paper->addItem(QString::fromUtf8(paper.data(), qsizetype(paper.size())));
    m_turned->addItem(tr("Upright"));
    m_turned->addItem(tr("Landscape"));
    m_scale->addItem(tr("As large as fits"), 0.0);
    for (const double scale : kScaleChoices) m_scale->addItem(scaleText(scale), scale);
    m_dpi->setRange(kLeastDpi, kMostDpi);
    m_dpi->setValue(150);
    m_title->setPlaceholderText(tr("What the sheet is about"));
    auto* paper = new QHBoxLayout;
    paper->addWidget(m_paper);
    paper->addWidget(m_turned, 1);
    auto* file = new QHBoxLayout;
    file->addWidget(m_file, 1);
    file->addWidget(m_browse);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->addRow(tr("What"), m_what);
    form->addRow(tr("Code"), m_code);
    form->addRow(tr("Area"), m_area);
    form->addRow(tr("Paper"), paper);
    form->addRow(tr("Scale"), m_scale);
    form->addRow(tr("Dots an inch"), m_dpi);
    form->addRow(tr("Title"), m_title);
    form->addRow(tr("File"), file);
    return form;
}

void PrintDialog::fillAreas() {
    const dispatch::Picture& picture = *m_context.scene.picture;
    std::vector<std::string> grids;
    picture.grids.forEach([&](const dispatch::Grid& grid) { grids.push_back(grid.code); });
    std::sort(grids.begin(), grids.end());
    std::vector<const dispatch::Centre*> areas;
    picture.centres.forEach([&](const dispatch::Centre& centre) {
        const auto first = std::lower_bound(grids.begin(), grids.end(), centre.code);
        const bool hasGrids = first != grids.end() && first->starts_with(centre.code);
        if (hasGrids && (centre.level == "district" || centre.level == "township"))
            areas.push_back(&centre);
    });
    std::sort(areas.begin(), areas.end(),
              [](const auto* a, const auto* b) { return a->code < b->code; });
    for (const dispatch::Centre* centre : areas)
        m_area->addItem(text(centre->code) + QStringLiteral("  ") + text(centre->name),
                        text(centre->code));
}

/// The selected thing, where it is one that has a sheet of its own.
void PrintDialog::propose() {
    const auto& selection = m_context.scene.selection;
    const dispatch::Picture& picture = *m_context.scene.picture;
    SheetKind proposed = SheetKind::View;
    if (selection && selection->kind == dispatch::Kind::Grid) {
        if (const auto* grid = picture.grids.find(dispatch::GridId{selection->id})) {
            proposed = SheetKind::Grid;
            m_code->setText(text(grid->code));
            for (int i = 0; i < m_area->count(); ++i)
                if (text(grid->code).startsWith(m_area->itemData(i).toString()))
                    m_area->setCurrentIndex(i);
        }
    } else if (selection && selection->kind == dispatch::Kind::Zone) {
        if (const auto* zone = picture.zones.find(dispatch::ZoneId{selection->id})) {
            proposed = SheetKind::Zone;
            m_code->setText(text(zone->code));
        }
    } else if (selection && selection->kind == dispatch::Kind::Case) {
        if (const auto* record = picture.cases.find(dispatch::CaseId{selection->id})) {
            proposed = SheetKind::Case;
            m_code->setText(text(record->code));
        }
    }
    m_what->setCurrentIndex(m_what->findData(int(proposed)));
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_file->setText(folder + QLatin1Char('/') + tr("map sheet") + QStringLiteral(".pdf"));
}

void PrintDialog::takeWhat() {
    const bool isArea = kind() == SheetKind::Atlas;
    const bool isOne = !isArea && kind() != SheetKind::View;
    for (const auto& [field, isWanted] :
         {std::pair<QWidget*, bool>{m_code, isOne}, std::pair<QWidget*, bool>{m_area, isArea}}) {
        field->setVisible(isWanted);
        m_form->labelForField(field)->setVisible(isWanted);
    }
    takeReady();
}

void PrintDialog::takeReady() {
    const bool isOne = kind() != SheetKind::View && kind() != SheetKind::Atlas;
    const bool hasThing = (!isOne || !m_code->text().trimmed().isEmpty()) &&
                          (kind() != SheetKind::Atlas || m_area->count() > 0);
    m_print->setEnabled(!isRunning() && hasThing && !m_worker.program.isEmpty() &&
                        !sheetFormat(m_file->text()).empty());
}

void PrintDialog::browse() {
    const QString file = QFileDialog::getSaveFileName(
        this, windowTitle(), m_file->text(),
        tr("PDF (*.pdf)") + QStringLiteral(";;") + tr("Picture (*.png)") + QStringLiteral(";;") +
            tr("Drawing (*.svg)"));
    if (!file.isEmpty()) m_file->setText(file);
}

SheetRequest PrintDialog::request() const {
    SheetRequest asked;
    asked.kind = kind();
    if (kind() == SheetKind::Atlas)
        asked.code = m_area->currentData().toString().toStdString();
    else if (kind() != SheetKind::View)
        asked.code = m_code->text().trimmed().toStdString();
    else
        asked.extent = m_context.view;
    asked.paper = m_paper->currentText().toStdString();
    asked.landscape = m_turned->currentIndex() == 1;
    asked.dpi = m_dpi->value();
    asked.scale = m_scale->currentData().toDouble();
    asked.layers = m_context.layers;
    asked.title = m_title->text().trimmed();
    asked.officer = m_context.officer;
    asked.filters = m_context.filters;
    asked.file = m_file->text();
    return asked;
}

void PrintDialog::print() {
    if (!m_print->isEnabled()) return;
    m_run = new SheetRun(m_worker, this);
    connect(m_run, &SheetRun::progress, this, [this](int done, int total) {
        m_bar->setMaximum(total);
        m_bar->setValue(done);
        m_status->setText(tr("Sheet %1 of %2").arg(done).arg(total));
    });
    connect(m_run, &SheetRun::finished, this, [this](const QStringList& files) {
        setRunning(false);
        Q_EMIT printed(files);
        accept();
    });
    connect(m_run, &SheetRun::failed, this, [this](const dispatch::Error& error) {
        setRunning(false);
        if (error.code == dispatch::ErrorCode::Cancelled)
            m_status->setText(tr("Stopped. Nothing was written."));
        else if (error.code == dispatch::ErrorCode::NotFound)
            m_status->setText(tr("“%1” is not among what this seat sees. Nothing was written.")
                                  .arg(m_code->text().trimmed()));
        else
            m_status->setText(tr("Nothing was written: %1").arg(errorText(error.code)));
        m_status->setToolTip(QString::fromStdString(error.detail));
    });
    setRunning(true);
    m_run->start(request(), m_context.scene);
}

void PrintDialog::setRunning(bool running) {
    if (!running && m_run) {
        m_run->deleteLater();
        m_run.clear();
    }
    for (QWidget* field : std::initializer_list<QWidget*>{
             m_what, m_code, m_area, m_paper, m_turned, m_scale, m_dpi, m_title, m_file, m_browse})
        field->setEnabled(!running);
    m_bar->setVisible(running);
    m_bar->setRange(0, 0);
    m_status->setText(running ? tr("Preparing…") : QString());
    m_stop->setText(running ? tr("Stop") : tr("Close"));
    takeReady();
}

void PrintDialog::reject() {
    if (m_run)
        m_run->cancel();
    else
        QDialog::reject();
}

}  // namespace app

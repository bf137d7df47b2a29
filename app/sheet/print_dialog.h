// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>

#include "app/sheet/sheet_request.h"
#include "gis/cartographer/launch.h"

namespace app {

class SheetRun;

/// What the window shows when somebody wants it on paper.
struct PrintContext {
    layers::SceneInput scene;  ///< As the seat sees it; the selection proposes what to print.
    dispatch::GeoBox view;     ///< What the map shows.
    QStringList layers;        ///< Visible ones, by catalog name.
    QString officer;           ///< As it stands on the sheet.
    QString filters;           ///< As it stands on the sheet; empty: none.
};

/// Asks what to print on which paper, writes it with a progress bar, and can be stopped; closed
/// while it writes, it stops first. Nothing is left behind then.
class PrintDialog : public QDialog {
    Q_OBJECT
  public:
    PrintDialog(PrintContext context, gis::WorkerPlace worker, QWidget* parent = nullptr);

    /// What the fields say now.
    SheetRequest request() const;
    bool isRunning() const { return !m_run.isNull(); }
    QComboBox& what() { return *m_what; }
    QLineEdit& code() { return *m_code; }
    QLineEdit& file() { return *m_file; }
    QString status() const { return m_status->text(); }

  public Q_SLOTS:
    /// Writes the sheets; the dialog closes when they are there.
    void print();
    /// Stops what is being written, or closes.
    void reject() override;

  Q_SIGNALS:
    void printed(const QStringList& files);

  private:
    QFormLayout* makeForm();
    void fillAreas();
    void propose();
    void takeWhat();
    void takeReady();
    void browse();
    void setRunning(bool running);
    SheetKind kind() const { return SheetKind(m_what->currentData().toInt()); }

    PrintContext m_context;
    gis::WorkerPlace m_worker;
    QComboBox* m_what;
    QLineEdit* m_code;
    QComboBox* m_area;
    QComboBox* m_paper;
    QComboBox* m_turned;
    QComboBox* m_scale;
    QSpinBox* m_dpi;
    QLineEdit* m_title;
    QLineEdit* m_file;
    QPushButton* m_browse;
    QProgressBar* m_bar;
    QLabel* m_status;
    QPushButton* m_print;
    QPushButton* m_stop;
    QFormLayout* m_form;
    QPointer<SheetRun> m_run;
};

}  // namespace app

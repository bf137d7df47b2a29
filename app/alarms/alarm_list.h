// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTimer>

#include "app/alarms/alarm_desk.h"
#include "app/models/record_table_model.h"
#include "layers/theme.h"

namespace app {

/// The desk's lines as rows; a row says itself in one sentence to a screen reader.
class AlarmListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    explicit AlarmListModel(AlarmDesk& desk, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    const dispatch::AlarmLine& line(int row) const {
        return m_lines[static_cast<std::size_t>(row)];
    }
    const dispatch::Picture& picture() const { return m_desk.picture(); }

  private:
    void refresh();
    AlarmDesk& m_desk;
    std::vector<dispatch::AlarmLine> m_lines;
};

/// The list of alarms, at most ten lines with their counts. Space acknowledges the line,
/// Shift+Space its kind, S shelves it for a time or ends that, M stops the sound, Enter goes to the
/// record.
class AlarmList : public QDialog {
    Q_OBJECT
  public:
    AlarmList(AlarmDesk& desk, layers::Theme theme, QWidget* parent);

    void setTheme(layers::Theme theme);
    /// Puts the cursor on the first line of a kind; on the first line where there is none.
    void choose(int kind);
    QListView& view() { return *m_view; }
    QLineEdit& reason() { return *m_reason; }
    bool isShelving() const { return !m_shelf->isHidden(); }
    QString figures() const { return m_figures->text(); }

  Q_SIGNALS:
    void goAsked(dispatch::RecordRef ref);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* makeShelf();
    QLayout* makeButtons();
    bool key(int key, Qt::KeyboardModifiers modifiers);
    const dispatch::AlarmLine* current() const;
    void acknowledge();
    void acknowledgeKind();
    void beginShelf();
    void endShelf();
    void shelve();
    void go();
    void restoreCursor();
    void refresh();

    AlarmDesk& m_desk;
    AlarmListModel m_model;
    QLabel* m_title;
    QListView* m_view;
    QLabel* m_empty;
    QWidget* m_shelf;
    QLabel* m_shelved;
    QComboBox* m_minutes;
    QCheckBox* m_wholeKind;
    QLineEdit* m_reason;
    QLabel* m_refused;
    QPushButton* m_shelveButton;
    QLabel* m_figures;
    QLabel* m_soundTrouble;
    std::optional<dispatch::AlarmLine> m_shelving;
    std::optional<dispatch::AlarmLine> m_kept;  ///< Where the cursor was.
    int m_row = 0;
    QTimer m_again;
};

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTimer>
#include <QToolButton>

#include "app/commands/finder.h"
#include "app/live/link.h"
#include "app/panels/fact_sheet.h"
#include "layers/map_canvas.h"

namespace app {

/// Finds grids, centres, cases, people and posts by code or name; Enter goes there.
class SearchBox : public QFrame {
    Q_OBJECT
  public:
    SearchBox(const Finder& finder, QWidget* over);
    void setTheme(layers::Theme theme);
    void begin();
    void closeList();

  Q_SIGNALS:
    void chosen(dispatch::RecordRef ref);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void search();
    void choose(QListWidgetItem* item);
    const Finder& m_finder;
    QLabel* m_icon;
    QLineEdit* m_words;
    QFrame* m_card;
    QListWidget* m_list;
};

/// A column of icon buttons floating on the map.
class ToolColumn : public QFrame {
    Q_OBJECT
  public:
    explicit ToolColumn(QWidget* parent);
    QToolButton* add(const QString& icon, const QString& name, const QString& key,
                     bool checkable = false);
    void setTheme(layers::Theme theme);

  private:
    QList<std::pair<QToolButton*, QString>> m_buttons;
};

/// The whole city in small, with a frame where the map is; a click goes there.
class OverviewMap : public QFrame {
    Q_OBJECT
  public:
    OverviewMap(layers::MapCanvas& canvas, QWidget* parent);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

  private:
    void go(QPointF pixel);
    layers::MapCanvas& m_canvas;
    QImage m_small;        ///< The canvas's overview at this size.
    qint64 m_smallOf = 0;  ///< Its key.
};

/// Scale bar, position, grid code; data age of each live source.
class StatusRow : public QWidget {
    Q_OBJECT
  public:
    StatusRow(layers::MapCanvas& canvas, QWidget* parent = nullptr);
    void setTheme(layers::Theme theme);
    void setSources(const dispatch::Picture& picture, dispatch::Millis now);
    void showPlace(dispatch::LonLat place, const QString& gridCode);
    QString placeWords() const { return m_place->text(); }
    QString gridWords() const { return m_grid->text(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    layers::MapCanvas& m_canvas;
    layers::Theme m_theme;
    QLabel* m_place;
    QLabel* m_grid;
    QWidget* m_sources;
    QString m_sourcesKey;
};

/// What is under the pointer, after a short rest.
class HoverCard : public QFrame {
  public:
    explicit HoverCard(QWidget* parent);
    void showSheet(const FactSheet& sheet, QPoint at, layers::Theme theme);

  private:
    QLabel* m_symbol;
    QLabel* m_title;
    QLabel* m_state;
    QLabel* m_lines;
};

/// Short messages at the lower right of the map; errors stay until closed.
class ToastStack : public QWidget {
    Q_OBJECT
  public:
    explicit ToastStack(QWidget* parent);
    /// @param key A later message with the same key takes the place of the one shown.
    void say(const QString& key, const QString& words, bool stays, layers::Theme theme);
    void drop(const QString& key);
    int count() const;
    /// What is shown, the oldest first.
    QStringList words() const;

  Q_SIGNALS:
    void resized();

  private:
    QLayout* m_column;
};

}  // namespace app

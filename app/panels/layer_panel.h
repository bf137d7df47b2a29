// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QFrame>
#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/panels/ground_switch.h"
#include "layers/map_canvas.h"

namespace app {

/// The layers of the map: shown or not, sample, count; opacity and order of the one in focus, with
/// its legend. Space toggles, Left/Right fade, Ctrl+Up/Down reorder.
class LayerPanel : public QFrame {
    Q_OBJECT
  public:
    LayerPanel(layers::MapCanvas& canvas, QWidget* parent = nullptr);

    void setTheme(layers::Theme theme);
    /// Counts and samples as they are now.
    void refresh();
    void setFolded(bool folded);
    bool isFolded() const { return m_folded; }
    GroundSwitch& grounds() { return *m_grounds; }

  Q_SIGNALS:
    void resized();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Row {
        QString name;
        QWidget* widget;
        QCheckBox* check;
        QLabel* sample;
        QLabel* count;
    };
    void build(const QList<layers::MapCanvas::LayerState>& states);
    void focusLayer(const QString& name);
    void showLegend(const layers::MapCanvas::LayerState& state);
    layers::MapCanvas& m_canvas;
    QToolButton* m_fold;
    QLabel* m_icon;
    QWidget* m_body;
    QVBoxLayout* m_rowsLayout;
    GroundSwitch* m_grounds;
    QList<Row> m_rows;
    QSlider* m_opacity;
    QLabel* m_opacityText;
    QLabel* m_legendHead;
    QWidget* m_legend;
    QString m_focused;
    QString m_legendKey;
    bool m_folded = false;
    bool m_filling = false;
};

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>
#include <QWidget>

#include "layers/map_canvas.h"

namespace app {

/// Lets a person point at a place: a click on the map, or Enter for the cross in its middle while
/// arrow keys move the map under it. Esc leaves it. Selecting on the map waits meanwhile.
///
/// @thread GUI.
class PlacePicker : public QObject {
    Q_OBJECT
  public:
    explicit PlacePicker(layers::MapCanvas& canvas, QObject* parent = nullptr);
    ~PlacePicker() override;
    void begin();
    void cancel();
    bool isPicking() const { return m_cross; }

  Q_SIGNALS:
    void picked(dispatch::LonLat place);
    void cancelled();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void end();
    void take(QPointF pixel);
    layers::MapCanvas& m_canvas;
    QWidget* m_cross = nullptr;
};

}  // namespace app

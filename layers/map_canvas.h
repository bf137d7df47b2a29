// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>
#include <memory>
#include <optional>

#include "dispatch/picture.h"
#include "layers/ground_data.h"
#include "layers/layer.h"
#include "layers/map_view.h"
#include "layers/scene.h"
#include "layers/theme.h"

namespace layers {

/// How long handlers on the GUI thread took, milliseconds; the newest last, at most 1,000 each.
struct FrameStats {
    std::vector<double> paint;   ///< One paintEvent.
    std::vector<double> apply;   ///< One setPicture or setStoreTime.
    std::vector<double> render;  ///< One exact drawing, off the GUI thread, request to delivery.
    std::size_t dropped = 0;     ///< Drawings out of date before they were done.
};

/// The living map: flattened layers drawn off the GUI thread, moving symbols straight from sprites.
///
/// A frame composes at most three full-size images. The old picture stays, shifted or scaled, until
/// the new one is complete; beyond it lies a coarse picture of the whole city, so no frame is
/// blank.
///
/// @thread GUI.
class MapCanvas : public QWidget {
    Q_OBJECT

  public:
    explicit MapCanvas(Theme theme, QWidget* parent = nullptr);
    ~MapCanvas() override;

    /// Takes the next picture. The first one with an extent chooses the projection and the view.
    /// @param changes What differs from the one before; ignored for the first.
    void setPicture(std::shared_ptr<const dispatch::Picture> picture,
                    const dispatch::Changes& changes);
    void setGround(std::shared_ptr<const GroundData> ground);
    /// Takes the ground from pictures, as far as there are any; null for the console's own drawing.
    void setGroundPictures(std::shared_ptr<const GroundPictures> pictures);
    /// Other pictures of the ground are there than before.
    void refreshGround();
    /// The plane's CRS; that of EPSG:4545 until there is a city.
    const gis::Projection& projection() const;
    bool hasProjection() const;
    /// What it draws from, as it is now.
    const SceneInput& scene() const;
    /// Moves ages and clocks on; call once a second.
    void setStoreTime(dispatch::Millis now);
    void setTheme(Theme theme);
    Theme theme() const;

    /// Draws a ring around a record. Emits `selected` only where it differs.
    void setSelection(std::optional<dispatch::RecordRef> record);
    std::optional<dispatch::RecordRef> selection() const;

    /// One row of the layer panel, top layer first.
    struct LayerState {
        QString name;
        QString title;
        bool visible = false;
        double opacity = 1;
        QString count;                           ///< "640 + 6", "3,316"
        std::size_t stale = 0;                   ///< Positions past their limit.
        std::optional<dispatch::Millis> newest;  ///< Time of the newest position.
        QPixmap sample;
        QList<LegendRow> legend;
    };
    QList<LayerState> layerStates() const;
    void setLayerVisible(const QString& name, bool visible);
    void setLayerOpacity(const QString& name, double opacity);
    /// @param by Up for positive.
    void moveLayer(const QString& name, int by);

    /// @param metresPerPixel 0 keeps the scale, or comes near where it is coarse.
    void goTo(dispatch::LonLat place, double metresPerPixel = 0);
    void fit(const dispatch::GeoBox& box);
    void fitCity();
    /// @param factor Above 1 comes nearer.
    /// @param anchor Pixel that stays where it is; the middle by default.
    void zoomBy(double factor, std::optional<QPointF> anchor = {});
    /// Moves the view: positive x shows what lies east, positive y what lies south.
    void panBy(QPointF pixels);
    MapView view() const;
    void setView(const MapView& view);
    /// Where a position is on screen, and back.
    QPointF pixelOf(dispatch::LonLat place) const;
    dispatch::LonLat placeAt(QPointF pixel) const;
    /// Everything under a pixel, top first.
    std::vector<Hit> hitsAt(QPointF pixel) const;
    /// Code of the geographic grid under a position, empty outside.
    QString gridCodeAt(dispatch::LonLat place) const;

    /// Whether the exact picture of this view and these data is on screen.
    bool isSettled() const;
    /// A small still picture of the whole city, for the overview, and what it shows; null at first.
    QImage overview() const;
    MapView overviewView() const;

    void setReachMode(const ReachMode& mode);
    ReachMode reachMode() const;

    /// Lets a responder be carried onto a case, or a case onto a responder, with the mouse.
    void setCarrying(bool allowed);

    const FrameStats& frameStats() const;
    void resetFrameStats();

    QSize sizeHint() const override;

  Q_SIGNALS:
    void cursorMoved(dispatch::LonLat place, const QString& gridCode);
    void cursorLeft();
    void hovered(std::optional<dispatch::RecordRef> record, QPoint globalPos);
    void selected(std::optional<dispatch::RecordRef> record);
    void activated(dispatch::RecordRef record);
    /// A responder was carried onto a case or the other way round.
    void carried(dispatch::RecordRef what, dispatch::RecordRef onto);
    void viewChanged();
    /// Another city, another plane.
    void projectionChanged();
    void layersChanged();
    void overviewChanged();
    void settled();
    /// A drawing of the view began (true) or is on screen (false).
    void redrawing(bool active);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

  private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace layers

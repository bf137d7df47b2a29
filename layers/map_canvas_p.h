// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of MapCanvas; included by its own sources only.
#pragma once

#include <QElapsedTimer>
#include <QThreadPool>
#include <QTimer>
#include <optional>

#include "layers/catalog.h"
#include "layers/grid_map.h"
#include "layers/map_canvas.h"
#include "layers/render.h"
#include "layers/sprites.h"

namespace layers {

struct MapCanvas::Private {
    Private(MapCanvas* canvas, Theme wanted);
    ~Private();

    /// One layer of the list, bottom to top.
    struct Slot {
        const LayerSpec* spec = nullptr;
        std::shared_ptr<const Layer> layer;
        std::shared_ptr<const LayerContent> content;
        bool visible = false;
        double opacity = 1;
        bool outOfDate = true;
        QPixmap sample;  ///< Made on first use, for one theme.
        QList<LegendRow> legend;
        Theme legendTheme = Theme::hall();
        bool isLive() const { return spec->manner == Manner::Live; }
    };

    // Scene to contents: two lanes, so that moving symbols never wait for the ground.
    struct Lane {
        bool running = false;
        bool live = false;
    };
    void hear(const dispatch::Changes& changes);
    void hear(Listens::Other what);
    void startBuilds();
    void startBuild(Lane& lane);
    struct Built {
        const LayerSpec* spec;
        std::shared_ptr<const LayerContent> content;
    };
    void takeBuilt(Lane& lane, const gis::Projection& projection,
                   std::shared_ptr<const GridMap> gridMap, std::vector<Built> built);
    void ensureProjection();
    /// Takes the city's extent from its grids; where another city came, its projection too.
    void followExtent();

    // Contents to images: one numbered drawing at a time.
    Composition currentComposition() const;
    void invalidate(std::bitset<kSegments> segments);
    void invalidateAll();
    /// The image that holds the ground, and the words.
    void invalidateGround();
    void considerRender();
    void startRender(bool withMargin);
    void takeRender(RenderResult result, bool withMargin);
    void saySettled();
    void startOverview();
    bool coversView(const MapView& images, const MapView& wanted) const;
    bool marginIsThin() const;
    int marginPixels() const;

    // Images to frames.
    void applyView(MapView next);
    void refreshSprites();
    void paintFrame(QPainter& p, const QRect& part);
    void paintOverview(QPainter& p, const QRegion& where);
    void paintRings(QPainter& p);
    std::vector<Hit> hits(QPointF pixel) const;
    std::optional<Hit> locate(dispatch::RecordRef record) const;
    Slot* find(const QString& name);
    void refreshLegend(Slot& slot) const;
    void click(QPointF pixel);
    /// The responder or case under a pixel, alone and in front.
    std::optional<dispatch::RecordRef> carriable(QPointF pixel) const;
    /// What `carrying` would be set down on at a pixel.
    std::optional<dispatch::RecordRef> landing(QPointF pixel) const;
    void paintCarrying(QPainter& p);
    void hover(QPointF pixel, QPoint global);
    MapView cityView() const;

    MapCanvas* q;
    Theme theme;       ///< Wanted.
    Theme shownTheme;  ///< Of the picture on screen.
    SceneInput scene;
    bool hasProjection = false;
    bool gridMapOutOfDate = true;
    bool viewIsChosen = false;
    dispatch::GeoBox extent;
    MapView view;
    std::vector<Slot> list;

    QThreadPool pool;
    QThreadPool overviewPool;
    Lane stillLane{false, false};
    Lane liveLane{false, true};

    RenderResult shown;  ///< The images on screen.
    std::shared_ptr<LabelImages> labelImages;
    /// Touched by the one drawing that runs, and here while none does.
    std::shared_ptr<std::vector<QImage>> spares = std::make_shared<std::vector<QImage>>();
    std::bitset<kSegments> dirty;
    bool rendering = false;
    bool renderIsSpare = false;  ///< Only to have a margin: what is on screen is exact.
    quint64 number = 0;
    MapView renderView;
    Theme renderTheme;
    std::shared_ptr<std::atomic<bool>> cancel;
    QElapsedTimer requested;
    QElapsedTimer delivered;
    QTimer marginTimer;
    bool redrawingSaid = false;

    QImage overview;
    MapView overviewView;
    Theme overviewTheme;
    bool overviewOutOfDate = true;
    bool overviewRunning = false;

    std::unique_ptr<Sprites> sprites;
    std::optional<dispatch::RecordRef> hovered;
    std::optional<QPointF> press;
    QPointF lastDrag;
    bool dragging = false;
    bool mayCarry = false;
    std::optional<dispatch::RecordRef> carrying;
    QPointF carriedTo;
    QPointF dragRest;
    FrameStats stats;
};

}  // namespace layers

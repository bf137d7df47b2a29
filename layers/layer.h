// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>
#include <QString>
#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <vector>

#include "layers/map_view.h"
#include "layers/scene.h"
#include "layers/theme.h"

namespace layers {

class LabelSet;
class Sprites;

/// What an off-screen drawing of flat layers is made for.
struct RenderContext {
    MapView view;  ///< Its pixels are the painter's coordinates.
    QRectF clip;   ///< Part of the scene to draw, metres: left, bottom, width, height.
    Theme theme;
    dispatch::Millis storeTime{};
    std::optional<dispatch::RecordRef> selection;
    const std::atomic<bool>* cancelled = nullptr;
    bool isCancelled() const { return cancelled && cancelled->load(std::memory_order_relaxed); }
};

/// What a frame is made for: moving symbols are drawn straight from sprites.
struct LiveContext {
    MapView view;
    Theme theme;
    const Sprites& sprites;
    dispatch::Millis storeTime{};
    std::optional<dispatch::RecordRef> selection;
    QRectF part;  ///< Pixels to draw; all others are clipped away.
};

/// Something under the pointer.
struct Hit {
    dispatch::RecordRef record;
    gis::ScenePoint at;         ///< Where its ring is drawn.
    double radiusPixels = 0;    ///< Of its body.
    double distancePixels = 0;  ///< From the pointer; 0 inside an area.
    bool isArea = false;        ///< Areas lie under all symbols.
    int members = 1;            ///< Of a cluster; `record` is then its most urgent one.
};

/// One line of a legend.
struct LegendRow {
    QString text;
    QPixmap sample;
};

/// A layer's drawing, ready to be painted at any scale.
///
/// @thread immutable; painted by several threads at once.
class LayerContent {
  public:
    virtual ~LayerContent() = default;
    /// Draws what lies still, off the GUI thread.
    virtual void paint(QPainter&, const RenderContext&) const {}
    /// Offers words; the placer keeps those that find room.
    virtual void addLabels(LabelSet&, const RenderContext&) const {}
    /// Tells where live symbols stand that no word may cover.
    virtual void addObstacles(LabelSet&, const RenderContext&) const {}
    /// Draws what moves. @thread GUI.
    virtual void paintLive(QPainter&, const LiveContext&) const {}
    /// What lies within a few pixels of a point, nearest first is not needed.
    virtual void findHits(QPointF, const MapView&, dispatch::Millis, std::vector<Hit>&) const {}
    /// Where a record is drawn, for rings around it.
    virtual std::optional<Hit> locate(dispatch::RecordRef, const MapView&) const { return {}; }
    /// Outline of an area, for selection; empty for symbols.
    virtual QPainterPath outlineOf(dispatch::RecordRef, const MapView&) const { return {}; }
    /// How many things it holds.
    virtual std::size_t count() const { return 0; }
    /// How many positions are stale now.
    virtual std::size_t staleCount(dispatch::Millis) const { return 0; }
    /// Time of the newest position, where it has positions.
    virtual std::optional<dispatch::Millis> newest() const { return {}; }
};

/// Makes a layer's content from the scene.
class Layer {
  public:
    virtual ~Layer() = default;
    /// @thread any; reads only its argument.
    virtual std::shared_ptr<const LayerContent> build(const SceneInput& input) const = 0;
    /// Whether heard changes alter the drawing; asked on the GUI thread, so cheap.
    virtual bool isTouched(const SceneInput&, const dispatch::Changes&) const { return true; }
    /// A sample of the layer's drawing in a box of 20 x 16 pixels.
    virtual void paintSample(QPainter& painter, Theme theme) const = 0;
    virtual QList<LegendRow> legend(Theme, qreal) const { return {}; }
};

/// What makes a layer out of date: kinds of records, and what is no record.
class Listens {
  public:
    enum Other : std::uint32_t { ToGround = 1U << 28, ToReach = 1U << 29, ToSelection = 1U << 30 };
    constexpr Listens(std::initializer_list<dispatch::Kind> kinds, std::uint32_t others = 0)
        : m_bits(others) {
        for (const dispatch::Kind kind : kinds) m_bits |= 1U << static_cast<unsigned>(kind);
    }
    bool hears(const dispatch::Changes& changes) const {
        return (changes.kinds.to_ulong() & m_bits) != 0;
    }
    constexpr bool hears(Other other) const { return (m_bits & other) != 0; }

  private:
    std::uint32_t m_bits;
};

enum class Start { On, Off };
/// Still: flattened with its neighbours. Changing: flattened apart, drawn anew often. Live:
/// sprites.
enum class Manner { Still, Changing, Live };

/// One row of the catalog.
struct LayerSpec {
    const char* name;   ///< Word on the command line and in settings.
    const char* title;  ///< English source text, translated in context "layers".
    int z;              ///< Bottom to top.
    Start start;
    Manner manner;
    Listens listens;
    std::unique_ptr<Layer> (*make)();
};

}  // namespace layers

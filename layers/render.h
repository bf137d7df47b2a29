// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <array>
#include <atomic>
#include <bitset>
#include <memory>
#include <vector>

#include "layers/labels.h"
#include "layers/layer.h"

class QThreadPool;

namespace layers {

/// A frame composes at most so many full-size images, however many layers are on.
constexpr std::size_t kSegments = 3;

/// What a frame is put together from, bottom to top: a flattened image or a live layer.
struct FrameItem {
    bool isImage = true;
    std::size_t index = 0;  ///< Of the segment, or of the layer in the canvas's list.
    friend bool operator==(const FrameItem&, const FrameItem&) = default;
};

/// Which layers are flattened together, bottom to top.
struct Composition {
    std::vector<FrameItem> frame;
    std::array<std::vector<std::size_t>, kSegments> segments;  ///< Places in the canvas's list.
    std::size_t labelSegment = 0;                              ///< Words lie on top of it.
    friend bool operator==(const Composition&, const Composition&) = default;
};

/// Groups layers: a new image begins above each live layer and below a changing one, as far as
/// three images go. Words come last.
/// @param manners Of the visible layers, bottom to top, with their places in the canvas's list.
Composition compose(const std::vector<std::pair<std::size_t, Manner>>& manners);

/// One drawing of flat layers, off the GUI thread.
struct RenderRequest {
    quint64 number = 0;
    MapView view;
    Theme theme = Theme::hall();
    dispatch::Millis storeTime{};
    Composition composition;
    struct Item {
        std::shared_ptr<const LayerContent> content;
        double opacity = 1;
    };
    std::vector<Item> layers;       ///< By place in the canvas's list; content may be null.
    std::bitset<kSegments> wanted;  ///< Segments to draw; the others keep their image.
    bool withLabels = true;
    std::shared_ptr<LabelImages> labelImages;
    /// Images out of use: mapping and clearing 15 MB of fresh memory costs more than drawing into
    /// it.
    std::shared_ptr<std::vector<QImage>> spares;
    /// Where words find room: wider than the image, so that they stay when the margin is drawn.
    double labelRim = 0;
    std::shared_ptr<std::atomic<bool>> cancelled = std::make_shared<std::atomic<bool>>(false);
};

struct RenderResult {
    quint64 number = 0;
    bool complete = false;  ///< False where it was cancelled; the images are then worthless.
    MapView view;
    Theme theme = Theme::hall();
    Composition composition;
    std::bitset<kSegments> drawn;
    std::array<QImage, kSegments> images;  ///< The lowest is opaque.
    /// Where the upper images have anything at all, device pixels: a frame blends only that.
    std::array<std::vector<QRect>, kSegments> occupied;
};

/// Boxes that hold every pixel of an image that is not wholly transparent.
std::vector<QRect> occupiedBoxes(const QImage& image);

/// Lets the window's thread go first from now on; for threads that only draw.
void yieldToTheWindow();

/// Draws the wanted segments in bands, with the help of idle threads of the pool.
/// @param pool May be null: then all is drawn by the calling thread.
RenderResult render(const RenderRequest& request, QThreadPool* pool);

}  // namespace layers

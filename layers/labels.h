// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QPointF>
#include <QRectF>
#include <vector>

#include "layers/text.h"

class QPainter;

namespace layers {

/// A word that a layer would like to write.
struct Label {
    QString text{};
    TextStyle style{};
    QPointF at;        ///< Its middle, pixels.
    double angle = 0;  ///< Degrees clockwise.
    int priority = 0;  ///< Higher ones find room first.
    double opacity = 1;
    double roomPixels = 0;  ///< It is dropped where it would be wider than this; 0 for any width.
    bool mayShift = false;  ///< It may stand a line above or below where something is in its way.
    double repeat = 0;      ///< It is dropped where the same word stands nearer than this, pixels.
};

/// Words as images, kept from one drawing to the next.
///
/// @thread one at a time.
class LabelImages {
  public:
    LabelImages(Theme theme, qreal devicePixelRatio, const QFont& font)
        : m_theme(theme), m_ratio(devicePixelRatio), m_font(font) {}
    bool fits(Theme theme, qreal ratio) const { return m_theme == theme && m_ratio == ratio; }
    const QImage& image(const QString& text, const TextStyle& style);
    /// Forgets everything once there is too much of it; images in use stay alive.
    void trim();

  private:
    Theme m_theme;
    qreal m_ratio;
    QFont m_font;
    QHash<QString, QImage> m_images;
};

/// Collects the words of all layers and keeps those that do not lie on each other.
class LabelSet {
  public:
    /// @param area Where words may stand, pixels.
    explicit LabelSet(const QRectF& area) : m_area(area) {}
    void setOpacity(double opacity) { m_opacity = opacity; }
    void add(Label label);
    /// A box, pixels, that stays free of words.
    void addObstacle(const QRectF& box) { m_obstacles.push_back(box); }
    /// Settles who stands where: by priority, then by order of arrival.
    void place(LabelImages& images);
    void paint(QPainter& painter) const;
    std::size_t placedCount() const { return m_placed.size(); }
    /// Boxes of the words that found room, pixels.
    std::vector<QRectF> placedBoxes() const;

  private:
    struct Placed {
        QImage image;
        QPointF at;
        double angle;
        double opacity;
        QRectF box;
    };
    QRectF m_area;
    double m_opacity = 1;
    std::vector<Label> m_labels;
    std::vector<QRectF> m_obstacles;
    std::vector<Placed> m_placed;
};

}  // namespace layers

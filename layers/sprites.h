// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QHash>
#include <QImage>
#include <array>
#include <vector>

#include "layers/symbols/symbol.h"
#include "layers/theme.h"

namespace layers {

/// How large responders are drawn: small when a town is on screen, dots when the whole city is.
enum class SpriteScale { Dot, Small, Full };
/// Small above 7 m a pixel, dots above 26.
SpriteScale spriteScale(double metresPerPixel);

/// Every symbol as an image, made once for a theme and a screen.
///
/// @thread immutable but for clusterImage() and numberImage(), which belong to the GUI thread.
class Sprites {
  public:
    static constexpr int kWedgeSteps = 16;
    static constexpr int kNoWedge = -1;

    Sprites(Theme theme, qreal devicePixelRatio, const QFont& font);

    Theme theme() const { return m_theme; }
    qreal devicePixelRatio() const { return m_ratio; }

    /// @param wedge Sixteenth of a turn clockwise from north, or kNoWedge.
    /// Pixels of a responder's box of 24 units.
    static double responderSize(SpriteScale scale);
    const QImage& responder(dispatch::ResponderKind kind, dispatch::FixAge age, int wedge,
                            SpriteScale scale) const;
    /// Null where the state has no badge.
    const QImage& badge(dispatch::WorkState state) const;
    const QImage& caseImage(dispatch::Risk risk, ClockMark clock, StageMark stage) const;
    const QImage& post() const { return m_post; }
    const QImage& centre(int feet) const { return m_centres[std::size_t(feet - 1)]; }
    const QImage& camera() const { return m_camera; }

    /// A circle with its count; the ring shows the share of late, then of near-late, from 12
    /// o'clock.
    const QImage& clusterImage(int count, int late, int warn) const;
    static double clusterRadius(int count);
    /// A case's number beside its symbol.
    const QImage& numberImage(const QString& number) const;

    /// Sixteenth of a turn for a heading.
    static int wedgeStep(double headingDegrees);

  private:
    Theme m_theme;
    qreal m_ratio;
    QFont m_font;
    std::vector<QImage> m_responders;
    std::array<QImage, 5> m_badges;
    std::vector<QImage> m_cases;
    QImage m_post;
    std::array<QImage, 4> m_centres;
    QImage m_camera;
    mutable QHash<quint64, QImage> m_clusters;
    mutable QHash<QString, QImage> m_numbers;
};

/// Draws an image with its middle at a point, on whole device pixels.
void drawSprite(QPainter& painter, const QImage& sprite, QPointF middle, qreal devicePixelRatio);

}  // namespace layers

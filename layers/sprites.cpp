// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/sprites.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "layers/symbol_painter.h"
#include "layers/symbols/map_table.h"
#include "layers/text.h"

namespace layers {

namespace {

constexpr int kKinds = 7;
/// Fresh without and with each wedge, ageing, stale.
constexpr int kLooks = 1 + Sprites::kWedgeSteps + 2;
constexpr int kScales = 3;
constexpr int kClockMarks = 5;
constexpr int kStageMarks = 6;

std::size_t responderSlot(int kind, int look, int scale) {
    return std::size_t((scale * kKinds + kind) * kLooks + look);
}

std::size_t caseSlot(int risk, int clock, int stage) {
    return std::size_t((risk * kClockMarks + clock) * kStageMarks + stage);
}

/// The image without the empty rim that is equally wide on opposite sides: its middle stays, and a
/// frame of thousands blends half of the pixels.
QImage withoutEmptyRim(const QImage& image) {
    const int width = image.width(), height = image.height();
    int across = width / 2, down = height / 2;
    for (int y = 0; y < height; ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        for (int x = 0; x < width; ++x) {
            if (qAlpha(line[x]) == 0) continue;
            across = std::min({across, x, width - 1 - x});
            down = std::min({down, y, height - 1 - y});
        }
    }
    return image.copy(across, down, width - 2 * across, height - 2 * down);
}

}  // namespace

SpriteScale spriteScale(double metresPerPixel) {
    if (metresPerPixel > kRespondersDotAbove) return SpriteScale::Dot;
    return metresPerPixel > kRespondersSmallAbove ? SpriteScale::Small : SpriteScale::Full;
}

double Sprites::responderSize(SpriteScale scale) {
    switch (scale) {
        case SpriteScale::Dot:
            return kResponderSizeDot;
        case SpriteScale::Small:
            return kResponderSizeSmall;
        case SpriteScale::Full:
            return kResponderSize;
    }
    return kResponderSize;
}

Sprites::Sprites(Theme theme, qreal devicePixelRatio, const QFont& font)
    : m_theme(theme), m_ratio(devicePixelRatio), m_font(font) {
    m_responders.resize(responderSlot(0, 0, kScales));
    for (int kind = 0; kind < kKinds; ++kind) {
        const auto k = dispatch::ResponderKind(kind);
        // The vehicle is drawn looking east.
        const double turn = k == dispatch::ResponderKind::Patrol ? -90 : 0;
        for (int scale = 0; scale < kScales; ++scale) {
            const double size = responderSize(SpriteScale(scale));
            const auto put = [&](int look, const Symbol& symbol, double heading) {
                m_responders[responderSlot(kind, look, scale)] =
                    withoutEmptyRim(symbolImage(symbol, size, theme, devicePixelRatio, heading));
            };
            put(0, responderSymbol(k, dispatch::FixAge::Fresh, false), 0);
            for (int step = 0; step < kWedgeSteps; ++step)
                put(1 + step, responderSymbol(k, dispatch::FixAge::Fresh, true),
                    step * 360.0 / kWedgeSteps + turn);
            put(kLooks - 2, responderSymbol(k, dispatch::FixAge::Ageing, false), 0);
            put(kLooks - 1, responderSymbol(k, dispatch::FixAge::Stale, false), 0);
        }
    }
    for (int state = 0; state < 5; ++state) {
        const Symbol badge = workStateBadge(dispatch::WorkState(state));
        if (!badge.empty())
            m_badges[std::size_t(state)] =
                withoutEmptyRim(symbolImage(badge, kBadgeSize, theme, devicePixelRatio));
    }
    m_cases.resize(caseSlot(3, 0, 0));
    for (int risk = 0; risk < 3; ++risk)
        for (int clock = 0; clock < kClockMarks; ++clock)
            for (int stage = 0; stage < kStageMarks; ++stage)
                m_cases[caseSlot(risk, clock, stage)] = symbolImage(
                    caseSymbol(dispatch::Risk(risk), ClockMark(clock), StageMark(stage)),
                    caseSize(dispatch::Risk(risk)) + kCaseRim, theme, devicePixelRatio);
    m_post = symbolImage(postSymbol(), kPostSize, theme, devicePixelRatio);
    for (int feet = 1; feet <= 4; ++feet)
        m_centres[std::size_t(feet - 1)] =
            symbolImage(centreSymbol(feet), kCentreSize, theme, devicePixelRatio);
    m_camera = symbolImage(cameraSymbol(), kCameraSize, theme, devicePixelRatio);
}

int Sprites::wedgeStep(double headingDegrees) {
    if (!std::isfinite(headingDegrees)) return kNoWedge;
    const int step = int(std::lround(headingDegrees / (360.0 / kWedgeSteps))) % kWedgeSteps;
    return step < 0 ? step + kWedgeSteps : step;
}

const QImage& Sprites::responder(dispatch::ResponderKind kind, dispatch::FixAge age, int wedge,
                                 SpriteScale scale) const {
    int look = 0;
    switch (age) {
        case dispatch::FixAge::Fresh:
            look = wedge == kNoWedge ? 0 : 1 + wedge;
            break;
        case dispatch::FixAge::Ageing:
            look = kLooks - 2;
            break;
        case dispatch::FixAge::Stale:
            look = kLooks - 1;
            break;
    }
    return m_responders[responderSlot(int(kind), look, int(scale))];
}

const QImage& Sprites::badge(dispatch::WorkState state) const {
    return m_badges[std::size_t(state)];
}

const QImage& Sprites::caseImage(dispatch::Risk risk, ClockMark clock, StageMark stage) const {
    return m_cases[caseSlot(int(risk), int(clock), int(stage))];
}

double Sprites::clusterRadius(int count) {
    return count < 10 ? 16 : count < 100 ? 20 : 24;
}

const QImage& Sprites::clusterImage(int count, int late, int warn) const {
    const quint64 key = quint64(count) << 40 | quint64(late) << 20 | quint64(warn);
    auto found = m_clusters.find(key);
    if (found != m_clusters.end()) return *found;
    if (m_clusters.size() > 2000) m_clusters.clear();
    const double radius = clusterRadius(count);
    const int side = int(std::ceil((2 * radius + 4) * m_ratio));
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(m_ratio);
    image.fill(0);
    QPainter p(&image);
    p.setRenderHint(QPainter::Antialiasing);
    const QPointF middle(side / m_ratio / 2, side / m_ratio / 2);
    p.setPen(QPen(m_theme.color(std::string_view("map.halo")), 2));
    p.setBrush(m_theme.color(std::string_view("map.cluster")));
    p.drawEllipse(middle, radius, radius);
    const double ring = radius - 2;
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(m_theme.color(std::string_view("map.cluster.line")), 3.5));
    p.drawEllipse(middle, ring, ring);
    const QRectF box(middle.x() - ring, middle.y() - ring, 2 * ring, 2 * ring);
    const double lateTurn = 360.0 * late / count, warnTurn = 360.0 * warn / count;
    const auto arc = [&](std::string_view token, double from, double turn) {
        if (turn <= 0) return;
        p.setPen(QPen(m_theme.color(token), 3.5, Qt::SolidLine, Qt::FlatCap));
        p.drawArc(box, int((90 - from) * 16), int(-turn * 16));
    };
    arc("status.late.fill", 0, lateTurn);
    arc("status.warn.fill", lateTurn, warnTurn);
    QFont font = m_font;
    font.setPixelSize(13);
    font.setBold(true);
    p.setFont(font);
    p.setPen(m_theme.color(std::string_view("t1")));
    p.drawText(QRectF(0, 0, 2 * middle.x(), 2 * middle.y()), Qt::AlignCenter,
               QString::number(count));
    p.end();
    return *m_clusters.insert(key, image);
}

const QImage& Sprites::numberImage(const QString& number) const {
    const auto found = m_numbers.find(number);
    if (found != m_numbers.end()) return *found;
    if (m_numbers.size() > 2000) m_numbers.clear();
    return *m_numbers.insert(
        number, haloText(number, {13, true, false, 0, "t1"}, m_theme, m_ratio, m_font));
}

void drawSprite(QPainter& painter, const QImage& sprite, QPointF middle, qreal ratio) {
    const double x = std::round(middle.x() * ratio - sprite.width() / 2.0) / ratio;
    const double y = std::round(middle.y() * ratio - sprite.height() / 2.0) / ratio;
    painter.drawImage(QPointF(x, y), sprite);
}

}  // namespace layers

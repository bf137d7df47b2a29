// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/reach_layer.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>

#include "gis/geometry/geodesic.h"
#include "layers/box_index.h"
#include "layers/labels.h"

namespace layers {

namespace {

struct MinuteStyle {
    std::string_view token;
    double width;
    double dash, gap;  ///< Pixels; 0 for solid.
};
constexpr std::array<MinuteStyle, 3> kStyles{{
    {"map.reach.1", 1.8, 0, 0},
    {"map.reach.3", 1.5, 7, 4},
    {"map.reach.5", 1.5, 2, 4},
}};
constexpr float kFillAlpha = 0.05F;
constexpr double kDashAbove = 18;  ///< Pixels of radius; dashes on smaller circles are noise.

struct Around {
    dispatch::LonLat place;
    double kmh;
};

/// A circle on the ellipsoid as it lies on the plane. The plane is conformal and the circle small
/// beside the zone, so it is an ellipse to well below a pixel; its half axes are measured.
struct Disc {
    gis::ScenePoint middle;
    double east, north;  ///< Half axes, metres on the plane.
};

double speedOf(dispatch::Vehicle vehicle, const ReachMode& mode) {
    switch (vehicle) {
        case dispatch::Vehicle::Foot:
            return mode.footKmh;
        case dispatch::Vehicle::Bicycle:
            return mode.bicycleKmh;
        case dispatch::Vehicle::Car:
            return mode.carKmh;
    }
    return mode.footKmh;
}

Disc discOf(dispatch::LonLat place, double metres, const gis::Projection& projection) {
    const gis::ScenePoint middle = projection.toScene(place);
    const gis::ScenePoint east =
        projection.toScene(gis::destination(place, 90, dispatch::Metres{metres}));
    const gis::ScenePoint north =
        projection.toScene(gis::destination(place, 0, dispatch::Metres{metres}));
    return {middle, std::hypot(east.x - middle.x, east.y - middle.y),
            std::hypot(north.x - middle.x, north.y - middle.y)};
}

std::vector<Around> placesOf(const SceneInput& input) {
    const ReachMode& mode = input.reach;
    const dispatch::Picture& picture = *input.picture;
    std::vector<Around> places;
    const auto addResponder = [&](const dispatch::Responder& r) {
        const dispatch::Fix* fix = r.onDuty ? picture.fixOf(r.id) : nullptr;
        if (fix) places.push_back({fix->place, speedOf(mode.vehicle.value_or(r.vehicle), mode)});
    };
    const double fixedKmh = speedOf(mode.vehicle.value_or(dispatch::Vehicle::Car), mode);
    switch (mode.around) {
        case ReachAround::Nothing:
            break;
        case ReachAround::Posts:
            picture.posts.forEach([&](const dispatch::Post& post) {
                places.push_back({post.place, fixedKmh});
            });
            break;
        case ReachAround::OnDuty:
            picture.responders.forEach(addResponder);
            break;
        case ReachAround::Selection:
            if (!input.selection) break;
            if (input.selection->kind == dispatch::Kind::Responder) {
                if (const auto* r =
                        picture.responders.find(dispatch::ResponderId{input.selection->id}))
                    addResponder(*r);
            } else if (input.selection->kind == dispatch::Kind::Post) {
                if (const auto* post = picture.posts.find(dispatch::PostId{input.selection->id}))
                    places.push_back({post->place, fixedKmh});
            } else if (input.selection->kind == dispatch::Kind::Case) {
                if (const auto* record = picture.cases.find(dispatch::CaseId{input.selection->id});
                    record && record->place)
                    places.push_back({*record->place, fixedKmh});
            }
            break;
    }
    return places;
}

class ReachContent final : public LayerContent {
  public:
    explicit ReachContent(const SceneInput& input) : m_minutes(input.reach.minutes) {
        const std::vector<Around> places = placesOf(input);
        m_count = places.size();
        std::sort(m_minutes.begin(), m_minutes.end());
        for (const int minutes : m_minutes) {
            Ring ring;
            std::vector<SceneBox> boxes;
            for (const Around& around : places) {
                const Disc disc =
                    discOf(around.place, around.kmh / 3.6 * 60 * minutes, input.projection);
                ring.discs.push_back(disc);
                boxes.push_back({disc.middle.x - disc.east, disc.middle.y - disc.north,
                                 disc.middle.x + disc.east, disc.middle.y + disc.north});
            }
            ring.index = BoxIndex(boxes);
            m_rings.push_back(std::move(ring));
        }
    }

    // Dissolved without geometry: every circle is stroked twice as wide, then every inside is set
    // to one thin tint, which takes away the inner half of the strokes and all lines inside.
    void paint(QPainter& p, const RenderContext& c) const override {
        if (m_count == 0) return;
        const SceneBox clip = SceneBox::of(c.clip);
        const QPaintDevice* device = p.device();
        for (std::size_t i = m_rings.size(); i-- > 0;) {
            if (c.isCancelled()) return;
            const MinuteStyle& style = kStyles[std::min(i, kStyles.size() - 1)];
            QImage area(device->width(), device->height(), QImage::Format_ARGB32_Premultiplied);
            area.setDevicePixelRatio(c.view.devicePixelRatio);
            area.fill(0);
            QPainter q(&area);
            q.setRenderHint(QPainter::Antialiasing);
            q.setTransform(p.worldTransform());
            const QColor line = c.theme.color(style.token);
            bool any = false;
            q.setBrush(Qt::NoBrush);
            each(i, clip, c, [&](QPointF middle, double rx, double ry) {
                QPen pen(line, 2 * style.width);
                if (style.dash > 0 && rx > kDashAbove) {
                    pen.setCapStyle(Qt::FlatCap);
                    pen.setDashPattern({style.dash / pen.widthF(), style.gap / pen.widthF()});
                }
                q.setPen(pen);
                q.drawEllipse(middle, rx, ry);
                any = true;
            });
            if (!any) continue;
            QColor tint = line;
            tint.setAlphaF(kFillAlpha);
            q.setCompositionMode(QPainter::CompositionMode_Source);
            q.setPen(Qt::NoPen);
            q.setBrush(tint);
            each(i, clip, c, [&](QPointF m, double rx, double ry) { q.drawEllipse(m, rx, ry); });
            q.end();
            p.save();
            p.resetTransform();
            p.drawImage(QPointF(0, 0), area);
            p.restore();
        }
    }

    void addLabels(LabelSet& labels, const RenderContext& c) const override {
        if (m_count == 0 || m_count > 12) return;
        for (std::size_t i = 0; i < m_rings.size(); ++i)
            for (const Disc& disc : m_rings[i].discs) {
                if (disc.east < 30 * c.view.metresPerPixel) continue;
                labels.add(
                    {.text = QCoreApplication::translate("layers", "%1 min").arg(m_minutes[i]),
                     .style = {11, false, false, 0, kStyles[std::min<std::size_t>(i, 2)].token},
                     .at = c.view.toPixel({disc.middle.x - disc.east, disc.middle.y}),
                     .priority = 65});
            }
    }

    std::size_t count() const override { return m_count; }

  private:
    struct Ring {
        std::vector<Disc> discs;
        BoxIndex index;
    };

    template <class Visit>
    void each(std::size_t ring, const SceneBox& clip, const RenderContext& c, Visit visit) const {
        m_rings[ring].index.query(clip, [&](std::uint32_t i) {
            if (c.isCancelled()) return;
            const Disc& disc = m_rings[ring].discs[i];
            visit(c.view.toPixel(disc.middle), disc.east / c.view.metresPerPixel,
                  disc.north / c.view.metresPerPixel);
        });
    }

    std::vector<int> m_minutes;
    std::vector<Ring> m_rings;  ///< One a minute, shortest first.
    std::size_t m_count = 0;
};

}  // namespace

std::shared_ptr<const LayerContent> ReachLayer::build(const SceneInput& input) const {
    return std::make_shared<ReachContent>(input);
}

bool ReachLayer::isTouched(const SceneInput& input, const dispatch::Changes& changes) const {
    switch (input.reach.around) {
        case ReachAround::Nothing:
            return false;
        case ReachAround::Posts:
            return changes.touches(dispatch::Kind::Post);
        case ReachAround::OnDuty:
            return changes.touches(dispatch::Kind::Fix) ||
                   changes.touches(dispatch::Kind::Responder);
        case ReachAround::Selection:
            return input.selection && (input.selection->kind == dispatch::Kind::Responder
                                           ? changes.touches(dispatch::Kind::Fix) ||
                                                 changes.touches(dispatch::Kind::Responder)
                                           : changes.touches(input.selection->kind));
    }
    return true;
}

void ReachLayer::paintSample(QPainter& p, Theme theme) const {
    p.setBrush(Qt::NoBrush);
    for (std::size_t i = 0; i < kStyles.size(); ++i) {
        QPen pen(theme.color(kStyles[i].token), 1.2);
        if (i > 0) pen.setDashPattern({2, 1.5});
        p.setPen(pen);
        const double radius = 2 + 2.4 * double(i);
        p.drawEllipse(QPointF(10, 8), radius, radius);
    }
}

QList<LegendRow> ReachLayer::legend(Theme theme, qreal ratio) const {
    QList<LegendRow> rows;
    static constexpr std::array<int, 3> kMinutes{1, 3, 5};
    for (std::size_t i = 0; i < kStyles.size(); ++i) {
        QPixmap sample(QSize(20, 16) * ratio);
        sample.setDevicePixelRatio(ratio);
        sample.fill(Qt::transparent);
        QPainter p(&sample);
        p.setRenderHint(QPainter::Antialiasing);
        const MinuteStyle& style = kStyles[i];
        QPen pen(theme.color(style.token), style.width);
        if (style.dash > 0) pen.setDashPattern({style.dash / style.width, style.gap / style.width});
        p.setPen(pen);
        p.drawLine(QPointF(0, 8), QPointF(20, 8));
        rows.append({QCoreApplication::translate("layers", "%1 min").arg(kMinutes[i]), sample});
    }
    return rows;
}

}  // namespace layers

// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/reach_layer.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "gis/geometry/response_area.h"
#include "layers/labels.h"
#include "layers/pen.h"
#include "layers/shape_set.h"

namespace layers {

namespace {

std::vector<gis::ReachStart> startsOf(const SceneInput& input) {
    const dispatch::Picture& picture = *input.picture;
    const ReachMode& mode = input.reach;
    const dispatch::Vehicle fixed = mode.vehicle.value_or(dispatch::Vehicle::Car);
    switch (mode.around) {
        case ReachAround::Nothing:
            return {};
        case ReachAround::Posts:
            return gis::postStarts(picture, fixed);
        case ReachAround::OnDuty:
            return gis::onDutyStarts(picture, mode.vehicle);
        case ReachAround::Selection:
            break;
    }
    if (!input.selection) return {};
    const std::int64_t id = input.selection->id;
    if (input.selection->kind == dispatch::Kind::Responder) {
        const auto* responder = picture.responders.find(dispatch::ResponderId{id});
        const dispatch::Fix* fix =
            responder && responder->onDuty ? picture.fixOf(responder->id) : nullptr;
        if (fix) return {{fix->place, mode.vehicle.value_or(responder->vehicle)}};
    } else if (input.selection->kind == dispatch::Kind::Post) {
        if (const auto* post = picture.posts.find(dispatch::PostId{id}))
            return {{post->place, fixed}};
    } else if (input.selection->kind == dispatch::Kind::Case) {
        const auto* record = picture.cases.find(dispatch::CaseId{id});
        if (record && record->place) return {{*record->place, fixed}};
    }
    return {};
}

const LineStyle& styleOf(std::size_t ring) {
    return kReachLines[std::min(ring, kReachLines.size() - 1)];
}

QPen ringPen(const LineStyle& line, Theme theme) {
    return penOf(line, theme, line.dash[0] > 0 ? Qt::FlatCap : Qt::SquareCap);
}

class ReachContent final : public LayerContent {
  public:
    explicit ReachContent(const SceneInput& input) {
        m_count = startsOf(input).size();
        for (gis::ResponseArea& area : reachAreas(input)) {
            Ring ring;
            ring.minutes = area.minutes;
            // Each island apart, so that only those in sight are drawn.
            for (dispatch::PolygonRings& polygon : area.area)
                ring.shapes.addArea({std::move(polygon)}, input.projection);
            ring.shapes.finish();
            m_rings.push_back(std::move(ring));
        }
    }

    void paint(QPainter& p, const RenderContext& c) const override {
        const SceneBox clip = SceneBox::of(c.clip);
        for (std::size_t i = m_rings.size(); i-- > 0;) {
            const ShapeSet& shapes = m_rings[i].shapes;
            QColor tint = c.theme.color(styleOf(i).token);
            tint.setAlphaF(float(kReachFill));
            const QPen pen = ringPen(styleOf(i), c.theme);
            shapes.index().query(clip, [&](std::uint32_t island) {
                if (c.isCancelled()) return;
                p.setPen(Qt::NoPen);
                p.setBrush(tint);
                shapes.drawArea(p, island, c.view, clip);
                p.setPen(pen);
                p.setBrush(Qt::NoBrush);
                shapes.drawLine(p, island, c.view, clip);
            });
        }
    }

    void addLabels(LabelSet& labels, const RenderContext& c) const override {
        for (std::size_t i = 0; i < m_rings.size(); ++i) {
            const ShapeSet& shapes = m_rings[i].shapes;
            if (shapes.size() > kMostNamed) continue;
            for (std::size_t island = 0; island < shapes.size(); ++island) {
                const SceneBox& box = shapes.box(island);
                if (box.maxX - box.minX < 60 * c.view.metresPerPixel) continue;
                const auto west = std::ranges::min_element(shapes.ring(island, 0), {},
                                                           [](gis::ScenePoint p) { return p.x; });
                labels.add(
                    {.text =
                         QCoreApplication::translate("layers", "%1 min").arg(m_rings[i].minutes),
                     .style = {11, false, false, 0, styleOf(i).token},
                     .at = c.view.toPixel(*west),
                     .priority = 65});
            }
        }
    }

    std::size_t count() const override { return m_count; }

  private:
    static constexpr std::size_t kMostNamed = 12;
    struct Ring {
        int minutes = 0;
        ShapeSet shapes;
    };
    std::vector<Ring> m_rings;  ///< One a number of minutes, shortest first.
    std::size_t m_count = 0;
};

}  // namespace

std::vector<gis::ResponseArea> reachAreas(const SceneInput& input) {
    const std::vector<gis::ReachStart> starts = startsOf(input);
    if (starts.empty()) return {};
    const std::vector<int> minutes = gis::responseMinutes(*input.picture);
    return gis::responseAreas(starts, gis::travelSpeeds(*input.picture), minutes);
}

std::shared_ptr<const LayerContent> ReachLayer::build(const SceneInput& input) const {
    return std::make_shared<ReachContent>(input);
}

bool ReachLayer::isTouched(const SceneInput& input, const dispatch::Changes& changes) const {
    if (changes.touches(dispatch::Kind::Setting)) return input.reach.around != ReachAround::Nothing;
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
    for (std::size_t i = 0; i < kReachLines.size(); ++i) {
        QPen pen(theme.color(kReachLines[i].token), 1.2);
        if (i > 0) pen.setDashPattern({2, 1.5});
        p.setPen(pen);
        const double radius = 2 + 2.4 * double(i);
        p.drawEllipse(QPointF(10, 8), radius, radius);
    }
}

QList<LegendRow> ReachLayer::legend(Theme theme, qreal ratio) const {
    QList<LegendRow> rows;
    static constexpr std::array<int, 3> kMinutes{1, 3, 5};
    for (std::size_t i = 0; i < kReachLines.size(); ++i) {
        QPixmap sample(QSize(20, 16) * ratio);
        sample.setDevicePixelRatio(ratio);
        sample.fill(Qt::transparent);
        QPainter p(&sample);
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(ringPen(kReachLines[i], theme));
        p.drawLine(QPointF(0, 8), QPointF(20, 8));
        rows.append({QCoreApplication::translate("layers", "%1 min").arg(kMinutes[i]), sample});
    }
    return rows;
}

}  // namespace layers

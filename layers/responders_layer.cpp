// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/responders_layer.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "layers/box_index.h"
#include "layers/sprites.h"
#include "layers/symbol_painter.h"
#include "layers/symbols/map_table.h"

namespace layers {

namespace {

/// One responder on the plane: small, so that a frame of 26,000 stays in the cache.
struct Mark {
    double x, y;
    std::int64_t measured;  ///< Milliseconds since 1970.
    std::int64_t id;
    std::int32_t interval;  ///< Seconds between reports.
    std::int8_t wedge;
    dispatch::ResponderKind kind;
    dispatch::WorkState state;
};

dispatch::FixAge ageOf(const Mark& mark, dispatch::Millis now) {
    return dispatch::fixAge(dispatch::Millis(std::chrono::milliseconds(mark.measured)), now,
                            mark.interval);
}

class RespondersContent final : public LayerContent {
  public:
    explicit RespondersContent(const SceneInput& input) {
        const std::vector<dispatch::Fix>& fixes = *input.picture->fixes;
        m_marks.reserve(fixes.size());
        auto fix = fixes.begin();
        // Both are sorted by responder id.
        input.picture->responders.forEach([&](const dispatch::Responder& r) {
            while (fix != fixes.end() && fix->responder < r.id) ++fix;
            if (fix == fixes.end() || fix->responder != r.id || !r.onDuty) return;
            const gis::ScenePoint at = input.projection.toScene(fix->place);
            const bool moving = double(fix->speedMetresPerSecond) > kMovingAbove;
            const std::int64_t measured = fix->time.time_since_epoch().count();
            m_marks.push_back({at.x, at.y, measured, r.id.value, r.reportSeconds,
                               std::int8_t(moving ? Sprites::wedgeStep(double(fix->headingDegrees))
                                                  : Sprites::kNoWedge),
                               r.kind, r.state});
            if (!m_newest || fix->time > *m_newest) m_newest = fix->time;
        });
        // North to south: neighbours in memory are neighbours on screen, which makes a frame of
        // 26,000 three times cheaper, and who stands in front is drawn in front.
        std::sort(m_marks.begin(), m_marks.end(), [](const Mark& a, const Mark& b) {
            return a.y != b.y ? a.y > b.y : a.id < b.id;
        });
        std::vector<SceneBox> boxes(m_marks.size());
        m_byId.resize(m_marks.size());
        for (std::uint32_t i = 0; i < m_marks.size(); ++i) {
            boxes[i].add(gis::ScenePoint{m_marks[i].x, m_marks[i].y});
            m_byId[i] = i;
        }
        std::sort(m_byId.begin(), m_byId.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return m_marks[a].id < m_marks[b].id; });
        m_index = BoxIndex(boxes);
    }

    void paintLive(QPainter& p, const LiveContext& c) const override {
        const SpriteScale scale = spriteScale(c.view.metresPerPixel);
        const bool badges = scale == SpriteScale::Full;
        const QRectF part = c.part.adjusted(-20, -20, 20, 20);
        const double per = 1 / c.view.metresPerPixel;
        const double ratio = c.view.devicePixelRatio;
        const double dx = c.view.size.width() / 2 - c.view.centre.x * per;
        const double dy = c.view.size.height() / 2 + c.view.centre.y * per;
        for (const Mark& mark : m_marks) {
            const double x = mark.x * per + dx, y = dy - mark.y * per;
            if (x < part.left() || y < part.top() || x > part.right() || y > part.bottom())
                continue;
            const QImage& sprite = c.sprites.responder(
                mark.kind, ageOf(mark, c.storeTime),
                scale == SpriteScale::Dot ? Sprites::kNoWedge : mark.wedge, scale);
            drawSprite(p, sprite, {x, y}, ratio);
            if (!badges) continue;
            const QImage& badge = c.sprites.badge(mark.state);
            if (!badge.isNull()) drawSprite(p, badge, {x + kBadgeRight, y + kBadgeDown}, ratio);
        }
    }

    void findHits(QPointF at, const MapView& view, dispatch::Millis,
                  std::vector<Hit>& hits) const override {
        const gis::ScenePoint p = view.toScene(at);
        const double reach = 12 * view.metresPerPixel;
        m_index.query({p.x - reach, p.y - reach, p.x + reach, p.y + reach}, [&](std::uint32_t i) {
            const Mark& mark = m_marks[i];
            const double far = std::hypot(mark.x - p.x, mark.y - p.y) / view.metresPerPixel;
            const double radius = radiusOf(mark, view);
            if (far <= radius + 3)
                hits.push_back(
                    {{dispatch::Kind::Responder, mark.id}, {mark.x, mark.y}, radius, far, false});
        });
    }

    std::optional<Hit> locate(dispatch::RecordRef record, const MapView& view) const override {
        if (record.kind != dispatch::Kind::Responder) return {};
        const auto place = std::lower_bound(
            m_byId.begin(), m_byId.end(), record.id,
            [&](std::uint32_t at, std::int64_t wanted) { return m_marks[at].id < wanted; });
        if (place == m_byId.end() || m_marks[*place].id != record.id) return {};
        const Mark& mark = m_marks[*place];
        return Hit{record, {mark.x, mark.y}, radiusOf(mark, view), 0, false};
    }

    std::size_t count() const override { return m_marks.size(); }

    std::size_t staleCount(dispatch::Millis now) const override {
        std::size_t stale = 0;
        for (const Mark& mark : m_marks) stale += ageOf(mark, now) == dispatch::FixAge::Stale;
        return stale;
    }

    std::optional<dispatch::Millis> newest() const override { return m_newest; }

  private:
    static double radiusOf(const Mark& mark, const MapView& view) {
        return responderRadius(mark.kind) / kSymbolBox *
               Sprites::responderSize(spriteScale(view.metresPerPixel));
    }

    std::vector<Mark> m_marks;  ///< North to south.
    std::vector<std::uint32_t> m_byId;
    BoxIndex m_index;
    std::optional<dispatch::Millis> m_newest;
};

}  // namespace

std::shared_ptr<const LayerContent> RespondersLayer::build(const SceneInput& input) const {
    return std::make_shared<RespondersContent>(input);
}

void RespondersLayer::paintSample(QPainter& p, Theme theme) const {
    paintSymbol(
        p, responderSymbol(dispatch::ResponderKind::Gridworker, dispatch::FixAge::Fresh, false),
        {10, 8}, 18, theme);
}

QList<LegendRow> RespondersLayer::legend(Theme theme, qreal ratio) const {
    using dispatch::FixAge;
    using dispatch::ResponderKind;
    QList<LegendRow> rows;
    const auto row = [&](const char* title, ResponderKind kind, FixAge age, bool moving = false) {
        rows.append({QCoreApplication::translate("layers", title),
                     QPixmap::fromImage(
                         symbolImage(responderSymbol(kind, age, moving), 20, theme, ratio))});
    };
    row(QT_TRANSLATE_NOOP("layers", "Gridworker"), ResponderKind::Gridworker, FixAge::Fresh);
    row(QT_TRANSLATE_NOOP("layers", "Part-time"), ResponderKind::PartTime, FixAge::Fresh);
    row(QT_TRANSLATE_NOOP("layers", "Grid head"), ResponderKind::GridHead, FixAge::Fresh);
    row(QT_TRANSLATE_NOOP("layers", "Grid police"), ResponderKind::Police, FixAge::Fresh);
    row(QT_TRANSLATE_NOOP("layers", "Patrol"), ResponderKind::Patrol, FixAge::Fresh);
    row(QT_TRANSLATE_NOOP("layers", "Volunteers"), ResponderKind::Volunteer, FixAge::Fresh);
    row(QT_TRANSLATE_NOOP("layers", "Linked unit"), ResponderKind::Department, FixAge::Fresh);
    row(QT_TRANSLATE_NOOP("layers", "Moving"), ResponderKind::Gridworker, FixAge::Fresh, true);
    row(QT_TRANSLATE_NOOP("layers", "Ageing"), ResponderKind::Gridworker, FixAge::Ageing);
    row(QT_TRANSLATE_NOOP("layers", "Stale"), ResponderKind::Gridworker, FixAge::Stale);
    return rows;
}

}  // namespace layers

// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/ground_layer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "layers/grid_map.h"
#include "layers/labels.h"
#include "layers/shape_set.h"
#include "layers/symbols/ground_style.h"

namespace layers {

namespace {

/// A name and the straightest stretch it can be written along.
struct LineName {
    QString text;
    gis::ScenePoint at;
    double angle = 0;   ///< Degrees clockwise on screen, -90 to 90.
    double metres = 0;  ///< Length of the stretch.
};

struct AreaName {
    QString text;
    InnerPoint inner;
    double width = 0;  ///< Metres across, for knowing when there is room.
};

/// The longest stretch of a line that stays within a few degrees.
LineName straightStretch(const dispatch::Line& line, const gis::Projection& projection) {
    LineName best;
    const std::vector<gis::ScenePoint> points = projection.toScene(line);
    for (std::size_t from = 0; from + 1 < points.size();) {
        std::size_t to = from + 1;
        const double first =
            std::atan2(points[to].y - points[from].y, points[to].x - points[from].x);
        while (to + 1 < points.size()) {
            const double next =
                std::atan2(points[to + 1].y - points[to].y, points[to + 1].x - points[to].x);
            if (std::abs(std::remainder(next - first, 2 * M_PI)) > 0.28) break;
            ++to;
        }
        const double dx = points[to].x - points[from].x, dy = points[to].y - points[from].y;
        const double length = std::hypot(dx, dy);
        if (length > best.metres) {
            best.metres = length;
            const gis::ScenePoint middle = points[(from + to) / 2];
            const gis::ScenePoint next = points[(from + to) / 2 + 1];
            best.at = {(middle.x + next.x) / 2, (middle.y + next.y) / 2};
            if (to - from > 1) best.at = points[(from + to + 1) / 2];
            best.angle = -std::atan2(dy, dx) * 180 / M_PI;
            if (best.angle > 90) best.angle -= 180;
            if (best.angle < -90) best.angle += 180;
        }
        from = to;
    }
    return best;
}

class GroundContent final : public LayerContent {
  public:
    explicit GroundContent(const SceneInput& input)
        : m_gridMap(input.gridMap), m_pictures(input.pictures) {
        if (!input.ground) {
            finish();
            return;
        }
        for (const dispatch::Ground& g : input.ground->grounds)
            if (g.kind == dispatch::GroundKind::Water && !g.name.empty() && !g.area.empty())
                m_namedWater.insert(g.name);
        for (const dispatch::Ground& g : input.ground->grounds) addGround(g, input.projection);
        for (const dispatch::Road& road : input.ground->roads) {
            const std::size_t group = roadGroup(road.kind);
            m_roads[group].addLine(road.line, input.projection);
            if (road.name.empty()) continue;
            LineName name = straightStretch(road.line, input.projection);
            name.text = QString::fromStdString(road.name);
            m_roadNames[group].push_back(std::move(name));
        }
        finish();
        for (auto& names : m_roadNames)
            std::stable_sort(names.begin(), names.end(), [](const LineName& a, const LineName& b) {
                return a.metres > b.metres;
            });
    }

    void paint(QPainter& p, const RenderContext& c) const override {
        const GroundPictures::Cover cover =
            m_pictures ? m_pictures->cover(c.view, c.clip) : GroundPictures::Cover{};
        // Until the exact pictures are there, the console's own drawing lies under what there is.
        if (!cover.isWanted || !cover.isWhole) paintOwn(p, c);
        if (cover.isWanted) paintPieces(p, c, cover.pieces);
    }

    void paintOwn(QPainter& p, const RenderContext& c) const {
        const SceneBox clip = SceneBox::of(c.clip);
        const double mpp = c.view.metresPerPixel;
        const auto fill = [&](const ShapeSet& shapes, std::string_view token,
                              std::string_view edge = {}, double width = 0) {
            p.setBrush(c.theme.color(token));
            p.setPen(edge.empty() ? QPen(Qt::NoPen) : QPen(c.theme.color(edge), width));
            shapes.index().query(clip, [&](std::uint32_t i) {
                const SceneBox& box = shapes.box(i);
                if (std::max(box.maxX - box.minX, box.maxY - box.minY) < mpp * 0.7) return;
                if (!c.isCancelled()) shapes.drawArea(p, i, c.view, clip);
            });
        };
        if (m_land.empty() && m_gridMap)
            fill(m_gridMap->shapes(), "map.land", "map.land", 1);
        else
            fill(m_land, "map.land");
        fill(m_hills, "map.hill");
        fill(m_green, "map.green");
        fill(m_water, "map.water", "map.water.line", 1);
        stroke(p, c, clip, m_rivers, "map.water", std::clamp(kRiverMetres / mpp, 1.0, 14.0));
        if (mpp <= kBuildingsBelow) fill(m_buildings, "map.building", "map.building.line", 0.6);
        paintRail(p, c, clip);
        paintRoads(p, c, clip);
    }

    void addLabels(LabelSet& labels, const RenderContext& c) const override {
        if (m_pictures) {
            const GroundPictures::Cover cover = m_pictures->cover(c.view, {});
            if (cover.isWanted && cover.hasNames) return;
        }
        const SceneBox clip = SceneBox::of(c.clip);
        const double mpp = c.view.metresPerPixel;
        const auto inside = [&](gis::ScenePoint at) {
            return at.x >= clip.minX && at.x <= clip.maxX && at.y >= clip.minY && at.y <= clip.maxY;
        };
        for (std::size_t group = 0; group < m_roads.size(); ++group) {
            const RoadStyle& style = kRoadStyles[group];
            if (mpp > style.labelBelow) continue;
            for (const LineName& name : m_roadNames[group]) {
                if (name.metres < mpp * 40) break;
                if (!inside(name.at)) continue;
                labels.add({.text = name.text,
                            .style = {11, false, false, 0, "map.label.minor"},
                            .at = c.view.toPixel(name.at),
                            .angle = std::round(name.angle),
                            .priority = style.labelPriority,
                            .roomPixels = name.metres / mpp,
                            .repeat = 360});
            }
        }
        for (const LineName& name : m_riverNames)
            if (inside(name.at) && mpp < 60 && name.metres > mpp * 60)
                labels.add({.text = name.text,
                            .style = {14, false, true, 6, "map.label.water"},
                            .at = c.view.toPixel(name.at),
                            .angle = std::round(name.angle),
                            .priority = 40,
                            .roomPixels = name.metres / mpp,
                            .repeat = 420});
        const auto areas = [&](const std::vector<AreaName>& names, TextStyle style, int priority) {
            for (const AreaName& name : names)
                if (inside(name.inner.at))
                    labels.add({.text = name.text,
                                .style = style,
                                .at = c.view.toPixel(name.inner.at),
                                .priority = priority,
                                .roomPixels = std::max(name.width, name.inner.radius * 2.6) / mpp,
                                .repeat = 200});
        };
        areas(m_waterNames, {14, false, true, 2, "map.label.water"}, 30);
        areas(m_greenNames, {12, false, false, 0, "map.label.green"}, 20);
    }

    std::size_t count() const override {
        std::size_t n = m_land.size() + m_hills.size() + m_green.size() + m_water.size() +
                        m_rivers.size() + m_rail.size() + m_buildings.size();
        for (const ShapeSet& roads : m_roads) n += roads.size();
        return n;
    }

  private:
    static void paintPieces(QPainter& p, const RenderContext& c,
                            const std::vector<GroundPictures::Piece>& pieces) {
        const qreal ratio = c.view.devicePixelRatio;
        for (const GroundPictures::Piece& piece : pieces) {
            if (c.isCancelled()) return;
            const QPointF corner = c.view.toPixel({piece.scene.left(), piece.scene.bottom()});
            if (piece.exact) {
                // On whole pixels, or it would be blurred; halves go down for all of them alike, or
                // there were gaps between neighbours.
                const auto whole = [ratio](double pixel) {
                    return std::floor(pixel * ratio + 0.499) / ratio;
                };
                p.drawImage(QPointF(whole(corner.x()), whole(corner.y())), piece.image);
                continue;
            }
            const QPointF other = c.view.toPixel({piece.scene.right(), piece.scene.top()});
            p.setRenderHint(QPainter::SmoothPixmapTransform);
            p.drawImage(QRectF(corner, other), piece.image);
        }
    }

    void addGround(const dispatch::Ground& g, const gis::Projection& projection) {
        const auto area = [&](ShapeSet& shapes, std::vector<AreaName>* names) {
            shapes.addArea(g.area, projection);
            if (!names || g.name.empty() || shapes.ringCount(shapes.size() - 1) == 0) return;
            const std::size_t at = shapes.size() - 1;
            const SceneBox& box = shapes.box(at);
            names->push_back({QString::fromStdString(g.name), innerPoint(shapes, at),
                              std::min(box.maxX - box.minX, box.maxY - box.minY)});
        };
        switch (g.kind) {
            case dispatch::GroundKind::Land:
                return area(m_land, nullptr);
            case dispatch::GroundKind::Hill:
                return area(m_hills, &m_greenNames);
            case dispatch::GroundKind::Green:
                return area(m_green, &m_greenNames);
            case dispatch::GroundKind::Water:
                if (g.line.size() > 1 && !g.name.empty()) addRiverName(g, projection);
                return area(m_water, g.line.size() > 1 ? nullptr : &m_waterNames);
            case dispatch::GroundKind::Building:
                return area(m_buildings, nullptr);
            case dispatch::GroundKind::River:
                if (!g.area.empty()) area(m_water, nullptr);
                if (g.line.size() > 1) {
                    // Where the water's area is known the line is only for its name.
                    if (!m_namedWater.contains(g.name)) m_rivers.addLine(g.line, projection);
                    if (!g.name.empty()) addRiverName(g, projection);
                }
                return;
            case dispatch::GroundKind::Rail:
                if (g.line.size() > 1) m_rail.addLine(g.line, projection);
                return;
        }
    }

    void addRiverName(const dispatch::Ground& g, const gis::Projection& projection) {
        // Several places along a long river, so that its name is seen wherever one is.
        constexpr std::size_t kPieces = 6;
        const std::size_t step = std::max<std::size_t>(2, g.line.size() / kPieces);
        for (std::size_t from = 0; from + 1 < g.line.size(); from += step) {
            const std::size_t to = std::min(g.line.size(), from + step + 1);
            if (to - from < 2) break;
            LineName name = straightStretch(dispatch::Line(g.line.begin() + std::ptrdiff_t(from),
                                                           g.line.begin() + std::ptrdiff_t(to)),
                                            projection);
            name.text = QString::fromStdString(g.name);
            m_riverNames.push_back(std::move(name));
        }
    }

    void finish() {
        for (ShapeSet* shapes :
             {&m_land, &m_hills, &m_green, &m_water, &m_rivers, &m_rail, &m_buildings})
            shapes->finish();
        for (ShapeSet& roads : m_roads) roads.finish();
    }

    static void stroke(QPainter& p, const RenderContext& c, const SceneBox& clip,
                       const ShapeSet& shapes, std::string_view token, double width) {
        QPen pen(c.theme.color(token), width);
        // Round ends cost a good deal and are not seen on thin lines.
        pen.setCapStyle(width >= 3 ? Qt::RoundCap : Qt::FlatCap);
        pen.setJoinStyle(width >= 3 ? Qt::RoundJoin : Qt::BevelJoin);
        p.setPen(pen);
        p.setBrush(Qt::NoBrush);
        shapes.index().query(clip, [&](std::uint32_t i) {
            if (!c.isCancelled()) shapes.drawLine(p, i, c.view, clip);
        });
    }

    void paintRail(QPainter& p, const RenderContext& c, const SceneBox& clip) const {
        const double mpp = c.view.metresPerPixel;
        if (mpp > kRailBeyond) return;
        const double width = std::clamp(2.2 * std::pow(kStandardScale / mpp, 0.3), 1.0, 3.0);
        stroke(p, c, clip, m_rail, "map.rail", width);
        if (width < 1.4) return;
        QPen pen(c.theme.color(std::string_view("map.casing")), width - 1);
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({7 / pen.widthF(), 7 / pen.widthF()});
        p.setPen(pen);
        m_rail.index().query(clip, [&](std::uint32_t i) {
            if (!c.isCancelled()) m_rail.drawLine(p, i, c.view, clip);
        });
    }

    void paintRoads(QPainter& p, const RenderContext& c, const SceneBox& clip) const {
        const double mpp = c.view.metresPerPixel;
        const double grow = std::clamp(std::pow(kStandardScale / mpp, 0.55), 0.2, 2.6);
        const auto shown = [&](std::size_t g) { return mpp <= kRoadStyles[g].hideAbove; };
        for (std::size_t g = 0; g < m_roads.size(); ++g) {
            const double width = kRoadStyles[g].width * grow;
            if (shown(g) && width >= 1.9)
                stroke(p, c, clip, m_roads[g], "map.casing", width + kCasing * std::min(1.0, grow));
        }
        for (std::size_t g = 0; g < m_roads.size(); ++g)
            if (shown(g)) {
                const double width = kRoadStyles[g].width * grow;
                stroke(p, c, clip, m_roads[g], kRoadStyles[g].token,
                       width < 1.5 ? std::clamp(width, 0.7, 1.0) : width);
            }
        if (grow >= 0.8) stroke(p, c, clip, m_roads[4], "map.casing", 1);
    }

    std::shared_ptr<const GridMap> m_gridMap;
    std::shared_ptr<const GroundPictures> m_pictures;
    ShapeSet m_land, m_hills, m_green, m_water, m_rivers, m_rail, m_buildings;
    std::array<ShapeSet, 5> m_roads;
    std::array<std::vector<LineName>, 5> m_roadNames;
    std::vector<LineName> m_riverNames;
    std::set<std::string> m_namedWater;
    std::vector<AreaName> m_waterNames, m_greenNames;
};

}  // namespace

std::shared_ptr<const LayerContent> GroundLayer::build(const SceneInput& input) const {
    return std::make_shared<GroundContent>(input);
}

void GroundLayer::paintSample(QPainter& p, Theme theme) const {
    p.setPen(Qt::NoPen);
    p.setBrush(theme.color(std::string_view("map.water")));
    p.drawRoundedRect(QRectF(2, 2, 16, 12), 2, 2);
    p.setBrush(theme.color(std::string_view("map.green")));
    p.drawPolygon(QPolygonF({{2, 2}, {14, 2}, {6, 14}, {2, 14}}));
    p.setPen(QPen(theme.color(std::string_view("map.rail")), 1.6));
    p.drawLine(QPointF(4, 14), QPointF(16, 2));
}

}  // namespace layers

// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/posts_layer.h"

#include <QCoreApplication>
#include <cmath>

#include "layers/box_index.h"
#include "layers/labels.h"
#include "layers/symbol_painter.h"
#include "layers/symbols/map_table.h"

namespace layers {

namespace {

class PostsContent final : public LayerContent {
  public:
    explicit PostsContent(const SceneInput& input) {
        std::vector<dispatch::Level> levels;
        input.picture->levels.forEach([&](const dispatch::Level& l) { levels.push_back(l); });
        const auto rankOf = [&](const std::string& code) {
            for (const dispatch::Level& level : levels)
                if (level.code == code) return std::clamp(level.rank, 0, 3);
            return 3;
        };
        input.picture->posts.forEach([&](const dispatch::Post& post) {
            m_rows.push_back({{dispatch::Kind::Post, post.id.value},
                              QString::fromStdString(post.name),
                              input.projection.toScene(post.place),
                              -1});
        });
        m_posts = m_rows.size();
        input.picture->centres.forEach([&](const dispatch::Centre& centre) {
            if (!centre.place) return;
            m_rows.push_back({{dispatch::Kind::Centre, centre.id.value},
                              QString::fromStdString(centre.name),
                              input.projection.toScene(*centre.place),
                              rankOf(centre.level)});
        });
        std::vector<SceneBox> boxes;
        for (const Row& row : m_rows) boxes.push_back({row.at.x, row.at.y, row.at.x, row.at.y});
        m_index = BoxIndex(boxes);
    }

    void paint(QPainter& p, const RenderContext& c) const override {
        const SceneBox clip = SceneBox::of(c.clip);
        for (const Row& row : m_rows) {
            if (!isShown(row, c.view) || row.at.x < clip.minX || row.at.x > clip.maxX ||
                row.at.y < clip.minY || row.at.y > clip.maxY)
                continue;
            paintSymbol(p, row.rank < 0 ? postSymbol() : centreSymbol(4 - row.rank),
                        c.view.toPixel(row.at), sizeOf(row, c.view), c.theme);
        }
    }

    void addLabels(LabelSet& labels, const RenderContext& c) const override {
        if (c.view.metresPerPixel > kPostNamesBelow) return;
        for (const Row& row : m_rows) {
            if (!isShown(row, c.view)) continue;
            labels.add({.text = row.name,
                        .style = {11, false, false, 0, "map.label"},
                        .at = c.view.toPixel(row.at) + QPointF(0, sizeOf(row, c.view) / 2 + 7),
                        .priority = 70});
        }
    }

    void findHits(QPointF at, const MapView& view, dispatch::Millis,
                  std::vector<Hit>& hits) const override {
        const gis::ScenePoint p = view.toScene(at);
        const double reach = 14 * view.metresPerPixel;
        m_index.query({p.x - reach, p.y - reach, p.x + reach, p.y + reach}, [&](std::uint32_t i) {
            const Row& row = m_rows[i];
            if (!isShown(row, view)) return;
            const double radius = sizeOf(row, view) / 2 - 2;
            const double far = std::hypot(row.at.x - p.x, row.at.y - p.y) / view.metresPerPixel;
            if (far <= radius + 3) hits.push_back({row.record, row.at, radius, far, false});
        });
    }

    std::optional<Hit> locate(dispatch::RecordRef record, const MapView& view) const override {
        for (const Row& row : m_rows)
            if (row.record == record)
                return Hit{record, row.at, sizeOf(row, view) / 2 - 2, 0, false};
        return {};
    }

    std::size_t count() const override { return m_posts; }

  private:
    struct Row {
        dispatch::RecordRef record;
        QString name;
        gis::ScenePoint at;
        int rank;  ///< -1 for a post, else the level's rank.
    };
    static bool isShown(const Row& row, const MapView& view) {
        return row.rank < 0 || view.metresPerPixel <= kCentreHideAbove[std::size_t(row.rank)];
    }
    static double sizeOf(const Row& row, const MapView& view) {
        if (row.rank >= 0) return kCentreSize;
        return view.metresPerPixel > kPostFarAbove ? kPostSizeFar : kPostSize;
    }
    std::vector<Row> m_rows;
    std::size_t m_posts = 0;
    BoxIndex m_index;
};

}  // namespace

std::shared_ptr<const LayerContent> PostsLayer::build(const SceneInput& input) const {
    return std::make_shared<PostsContent>(input);
}

void PostsLayer::paintSample(QPainter& p, Theme theme) const {
    paintSymbol(p, postSymbol(), {10, 8}, 17, theme);
}

QList<LegendRow> PostsLayer::legend(Theme theme, qreal ratio) const {
    QList<LegendRow> rows;
    const auto row = [&](const char* title, const Symbol& symbol) {
        rows.append({QCoreApplication::translate("layers", title),
                     QPixmap::fromImage(symbolImage(symbol, 20, theme, ratio))});
    };
    row(QT_TRANSLATE_NOOP("layers", "Post"), postSymbol());
    row(QT_TRANSLATE_NOOP("layers", "City centre"), centreSymbol(4));
    row(QT_TRANSLATE_NOOP("layers", "District centre"), centreSymbol(3));
    row(QT_TRANSLATE_NOOP("layers", "Township centre"), centreSymbol(2));
    row(QT_TRANSLATE_NOOP("layers", "Community centre"), centreSymbol(1));
    return rows;
}

}  // namespace layers

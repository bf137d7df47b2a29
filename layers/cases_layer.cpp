// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/cases_layer.h"

#include <QCoreApplication>
#include <QHash>
#include <algorithm>
#include <cmath>

#include "layers/labels.h"
#include "layers/sprites.h"
#include "layers/symbol_painter.h"
#include "layers/symbols/map_table.h"

namespace layers {

namespace {

constexpr double kAllShownBelow = 1.2;  ///< Metres a pixel: nearer, no clusters.
constexpr double kCellPixels = 34;
constexpr int kCrowd = 3;  ///< So many cases in a cell become a cluster.

struct Mark {
    double x, y;
    const dispatch::Case* record;  ///< Lives as long as the picture.
    bool atTop;                    ///< Held by the top level, where late means supervised.
};

struct Shown {
    std::size_t mark;  ///< The case, or the most urgent one of a cluster.
    int members = 1;
    int late = 0;
    int warn = 0;
    double x = 0, y = 0;
    ClockMark clock = ClockMark::Ok;
};

double cellMetres(double metresPerPixel) {
    return std::exp2(std::ceil(std::log2(kCellPixels * metresPerPixel)));
}

QString shortNumber(const std::string& code) {
    const std::size_t dash = code.find_last_of('-');
    return QString::fromStdString(dash == std::string::npos ? code : code.substr(dash + 1));
}

class CasesContent final : public LayerContent {
  public:
    explicit CasesContent(const SceneInput& input) : m_picture(input.picture) {
        std::string top;
        int best = std::numeric_limits<int>::max();
        m_picture->levels.forEach([&](const dispatch::Level& level) {
            if (level.rank < best) {
                best = level.rank;
                top = level.code;
            }
        });
        if (top.empty()) top = "city";
        m_picture->cases.forEach([&](const dispatch::Case& record) {
            ++m_open;
            if (!record.place) return;
            const gis::ScenePoint at = input.projection.toScene(*record.place);
            m_marks.push_back({at.x, at.y, &record, record.level == top});
        });
    }

    void paintLive(QPainter& p, const LiveContext& c) const override {
        const double ratio = c.view.devicePixelRatio;
        for (const Shown& shown : arranged(c.view, c.storeTime, c.selection)) {
            const QPointF at = c.view.toPixel({shown.x, shown.y});
            if (shown.members > 1) {
                drawSprite(p, c.sprites.clusterImage(shown.members, shown.late, shown.warn), at,
                           ratio);
                continue;
            }
            const dispatch::Case& record = *m_marks[shown.mark].record;
            drawSprite(p, c.sprites.caseImage(record.risk, shown.clock, stageMark(record.stage)),
                       at, ratio);
            const bool isSelected =
                c.selection == dispatch::RecordRef{dispatch::Kind::Case, record.id.value};
            if (isSelected || shown.clock == ClockMark::Late ||
                shown.clock == ClockMark::Supervised) {
                const QImage& number = c.sprites.numberImage(shortNumber(record.code));
                const double width = number.width() / number.devicePixelRatio();
                const double gap = isSelected ? 20 : 14;
                drawSprite(p, number, at + QPointF(gap + width / 2, 0), ratio);
            }
        }
    }

    void addObstacles(LabelSet& labels, const RenderContext& c) const override {
        constexpr double kNumberPixels = 36;
        for (const Shown& shown : arranged(c.view, c.storeTime, std::nullopt)) {
            const QPointF at = c.view.toPixel({shown.x, shown.y});
            const double radius = shown.members > 1 ? Sprites::clusterRadius(shown.members)
                                                    : radiusOf(*m_marks[shown.mark].record);
            const bool numbered = shown.members == 1 && shown.clock >= ClockMark::Late;
            labels.addObstacle(QRectF(at.x() - radius, at.y() - radius,
                                      2 * radius + (numbered ? kNumberPixels : 0), 2 * radius));
        }
    }

    void findHits(QPointF at, const MapView& view, dispatch::Millis now,
                  std::vector<Hit>& hits) const override {
        for (const Shown& shown : arranged(view, now, std::nullopt)) {
            const QPointF middle = view.toPixel({shown.x, shown.y});
            const dispatch::Case& record = *m_marks[shown.mark].record;
            const double radius =
                shown.members > 1 ? Sprites::clusterRadius(shown.members) : radiusOf(record);
            const double far = std::hypot(middle.x() - at.x(), middle.y() - at.y());
            if (far <= radius + 2)
                hits.push_back({{dispatch::Kind::Case, record.id.value},
                                {shown.x, shown.y},
                                radius,
                                far,
                                false,
                                shown.members});
        }
    }

    std::optional<Hit> locate(dispatch::RecordRef record, const MapView&) const override {
        if (record.kind != dispatch::Kind::Case) return {};
        const auto mark = std::lower_bound(
            m_marks.begin(), m_marks.end(), record.id,
            [](const Mark& m, std::int64_t wanted) { return m.record->id.value < wanted; });
        if (mark == m_marks.end() || mark->record->id.value != record.id) return {};
        return Hit{record, {mark->x, mark->y}, radiusOf(*mark->record), 0, false};
    }

    std::size_t count() const override { return m_open; }

  private:
    static double radiusOf(const dispatch::Case& record) {
        return caseRadius(record.risk) * caseSize(record.risk) / kSymbolBox;
    }

    /// What is drawn, bottom to top: clusters, then single cases by urgency, the selected one last.
    std::vector<Shown> arranged(const MapView& view, dispatch::Millis storeTime,
                                std::optional<dispatch::RecordRef> selection) const {
        const auto now = std::chrono::floor<std::chrono::seconds>(storeTime);
        const double cell = cellMetres(view.metresPerPixel);
        const bool clusters = view.metresPerPixel > kAllShownBelow;
        const QRectF rect = view.sceneRect();
        const double rim = clusters ? cell : 32 * view.metresPerPixel;
        std::vector<Shown> all;
        QHash<quint64, std::vector<std::size_t>> cells;
        for (std::size_t i = 0; i < m_marks.size(); ++i) {
            const Mark& mark = m_marks[i];
            if (mark.x < rect.left() - rim || mark.x > rect.right() + rim ||
                mark.y < rect.top() - rim || mark.y > rect.bottom() + rim)
                continue;
            const ClockMark clock = clockMark(*mark.record, mark.atTop, now);
            const bool isSelected =
                selection == dispatch::RecordRef{dispatch::Kind::Case, mark.record->id.value};
            if (clusters && !isSelected) {
                const quint64 key = quint64(quint32(qint32(std::floor(mark.x / cell)))) << 32 |
                                    quint32(qint32(std::floor(mark.y / cell)));
                cells[key].push_back(all.size());
            }
            all.push_back({.mark = i, .x = mark.x, .y = mark.y, .clock = clock});
        }
        std::vector<bool> hidden(all.size());
        std::vector<Shown> shown;
        for (const auto& crowd : std::as_const(cells)) {
            if (crowd.size() < kCrowd) continue;
            Shown cluster{.mark = all[crowd.front()].mark, .members = int(crowd.size())};
            for (const std::size_t i : crowd) {
                hidden[i] = true;
                const Shown& one = all[i];
                cluster.x += one.x / double(crowd.size());
                cluster.y += one.y / double(crowd.size());
                cluster.late += one.clock == ClockMark::Late || one.clock == ClockMark::Supervised;
                cluster.warn += one.clock == ClockMark::Warn;
                if (one.clock > cluster.clock) {
                    cluster.clock = one.clock;
                    cluster.mark = one.mark;
                }
            }
            shown.push_back(cluster);
        }
        // The order of a hash is not the same in two runs; pictures must be.
        std::sort(shown.begin(), shown.end(),
                  [](const Shown& a, const Shown& b) { return a.mark < b.mark; });
        const std::size_t first = shown.size();
        for (std::size_t i = 0; i < all.size(); ++i)
            if (!hidden[i]) shown.push_back(all[i]);
        const auto weight = [&](const Shown& s) {
            const dispatch::RecordRef self{dispatch::Kind::Case, m_marks[s.mark].record->id.value};
            return selection == self ? 100 : int(s.clock);
        };
        // Of equal urgency from north to south, as memory on screen lies.
        std::stable_sort(shown.begin() + std::ptrdiff_t(first), shown.end(),
                         [&](const Shown& a, const Shown& b) {
                             const int one = weight(a), two = weight(b);
                             return one != two ? one < two : a.y > b.y;
                         });
        return shown;
    }

    std::shared_ptr<const dispatch::Picture> m_picture;
    std::vector<Mark> m_marks;  ///< Sorted by id.
    std::size_t m_open = 0;
};

}  // namespace

std::shared_ptr<const LayerContent> CasesLayer::build(const SceneInput& input) const {
    return std::make_shared<CasesContent>(input);
}

void CasesLayer::paintSample(QPainter& p, Theme theme) const {
    paintSymbol(p, caseSymbol(dispatch::Risk::Medium, ClockMark::Ok, StageMark::Handling), {10, 8},
                18, theme);
}

QList<LegendRow> CasesLayer::legend(Theme theme, qreal ratio) const {
    using dispatch::Risk;
    QList<LegendRow> rows;
    const auto row = [&](const char* title, Risk risk, ClockMark clock, StageMark stage) {
        rows.append(
            {QCoreApplication::translate("layers", title),
             QPixmap::fromImage(symbolImage(caseSymbol(risk, clock, stage), 22, theme, ratio))});
    };
    row(QT_TRANSLATE_NOOP("layers", "Low risk"), Risk::Low, ClockMark::Ok, StageMark::Accepted);
    row(QT_TRANSLATE_NOOP("layers", "Medium risk"), Risk::Medium, ClockMark::Ok,
        StageMark::Accepted);
    row(QT_TRANSLATE_NOOP("layers", "High risk"), Risk::High, ClockMark::Ok, StageMark::Accepted);
    row(QT_TRANSLATE_NOOP("layers", "Soon late"), Risk::Low, ClockMark::Warn, StageMark::Routed);
    row(QT_TRANSLATE_NOOP("layers", "Late"), Risk::Low, ClockMark::Late, StageMark::Handling);
    row(QT_TRANSLATE_NOOP("layers", "Supervised"), Risk::Low, ClockMark::Supervised,
        StageMark::Handling);
    return rows;
}

}  // namespace layers

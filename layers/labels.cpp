// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/labels.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace layers {

namespace {

constexpr double kCell = 64;

/// Rectangles by the cells of a raster that they touch.
class Occupied {
  public:
    bool isFree(const QRectF& box) const {
        bool free = true;
        cells(box, [&](quint64 key) {
            const auto found = m_cells.find(key);
            if (found == m_cells.end()) return;
            for (const QRectF& other : *found) free = free && !other.intersects(box);
        });
        return free;
    }
    void take(const QRectF& box) {
        cells(box, [&](quint64 key) { m_cells[key].push_back(box); });
    }

  private:
    template <class Visit>
    static void cells(const QRectF& box, Visit visit) {
        for (int x = int(std::floor(box.left() / kCell)); x <= int(box.right() / kCell); ++x)
            for (int y = int(std::floor(box.top() / kCell)); y <= int(box.bottom() / kCell); ++y)
                visit(quint64(quint32(x)) << 32 | quint32(y));
    }
    QHash<quint64, std::vector<QRectF>> m_cells;
};

}  // namespace

const QImage& LabelImages::image(const QString& text, const TextStyle& style) {
    const QString key = text + QChar(0x1F) + QChar(ushort(style.pixels)) +
                        QChar(ushort(int(style.bold) + 2 * int(style.italic) + 4)) +
                        QChar(ushort(int(style.spacing * 4) + 1)) +
                        QString::fromUtf8(style.token.data(), qsizetype(style.token.size()));
    const auto found = m_images.find(key);
    if (found != m_images.end()) return *found;
    return *m_images.insert(key, haloText(text, style, m_theme, m_ratio, m_font));
}

void LabelImages::trim() {
    if (m_images.size() > 12000) m_images.clear();
}

void LabelSet::add(Label label) {
    if (label.text.isEmpty() || !m_area.contains(label.at)) return;
    label.opacity *= m_opacity;
    m_labels.push_back(std::move(label));
}

void LabelSet::place(LabelImages& images) {
    std::stable_sort(m_labels.begin(), m_labels.end(),
                     [](const Label& a, const Label& b) { return a.priority > b.priority; });
    Occupied occupied;
    for (const QRectF& box : m_obstacles) occupied.take(box);
    QHash<QString, std::vector<QPointF>> standing;
    for (const Label& label : m_labels) {
        if (label.repeat > 0) {
            const auto& same = standing[label.text];
            if (std::any_of(same.begin(), same.end(), [&](QPointF p) {
                    return std::hypot(p.x() - label.at.x(), p.y() - label.at.y()) < label.repeat;
                }))
                continue;
        }
        const QImage& image = images.image(label.text, label.style);
        const QSizeF size = QSizeF(image.size()) / image.devicePixelRatio();
        if (label.roomPixels > 0 && size.width() - 4 > label.roomPixels) continue;
        const double turn = label.angle * M_PI / 180;
        const double w =
            std::abs(size.width() * std::cos(turn)) + std::abs(size.height() * std::sin(turn));
        const double h =
            std::abs(size.width() * std::sin(turn)) + std::abs(size.height() * std::cos(turn));
        QPointF at = label.at;
        const auto boxAt = [&](QPointF middle) {
            return QRectF(middle.x() - w / 2, middle.y() - h / 2, w, h);
        };
        bool free = occupied.isFree(boxAt(at));
        for (const double lines : {-1.2, 1.2, -2.2, 2.2}) {
            if (free || !label.mayShift) break;
            at = label.at + QPointF(0, std::round(lines * h));
            free = occupied.isFree(boxAt(at));
        }
        if (!free) continue;
        const QRectF box = boxAt(at);
        occupied.take(box.adjusted(-3, -1, 3, 1));
        if (label.repeat > 0) standing[label.text].push_back(at);
        m_placed.push_back({image, at, label.angle, label.opacity, box});
    }
}

void LabelSet::paint(QPainter& painter) const {
    for (const Placed& label : m_placed) {
        const qreal ratio = label.image.devicePixelRatio();
        const QSizeF size = QSizeF(label.image.size()) / ratio;
        painter.setOpacity(label.opacity);
        if (label.angle == 0) {
            const double x = std::round((label.at.x() - size.width() / 2) * ratio) / ratio;
            const double y = std::round((label.at.y() - size.height() / 2) * ratio) / ratio;
            painter.drawImage(QPointF(x, y), label.image);
            continue;
        }
        painter.save();
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.translate(label.at);
        painter.rotate(label.angle);
        painter.drawImage(QPointF(-size.width() / 2, -size.height() / 2), label.image);
        painter.restore();
    }
    painter.setOpacity(1);
}

std::vector<QRectF> LabelSet::placedBoxes() const {
    std::vector<QRectF> boxes;
    for (const Placed& label : m_placed) boxes.push_back(label.box);
    return boxes;
}

}  // namespace layers

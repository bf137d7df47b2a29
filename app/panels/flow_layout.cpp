// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/flow_layout.h"

#include <QWidget>
#include <algorithm>

namespace app {

FlowLayout::FlowLayout(int gap, QWidget* parent) : QLayout(parent), m_gap(gap) {}

FlowLayout::~FlowLayout() {
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem* item) {
    m_items.append(item);
}

QLayoutItem* FlowLayout::takeAt(int index) {
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const {
    return arrange({0, 0, width, 0}, false);
}

QSize FlowLayout::minimumSize() const {
    QSize least;
    for (const QLayoutItem* item : m_items)
        if (!item->isEmpty()) least = least.expandedTo(item->minimumSize());
    const QMargins around = contentsMargins();
    return least + QSize(around.left() + around.right(), around.top() + around.bottom());
}

void FlowLayout::setGeometry(const QRect& box) {
    QLayout::setGeometry(box);
    arrange(box, true);
}

int FlowLayout::arrange(const QRect& box, bool place) const {
    const QRect inside = box.marginsRemoved(contentsMargins());
    int x = inside.left();
    int y = inside.top();
    int line = 0;
    for (QLayoutItem* item : m_items) {
        if (item->isEmpty()) continue;
        const QSize size = item->sizeHint();
        if (line > 0 && x + size.width() > inside.right() + 1) {
            x = inside.left();
            y += line + m_gap;
            line = 0;
        }
        if (place)
            item->setGeometry(
                {QPoint(x, y), QSize(std::min(size.width(), inside.width()), size.height())});
        x += size.width() + m_gap;
        line = std::max(line, size.height());
    }
    return y + line - box.top() + contentsMargins().bottom();
}

}  // namespace app

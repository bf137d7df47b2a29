// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intake/place_picker.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "app/look/look.h"

namespace app {
namespace {

/// The cross in the middle and what the keys do.
class Cross final : public QWidget {
  public:
    Cross(layers::MapCanvas& canvas, QString words)
        : QWidget(&canvas), m_canvas(canvas), m_words(std::move(words)) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setGeometry(canvas.rect());
        show();
        raise();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        constexpr double kArm = 16;
        constexpr double kHole = 4;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const layers::Theme look = m_canvas.theme();
        const QPointF middle(width() / 2.0, height() / 2.0);
        for (const auto& [token, wide] :
             {std::pair{"map.halo", 5.0}, std::pair{"accent.ink", 2.0}}) {
            painter.setPen(
                QPen(look.color(std::string_view(token)), wide, Qt::SolidLine, Qt::RoundCap));
            for (const QPointF arm : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)})
                painter.drawLine(middle + kHole * arm, middle + kArm * arm);
        }
        painter.setFont(typeFont(Type::Body));
        const int wide = QFontMetrics(painter.font()).horizontalAdvance(m_words) + 24;
        const QRectF plate(middle.x() - wide / 2.0, middle.y() + 28, wide, 28);
        painter.setPen(look.color(std::string_view("l2")));
        painter.setBrush(look.color(std::string_view("s3")));
        painter.drawRoundedRect(plate, 4, 4);
        painter.setPen(look.color(std::string_view("t1")));
        painter.drawText(plate, Qt::AlignCenter, m_words);
    }

  private:
    layers::MapCanvas& m_canvas;
    QString m_words;
};

}  // namespace

PlacePicker::PlacePicker(layers::MapCanvas& canvas, QObject* parent)
    : QObject(parent), m_canvas(canvas) {}

PlacePicker::~PlacePicker() {
    qApp->removeEventFilter(this);
}

void PlacePicker::begin() {
    if (m_cross) return;
    m_cross = new Cross(m_canvas, tr("Click the place · Enter takes the cross · Esc leaves"));
    m_canvas.setCursor(Qt::CrossCursor);
    m_canvas.setFocus(Qt::ShortcutFocusReason);
    // Before the window's own keys: the filter put in last is asked first.
    qApp->installEventFilter(this);
}

void PlacePicker::end() {
    qApp->removeEventFilter(this);
    delete m_cross;
    m_cross = nullptr;
    m_canvas.unsetCursor();
}

void PlacePicker::cancel() {
    if (!m_cross) return;
    end();
    Q_EMIT cancelled();
}

void PlacePicker::take(QPointF pixel) {
    const dispatch::LonLat place = m_canvas.placeAt(pixel);
    end();
    Q_EMIT picked(place);
}

bool PlacePicker::eventFilter(QObject* watched, QEvent* event) {
    if (watched != &m_canvas || !m_cross) return QObject::eventFilter(watched, event);
    switch (event->type()) {
        case QEvent::MouseButtonPress:
        case QEvent::MouseButtonDblClick:
            return static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton;
        case QEvent::MouseButtonRelease: {
            auto* mouse = static_cast<QMouseEvent*>(event);
            if (mouse->button() != Qt::LeftButton) return false;
            take(mouse->position());
            return true;
        }
        case QEvent::Resize:
            m_cross->resize(static_cast<QResizeEvent*>(event)->size());
            return false;
        case QEvent::KeyPress: {
            const int key = static_cast<QKeyEvent*>(event)->key();
            if (key == Qt::Key_Escape) {
                cancel();
                return true;
            }
            if (key != Qt::Key_Return && key != Qt::Key_Enter) return false;
            take(QPointF(m_canvas.width() / 2.0, m_canvas.height() / 2.0));
            return true;
        }
        default:
            return false;
    }
}

}  // namespace app

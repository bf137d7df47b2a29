// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/map_floats.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <cmath>

#include "app/look/icons.h"
#include "app/look/look.h"
#include "app/panels/case_mark.h"
#include "app/panels/empty_note.h"
#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

constexpr std::size_t kMostHits = 8;
constexpr int kRefRole = Qt::UserRole + 1;
constexpr int kToastMs = 4000;
constexpr int kMostToasts = 3;

}  // namespace

SearchBox::SearchBox(const Finder& finder, QWidget* over)
    : QFrame(over),
      m_finder(finder),
      m_icon(new QLabel),
      m_words(new QLineEdit),
      m_card(new QFrame(over)),
      m_list(new QListWidget) {
    setObjectName(QStringLiteral("floating"));
    setFixedSize(312, 36);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 0, 8, 0);
    row->setSpacing(6);
    row->addWidget(m_icon);
    m_words->setObjectName(QStringLiteral("commandEdit"));
    m_words->setPlaceholderText(tr("Find grid, centre, case, person, post"));
    m_words->setAccessibleName(tr("Find on the map"));
    m_words->installEventFilter(this);
    row->addWidget(m_words, 1);
    row->addWidget(label("key", QStringLiteral("Ctrl K")));
    m_card->setObjectName(QStringLiteral("card"));
    auto* column = new QVBoxLayout(m_card);
    column->setContentsMargins(1, 4, 1, 4);
    column->addWidget(m_list);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setStyleSheet(QStringLiteral("background: transparent;"));
    m_card->hide();
    connect(m_words, &QLineEdit::textEdited, this, &SearchBox::search);
    connect(m_words, &QLineEdit::returnPressed, this, [this] {
        if (m_list->count() > 0)
            choose(m_list->currentItem() ? m_list->currentItem() : m_list->item(0));
    });
    connect(m_list, &QListWidget::itemClicked, this, &SearchBox::choose);
}

void SearchBox::setTheme(layers::Theme theme) {
    m_icon->setPixmap(uiPixmap(QStringLiteral("search"), theme, "t3", 16, devicePixelRatioF()));
}

void SearchBox::begin() {
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
}

void SearchBox::closeList() {
    m_card->hide();
}

void SearchBox::search() {
    m_list->clear();
    for (const Found& found : m_finder.find(m_words->text(), kMostHits)) {
        auto* item = new QListWidgetItem(
            found.code + QStringLiteral("  ") + found.name +
                (found.detail.isEmpty() ? QString() : QStringLiteral("  ·  ") + found.detail),
            m_list);
        item->setSizeHint({280, 30});
        item->setData(kRefRole, QVariant::fromValue(found.ref));
    }
    if (m_words->text().trimmed().isEmpty()) return m_card->hide();
    if (m_list->count() == 0) {
        auto* none = new QListWidgetItem(tr("Nothing is called so"), m_list);
        none->setFlags(Qt::NoItemFlags);
        none->setSizeHint({280, 30});
    }
    m_list->setFixedHeight(30 * m_list->count() + 2);
    m_card->setFixedWidth(420);
    m_card->adjustSize();
    m_card->move(x(), y() + height() + 4);
    m_card->show();
    m_card->raise();
}

void SearchBox::choose(QListWidgetItem* item) {
    const QVariant ref = item->data(kRefRole);
    if (!ref.isValid()) return;
    m_card->hide();
    m_words->clear();
    Q_EMIT chosen(ref.value<dispatch::RecordRef>());
}

bool SearchBox::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut)
        QTimer::singleShot(150, m_card, [card = m_card, words = m_words] {
            if (!words->hasFocus()) card->hide();
        });
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape) {
            m_words->clear();
            m_card->hide();
            return false;
        }
        if ((key == Qt::Key_Down || key == Qt::Key_Up) && m_list->count() > 0) {
            const int step = key == Qt::Key_Down ? 1 : -1;
            m_list->setCurrentRow((m_list->currentRow() + step + m_list->count()) %
                                  m_list->count());
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

ToolColumn::ToolColumn(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("floating"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3, 3, 3, 3);
    column->setSpacing(2);
}

QToolButton* ToolColumn::add(const QString& icon, const QString& name, const QString& key,
                             bool checkable) {
    auto* button = new QToolButton;
    button->setAccessibleName(name);
    button->setToolTip(key.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, key));
    button->setCheckable(checkable);
    button->setFixedSize(28, 28);
    button->setIconSize({16, 16});
    layout()->addWidget(button);
    m_buttons.push_back({button, icon});
    return button;
}

void ToolColumn::setTheme(layers::Theme theme) {
    for (const auto& [button, icon] : m_buttons) button->setIcon(uiIcon(icon, theme));
    adjustSize();
}

OverviewMap::OverviewMap(layers::MapCanvas& canvas, QWidget* parent)
    : QFrame(parent), m_canvas(canvas) {
    setObjectName(QStringLiteral("floating"));
    setFixedSize(208, 144);
    setAccessibleName(tr("Overview of the city"));
    connect(&canvas, &layers::MapCanvas::overviewChanged, this, qOverload<>(&QWidget::update));
    connect(&canvas, &layers::MapCanvas::viewChanged, this, qOverload<>(&QWidget::update));
}

void OverviewMap::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    const QImage image = m_canvas.overview();
    if (image.isNull()) return;
    QPainter painter(this);
    const QRect box = rect().adjusted(4, 4, -4, -4);
    const QSize pixels = box.size() * devicePixelRatioF();
    if (m_smallOf != image.cacheKey() || m_small.size() != pixels) {
        // Averaged over all of its pixels: lines would break up into dots otherwise.
        m_small = image.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        m_smallOf = image.cacheKey();
    }
    painter.drawImage(box, m_small);
    const layers::MapView whole = m_canvas.overviewView();
    const QRectF seen = m_canvas.view().sceneRect();
    const auto at = [&](double x, double y) {
        const QPointF p = whole.toPixel({x, y});
        return QPointF(box.left() + p.x() / whole.size.width() * box.width(),
                       box.top() + p.y() / whole.size.height() * box.height());
    };
    painter.setClipRect(box);
    painter.setPen(QPen(m_canvas.theme().color("selection.map"), 1.5));
    painter.drawRect(QRectF(at(seen.left(), seen.bottom()), at(seen.right(), seen.top())));
}

void OverviewMap::go(QPointF pixel) {
    const layers::MapView whole = m_canvas.overviewView();
    if (whole.size.isEmpty()) return;
    const QRect box = rect().adjusted(4, 4, -4, -4);
    layers::MapView view = m_canvas.view();
    view.centre = whole.toScene({(pixel.x() - box.left()) / box.width() * whole.size.width(),
                                 (pixel.y() - box.top()) / box.height() * whole.size.height()});
    m_canvas.setView(view);
}

void OverviewMap::mousePressEvent(QMouseEvent* event) {
    go(event->position());
}
void OverviewMap::mouseMoveEvent(QMouseEvent* event) {
    go(event->position());
}

StatusRow::StatusRow(layers::MapCanvas& canvas, QWidget* parent)
    : QWidget(parent),
      m_canvas(canvas),
      m_theme(canvas.theme()),
      m_place(label("small")),
      m_grid(label("small")),
      m_sources(new QWidget) {
    setObjectName(QStringLiteral("statusRow"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(32);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(220, 0, 12, 0);
    row->setSpacing(20);
    row->addWidget(m_place);
    row->addWidget(m_grid);
    row->addStretch();
    auto* sources = new QHBoxLayout(m_sources);
    sources->setContentsMargins(0, 0, 0, 0);
    sources->setSpacing(14);
    row->addWidget(m_sources);
    connect(&canvas, &layers::MapCanvas::viewChanged, this, qOverload<>(&QWidget::update));
    connect(&canvas, &layers::MapCanvas::cursorMoved, this, &StatusRow::showPlace);
    connect(&canvas, &layers::MapCanvas::cursorLeft, this, [this] {
        m_place->clear();
        m_grid->clear();
    });
}

void StatusRow::setTheme(layers::Theme theme) {
    m_theme = theme;
    m_sourcesKey.clear();
    update();
}

void StatusRow::showPlace(dispatch::LonLat place, const QString& gridCode) {
    m_place->setText(positionText(place));
    m_grid->setText(groupedCode(gridCode));
}

void StatusRow::setSources(const dispatch::Picture& picture, dispatch::Millis now) {
    struct Line {
        QString words;
        bool silent;
    };
    std::vector<Line> lines;
    QString key;
    for (const dispatch::FixSource& source : picture.sources) {
        if (source.newest.time_since_epoch().count() == 0) continue;
        const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now - source.newest);
        const bool silent =
            dispatch::fixAge(source.newest, now, std::max(1, source.reportSeconds)) ==
            dispatch::FixAge::Stale;
        lines.push_back({sourceText(source.code) + QLatin1Char(' ') + ageText(age), silent});
        key += lines.back().words + QLatin1Char(silent ? '!' : '.');
    }
    if (key == m_sourcesKey) return;
    m_sourcesKey = key;
    auto* row = static_cast<QHBoxLayout*>(m_sources->layout());
    while (row->count() < 2 * int(lines.size())) {
        row->addWidget(new QLabel);
        row->addWidget(label("small"));
    }
    for (int i = 0; i < row->count() / 2; ++i) {
        auto* glyph = static_cast<QLabel*>(row->itemAt(2 * i)->widget());
        auto* words = static_cast<QLabel*>(row->itemAt(2 * i + 1)->widget());
        const bool used = i < int(lines.size());
        glyph->setVisible(used);
        words->setVisible(used);
        if (!used) continue;
        const Line& line = lines[std::size_t(i)];
        glyph->setPixmap(
            uiPixmap(line.silent ? QStringLiteral("link-slow") : QStringLiteral("link-live"),
                     m_theme, line.silent ? "link.slow" : "link.live", 12, devicePixelRatioF()));
        words->setText(line.words);
    }
}

void StatusRow::paintEvent(QPaintEvent* event) {
    QWidget::paintEvent(event);
    const double metresPerPixel = m_canvas.view().metresPerPixel;
    if (!(metresPerPixel > 0)) return;
    const double most = 120 * metresPerPixel;
    const double power = std::pow(10, std::floor(std::log10(most)));
    const double length = most >= 5 * power ? 5 * power : most >= 2 * power ? 2 * power : power;
    const int width = static_cast<int>(length / metresPerPixel);
    QPainter painter(this);
    painter.setPen(QPen(m_theme.color("t2"), 1));
    const int y = 20;
    painter.drawLine(12, y, 12 + width, y);
    for (const int x : {12, 12 + width / 2, 12 + width})
        painter.drawLine(x, x == 12 + width / 2 ? y - 3 : y - 6, x, y);
    painter.setFont(typeFont(Type::Small));
    painter.drawText(QRect(12 + width + 8, 0, 80, height()), Qt::AlignVCenter, lengthText(length));
}

HoverCard::HoverCard(QWidget* parent)
    : QFrame(parent),
      m_symbol(new QLabel),
      m_title(label("head")),
      m_state(label("small")),
      m_lines(label("small")) {
    setObjectName(QStringLiteral("card"));
    setFixedWidth(286);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->addWidget(m_symbol);
    head->addWidget(m_title, 1);
    head->addWidget(m_state);
    column->addLayout(head);
    m_title->setWordWrap(true);
    m_lines->setWordWrap(true);
    column->addWidget(m_lines);
    hide();
}

void HoverCard::showSheet(const FactSheet& sheet, QPoint at, layers::Theme theme) {
    m_symbol->setVisible(!sheet.symbol.empty());
    if (!sheet.symbol.empty())
        m_symbol->setPixmap(symbolPixmap(sheet.symbol, 20, theme, devicePixelRatioF()));
    m_title->setText(sheet.title +
                     (sheet.symbol.empty() ? QString() : QLatin1Char(' ') + sheet.code));
    m_state->setText(sheet.chips.value(0));
    QStringList lines{sheet.subtitle};
    if (sheet.symbol.empty()) lines << sheet.code;
    lines << sheet.footing;
    lines.removeAll(QString());
    m_lines->setText(lines.join(QLatin1Char('\n')));
    adjustSize();
    const QRect room = parentWidget()->rect();
    QPoint corner = at + QPoint(16, 18);
    if (corner.x() + width() > room.right()) corner.setX(at.x() - width() - 12);
    if (corner.y() + height() > room.bottom()) corner.setY(at.y() - height() - 12);
    move(corner);
    show();
    raise();
}

ToastStack::ToastStack(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(6);
    setFixedWidth(440);
    hide();
}

int ToastStack::count() const {
    return m_column->count();
}

QStringList ToastStack::words() const {
    QStringList all;
    for (int i = 0; i < m_column->count(); ++i)
        all << m_column->itemAt(i)->widget()->property("words").toString();
    return all;
}

void ToastStack::drop(const QString& key) {
    for (int i = m_column->count() - 1; i >= 0; --i) {
        QWidget* toast = m_column->itemAt(i)->widget();
        if (toast->property("key").toString() != key) continue;
        m_column->removeWidget(toast);
        toast->hide();
        toast->deleteLater();
    }
    setVisible(m_column->count() > 0);
    m_column->activate();
    adjustSize();
    Q_EMIT resized();
}

void ToastStack::say(const QString& key, const QString& words, bool stays, layers::Theme theme) {
    drop(key);
    if (m_column->count() >= kMostToasts)
        drop(m_column->itemAt(0)->widget()->property("key").toString());
    auto* toast = new QFrame;
    toast->setObjectName(QStringLiteral("toast"));
    toast->setProperty("key", key);
    toast->setProperty("words", words);
    toast->setProperty("late", stays);
    toast->setMinimumHeight(40);
    auto* row = new QHBoxLayout(toast);
    row->setContentsMargins(12, 6, 6, 6);
    auto* text = new QLabel(words);
    text->setWordWrap(true);
    row->addWidget(text, 1);
    auto* close = new QToolButton;
    close->setIcon(uiIcon(QStringLiteral("close"), theme));
    close->setAccessibleName(tr("Close this message"));
    connect(close, &QToolButton::clicked, this, [this, key] { drop(key); });
    row->addWidget(close);
    m_column->addWidget(toast);
    if (!stays) QTimer::singleShot(kToastMs, toast, [this, key] { drop(key); });
    toast->show();
    show();
    m_column->activate();
    adjustSize();
    raise();
    Q_EMIT resized();
}

}  // namespace app

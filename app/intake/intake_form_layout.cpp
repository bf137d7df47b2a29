// SPDX-License-Identifier: GPL-3.0-or-later
#include <QButtonGroup>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include "app/intake/intake_form.h"
#include "app/text/mask.h"
#include "app/text/words.h"

namespace app {
namespace {

constexpr int kMostTitle = 200;
constexpr int kMostCategory = 60;
constexpr int kMostPlace = 200;
constexpr int kMostName = 60;
constexpr int kMostPhone = 40;
constexpr int kMostAddress = 200;
constexpr int kMostText = 20000;
/// From this width the open cases stand beside the fields, below it under them.
constexpr int kBesideWidth = 680;
constexpr const char* kSources[] = {"hotline", "walk-in", "gridworker", "app", "camera", "patrol"};

/// A style sheet cannot colour the arrow of a list by the theme.
class SourceBox final : public QComboBox {
  protected:
    void paintEvent(QPaintEvent* event) override {
        QComboBox::paintEvent(event);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(palette().color(QPalette::Text), 1.5));
        const QPointF middle(width() - 14.5, height() / 2.0 + 0.5);
        painter.drawPolyline(
            QPolygonF({middle + QPointF(-4, -2), middle + QPointF(0, 2), middle + QPointF(4, -2)}));
    }
};

QFrame* hairline() {
    auto* line = new QFrame;
    line->setObjectName(QStringLiteral("line"));
    line->setFixedHeight(1);
    return line;
}

}  // namespace

IntakeForm::IntakeForm(const Finder& finder, layers::Theme theme, QWidget* parent)
    : QWidget(parent),
      m_finder(finder),
      m_theme(theme),
      m_header(new DockHeader(tr("Take in a case"))),
      m_title(new TextField(kMostTitle)),
      m_category(new TextField(kMostCategory)),
      m_where(new TextField(kMostPlace)),
      m_name(new TextField(kMostName)),
      m_phone(new TextField(kMostPhone)),
      m_address(new TextField(kMostAddress)),
      m_source(new SourceBox),
      m_text(new TextBox(kMostText)),
      m_proposal(label("small")),
      m_state(label("small")),
      m_keys(label("caption")),
      m_save(new QPushButton),
      m_near(new NearList(theme)),
      m_choices(new CompletionList(this)) {
    build();
    showDraft();
}

IntakeForm::Row IntakeForm::addRow(QBoxLayout& to, const QString& name, QWidget* field,
                                   bool isBox) {
    Row row{label("caption", name), label("caption")};
    row.name->setBuddy(field);
    row.note->setWordWrap(true);
    row.note->setTextFormat(Qt::PlainText);
    row.note->hide();
    field->setAccessibleName(name);
    auto* column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(row.name);
    column->addWidget(field, isBox ? 1 : 0);
    column->addWidget(row.note);
    if (!isBox) column->addStretch();
    to.addLayout(column, isBox || to.direction() == QBoxLayout::LeftToRight ? 1 : 0);
    return row;
}

QWidget* IntakeForm::buildRisk() {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* group = new QButtonGroup(this);
    for (std::size_t i = 0; i < m_risks.size(); ++i) {
        const auto risk = static_cast<dispatch::Risk>(i);
        m_risks[i] = new QPushButton(QStringLiteral("%1 %2").arg(i + 1).arg(riskText(risk)));
        m_risks[i]->setCheckable(true);
        m_risks[i]->setProperty("segment", true);
        m_risks[i]->setAccessibleName(riskText(risk));
        m_risks[i]->installEventFilter(this);
        group->addButton(m_risks[i]);
        row->addWidget(m_risks[i], 1);
        connect(m_risks[i], &QPushButton::clicked, this, [this, risk] { setRisk(risk); });
    }
    box->setFocusProxy(m_risks[0]);
    return box;
}

void IntakeForm::follow(TextField& field, const Row& row, std::string dispatch::Intake::*member) {
    connect(&field, &TextField::valueEdited, this, [this, row, member](const QString& value) {
        note(row, {});
        m_draft.now.*member = value.toStdString();
    });
    connect(&field, &TextField::refused, this,
            [this, row](const QString& sentence) { note(row, sentence, true); });
}

void IntakeForm::build() {
    setObjectName(QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(320);
    auto* fields = new QWidget;
    fields->setObjectName(QStringLiteral("panel"));
    auto* column = new QVBoxLayout(fields);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(10);

    m_titleRow = addRow(*column, tr("What happened"), m_title);
    m_categoryRow = addRow(*column, tr("Category"), m_category);
    m_proposal->setWordWrap(true);
    m_proposal->hide();
    column->addWidget(m_proposal);
    m_whereRow = addRow(*column, tr("Where"), m_where);
    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    m_riskRow = addRow(*second, tr("Risk"), buildRisk());
    column->addLayout(second);
    auto* who = new QHBoxLayout;
    who->setSpacing(8);
    m_nameRow = addRow(*who, tr("Reporter's name"), m_name);
    m_phoneRow = addRow(*who, tr("Telephone"), m_phone);
    column->addLayout(who);
    auto* from = new QHBoxLayout;
    from->setSpacing(8);
    m_addressRow = addRow(*from, tr("Reporter's address"), m_address);
    m_sourceRow = addRow(*from, tr("Source"), m_source);
    column->addLayout(from);
    m_textRow = addRow(*column, tr("Details"), m_text, true);
    m_text->setMinimumHeight(56);
    for (const char* source : kSources)
        m_source->addItem(sourceText(source), QString::fromUtf8(source));
    m_draft.now.draft.source = kSources[0];

    m_title->setPlaceholderText(tr("One line; Enter saves it"));
    m_category->setPlaceholderText(tr("Name, number or pinyin initials"));
    m_where->setPlaceholderText(tr("Street, crossing, estate, post, grid, coordinates"));
    m_name->setMask(maskedName);
    m_phone->setMask(maskedPhone);
    m_address->setMask(maskedAddress);

    m_state->setWordWrap(true);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setAccessibleName(tr("State of the case"));
    m_save->setProperty("primary", true);
    m_save->setMinimumHeight(32);
    auto* next = new QPushButton(tr("Next case"));
    next->setToolTip(tr("Ctrl+N"));
    auto* keys = new QPushButton(tr("Keys"));
    keys->setToolTip(tr("F1"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(keys);
    buttons->addStretch();
    buttons->addWidget(next);
    buttons->addWidget(m_save);
    m_keys->setWordWrap(true);
    m_keys->setText(
        tr("Enter saves and goes on · F3 takes the proposal · F7 shows the place on "
           "the map · F8 goes to the cases near · Alt+1 to Alt+3 set the risk · "
           "Ctrl+Enter saves from anywhere · Ctrl+N begins the next case · Esc closes, "
           "what is typed stays"));
    m_keys->hide();
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(16, 8, 16, 12);
    foot->setSpacing(8);
    foot->addWidget(m_state);
    foot->addWidget(m_keys);
    foot->addLayout(buttons);

    m_scroll = new QScrollArea;
    m_scroll->setObjectName(QStringLiteral("panel"));
    m_scroll->setWidget(fields);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* left = new QVBoxLayout;
    left->setSpacing(0);
    left->addWidget(m_scroll, 1);
    left->addWidget(hairline());
    left->addLayout(foot);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    m_under = hairline();
    right->addWidget(m_under);
    right->addWidget(m_near, 1);
    m_halves = new QVBoxLayout(this);
    m_halves->setContentsMargins(0, 0, 0, 0);
    m_halves->setSpacing(0);
    m_halves->addLayout(left, 3);
    m_halves->addLayout(right, 1);

    connect(m_title, &TextField::valueEdited, this, [this](const QString& value) {
        note(m_titleRow, {});
        m_draft.now.draft.title = value.toStdString();
    });
    connect(m_title, &TextField::refused, this,
            [this](const QString& sentence) { note(m_titleRow, sentence, true); });
    connect(m_category, &TextField::valueEdited, this, &IntakeForm::categoryEdited);
    connect(m_category, &TextField::refused, this,
            [this](const QString& sentence) { note(m_categoryRow, sentence, true); });
    connect(m_where, &TextField::valueEdited, this, &IntakeForm::placeEdited);
    connect(m_where, &TextField::refused, this,
            [this](const QString& sentence) { note(m_whereRow, sentence, true); });
    follow(*m_name, m_nameRow, &dispatch::Intake::contactName);
    follow(*m_phone, m_phoneRow, &dispatch::Intake::contactPhone);
    follow(*m_address, m_addressRow, &dispatch::Intake::contactAddress);
    connect(m_phone, &TextField::valueEdited, this, &IntakeForm::phoneEdited);
    connect(m_text, &TextBox::valueEdited, this, [this](const QString& value) {
        note(m_textRow, {});
        m_draft.now.draft.text = value.toStdString();
    });
    connect(m_text, &TextBox::refused, this,
            [this](const QString& sentence) { note(m_textRow, sentence, true); });
    connect(m_source, &QComboBox::activated, this, [this] {
        m_draft.now.draft.source = m_source->currentData().toString().toStdString();
    });
    for (QWidget* field : std::initializer_list<QWidget*>{m_title, m_category, m_where, m_name,
                                                          m_phone, m_address, m_source, m_text})
        field->installEventFilter(this);
    connect(m_choices, &CompletionList::picked, this, &IntakeForm::choose);
    connect(m_save, &QPushButton::clicked, this, &IntakeForm::save);
    connect(next, &QPushButton::clicked, this, &IntakeForm::beginNext);
    connect(keys, &QPushButton::clicked, this, [this] { m_keys->setVisible(m_keys->isHidden()); });
    connect(m_near, &NearList::mergeAsked, this, &IntakeForm::wantMerge);
    connect(m_near, &NearList::noteAsked, this, &IntakeForm::wantNote);
    connect(m_near, &NearList::showAsked, this, &IntakeForm::showWanted);
    connect(m_near, &NearList::left, this, [this] { m_title->setFocus(Qt::ShortcutFocusReason); });

    const std::initializer_list<QWidget*> order{
        m_title,   m_category, m_where, m_risks[0], m_risks[1], m_risks[2], m_name,         m_phone,
        m_address, m_source,   m_text,  m_save,     next,       keys,       &m_near->list()};
    const QWidget* last = nullptr;
    for (QWidget* field : order) {
        if (last) setTabOrder(const_cast<QWidget*>(last), field);
        last = field;
    }
    setFocusProxy(m_title);
}

void IntakeForm::note(const Row& row, const QString& words, bool wrong) {
    row.note->setText(words);
    row.note->setVisible(!words.isEmpty());
    row.note->setProperty("role", wrong ? QStringLiteral("fault") : QStringLiteral("caption"));
    row.note->style()->polish(row.note);
    QWidget* field = row.name->buddy();
    if (field->property("fault").toBool() == wrong) return;
    field->setProperty("fault", wrong);
    field->style()->polish(field);
}

void IntakeForm::arrange() {
    const auto wanted = width() >= kBesideWidth ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (m_halves->direction() != wanted) m_halves->setDirection(wanted);
    m_under->setVisible(wanted == QBoxLayout::TopToBottom);
    m_halves->setStretch(0, wanted == QBoxLayout::LeftToRight ? 1 : 3);
}

void IntakeForm::resizeEvent(QResizeEvent* event) {
    arrange();
    m_choices->hide();
    QWidget::resizeEvent(event);
}

void IntakeForm::setTheme(layers::Theme theme) {
    m_theme = theme;
    m_near->setTheme(theme);
    refreshNear();
}

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/facts_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "app/live/rule_book.h"
#include "app/panels/case_mark.h"
#include "app/text/figures.h"
#include "app/text/words.h"
#include "dispatch/distance.h"

namespace app {
namespace {

constexpr std::ptrdiff_t kCameras = 3;

QFrame* hairline() {
    auto* line = new QFrame;
    line->setObjectName(QStringLiteral("line"));
    line->setFixedHeight(1);
    return line;
}

}  // namespace

FactsPanel::FactsPanel(layers::Theme theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_header(new DockHeader(tr("Facts"))),
      m_stack(new QStackedWidget),
      m_empty(new EmptyNote),
      m_scroll(new QScrollArea),
      m_symbol(new QLabel),
      m_title(label("title")),
      m_subtitle(label("small")),
      m_chips(new ChipRow(theme)),
      m_stepper(new StageStepper(theme)),
      m_clock(new ClockCard(theme)),
      m_facts(new FactList(theme)),
      m_desk(new CaseDesk(theme)),
      m_footing(label("caption")),
      m_attachmentsHead(label("caption", tr("Attachments"))),
      m_attachments(new FactList(theme)),
      m_notesHead(label("caption", tr("Notes"))),
      m_notes(new FactList(theme)) {
    setObjectName(QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setMinimumWidth(320);
    m_title->setWordWrap(true);
    m_subtitle->setWordWrap(true);
    m_footing->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_subtitle->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_footing->setContentsMargins(16, 4, 16, 8);
    for (QLabel* part : {m_attachmentsHead, m_notesHead}) part->setContentsMargins(16, 12, 16, 0);

    auto* page = new QWidget;
    page->setObjectName(QStringLiteral("panel"));
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 14, 0, 12);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(16, 0, 16, 10);
    head->setSpacing(12);
    head->addWidget(m_symbol, 0, Qt::AlignTop);
    auto* names = new QVBoxLayout;
    names->setSpacing(2);
    names->addWidget(m_title);
    names->addWidget(m_subtitle);
    head->addLayout(names, 1);
    column->addLayout(head);
    column->addWidget(m_chips);
    column->addWidget(m_stepper);
    column->addWidget(m_clock);
    column->addWidget(m_facts);
    column->addWidget(m_footing);
    column->addWidget(hairline());
    column->addWidget(m_desk);
    column->addWidget(m_attachmentsHead);
    column->addWidget(m_attachments);
    m_attachmentsHead->hide();
    m_attachments->hide();
    column->addWidget(m_notesHead);
    column->addWidget(m_notes);
    column->addStretch();

    m_scroll->setObjectName(QStringLiteral("panel"));
    m_scroll->setWidget(page);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::StrongFocus);
    m_empty->say(tr("Nothing selected"),
                 tr("Choose a case in the queue, a thing on the map, or type go and its code."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_scroll);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    setFocusProxy(m_scroll);
    setDesk(nullptr);
}

void FactsPanel::setTheme(layers::Theme theme) {
    m_theme = theme;
    for (FactWidget* part :
         std::initializer_list<FactWidget*>{m_chips, m_stepper, m_clock, m_facts, m_notes})
        part->setTheme(theme);
    m_desk->setTheme(theme);
}

void FactsPanel::setDesk(std::shared_ptr<const DeskContext> desk) {
    m_stepper->setStages(desk ? desk->rules.workflow.stages() : defaultRules().workflow.stages());
    m_desk->setDesk(std::move(desk));
}

void FactsPanel::show(std::shared_ptr<const dispatch::Picture> picture,
                      std::optional<dispatch::RecordRef> ref, dispatch::Millis now) {
    const bool other = m_ref != ref;
    m_ref = ref;
    if (!m_closed || !ref || ref->id != m_closed->id.value) m_closed.reset();
    if (other) m_cameras.clear();
    if (other) {
        setNotes({}, now);
        m_desk->setTimeline({}, now);
    }
    refresh(std::move(picture), now);
    if (other && ref && ref->kind == dispatch::Kind::Case)
        Q_EMIT notesWanted(dispatch::CaseId{ref->id});
}

void FactsPanel::showClosed(std::shared_ptr<const dispatch::Picture> picture,
                            const dispatch::Case& record, dispatch::Millis now) {
    m_closed = record;
    show(std::move(picture), dispatch::RecordRef{dispatch::Kind::Case, record.id.value}, now);
}

void FactsPanel::setCameras(const std::vector<dispatch::Camera>& cameras) {
    const dispatch::Case* record = m_ref && m_ref->kind == dispatch::Kind::Case
                                       ? m_picture->cases.find(dispatch::CaseId{m_ref->id})
                                       : nullptr;
    if (!record || !record->place) return;
    std::vector<std::pair<double, const dispatch::Camera*>> near;
    for (const dispatch::Camera& camera : cameras)
        near.emplace_back(dispatch::groundDistance(*record->place, camera.place).value, &camera);
    const auto kept = near.begin() + std::min<std::ptrdiff_t>(kCameras, std::ssize(near));
    std::partial_sort(near.begin(), kept, near.end());
    QStringList names;
    for (auto one = near.begin(); one != kept; ++one)
        names << text(one->second->code) + QLatin1Char(' ') + lengthText(one->first);
    m_cameras = names.join(QStringLiteral(" · "));
}

void FactsPanel::refresh(std::shared_ptr<const dispatch::Picture> picture, dispatch::Millis now) {
    if (m_closed && !picture->cases.find(m_closed->id)) {
        auto with = std::make_shared<dispatch::Picture>(*picture);
        with->cases = with->cases.with({*m_closed}, {});
        picture = std::move(with);
    }
    m_picture = std::move(picture);
    const auto sheet = m_ref ? factSheet(*m_picture, *m_ref, now) : std::nullopt;
    if (!sheet) {
        m_stack->setCurrentWidget(m_empty);
        m_header->setTitle(tr("Facts"));
        m_header->setCount({});
        if (m_ref)
            m_empty->say(tr("No longer open"), tr("It was closed, or taken out of force."));
        else
            m_empty->say(
                tr("Nothing selected"),
                tr("Choose a case in the queue, a thing on the map, or type go and its code."));
        return;
    }
    fill(*sheet, now);
    m_stack->setCurrentWidget(m_scroll);
}

void FactsPanel::fill(const FactSheet& sheet, dispatch::Millis now) {
    m_header->setTitle(sheet.kind);
    m_header->setCount(sheet.code);
    m_symbol->setVisible(!sheet.symbol.empty());
    if (!sheet.symbol.empty())
        m_symbol->setPixmap(symbolPixmap(sheet.symbol, 32, m_theme, devicePixelRatioF()));
    m_title->setText(sheet.title);
    m_subtitle->setText(sheet.subtitle);
    m_chips->setChips(sheet.chips);
    auto facts = sheet.facts;
    if (!m_cameras.isEmpty()) facts.push_back({tr("Cameras near"), m_cameras});
    m_facts->setFacts(std::move(facts));
    m_footing->setText(sheet.footing);
    m_footing->setVisible(!sheet.footing.isEmpty());
    const dispatch::Case* record = m_ref->kind == dispatch::Kind::Case
                                       ? m_picture->cases.find(dispatch::CaseId{m_ref->id})
                                       : nullptr;
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_stepper, m_clock, m_desk, m_notesHead, m_notes})
        part->setVisible(record);
    if (!record) return;
    m_stepper->setCase(*record, now);
    m_clock->setCase(*m_picture, *record, now);
    m_desk->setCase(m_picture, *record, now);
}

void FactsPanel::setNotes(const std::vector<dispatch::CaseNote>& notes, dispatch::Millis now) {
    std::vector<FactSheet::Fact> lines, references;
    for (const dispatch::CaseNote& note : notes) {
        const auto reference = dispatch::attachmentOf(note);
        (reference ? references : lines)
            .push_back({shortTime(note.at, now), text(reference.value_or(note.text)) +
                                                     QLatin1Char('\n') + text(note.author)});
    }
    for (auto* list : {&lines, &references}) std::reverse(list->begin(), list->end());
    m_attachmentsHead->setVisible(!references.empty());
    m_attachments->setVisible(!references.empty());
    m_attachments->setFacts(std::move(references), 88);
    m_notesHead->setText(lines.empty() ? tr("No notes yet") : tr("Notes"));
    m_notes->setFacts(std::move(lines), 88);
}

}  // namespace app

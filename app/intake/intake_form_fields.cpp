// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include "app/intake/intake_form.h"
#include "app/text/figures.h"
#include "app/text/fold.h"
#include "app/text/words.h"

namespace app {
namespace {

constexpr std::size_t kMostChoices = 7;

QString nameOf(const dispatch::Category& row) {
    return text(speaksChinese() ? row.nameZh : row.nameEn);
}

/// 0 the code or name itself, 1 the code begins so, 2 a name begins so, 3 holds it, 4-5 initials.
int categoryRank(const dispatch::Category& row, const QString& typed) {
    constexpr int kNoMatch = 99;
    const QString code = text(row.code);
    const QString zh = folded(text(row.nameZh));
    const QString en = folded(text(row.nameEn));
    if (typed == code || typed == zh || typed == en) return 0;
    if (code.startsWith(typed)) return 1;
    if (zh.startsWith(typed) || en.startsWith(typed)) return 2;
    if (zh.contains(typed) || en.contains(typed)) return 3;
    if (!mayBeInitials(typed)) return kNoMatch;
    const Initials initials(text(row.nameZh));
    if (initials.equals(typed)) return 4;
    return initials.contains(typed) ? 5 : kNoMatch;
}

}  // namespace

std::vector<Completion> categoryChoices(const dispatch::Picture& picture, const QString& words,
                                        std::size_t limit) {
    const QString typed = folded(words);
    std::vector<std::tuple<int, bool, std::string, const dispatch::Category*>> fits;
    if (!typed.isEmpty())
        picture.categories.forEach([&](const dispatch::Category& row) {
            const int rank = categoryRank(row, typed);
            if (rank < 99) fits.emplace_back(rank, row.parent.empty(), row.code, &row);
        });
    std::sort(fits.begin(), fits.end());
    std::vector<Completion> choices;
    for (const auto& [rank, isFirstLevel, code, row] : fits) {
        if (choices.size() >= limit) break;
        Completion choice;
        choice.line = text(code);
        choice.word = text(code);
        choice.name = nameOf(*row);
        choice.detail = riskText(row->risk);
        choices.push_back(std::move(choice));
    }
    return choices;
}

void IntakeForm::showChoices(QWidget* under, const Reading& reading) {
    m_choosing = under;
    m_choices->show(reading);
    if (m_choices->isHidden()) return;
    m_choices->setFixedWidth(under->width());
    m_choices->adjustSize();
    m_choices->move(under->mapTo(this, QPoint(0, under->height() + 2)));
    m_choices->raise();
}

void IntakeForm::choose(const QString& line) {
    QWidget* field = m_choosing;
    m_choices->hide();
    if (field == m_category) setCategory(line.toStdString());
    if (field == m_where) {
        const std::size_t index = line.toULongLong();
        if (index < m_candidates.size()) setPlace(m_candidates[index]);
    }
}

void IntakeForm::categoryEdited(const QString& words) {
    m_draft.now.draft.category.clear();
    note(m_categoryRow, {});
    Reading reading;
    reading.completions = categoryChoices(*m_picture, words, kMostChoices);
    if (reading.completions.empty() && !words.trimmed().isEmpty())
        reading.grammar = tr("No category fits; the case is taken in without one.");
    showChoices(m_category, reading);
    refreshProposal();
    refreshNear();
}

void IntakeForm::setCategory(const std::string& code) {
    m_draft.now.draft.category = code;
    m_picture->categories.forEach([&](const dispatch::Category& row) {
        if (row.code == code) m_category->setValue(text(code) + QLatin1Char(' ') + nameOf(row));
    });
    note(m_categoryRow, {});
    refreshProposal();
    refreshNear();
}

void IntakeForm::refreshProposal() {
    const auto proposal = dispatch::proposalOf(*m_picture, m_draft.now.draft.category);
    m_proposal->setVisible(proposal.has_value());
    if (!proposal) return;
    QStringList parts{riskText(proposal->risk)};
    const dispatch::Unit* unit = m_picture->unitByCode(proposal->leadUnit);
    if (unit) parts << tr("lead %1").arg(text(unit->name).toHtmlEscaped());
    if (m_limitWords)
        parts << m_limitWords(m_draft.now.draft.category, proposal->risk).toHtmlEscaped();
    parts.removeAll(QString());
    const dispatch::Case& now = m_draft.now.draft;
    const bool taken =
        m_riskSet && now.risk == proposal->risk && (!unit || now.leadUnit == proposal->leadUnit);
    m_proposal->setText((taken ? tr("Taken: %1") : tr("Proposed: %1 · <b>F3</b> takes it"))
                            .arg(parts.join(QStringLiteral(" · "))));
}

void IntakeForm::takeProposal() {
    const auto proposal = dispatch::proposalOf(*m_picture, m_draft.now.draft.category);
    if (!proposal) return showState(tr("A category proposes; there is none yet."), Say::Wrong);
    if (!proposal->leadUnit.empty()) m_draft.now.draft.leadUnit = proposal->leadUnit;
    setRisk(proposal->risk);
}

void IntakeForm::setRisk(dispatch::Risk risk) {
    m_riskSet = true;
    m_draft.now.draft.risk = risk;
    showRisk();
    refreshProposal();
    if (m_draft.isSaved()) save();
}

void IntakeForm::showRisk() {
    const auto chosen = static_cast<std::size_t>(m_draft.now.draft.risk);
    m_risks[chosen]->setChecked(true);
    for (std::size_t i = 0; i < m_risks.size(); ++i)
        m_risks[i]->setFocusPolicy(i == chosen ? Qt::StrongFocus : Qt::ClickFocus);
}

void IntakeForm::settlePlace() {
    const bool typed = std::exchange(m_placeTyped, false);
    if (typed && !m_picked && isCertain(m_candidates))
        setPlace(PlaceCandidate(m_candidates.front()));
}

void IntakeForm::placeEdited(const QString& words) {
    dispatch::Case& now = m_draft.now.draft;
    now.placeText = words.toStdString();
    m_placeTyped = true;
    if (words.trimmed().isEmpty()) m_picked = false;
    if (!m_picked) now.place.reset();
    m_candidates = readPlace(words, {m_finder, *m_picture, m_places.get()}, kMostChoices);
    Reading reading;
    if (!m_picked && isCertain(m_candidates)) {
        now.place = m_candidates.front().place;
    } else {
        for (std::size_t i = 0; i < m_candidates.size(); ++i) {
            Completion choice;
            choice.line = QString::number(i);
            choice.name = m_candidates[i].name;
            choice.detail = m_candidates[i].detail;
            reading.completions.push_back(std::move(choice));
        }
        if (!m_candidates.empty())
            reading.grammar = tr("Down and Enter choose; Enter alone keeps it as typed.");
    }
    showChoices(m_where, reading);
    placeNote();
    refreshNear();
}

void IntakeForm::setPlace(const PlaceCandidate& candidate) {
    dispatch::Case& now = m_draft.now.draft;
    const bool saysMore = candidate.from == PlaceCandidate::From::Coordinates ||
                          m_where->value().size() > candidate.name.size();
    if (!saysMore) {
        now.placeText = candidate.name.toStdString();
        m_where->setValue(candidate.name);
    }
    now.place = candidate.place;
    m_picked = false;
    m_placeTyped = false;
    m_candidates = {candidate};
    placeNote();
    refreshNear();
}

void IntakeForm::takePlace(dispatch::LonLat place) {
    dispatch::Case& now = m_draft.now.draft;
    now.place = place;
    m_picked = true;
    m_candidates.clear();
    if (now.placeText.empty()) {
        now.placeText = positionText(place).toStdString();
        m_where->setValue(positionText(place));
    }
    placeNote();
    refreshNear();
    if (m_draft.isSaved()) save();
    m_where->setFocus(Qt::ShortcutFocusReason);
}

void IntakeForm::placeNote() {
    const dispatch::Case& now = m_draft.now.draft;
    if (!now.place) {
        const bool typed = !QString::fromStdString(now.placeText).trimmed().isEmpty();
        return note(m_whereRow,
                    !typed ? QString()
                    : m_candidates.empty()
                        ? tr("Kept as typed: no position is known. F7 shows it on the map.")
                        : tr("%1 places may be meant; as typed it has no position.")
                              .arg(m_candidates.size()));
    }
    const QString grid = m_gridAt ? m_gridAt(*now.place) : QString();
    QStringList parts{positionText(*now.place)};
    if (m_picked) parts << tr("shown on the map");
    if (!m_picked && m_candidates.size() == 1) parts << m_candidates.front().detail;
    if (!grid.isEmpty())
        parts << groupedCode(grid) << communityText(*m_picture, grid.toStdString());
    if (m_gridAt && grid.isEmpty()) parts << tr("in no grid of this city");
    parts.removeAll(QString());
    note(m_whereRow, parts.join(QStringLiteral(" · ")));
}

void IntakeForm::phoneEdited() {
    const QString phone = m_phone->value();
    const bool odd = std::any_of(phone.begin(), phone.end(), [](QChar c) {
        return !c.isDigit() && !QStringLiteral(" +-()#*").contains(c);
    });
    note(m_phoneRow,
         odd ? tr("A telephone number has digits, blanks and + - ( ) # * only.") : QString(), odd);
}

}  // namespace app

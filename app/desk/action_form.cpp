// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/action_form.h"

#include <QHBoxLayout>
#include <QUuid>
#include <QVBoxLayout>

#include "app/panels/empty_note.h"
#include "app/text/desk_words.h"
#include "app/text/figures.h"
#include "app/text/words.h"
#include "dispatch/recommend.h"

namespace app {
namespace {

using dispatch::Case;
using dispatch::Command;
using dispatch::Effect;
using dispatch::Guard;
using Rows = std::vector<std::pair<QString, QString>>;

constexpr std::size_t kMostResponders = 12;

/// The guards of a step that have to be asked for.
std::vector<Guard> askedBy(const dispatch::Step& step) {
    std::vector<Guard> asked;
    for (const Guard guard : step.guards)
        if (guard <= Guard::NeedsAmendment) asked.push_back(guard);
    return asked;
}

Rows responderRows(const dispatch::Step& step, const Case& record, const dispatch::Situation& now) {
    Rows rows;
    const auto& picture = now.picture;
    if (!step.has(Effect::OrdersResponder)) {
        picture.assignments.forEach([&](const dispatch::Assignment& order) {
            if (order.record != record.id) return;
            if (const auto* who = picture.responders.find(order.responder))
                rows.emplace_back(text(who->code) + QLatin1Char(' ') + text(who->name) +
                                      QStringLiteral(" · ") + orderText(order.state),
                                  text(who->code));
        });
        return rows;
    }
    const auto best = dispatch::recommend(picture, record, now.now,
                                          dispatch::StraightTravelTime(picture), kMostResponders);
    for (const auto& one : best.candidates) {
        const auto* who = picture.responders.find(one.responder);
        rows.emplace_back(text(who->code) + QLatin1Char(' ') + text(who->name) +
                              QStringLiteral(" · ") + workStateText(who->state) +
                              QStringLiteral(" · ") + spanText(one.travel),
                          text(who->code));
    }
    return rows;
}

template <class Row, class Name>
Rows rowsOf(const dispatch::Table<Row>& table, Name name) {
    Rows rows;
    table.forEach([&](const Row& row) {
        rows.emplace_back(text(row.code) + QLatin1Char(' ') + name(row), text(row.code));
    });
    return rows;
}

}  // namespace

bool ActionForm::isNeeded(const dispatch::Step& step) {
    return !askedBy(step).empty();
}

ActionForm::ActionForm(const dispatch::Step& step, const Case& record,
                       const dispatch::Situation& now, Check check, QWidget* parent)
    : QDialog(parent),
      m_check(std::move(check)),
      m_why(label("late")),
      m_confirm(new QPushButton),
      m_wait(new QCheckBox(tr("Let the order wait until the other one ends"))),
      m_rows(new QFormLayout) {
    const auto& workflow = now.rules.workflow;
    const QString name = actionText(workflow, step.action);
    setWindowTitle(name);
    setMinimumWidth(440);
    m_begun.record = record.id;
    m_text = record.text;
    m_begun.code = record.code;
    m_begun.seen = record.revision;
    m_begun.action = step.action;
    m_begun.radio = step.has(Guard::FromField);
    m_orders = step.has(Effect::OrdersResponder);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    auto* head = label("title", name + QStringLiteral(" · ") + text(record.code));
    auto* what = label("small", text(record.title));
    what->setWordWrap(true);
    column->addWidget(head);
    column->addWidget(what);
    m_rows->setHorizontalSpacing(12);
    m_rows->setVerticalSpacing(8);
    m_rows->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    column->addLayout(m_rows);
    for (const Guard guard : askedBy(step)) addField(guard, record, now);
    if (step.has(Guard::NeedsResult) || step.has(Guard::NeedsText)) {
        m_attachments = new QLineEdit;
        m_attachments->setAccessibleName(tr("Attachments"));
        m_attachments->setPlaceholderText(tr("Paths or addresses, with ; between"));
        connect(m_attachments, &QLineEdit::textChanged, this, &ActionForm::review);
        m_rows->addRow(tr("Attachments"), m_attachments);
    }
    m_why->setWordWrap(true);
    column->addWidget(m_why);
    m_wait->hide();
    column->addWidget(m_wait);
    connect(m_wait, &QCheckBox::toggled, this, &ActionForm::review);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    auto* cancel = new QPushButton(tr("Leave it  Esc"));
    cancel->setAutoDefault(false);
    m_confirm->setText(name + QStringLiteral("  Enter"));
    m_confirm->setAccessibleName(name);
    m_confirm->setProperty("primary", true);
    m_confirm->setDefault(true);
    buttons->addWidget(cancel);
    buttons->addWidget(m_confirm);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_confirm, &QPushButton::clicked, this, &ActionForm::takeAction);
    review();
}

QComboBox* ActionForm::list(const Rows& rows) {
    auto* box = new QComboBox;
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    for (const auto& [words, code] : rows) box->addItem(words, code);
    box->setCurrentIndex(rows.empty() ? -1 : 0);
    connect(box, &QComboBox::editTextChanged, this, &ActionForm::review);
    connect(box, &QComboBox::currentIndexChanged, this, &ActionForm::review);
    return box;
}

void ActionForm::addField(Guard guard, const Case& record, const dispatch::Situation& now) {
    const auto& picture = now.picture;
    QWidget* made = nullptr;
    switch (guard) {
        case Guard::NeedsResponder:
            made = list(
                responderRows(*now.rules.workflow.step(record.stage, m_begun.action), record, now));
            break;
        case Guard::NeedsUnit:
        case Guard::NeedsProposal:
            made = list(rowsOf(picture.units, [](const auto& row) { return text(row.name); }));
            break;
        case Guard::NeedsCategory:
            made = list(rowsOf(picture.categories, [](const auto& row) {
                return text(speaksChinese() ? row.nameZh : row.nameEn);
            }));
            break;
        case Guard::NeedsLevel:
            made = list(rowsOf(picture.levels, [](const auto& row) {
                return text(speaksChinese() ? row.nameZh : row.nameEn);
            }));
            break;
        case Guard::NeedsApprover: {
            Rows rows;
            picture.users.forEach([&](const dispatch::User& row) {
                if (row.role == "supervisor" || row.role == "administrator")
                    rows.emplace_back(text(row.code) + QLatin1Char(' ') + text(row.fullName),
                                      text(row.code));
            });
            made = list(rows);
            break;
        }
        case Guard::NeedsRisk:
            made = list({{riskText(dispatch::Risk::Low), QStringLiteral("1")},
                         {riskText(dispatch::Risk::Medium), QStringLiteral("2")},
                         {riskText(dispatch::Risk::High), QStringLiteral("3")}});
            static_cast<QComboBox*>(made)->setCurrentIndex(static_cast<int>(record.risk));
            break;
        case Guard::NeedsTarget: {
            Rows rows;
            picture.cases.forEach([&](const Case& row) {
                if (row.id != record.id)
                    rows.emplace_back(text(row.code) + QLatin1Char(' ') + text(row.title),
                                      text(row.code));
            });
            made = list(rows);
            break;
        }
        case Guard::NeedsVia:
            made = list({{tr("By phone"), QStringLiteral("phone")},
                         {tr("By message"), QStringLiteral("message")},
                         {tr("By a visit"), QStringLiteral("visit")}});
            break;
        case Guard::NeedsRating:
            made = list({{QStringLiteral("5"), QStringLiteral("5")},
                         {QStringLiteral("4"), QStringLiteral("4")},
                         {QStringLiteral("3"), QStringLiteral("3")},
                         {QStringLiteral("2"), QStringLiteral("2")},
                         {QStringLiteral("1"), QStringLiteral("1")}});
            break;
        case Guard::NeedsDuration:
            made = list({{tr("30 minutes"), QStringLiteral("30 min")},
                         {tr("2 hours"), QStringLiteral("2 h")},
                         {tr("8 hours"), QStringLiteral("8 h")},
                         {tr("1 day"), QStringLiteral("1 d")},
                         {tr("3 days"), QStringLiteral("3 d")}});
            break;
        default: {
            auto* edit = new QLineEdit;
            connect(edit, &QLineEdit::textChanged, this, &ActionForm::review);
            made = edit;
            break;
        }
    }
    const QString name = argumentText(guard);
    made->setAccessibleName(name);
    m_fields[guard] = made;
    m_rows->addRow(name, made);
    if (m_fields.size() == 1) made->setFocus();
}

QWidget* ActionForm::field(Guard guard) const {
    const auto found = m_fields.find(guard);
    return found == m_fields.end() ? nullptr : found->second;
}

void ActionForm::preset(Guard guard, const QString& wanted) {
    QWidget* made = field(guard);
    if (auto* box = qobject_cast<QComboBox*>(made)) {
        const int at = box->findData(wanted);
        if (at >= 0)
            box->setCurrentIndex(at);
        else
            box->setEditText(wanted);
    } else if (auto* edit = qobject_cast<QLineEdit*>(made)) {
        edit->setText(wanted);
    }
}

QString ActionForm::value(Guard guard) const {
    const QWidget* made = field(guard);
    if (const auto* edit = qobject_cast<const QLineEdit*>(made)) return edit->text().trimmed();
    const auto* box = qobject_cast<const QComboBox*>(made);
    if (!box) return {};
    const bool isItem =
        box->currentIndex() >= 0 && box->currentText() == box->itemText(box->currentIndex());
    return isItem ? box->currentData().toString() : box->currentText().trimmed();
}

Command ActionForm::command() const {
    Command made = m_begun;
    const auto take = [&](Guard guard, std::string& to) {
        if (field(guard)) to = value(guard).toStdString();
    };
    take(Guard::NeedsReason, made.reason);
    take(Guard::NeedsText, made.text);
    take(Guard::NeedsResult, made.result);
    take(Guard::NeedsUnit, made.unit);
    take(Guard::NeedsProposal, made.unit);
    take(Guard::NeedsLevel, made.level);
    take(Guard::NeedsCategory, made.category);
    take(Guard::NeedsApprover, made.approver);
    take(Guard::NeedsLeader, made.leader);
    take(Guard::NeedsTarget, made.target);
    take(Guard::NeedsVia, made.via);
    take(Guard::NeedsResponder, made.responder);
    take(Guard::NeedsOther, made.other);
    if (field(Guard::NeedsAmendment) && !value(Guard::NeedsAmendment).isEmpty()) {
        const std::string more = value(Guard::NeedsAmendment).toStdString();
        made.amend.text = m_text.empty() ? more : m_text + '\n' + more;
    }
    made.rating = value(Guard::NeedsRating).toInt();
    if (const int risk = value(Guard::NeedsRisk).toInt(); risk >= 1 && risk <= 3)
        made.risk = static_cast<dispatch::Risk>(risk - 1);
    if (field(Guard::NeedsDuration)) {
        const auto longer = dispatch::readDuration(value(Guard::NeedsDuration).toStdString());
        if (longer) made.duration = *longer;
    }
    if (m_attachments)
        for (const QString& one : m_attachments->text().split(QLatin1Char(';')))
            if (!one.trimmed().isEmpty()) made.attachments.push_back(one.trimmed().toStdString());
    made.confirmed = m_wait->isChecked();
    return made;
}

void ActionForm::review() {
    if (m_isWaiting) return;
    const Verdict verdict = m_check(command());
    m_why->setText(verdict.why);
    m_why->setVisible(!verdict.why.isEmpty());
    if (verdict.mayWait) m_wait->show();
    m_confirm->setEnabled(verdict.why.isEmpty());
}

void ActionForm::takeAction() {
    const Command made = command();
    if (m_isWaiting || !m_check(made).why.isEmpty()) return review();
    const std::string key = std::exchange(m_sent.key, {});
    const bool isSame = !key.empty() && made == std::exchange(m_sent, made);
    m_sent = made;
    m_sent.key = isSame ? key : QUuid::createUuid().toString(QUuid::Id128).toStdString();
    m_isWaiting = true;
    m_confirm->setEnabled(false);
    m_why->setText(tr("Being written …"));
    m_why->show();
    Q_EMIT ready(m_sent);
}

void ActionForm::answer(const std::string& key, const QString& refusal, bool isUnknown) {
    if (!m_isWaiting || key != m_sent.key) return;
    m_isWaiting = false;
    if (refusal.isEmpty()) return accept();
    if (!isUnknown) m_sent.key.clear();
    review();
    // What the picture says since may be a better reason than the store's.
    if (m_why->text().isEmpty()) m_why->setText(refusal);
    m_why->show();
}

}  // namespace app

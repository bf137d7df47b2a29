// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/action_language.h"

#include <QCoreApplication>
#include <array>

#include "app/text/desk_words.h"
#include "app/text/figures.h"
#include "app/text/words.h"
#include "dispatch/recommend.h"

namespace app {
namespace {

using dispatch::Case;
using dispatch::Effect;
using dispatch::Guard;
using dispatch::Kind;

constexpr std::size_t kMostCompletions = 6;

class Actions {
    Q_DECLARE_TR_FUNCTIONS(Actions)
};

QString bold(const QString& words) {
    return QStringLiteral("<b>") + words.toHtmlEscaped() + QStringLiteral("</b>");
}

/// The words of a line, taken one after another.
struct Words {
    QStringList list;
    QString front() const { return list.isEmpty() ? QString() : list.front(); }
    QString take() { return list.isEmpty() ? QString() : list.takeFirst(); }
    QString takeAll() {
        const QString all = list.join(QLatin1Char(' '));
        list.clear();
        return all;
    }
};

/// An open case by its whole code or the digits at its end.
const Case* caseNamed(const dispatch::Picture& picture, const QString& word) {
    const std::string code = word.toStdString();
    const Case* found = nullptr;
    int hits = 0;
    picture.cases.forEach([&](const Case& row) {
        if (row.code == code) {
            found = &row;
            hits = -1'000'000;
        } else if (hits >= 0 && !code.empty() && row.code.ends_with("-" + code)) {
            found = &row;
            ++hits;
        }
    });
    return hits == 1 || hits < 0 ? found : nullptr;
}

template <class Row>
const Row* rowNamed(const dispatch::Table<Row>& table, const QString& word) {
    const Row* found = nullptr;
    const std::string code = word.toStdString();
    table.forEach([&](const Row& row) {
        if (QString::fromStdString(row.code).compare(word, Qt::CaseInsensitive) == 0) found = &row;
    });
    return found;
}

std::optional<dispatch::Risk> riskNamed(const QString& word) {
    static const std::array<QStringList, 3> kWords = {
        QStringList{QStringLiteral("1"), QStringLiteral("low"), QStringLiteral("低")},
        QStringList{QStringLiteral("2"), QStringLiteral("medium"), QStringLiteral("中")},
        QStringList{QStringLiteral("3"), QStringLiteral("high"), QStringLiteral("高")}};
    for (std::size_t i = 0; i < kWords.size(); ++i)
        if (kWords[i].contains(word.toLower())) return static_cast<dispatch::Risk>(i);
    return {};
}

/// Reads the arguments of one step, one guard after another.
class ArgumentReader {
  public:
    ArgumentReader(const CommandContext& context, const QString& head, Words words)
        : m_context(context), m_head(head), m_words(std::move(words)) {}

    void read(const dispatch::Step& step, const Case& record, dispatch::Command& command,
              Reading& reading) {
        // Codes and numbers first: free text takes whatever words are left.
        for (const bool texts : {false, true})
            for (const Guard guard : step.guards) {
                if (isText(guard) != texts) continue;
                readOne(guard, record, command, reading);
                if (reading.impossible) return;
            }
        command.radio = step.has(Guard::FromField);
        if (m_words.list.isEmpty()) return;
        const std::string rest = m_words.takeAll().toStdString();
        if (command.reason.empty())
            command.reason = rest;
        else
            command.text = rest;
    }
    const QStringList& said() const { return m_said; }

  private:
    static bool isText(Guard guard) {
        return guard == Guard::NeedsReason || guard == Guard::NeedsText ||
               guard == Guard::NeedsResult || guard == Guard::NeedsAmendment ||
               guard == Guard::NeedsLeader;
    }
    void refuse(Reading& reading, const QString& why) {
        reading.preview = why;
        reading.impossible = true;
    }
    void want(Guard guard, Reading& reading) {
        refuse(reading, Actions::tr("%1 is missing").arg(argumentText(guard)));
    }

    void readOne(Guard guard, const Case& record, dispatch::Command& command, Reading& reading) {
        switch (guard) {
            case Guard::NeedsResponder:
                return readResponder(guard, record, command, command.responder, reading);
            case Guard::NeedsOther:
                return readResponder(guard, record, command, command.other, reading);
            case Guard::NeedsUnit:
            case Guard::NeedsProposal:
                return readRow(m_context.picture.units, guard, command.unit, reading);
            case Guard::NeedsCategory:
                return readRow(m_context.picture.categories, guard, command.category, reading);
            case Guard::NeedsLevel:
                return readRow(m_context.picture.levels, guard, command.level, reading);
            case Guard::NeedsApprover:
                return readRow(m_context.picture.users, guard, command.approver, reading);
            case Guard::NeedsRisk:
                command.risk = riskNamed(m_words.front());
                if (!command.risk) return want(guard, reading);
                m_said << riskText(*command.risk);
                m_words.take();
                return;
            case Guard::NeedsTarget: {
                const Case* target = caseNamed(m_context.picture, m_words.front());
                if (!target || target->id == record.id) return want(guard, reading);
                command.target = target->code;
                m_said << text(target->code) + QLatin1Char(' ') + text(target->title);
                m_words.take();
                return;
            }
            case Guard::NeedsRating: {
                command.rating = m_words.front().toInt();
                if (command.rating < 1 || command.rating > 5) return want(guard, reading);
                m_said << m_words.take();
                return;
            }
            case Guard::NeedsDuration:
                return readDuration(command, reading);
            case Guard::NeedsVia:
                return readWord(guard, command.via, reading);
            case Guard::NeedsLeader:
                return readText(guard, command.leader, reading);
            case Guard::NeedsResult:
                return readText(guard, command.result, reading);
            case Guard::NeedsText:
                return readText(guard, command.text, reading);
            case Guard::NeedsReason:
                return readText(guard, command.reason, reading);
            case Guard::NeedsAmendment: {
                std::string more;
                readText(guard, more, reading);
                if (!more.empty())
                    command.amend.text = record.text.empty() ? more : record.text + '\n' + more;
                return;
            }
            default:
                return;
        }
    }

    void readResponder(Guard guard, const Case& record, dispatch::Command& command, std::string& to,
                       Reading& reading) {
        QString word = m_words.front();
        if (word.endsWith(QLatin1Char('!'))) {
            command.confirmed = true;
            word.chop(1);
        }
        if (const auto* who = rowNamed(m_context.picture.responders, word)) {
            m_words.take();
            to = who->code;
            m_said << text(who->code) + QLatin1Char(' ') + text(who->name);
            return;
        }
        offerResponders(record, word, reading);
        want(guard, reading);
    }

    void offerResponders(const Case& record, const QString& word, Reading& reading) {
        const dispatch::Picture& picture = m_context.picture;
        if (word.isEmpty()) {
            const auto best =
                dispatch::recommend(picture, record, m_context.now,
                                    dispatch::StraightTravelTime(picture), kMostCompletions);
            for (const auto& one : best.candidates) {
                const auto* who = picture.responders.find(one.responder);
                reading.completions.push_back(
                    {m_head + QLatin1Char(' ') + text(who->code), text(who->code), text(who->name),
                     detailOf(picture, {Kind::Responder, who->id.value}) + QStringLiteral(" · ") +
                         spanText(one.travel),
                     dispatch::RecordRef{Kind::Responder, who->id.value}});
            }
            return;
        }
        for (const Found& found : m_context.finder.find(word, kMostCompletions, Kind::Responder))
            reading.completions.push_back({m_head + QLatin1Char(' ') + found.code, found.code,
                                           found.name, found.detail, found.ref});
    }

    template <class Row>
    void readRow(const dispatch::Table<Row>& table, Guard guard, std::string& to,
                 Reading& reading) {
        if (const Row* row = rowNamed(table, m_words.front())) {
            m_words.take();
            to = row->code;
            m_said << text(row->code);
            return;
        }
        const QString begun = m_words.front();
        table.forEach([&](const Row& row) {
            if (reading.completions.size() >= kMostCompletions) return;
            if (!text(row.code).startsWith(begun, Qt::CaseInsensitive)) return;
            reading.completions.push_back({m_head + QLatin1Char(' ') + text(row.code),
                                           text(row.code),
                                           nameOfRow(row),
                                           {},
                                           {}});
        });
        want(guard, reading);
    }

    template <class Row>
    static QString nameOfRow(const Row& row) {
        if constexpr (requires { row.nameZh; })
            return text(speaksChinese() ? row.nameZh : row.nameEn);
        else if constexpr (requires { row.fullName; })
            return text(row.fullName);
        else
            return text(row.name);
    }

    void readWord(Guard guard, std::string& to, Reading& reading) {
        if (m_words.list.isEmpty()) return want(guard, reading);
        m_said << m_words.front();
        to = m_words.take().toStdString();
    }

    /// "2h", or "2 h" as two words.
    void readDuration(dispatch::Command& command, Reading& reading) {
        QString said = m_words.front();
        auto longer = dispatch::readDuration(said.toStdString());
        const bool isTwo = !longer && m_words.list.size() > 1;
        if (isTwo) {
            said += QLatin1Char(' ') + m_words.list[1];
            longer = dispatch::readDuration(said.toStdString());
        }
        if (!longer) return want(Guard::NeedsDuration, reading);
        command.duration = *longer;
        m_said << said;
        m_words.take();
        if (isTwo) m_words.take();
    }

    void readText(Guard guard, std::string& to, Reading& reading) {
        if (m_words.list.isEmpty()) return want(guard, reading);
        m_said << m_words.list.join(QLatin1Char(' '));
        to = m_words.takeAll().toStdString();
    }

    const CommandContext& m_context;
    QString m_head;
    Words m_words;
    QStringList m_said;
};

/// Whether all that an action asks for in a case's stage is what was said or seen. A reason is not:
/// a number before it names the case, or another one would be raised or suspended.
bool beginsWithText(const dispatch::Workflow& workflow, const Case& record,
                    const std::string& action) {
    const dispatch::Step* step = workflow.step(record.stage, action);
    if (!step) return false;
    bool asksText = false;
    for (const Guard guard : step->guards) {
        if (guard > Guard::NeedsAmendment) continue;
        if (guard != Guard::NeedsText && guard != Guard::NeedsResult &&
            guard != Guard::NeedsAmendment)
            return false;
        asksText = true;
    }
    return asksText;
}

QString namedCase(const Case& record) {
    return text(record.code) + QLatin1Char(' ') + text(record.title);
}

}  // namespace

const dispatch::ActionRow* actionNamed(const dispatch::Workflow& workflow, const QString& word,
                                       bool& several) {
    several = false;
    const std::string typed = word.toLower().toStdString();
    if (const auto* row = workflow.actionByWord(typed)) return row;
    for (const auto& row : workflow.actions())
        if (text(row.nameZh) == word || text(row.nameEn).compare(word, Qt::CaseInsensitive) == 0)
            return &row;
    const dispatch::ActionRow* found = nullptr;
    for (const auto& row : workflow.actions()) {
        if (typed.size() < 2 || !row.code.starts_with(typed)) continue;
        several = found != nullptr;
        found = &row;
    }
    return several ? nullptr : found;
}

void readAction(const dispatch::ActionRow& action, const QString& rest,
                const CommandContext& context, Reading& reading) {
    const dispatch::Workflow& workflow = context.desk->rules.workflow;
    const QString name = actionText(workflow, action.code);
    reading.grammar = Actions::tr("%1 [CASE] … — %2").arg(text(action.code), name);
    Words words{rest.split(QLatin1Char(' '), Qt::SkipEmptyParts)};
    const Case* selected = context.selection && context.selection->kind == Kind::Case
                               ? context.picture.cases.find(dispatch::CaseId{context.selection->id})
                               : nullptr;
    const Case* record = caseNamed(context.picture, words.front());
    QString head = text(action.key.empty() ? action.code : action.key);
    // A number that begins a note to the selected case names no other one.
    const bool isFreeText = selected && record && record->code != words.front().toStdString() &&
                            beginsWithText(workflow, *selected, action.code);
    if (record && !isFreeText)
        head += QLatin1Char(' ') + words.take();
    else
        record = selected;
    const auto refuse = [&](const QString& why) {
        reading.preview = why;
        reading.impossible = true;
    };
    if (!record) {
        if (!rest.isEmpty())
            for (const Found& found :
                 context.finder.find(words.front(), kMostCompletions, Kind::Case))
                reading.completions.push_back({head + QLatin1Char(' ') + found.code, found.code,
                                               found.name, found.detail, found.ref});
        return refuse(Actions::tr("%1 which case? Select one or type its number.").arg(name));
    }
    const dispatch::Step* step = workflow.step(record->stage, action.code);
    if (!step)
        return refuse(refusalText({dispatch::Refusal::Why::NoSuchAction, record->stage}, workflow));
    const dispatch::Situation now{context.desk->rules, context.picture, context.now};
    if (const auto refused = dispatch::refusalOf(now, context.desk->actor, *record, *step))
        return refuse(refusalText(*refused, workflow));
    dispatch::Command command;
    command.record = record->id;
    command.code = record->code;
    command.seen = record->revision;
    command.action = action.code;
    ArgumentReader reader(context, head, std::move(words));
    reader.read(*step, *record, command, reading);
    if (reading.impossible) {
        reading.preview = name + QLatin1Char(' ') + bold(namedCase(*record)) +
                          QStringLiteral(": ") + reading.preview;
        return;
    }
    const auto planned = dispatch::planAction(now, context.desk->actor, *record, command);
    if (const auto* refused = std::get_if<dispatch::Refusal>(&planned))
        return refuse(refusalText(*refused, workflow));
    reading.deed = TakeAction{command};
    const QString what = bold(namedCase(*record));
    reading.preview = reader.said().isEmpty()
                          ? Actions::tr("%1: %2").arg(name, what)
                          : Actions::tr("%1: %2 → %3")
                                .arg(name, bold(reader.said().join(QStringLiteral(" · "))), what);
    if (step->to != record->stage)
        reading.preview += Actions::tr(", then in %1").arg(stageText(workflow, step->to));
}

std::optional<dispatch::Command> undoOf(const dispatch::Workflow& workflow, const Case& record,
                                        const dispatch::Command& done) {
    static constexpr std::array<std::pair<Effect, Effect>, 5> kOpposites = {{
        {Effect::OrdersResponder, Effect::RecallsOrder},
        {Effect::StopsClock, Effect::StartsClock},
        {Effect::ListsMatter, Effect::StrikesOff},
        {Effect::ClimbsOneLevel, Effect::GoesDownOneLevel},
        {Effect::GoesDownOneLevel, Effect::ClimbsOneLevel},
    }};
    const dispatch::Step* did = nullptr;
    for (const auto& step : workflow.steps())
        if (step.action == done.action) did = &step;
    if (!did) return {};
    for (const auto& [made, takesBack] : kOpposites) {
        if (!did->has(made)) continue;
        for (const auto& step : workflow.steps()) {
            if (step.stage != record.stage || !step.has(takesBack)) continue;
            dispatch::Command back;
            back.record = record.id;
            back.code = record.code;
            back.seen = record.revision;
            back.action = step.action;
            back.responder = done.responder;
            back.reason = Actions::tr("Undone").toStdString();
            return back;
        }
    }
    return {};
}

}  // namespace app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/text/desk_words.h"

#include <QCoreApplication>
#include <QStringList>

#include "app/text/words.h"
#include "dispatch/escalation.h"
#include "dispatch/reason.h"

namespace app {
namespace {

using dispatch::Guard;
using dispatch::Refusal;

class DeskWords {
    Q_DECLARE_TR_FUNCTIONS(DeskWords)
};

template <class Row>
QString nameOfRow(const Row* row, const std::string& code) {
    if (!row) return text(code);
    return text(speaksChinese() ? row->nameZh : row->nameEn);
}

/// What an unmet condition is called where it is no missing argument.
QString conditionText(Guard guard) {
    switch (guard) {
        case Guard::IsLed:
            return DeskWords::tr("No unit leads the case yet");
        case Guard::IsAsked:
            return DeskWords::tr("No unit has been asked to take it over");
        case Guard::IsSuspended:
            return DeskWords::tr("The case is not suspended");
        case Guard::IsNotSuspended:
            return DeskWords::tr("The case is suspended: resume it first");
        case Guard::IsSupervised:
            return DeskWords::tr("It is on no register of supervised matters");
        case Guard::IsNotSupervised:
            return DeskWords::tr("It is a supervised matter already");
        case Guard::HasNoLiveOrder:
            return DeskWords::tr("Somebody is still under way for this case");
        case Guard::HasOrder:
            return DeskWords::tr("The responder has no order on this case");
        case Guard::OrderIsNew:
            return DeskWords::tr("The order is acknowledged already");
        case Guard::OrderIsLive:
            return DeskWords::tr("The order is not live");
        case Guard::HasLevelAbove:
            return DeskWords::tr("There is no level above");
        case Guard::HasLevelBelow:
            return DeskWords::tr("There is no level below");
        case Guard::IsListingLevel:
            return DeskWords::tr("Only the level that listed the matter strikes it off");
        case Guard::HasOpenNote:
            return DeskWords::tr("No supervision note waits for an answer");
        case Guard::HasNoOpenNote:
            return DeskWords::tr("A supervision note waits for an answer");
        case Guard::HasOpenWhistle:
            return DeskWords::tr("No unit was called in");
        case Guard::IsAnswered:
            return DeskWords::tr("The reporter has not been answered yet");
        case Guard::FromField:
            return DeskWords::tr("Only the responder's device answers, or an officer by radio");
        case Guard::NeedsApprover:
            return DeskWords::tr("Another user, a supervisor, must approve it");
        case Guard::NeedsResponder:
            return DeskWords::tr("That responder is not on duty");
        case Guard::NeedsTarget:
            return DeskWords::tr("There is no such open case to merge into");
        default:
            return DeskWords::tr("%1 is missing").arg(argumentText(guard));
    }
}

/// A field of a command as an officer calls it.
QString fieldText(const std::string& field) {
    static constexpr std::pair<const char*, Guard> kFields[] = {
        {"reason", Guard::NeedsReason},     {"unit", Guard::NeedsUnit},
        {"approver", Guard::NeedsApprover}, {"responder", Guard::NeedsResponder},
        {"category", Guard::NeedsCategory}, {"risk", Guard::NeedsRisk},
        {"level", Guard::NeedsLevel},       {"text", Guard::NeedsText},
        {"result", Guard::NeedsResult},     {"via", Guard::NeedsVia},
        {"rating", Guard::NeedsRating},     {"leader", Guard::NeedsLeader},
        {"target", Guard::NeedsTarget},     {"duration", Guard::NeedsDuration},
        {"other", Guard::NeedsOther},       {"amend", Guard::NeedsAmendment},
    };
    for (const auto& [name, guard] : kFields)
        if (field == name) return argumentText(guard);
    if (field == "radio") return DeskWords::tr("That it was heard by radio");
    if (field == "title") return DeskWords::tr("The title");
    return text(field);
}

QString rolesText(const std::string& list) {
    QStringList names;
    for (const QString& role : text(list).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        names << roleText(role.toStdString());
    return names.join(DeskWords::tr(", "));
}

}  // namespace

QString stageText(const dispatch::Workflow& workflow, const std::string& stage) {
    return nameOfRow(workflow.stage(stage), stage);
}

QString actionText(const dispatch::Workflow& workflow, const std::string& action) {
    return nameOfRow(workflow.action(action), action);
}

QString journalText(const dispatch::Workflow& workflow, const std::string& action) {
    if (workflow.action(action)) return actionText(workflow, action);
    const std::pair<const char*, QString> own[] = {
        {"intake", DeskWords::tr("Taken in")},
        {"contact", DeskWords::tr("Contact kept")},
        {"contact-opened", DeskWords::tr("Contact opened")},
        {"write", DeskWords::tr("Written")},
        {"warn", DeskWords::tr("80 % of the limit used")},
        {"climb", DeskWords::tr("Climbed by itself: limit missed")},
        {"note-late", DeskWords::tr("Supervision note late")},
        {"whistle-late", DeskWords::tr("Unit called in has not reported")},
        {"matter-late", DeskWords::tr("Supervised matter late")},
        {"not-delivered", DeskWords::tr("Order not delivered")},
        {"order-begins", DeskWords::tr("Waiting order is live")},
        {"publish", DeskWords::tr("Imported")},
        {"shelve", DeskWords::tr("Alarm shelved")},
    };
    for (const auto& [code, words] : own)
        if (action == code) return words;
    return text(action);
}

QString limitText(const dispatch::Allowed& allowed) {
    using dispatch::LimitUnit;
    const auto words = [&] {
        switch (allowed.unit) {
            case LimitUnit::Minutes:
                return DeskWords::tr("%1 min");
            case LimitUnit::Hours:
                return DeskWords::tr("%1 h");
            case LimitUnit::Days:
                return DeskWords::tr("%1 d");
            case LimitUnit::WorkHours:
                return DeskWords::tr("%1 working h");
            case LimitUnit::WorkDays:
                return DeskWords::tr("%1 working d");
            case LimitUnit::EmergencyHours:
                return DeskWords::tr("%1 emergency h");
        }
        return QString();
    };
    return words().arg(allowed.amount);
}

QString reasonText(const dispatch::Picture& picture, const dispatch::Workflow& workflow,
                   const std::string& officer, const std::string& why) {
    using Is = dispatch::Reason::Is;
    const auto reason =
        officer == dispatch::kSystemOfficer ? dispatch::readReason(why) : std::nullopt;
    if (!reason) return text(why);
    switch (reason->is) {
        case Is::Limit:
        case Is::TopLimit: {
            QStringList words{stageText(workflow, reason->stage),
                              levelText(picture, reason->level)};
            if (reason->allowed)
                words << DeskWords::tr("limit %1").arg(limitText(*reason->allowed));
            if (reason->is == Is::TopLimit) words << DeskWords::tr("no level is above");
            return words.join(QStringLiteral(" · "));
        }
        case Is::NoChannel:
            return DeskWords::tr("no channel delivered it within %1 s")
                .arg(reason->seconds.count());
        case Is::OrderEnded:
            return DeskWords::tr("the order before it ended");
        case Is::LiveOrder:
            return DeskWords::tr("a live order is not finished");
        case Is::NotAnswered:
        case Is::Roster:
            break;
    }
    return {};
}

QString roleText(const std::string& role) {
    if (role == "officer") return DeskWords::tr("Duty officer");
    if (role == "analyst") return DeskWords::tr("Analyst");
    if (role == "supervisor") return DeskWords::tr("Supervisor");
    if (role == "administrator") return DeskWords::tr("Administrator");
    if (role == "device") return DeskWords::tr("Device");
    return text(role);
}

QString argumentText(Guard guard) {
    switch (guard) {
        case Guard::NeedsReason:
            return DeskWords::tr("A reason");
        case Guard::NeedsProposal:
        case Guard::NeedsUnit:
            return DeskWords::tr("A unit");
        case Guard::NeedsApprover:
            return DeskWords::tr("An approver");
        case Guard::NeedsResponder:
            return DeskWords::tr("A responder");
        case Guard::NeedsCategory:
            return DeskWords::tr("A category");
        case Guard::NeedsRisk:
            return DeskWords::tr("A risk");
        case Guard::NeedsLevel:
            return DeskWords::tr("A level");
        case Guard::NeedsText:
            return DeskWords::tr("The text");
        case Guard::NeedsResult:
            return DeskWords::tr("The result");
        case Guard::NeedsVia:
            return DeskWords::tr("How the reporter was answered");
        case Guard::NeedsRating:
            return DeskWords::tr("A rating from 1 to 5");
        case Guard::NeedsLeader:
            return DeskWords::tr("A responsible leader");
        case Guard::NeedsTarget:
            return DeskWords::tr("The case to merge into");
        case Guard::NeedsDuration:
            return DeskWords::tr("How much longer");
        case Guard::NeedsOther:
            return DeskWords::tr("Another responder");
        case Guard::NeedsAmendment:
            return DeskWords::tr("Something to add");
        default:
            return QString::fromUtf8(wordOf(guard).data(),
                                     static_cast<qsizetype>(wordOf(guard).size()));
    }
}

QString refusalText(const Refusal& refusal, const dispatch::Workflow& workflow) {
    switch (refusal.why) {
        case Refusal::Why::NoSuchAction:
            return DeskWords::tr("Not possible in the stage %1")
                .arg(stageText(workflow, refusal.detail));
        case Refusal::Why::NotThisRole:
            return DeskWords::tr("Only for: %1").arg(rolesText(refusal.detail));
        case Refusal::Why::OtherArea:
            return DeskWords::tr("The case is held by another centre: %1")
                .arg(text(refusal.detail));
        case Refusal::Why::Missing:
            return DeskWords::tr("%1 is missing").arg(fieldText(refusal.detail));
        case Refusal::Why::NotNow:
            if (const auto guard = dispatch::guardOf(refusal.detail)) return conditionText(*guard);
            return text(refusal.detail);
        case Refusal::Why::BadValue:
            return text(refusal.detail);
        case Refusal::Why::Busy:
            return DeskWords::tr("Under way for case %1: confirm to let the order wait")
                .arg(text(refusal.detail));
        case Refusal::Why::Changed:
            return DeskWords::tr("Somebody was first: %1. Nothing was written.")
                .arg(text(refusal.detail));
    }
    return {};
}

QString orderText(dispatch::AssignmentState state) {
    using State = dispatch::AssignmentState;
    switch (state) {
        case State::Waiting:
            return DeskWords::tr("waiting");
        case State::Sent:
            return DeskWords::tr("sent");
        case State::Acknowledged:
            return DeskWords::tr("acknowledged");
        case State::EnRoute:
            return DeskWords::tr("en route");
        case State::OnScene:
            return DeskWords::tr("on scene");
        case State::Done:
            return DeskWords::tr("done");
        case State::Refused:
            return DeskWords::tr("refused");
        case State::NotDelivered:
            return DeskWords::tr("not delivered");
        case State::Recalled:
            return DeskWords::tr("recalled");
        case State::Returned:
            return DeskWords::tr("returned");
    }
    return {};
}

QString supervisionText(dispatch::SupervisionKind kind) {
    switch (kind) {
        case dispatch::SupervisionKind::Matter:
            return DeskWords::tr("Supervised matter");
        case dispatch::SupervisionKind::Note:
            return DeskWords::tr("Supervision note");
        case dispatch::SupervisionKind::Whistle:
            return DeskWords::tr("Unit called in");
    }
    return {};
}

}  // namespace app

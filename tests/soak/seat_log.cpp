// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/seat_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <unordered_map>

namespace soak {

using namespace dispatch;
using support::Operation;

namespace {

constexpr Seconds kReported{std::chrono::seconds(1'700'000'000)};

std::int64_t now() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

Record recordOf(const Plan& plan, const Step& step) {
    if (step.kind == Kind::Case) {
        Case made;
        made.id.value = step.id;
        made.code = step.code;
        made.title = plan.key;
        made.place = LonLat{106.81, 39.65};
        made.source = "soak";
        made.reported = made.stageEntered = kReported;
        return made;
    }
    Assignment made;
    made.id.value = step.id;
    made.record.value = step.record;
    made.responder.value = step.responder;
    made.state = step.state;
    made.sent = made.stateSince = kReported;
    made.reason = plan.key;
    return made;
}

support::Touch touchOf(const Step& step) {
    support::Touch touch;
    touch.record = {step.kind, step.id};
    touch.expected = step.expected;
    touch.removes = step.verb == Step::Verb::Remove;
    const std::string thing = step.kind == Kind::Case
                                  ? "code " + step.code
                                  : "live order of responder " + std::to_string(step.responder);
    if (step.verb == Step::Verb::Make) touch.takes = thing;
    if (step.kind == Kind::Case ? touch.removes : !isLive(step.state)) touch.frees = thing;
    return touch;
}

Operation operationOf(const Plan& plan, std::int64_t sent) {
    Operation made;
    made.key = plan.key;
    made.sent = sent;
    for (const Step& step : plan.steps) made.touches.push_back(touchOf(step));
    return made;
}

/// A code that is taken comes back as a row that breaks a rule of the schema.
bool saysCodeIsTaken(const Plan& plan, const Error& error) {
    if (error.code != ErrorCode::BadInput && error.code != ErrorCode::Conflict) return false;
    for (const Step& step : plan.steps)
        if (step.verb == Step::Verb::Make && step.kind == Kind::Case) return true;
    return false;
}

}  // namespace

Transaction transactionOf(const Plan& plan) {
    Transaction made;
    made.key = plan.key;
    made.by = {"soak", plan.key.substr(0, plan.key.find('-'))};
    for (const Step& step : plan.steps)
        made.writes.push_back(
            {recordOf(plan, step), Revision{step.expected}, step.verb == Step::Verb::Remove});
    return made;
}

SeatLog::SeatLog(const std::string& path)
    : m_file(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
    // A line cut off by the end of the last life stands alone and is passed over.
    char last = '\n';
    const off_t size = lseek(m_file, 0, SEEK_END);
    if (size > 0 && pread(m_file, &last, 1, size - 1) == 1 && last != '\n') line("");
}

SeatLog::~SeatLog() {
    close(m_file);
}

void SeatLog::line(const std::string& text) {
    const std::string whole = text + "\n";
    if (::write(m_file, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size())) _exit(3);
}

void SeatLog::sending(const Plan& plan) {
    std::ostringstream text;
    text << "send " << plan.key << ' ' << now() << ' ' << plan.steps.size();
    for (const Step& step : plan.steps)
        text << ' ' << static_cast<int>(step.verb) << ' ' << static_cast<int>(step.kind) << ' '
             << step.id << ' ' << step.expected << ' ' << (step.code.empty() ? "-" : step.code)
             << ' ' << step.record << ' ' << step.responder << ' ' << static_cast<int>(step.state);
    text << " .";
    line(text.str());
}

void SeatLog::heard(const Plan& plan, const Result<Commit>& answer) {
    std::ostringstream text;
    const std::string head = ' ' + plan.key + ' ' + std::to_string(now()) + ' ';
    if (!answer) {
        const char* word = isLinkFailure(answer.error().code)      ? "line"
                           : saysCodeIsTaken(plan, answer.error()) ? "taken"
                                                                   : "error";
        text << word << head << ". " << answer.error().detail;
    } else if (const auto* conflict = std::get_if<Conflict>(&*answer)) {
        text << "conflict" << head << static_cast<int>(conflict->record.kind) << ' '
             << conflict->record.id << ' ' << conflict->found.value << " .";
    } else {
        const auto& receipt = std::get<Receipt>(*answer);
        text << "done" << head << receipt.seq.value << ' ' << receipt.ids.size();
        for (const std::int64_t id : receipt.ids) text << ' ' << id;
        for (const Revision revision : receipt.revisions) text << ' ' << revision.value;
        text << " .";
    }
    line(text.str());
}

namespace {

bool ends(std::istringstream& words) {
    std::string stop;
    return words >> stop && stop == ".";
}

bool readPlan(std::istringstream& words, Plan& plan) {
    std::size_t count = 0;
    words >> count;
    for (std::size_t i = 0; i < count && words; ++i) {
        Step step;
        int verb = 0, kind = 0, state = 0;
        words >> verb >> kind >> step.id >> step.expected >> step.code >> step.record >>
            step.responder >> state;
        step.verb = static_cast<Step::Verb>(verb);
        step.kind = static_cast<Kind>(kind);
        step.state = static_cast<AssignmentState>(state);
        if (step.code == "-") step.code.clear();
        plan.steps.push_back(std::move(step));
    }
    return ends(words);
}

/// Puts a receipt into its operation.
bool readReceipt(std::istringstream& words, SeatHistory::Sent& sent,
                 std::vector<std::string>& faults) {
    std::size_t count = 0;
    words >> sent.operation.seq >> count;
    std::vector<std::int64_t> numbers(2 * std::min<std::size_t>(count, 100));
    for (std::int64_t& number : numbers) words >> number;
    if (!ends(words)) return false;
    sent.operation.answer = Operation::Answer::Done;
    auto& touches = sent.operation.touches;
    if (count != touches.size()) {
        faults.push_back(sent.plan.key + " has a receipt of another length");
        return true;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t revision = numbers[count + i];
        if (touches[i].record.id != 0 && touches[i].record.id != numbers[i])
            faults.push_back(sent.plan.key + " has a receipt for another record");
        if (revision != (touches[i].removes ? 0 : touches[i].expected + 1))
            faults.push_back(sent.plan.key + " has a receipt with revision " +
                             std::to_string(revision) + " after " +
                             std::to_string(touches[i].expected));
        touches[i].record.id = numbers[i];
    }
    return true;
}

}  // namespace

std::size_t SeatHistory::settledKeys() const {
    std::set<std::string> keys;
    for (const Sent& one : sent)
        if (one.settled) keys.insert(one.plan.key);
    return keys.size();
}

SeatHistory readSeatLog(const std::string& path) {
    SeatHistory history;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string what, key;
        std::int64_t at = 0;
        if (!(words >> what >> key >> at)) continue;
        if (what == "send") {
            Plan plan;
            plan.key = key;
            if (!readPlan(words, plan)) continue;
            history.sent.push_back({plan, operationOf(plan, at), false});
            continue;
        }
        if (history.sent.empty() || history.sent.back().plan.key != key) {
            history.faults.push_back(path + ": an answer to nothing: " + line);
            continue;
        }
        SeatHistory::Sent& sent = history.sent.back();
        sent.operation.answered = at;
        if (what == "done") {
            sent.settled = readReceipt(words, sent, history.faults);
        } else if (what == "conflict") {
            int kind = 0;
            support::Version found;
            words >> kind >> found.record.id >> found.revision;
            if (!ends(words)) continue;
            found.record.kind = static_cast<Kind>(kind);
            sent.operation.answer = Operation::Answer::Refused;
            sent.operation.foundOther = found;
            sent.settled = true;
        } else if (what == "taken") {
            sent.operation.answer = Operation::Answer::Refused;
            for (const support::Touch& touch : sent.operation.touches)
                if (touch.takes.starts_with("code ")) sent.operation.foundHeld = touch.takes;
            sent.settled = true;
        } else if (what == "line") {
            ++history.lineFailures;
        } else {
            history.faults.push_back(key + " got an answer no store may give: " + line);
            sent.settled = true;
        }
    }
    return history;
}

}  // namespace soak

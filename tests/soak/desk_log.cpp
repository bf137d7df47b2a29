// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/soak/desk_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <QtGlobal>
#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

#include "gis/seal/digest.h"
#include "gis/store/open_store.h"

namespace soak {

using namespace dispatch;
using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 2min;

std::int64_t steadyNow() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Grows a text of fields none of which can run into the next.
class Fields {
  public:
    Fields& operator<<(const std::string& text) {
        m_bytes += std::to_string(text.size()) + ':' + text;
        return *this;
    }
    Fields& operator<<(std::int64_t number) { return *this << std::to_string(number); }
    Fields& operator<<(Seconds at) { return *this << at.time_since_epoch().count(); }
    Fields& operator<<(const std::optional<Seconds>& at) {
        return at ? *this << *at : *this << std::string();
    }
    std::string print() const { return gis::sha256Hex(m_bytes).substr(0, 16); }

  private:
    std::string m_bytes;
};

std::string printOfRow(const Case& row) {
    Fields all;
    all << row.category << row.categoryText << row.title << row.text
        << static_cast<std::int64_t>(row.risk) << row.stage << row.level << row.placeText
        << row.source << row.leadUnit << row.reported << row.stageEntered << row.due << row.closed
        << row.centre << row.cooperating << row.askedUnit << row.leader << row.warnAt
        << std::int64_t{row.warned} << row.lateSince << row.suspendedSince << row.spentSeconds
        << std::int64_t{row.supervised} << std::int64_t{row.onSpot} << row.mergedInto.value
        << row.result << row.answered << std::int64_t{row.rating};
    return all.print();
}

std::string printOfRow(const Assignment& row) {
    Fields all;
    all << row.record.value << row.responder.value << row.unit
        << static_cast<std::int64_t>(row.state) << row.sent << row.stateSince << row.reason
        << row.delivered << row.checkDue;
    return all.print();
}

std::string printOfRow(const Responder& row) {
    Fields all;
    all << row.code << row.name << static_cast<std::int64_t>(row.state) << row.stateSince
        << std::int64_t{row.onDuty} << row.grid;
    return all.print();
}

std::string printOfRow(const Duty& row) {
    Fields all;
    all << row.responder.value << row.from << row.until;
    return all.print();
}

std::string printOfRow(const Supervision& row) {
    Fields all;
    all << row.record.value << static_cast<std::int64_t>(row.kind) << row.level << row.unit
        << row.issuer << row.leader << row.text << row.issued << row.due << row.answered
        << row.answer << std::int64_t{row.late} << row.ended;
    return all.print();
}

template <class Row>
std::string printOfRow(const Row&) {
    return {};
}

std::string word(const std::string& text) {
    return text.empty() ? "-" : text;
}
std::string wordless(const std::string& text) {
    return text == "-" ? std::string() : text;
}

void put(std::ostringstream& text, const Write& write) {
    const auto* order = std::get_if<Assignment>(&write.record);
    const auto* who = std::get_if<Responder>(&write.record);
    const auto* record = std::get_if<Case>(&write.record);
    const Case none;
    const Case& fields = record ? *record : none;
    text << ' ' << static_cast<int>(kindOf(write.record)) << ' ' << idOf(write.record) << ' '
         << write.expected.value << ' ' << write.remove << ' '
         << (order ? order->responder.value : 0) << ' ' << (order && isLive(order->state)) << ' '
         << (who && who->onDuty) << ' ' << word(printOf(write.record)) << ' ' << word(fields.level)
         << ' ' << (fields.due ? fields.due->time_since_epoch().count() : 0) << ' '
         << fields.stageEntered.time_since_epoch().count() << ' ' << fields.warned << ' '
         << fields.supervised;
}

bool take(std::istringstream& words, LoggedWrite& write) {
    int kind = 0;
    words >> kind >> write.record.id >> write.expected >> write.removes >> write.responder >>
        write.live >> write.onDuty >> write.print >> write.level >> write.due >> write.entered >>
        write.warned >> write.supervised;
    write.record.kind = static_cast<Kind>(kind);
    write.print = wordless(write.print);
    return bool(words);
}

bool ends(std::istringstream& words) {
    std::string stop;
    return words >> stop && stop == ".";
}

bool readSending(std::istringstream& words, LoggedCommit& made) {
    std::size_t writes = 0, entries = 0;
    words >> made.by.officer >> made.by.seat >> writes;
    for (std::size_t i = 0; i < writes && words; ++i) take(words, made.writes.emplace_back());
    words >> entries;
    for (std::size_t i = 0; i < entries && words; ++i) {
        LoggedEntry& entry = made.entries.emplace_back();
        words >> entry.record >> entry.ofWrite >> entry.action >> entry.print;
    }
    return ends(words);
}

bool readReceipt(std::istringstream& words, LoggedCommit& made, std::vector<std::string>& faults) {
    std::size_t count = 0;
    words >> made.seq >> count;
    std::vector<std::int64_t> numbers(2 * std::min<std::size_t>(count, 10'000));
    for (std::int64_t& number : numbers) words >> number;
    if (!ends(words)) return false;
    made.heard = LoggedCommit::Heard::Done;
    if (count != made.writes.size()) {
        faults.push_back(made.key + " has a receipt of another length");
        return true;
    }
    for (std::size_t i = 0; i < count; ++i) {
        LoggedWrite& write = made.writes[i];
        if (write.record.id != 0 && write.record.id != numbers[i])
            faults.push_back(made.key + " has a receipt for another record");
        write.record.id = numbers[i];
        if (!write.print.empty() && !write.removes && numbers[count + i] != write.expected + 1)
            faults.push_back(made.key + " has a receipt with revision " +
                             std::to_string(numbers[count + i]) + " after " +
                             std::to_string(write.expected));
    }
    return true;
}

bool readConflict(std::istringstream& words, LoggedCommit& made) {
    int kind = 0;
    words >> kind >> made.found.id >> made.foundRevision >> made.first.officer >> made.first.seat >>
        made.firstAt;
    made.found.kind = static_cast<Kind>(kind);
    if (!ends(words)) return false;
    made.heard = LoggedCommit::Heard::Conflict;
    return true;
}

void readAnswer(const std::string& what, std::istringstream& words, LoggedCommit& made,
                DeskHistory& history) {
    if (what == "done") readReceipt(words, made, history.faults);
    if (what == "conflict") readConflict(words, made);
    if (what == "refused") made.heard = LoggedCommit::Heard::Refused;
    if (what == "line") ++history.lineFailures;
    if (what == "error") {
        std::string detail;
        std::getline(words, detail);
        history.faults.push_back(made.key + " got an answer no store may give:" + detail);
        made.heard = LoggedCommit::Heard::Refused;
    }
}

}  // namespace

std::string printOf(const Record& record) {
    return std::visit([](const auto& row) { return printOfRow(row); }, record);
}

std::string printOf(const JournalEntry& entry, const Author& by) {
    Fields all;
    all << entry.action << entry.what << entry.why << entry.onBehalf << entry.contact << by.officer
        << by.seat;
    return all.print();
}

DeskLog::DeskLog(const std::string& path)
    : m_file(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
    if (m_file < 0) qFatal("%s cannot be written", path.c_str());
    // A line cut off by the end of the last life stands alone and is passed over.
    char last = '\n';
    const off_t size = lseek(m_file, 0, SEEK_END);
    if (size > 0 && pread(m_file, &last, 1, size - 1) == 1 && last != '\n') line("");
}

DeskLog::~DeskLog() {
    close(m_file);
}

void DeskLog::line(const std::string& text) {
    const std::string whole = text + "\n";
    if (::write(m_file, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size())) _exit(3);
}

void DeskLog::sending(const Transaction& transaction) {
    std::ostringstream text;
    text << "send " << transaction.key << ' ' << steadyNow() << ' ' << word(transaction.by.officer)
         << ' ' << word(transaction.by.seat) << ' ' << transaction.writes.size();
    for (const Write& write : transaction.writes) put(text, write);
    text << ' ' << transaction.entries.size();
    for (const JournalEntry& entry : transaction.entries)
        text << ' ' << entry.record.value << ' ' << entry.ofWrite << ' ' << word(entry.action)
             << ' ' << printOf(entry, transaction.by);
    text << " .";
    line(text.str());
}

void DeskLog::heard(const Transaction& transaction, const Result<Commit>& answer) {
    std::ostringstream text;
    const std::string head = ' ' + transaction.key + ' ' + std::to_string(steadyNow()) + ' ';
    if (!answer) {
        const char* what = isLinkFailure(answer.error().code)           ? "line"
                           : answer.error().code == ErrorCode::BadInput ? "refused"
                                                                        : "error";
        std::string detail = answer.error().detail.substr(0, 300);
        std::replace(detail.begin(), detail.end(), '\n', ' ');
        text << what << head << ". " << detail;
    } else if (const auto* conflict = std::get_if<Conflict>(&*answer)) {
        text << "conflict" << head << static_cast<int>(conflict->record.kind) << ' '
             << conflict->record.id << ' ' << conflict->found.value << ' '
             << word(conflict->by.officer) << ' ' << word(conflict->by.seat) << ' '
             << conflict->at.time_since_epoch().count() << " .";
    } else {
        const auto& receipt = std::get<Receipt>(*answer);
        text << "done" << head << receipt.seq.value << ' ' << receipt.ids.size();
        for (const std::int64_t id : receipt.ids) text << ' ' << id;
        for (const Revision revision : receipt.revisions) text << ' ' << revision.value;
        text << " .";
    }
    line(text.str());
}

void DeskLog::fault(const std::string& sentence) {
    std::string one = sentence;
    std::replace(one.begin(), one.end(), '\n', ' ');
    line("fault - " + std::to_string(steadyNow()) + " . " + one);
}

void readDeskLog(const std::string& path, DeskHistory& history) {
    std::ifstream file(path);
    LoggedCommit* last = nullptr;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string what, key;
        std::int64_t at = 0;
        if (!(words >> what >> key >> at)) continue;
        if (what == "fault") {
            history.faults.push_back(line);
        } else if (what == "send") {
            LoggedCommit made;
            made.key = key;
            made.sent = at;
            // A line cut off by the end of its writer was never sent.
            if (!readSending(words, made)) continue;
            last = &history.commits.emplace_back(std::move(made));
        } else if (!last || last->key != key) {
            history.faults.push_back(path + ": an answer to nothing: " + line);
        } else {
            last->answered = at;
            readAnswer(what, words, *last, history);
        }
    }
}

LoggedStore::LoggedStore(std::string uri, DeskLog& log, std::uint64_t seed)
    : WrappedStore(nullptr), m_uri(std::move(uri)), m_log(log), m_random(seed) {
    reopen();
}

void LoggedStore::reopen() {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    for (;;) {
        auto opened = gis::openStore(m_uri);
        if (opened) {
            m_inside = std::move(*opened);
            return;
        }
        if (!isLinkFailure(opened.error().code) || std::chrono::steady_clock::now() > until)
            qFatal("%s", opened.error().detail.c_str());
        std::this_thread::sleep_for(std::chrono::milliseconds(10 + m_random() % 100));
    }
}

Result<Commit> LoggedStore::settle(const Transaction& transaction) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    for (;;) {
        m_log.sending(transaction);
        auto answer = m_inside->commit(transaction);
        m_log.heard(transaction, answer);
        if (answer || !isLinkFailure(answer.error().code)) return answer;
        if (std::chrono::steady_clock::now() > until) return answer;
        std::this_thread::sleep_for(std::chrono::milliseconds(10 + m_random() % 100));
        reopen();
    }
}

Result<Commit> LoggedStore::commit(const Transaction& transaction) {
    auto answer = settle(transaction);
    if (!answer || !std::holds_alternative<Receipt>(*answer) || m_random() % 50 != 0) return answer;
    const auto again = settle(transaction);
    const auto* first = std::get_if<Receipt>(&*answer);
    const auto* second = again ? std::get_if<Receipt>(&*again) : nullptr;
    if (!second || second->seq != first->seq || second->at != first->at ||
        second->ids != first->ids || second->revisions != first->revisions ||
        second->codes != first->codes)
        m_log.fault(transaction.key + " got another receipt when it was sent again");
    return answer;
}

}  // namespace soak

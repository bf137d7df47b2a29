// SPDX-License-Identifier: GPL-3.0-or-later
#include "dispatch/desk.h"

#include <array>
#include <cstdio>

#include "dispatch/routing.h"

#include "dispatch/text.h"

namespace dispatch {
namespace {

std::string timeText(Millis at) {
    using namespace std::chrono;
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{floor<seconds>(at - day)};
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d UTC", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), int(time.hours().count()),
                  int(time.minutes().count()), int(time.seconds().count()));
    return text.data();
}

std::string firstText(const Conflict& conflict) {
    const std::string who = conflict.by.officer.empty() ? "somebody" : conflict.by.officer;
    const std::string seat = conflict.by.seat.empty() ? "" : " at " + conflict.by.seat;
    return std::string(kindName(conflict.record.kind)) + " " + conflict.code + " was changed by " +
           who + seat + ", " + timeText(conflict.at);
}

/// What a transaction wrote of a case; nothing where it wrote none. Merging writes two: the one
/// that `done` names counts.
void nameCase(const Transaction& transaction, Performed& done) {
    for (std::size_t i = 0; i < transaction.writes.size() && i < done.receipt.ids.size(); ++i) {
        const auto* record = std::get_if<Case>(&transaction.writes[i].record);
        if (!record || (done.record && done.record != record->id)) continue;
        done.record = CaseId{done.receipt.ids[i]};
        done.revision = done.receipt.revisions[i];
        if (i < done.receipt.codes.size()) done.code = done.receipt.codes[i];
        return;
    }
}

bool hasContact(const Intake& intake) {
    return !intake.contactName.empty() || !intake.contactPhone.empty() ||
           !intake.contactAddress.empty();
}

}  // namespace

Desk::Desk(Store& store, std::function<std::string()> random,
           std::function<std::string(const std::string&)> sha256)
    : m_store(store), m_random(std::move(random)), m_sha256(std::move(sha256)) {}

Error Desk::refused(Refusal why) {
    m_refusal = std::move(why);
    return {ErrorCode::NotAllowed, refusalText(*m_refusal)};
}

Result<Receipt> Desk::write(Transaction transaction) {
    if (transaction.key.empty()) transaction.key = m_random();
    auto answer = m_store.commit(transaction);
    if (!answer) return answer.error();
    if (const auto* conflict = std::get_if<Conflict>(&*answer))
        return refused({Refusal::Why::Changed, firstText(*conflict)});
    return std::get<Receipt>(*answer);
}

Result<Case> Desk::caseOf(const Picture& picture, const Command& command) {
    if (const Case* open = picture.cases.find(command.record)) return *open;
    if (const Case* open = command.code.empty() ? nullptr : picture.caseByCode(command.code))
        return *open;
    const std::string named = command.code.empty()
                                  ? "number " + std::to_string(command.record.value)
                                  : printable(command.code, 60);
    std::optional<Case> found;
    if (!command.code.empty()) {
        Query query;
        query.kind = Kind::Case;
        query.code = command.code;
        auto read = m_store.read(query, [&](Record&& row) {
            if (auto* record = std::get_if<Case>(&row)) found = std::move(*record);
            return false;
        });
        if (!read) return read.error();
    }
    if (!found) return Error{ErrorCode::NotFound, "there is no case " + named};
    return std::move(*found);
}

Result<std::optional<Performed>> Desk::earlierOf(const Command& command, const Case& record) {
    if (command.key.empty()) return std::optional<Performed>();
    auto receipt = m_store.receiptOf(command.key);
    if (!receipt) return receipt.error();
    if (!*receipt) return std::optional<Performed>();
    return std::optional(Performed{std::move(**receipt), record.id, record.code, {}});
}

Result<Performed> Desk::perform(const Situation& now, const Actor& actor, const Command& command) {
    m_refusal.reset();
    auto record = caseOf(now.picture, command);
    if (!record) return record.error();
    auto planned = planAction(now, actor, *record, command);
    if (const auto* why = std::get_if<Refusal>(&planned)) {
        // An answer that was lost on the way: the action is done, and may be why it cannot be.
        auto earlier = earlierOf(command, *record);
        if (!earlier) return earlier.error();
        return *earlier ? Result<Performed>(std::move(**earlier)) : refused(*why);
    }
    const auto transaction = std::get<Transaction>(std::move(planned));
    auto receipt = write(transaction);
    if (!receipt) return receipt.error();
    Performed done{std::move(*receipt), record->id, record->code, record->revision};
    nameCase(transaction, done);
    return done;
}

Result<Performed> Desk::takeIn(const Situation& now, const Actor& actor, const Intake& intake) {
    m_refusal.reset();
    auto planned = planIntake(now, actor, intake);
    if (const auto* why = std::get_if<Refusal>(&planned)) return refused(*why);
    auto transaction = std::get<Transaction>(std::move(planned));
    if (transaction.key.empty()) transaction.key = m_random();
    auto receipt = write(transaction);
    if (!receipt) return receipt.error();
    Performed done{std::move(*receipt), {}, {}, {}};
    nameCase(transaction, done);
    if (!hasContact(intake)) return done;
    auto kept = keepContact(now, actor, done, intake, transaction.key + "-contact");
    if (!kept)
        return Error{kept.error().code, "case " + done.code +
                                            " is taken in, but not how to reach who reported it: " +
                                            kept.error().detail};
    return done;
}

Result<Performed> Desk::amend(const Situation& now, const Actor& actor, const Command& command,
                              const Intake& whole) {
    m_refusal.reset();
    Performed done;
    done.record = command.record;
    done.code = command.code;
    done.revision = command.seen;
    const bool saysMore = command.amend != Amendment{} || !command.category.empty() || command.risk;
    if (saysMore || !hasContact(whole)) {
        auto performed = perform(now, actor, command);
        if (!performed) return performed;
        done = std::move(*performed);
    }
    if (!saysMore && hasContact(whole)) {
        // The contact alone asks the same gate as what else is filled in.
        auto record = caseOf(now.picture, command);
        if (!record) return record.error();
        done.record = record->id;
        done.code = record->code;
        const Step* step = now.rules.workflow.step(record->stage, command.action);
        if (!step) return refused({Refusal::Why::NoSuchAction, record->stage});
        if (auto why = refusalOf(now, actor, *record, *step)) return refused(*why);
    }
    if (!hasContact(whole)) return done;
    std::vector<Contact> older;
    Query query;
    query.kind = Kind::Contact;
    query.record = done.record;
    if (auto read = m_store.read(query,
                                 [&](Record&& row) {
                                     older.push_back(std::get<Contact>(std::move(row)));
                                     return true;
                                 });
        !read)
        return read.error();
    const auto isSame = [&](const Contact& row) {
        return row.name == whole.contactName && row.phone == whole.contactPhone &&
               row.address == whole.contactAddress;
    };
    if (older.size() == 1 && isSame(older.front())) return done;
    const std::string key = command.key.empty() ? m_random() : command.key;
    auto kept = keepContact(now, actor, done, whole, key + "-contact", older);
    if (!kept) return kept.error();
    return done;
}

Result<std::vector<Contact>> Desk::openContacts(const Situation& now, const Actor& actor,
                                                const Case& record) {
    m_refusal.reset();
    if (const auto why = refusalOfRole(now, actor, {"officer", "supervisor", "administrator"}))
        return refused(*why);
    const std::string area = holderOf(now.picture, record);
    if (!actor.user.centre.empty() && !area.empty() && !covers(actor.user.centre, area))
        return refused({Refusal::Why::OtherArea, area});
    JournalEntry entry;
    entry.record = record.id;
    entry.action = "contact-opened";
    entry.what = "contact of " + record.code;
    Transaction opened;
    opened.by = {actor.user.code.empty() ? actor.user.fullName : actor.user.code, actor.seat};
    opened.note = "contact opened";
    opened.entries.push_back(std::move(entry));
    if (auto written = write(std::move(opened)); !written) return written.error();
    std::vector<Contact> contacts;
    Query query;
    query.kind = Kind::Contact;
    query.record = record.id;
    const auto read = m_store.read(query, [&](Record&& row) {
        contacts.push_back(std::get<Contact>(std::move(row)));
        return true;
    });
    if (!read) return read.error();
    return contacts;
}

Result<void> Desk::keepContact(const Situation& now, const Actor& actor, const Performed& taken,
                               const Intake& intake, const std::string& key,
                               std::span<const Contact> older) {
    Contact contact;
    contact.record = taken.record;
    contact.name = intake.contactName;
    contact.phone = intake.contactPhone;
    contact.address = intake.contactAddress;
    contact.salt = m_random();
    contact.made = std::chrono::floor<std::chrono::seconds>(now.now);
    JournalEntry entry;
    entry.record = taken.record;
    entry.action = "contact";
    entry.what = "contact";
    entry.contact =
        m_sha256(contactBytes(contact.salt, contact.name, contact.phone, contact.address));
    Transaction kept;
    kept.key = key;
    kept.by = {actor.user.code.empty() ? actor.user.fullName : actor.user.code, actor.seat};
    kept.note = "contact";
    for (const Contact& row : older) kept.writes.push_back({row, {}, true});
    kept.writes.push_back({std::move(contact), {}, false});
    kept.entries.push_back(std::move(entry));
    auto written = write(std::move(kept));
    if (!written) return written.error();
    return {};
}

}  // namespace dispatch

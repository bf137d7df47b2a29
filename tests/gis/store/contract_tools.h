// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <string>
#include <vector>

#include "dispatch/store.h"

/// Rows, transactions and short questions for tests of a store.
namespace contract {

dispatch::Author author(const char* officer = "li", const char* seat = "seat-1");
dispatch::Transaction transaction(std::vector<dispatch::Write> writes,
                                  const std::string& note = "");
dispatch::Write put(dispatch::Record record);
dispatch::Write change(dispatch::Record record);
dispatch::Write removal(dispatch::Record record);
dispatch::Case someCase(const std::string& code);
dispatch::Responder someResponder(const std::string& code, bool onDuty = true);
dispatch::Grid someGrid(const std::string& code, double west = 106.8, double south = 39.6);
dispatch::Assignment someOrder(dispatch::CaseId record, dispatch::ResponderId who,
                               dispatch::AssignmentState state);
dispatch::User someUser(const std::string& code);
dispatch::Supervision someSupervision(dispatch::CaseId record);
dispatch::Contact someContact(dispatch::CaseId record);
dispatch::Fix someFix(dispatch::ResponderId who, dispatch::Millis time, dispatch::LonLat place);
/// The picture as text, one row a line, for comparing and reading.
std::string printed(const dispatch::Picture& picture);

/// The first entry of the journal whose number or hash is not what dispatch/journal.h says.
/// @return Empty where all are right.
std::string faultOfJournal(dispatch::Store& store);

/// Commits; a conflict or a failure ends the test program.
dispatch::Receipt committed(dispatch::Store& store, const dispatch::Transaction& transaction);
std::int64_t countOf(dispatch::Store& store, dispatch::Kind kind);

/// The row with an id, or an empty one.
template <class Row>
Row only(dispatch::Store& store, dispatch::Kind kind, std::int64_t id) {
    Row found;
    dispatch::Query query;
    query.kind = kind;
    const auto done = store.read(query, [&](dispatch::Record&& record) {
        if (dispatch::idOf(record) == id) found = std::get<Row>(record);
        return true;
    });
    if (!done) qFatal("%s", done.error().detail.c_str());
    return found;
}

}  // namespace contract

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk_session.h"

#include "app/users/sign_in.h"
#include "gis/seal/digest.h"
#include "gis/store/open_store.h"

namespace app {

using dispatch::Case;
using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

Result<std::unique_ptr<DeskSession>> DeskSession::open(const VerbParser& parser, bool writes) {
    auto store = gis::openStore(parser.store().toStdString());
    if (!store) return store.error();
    auto picture = (*store)->load();
    if (!picture) return picture.error();
    std::unique_ptr<DeskSession> session(new DeskSession);
    session->m_store = std::move(*store);
    session->m_picture = std::move(*picture);
    if (writes) {
        auto actor = signInFor(parser, *session->m_store);
        if (!actor) return actor.error();
        if (actor->user.mustChange) return mustChangeFirst(actor->user.code);
        session->m_actor = std::move(*actor);
    }
    session->m_desk = std::make_unique<dispatch::Desk>(
        *session->m_store, [] { return gis::randomHex(16); },
        [](const std::string& bytes) { return gis::sha256Hex(bytes); });
    return session;
}

Result<dispatch::Situation> DeskSession::situation() {
    const auto clock = m_store->clock();
    if (!clock) return clock.error();
    return dispatch::Situation{*m_book.of(*m_picture), *m_picture, clock->storeTime};
}

Result<void> DeskSession::refresh() {
    auto delta = m_store->changesSince(m_picture->seq, m_picture->fixSeq);
    if (!delta) return delta.error();
    if (delta->tooOld) {
        auto loaded = m_store->load();
        if (!loaded) return loaded.error();
        m_picture = std::move(*loaded);
        return {};
    }
    m_picture = dispatch::nextPicture(*m_picture, std::move(*delta)).first;
    return {};
}

Result<Case> DeskSession::findCase(const std::string& code) {
    dispatch::Query query;
    query.kind = dispatch::Kind::Case;
    query.code = code;
    std::optional<Case> found;
    const auto read = m_store->read(query, [&](dispatch::Record&& row) {
        found = std::get<Case>(std::move(row));
        return false;
    });
    if (!read) return read.error();
    if (found) return *found;
    // People type the end of a code: "1023" of an open case.
    int hits = 0;
    m_picture->cases.forEach([&](const Case& row) {
        if (!row.code.ends_with("-" + code)) return;
        ++hits;
        found = row;
    });
    if (hits == 1) return *found;
    if (hits > 1)
        return Error{ErrorCode::BadInput,
                     "several open cases end in " + code + ": give the whole code"};
    return Error{ErrorCode::NotFound, "there is no case " + code};
}

}  // namespace app

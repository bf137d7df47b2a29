// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <QCoreApplication>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "app/verbs/verb.h"
#include "gis/geometry/grid_lookup.h"
#include "gis/geometry/locate_text.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kLocate;

namespace {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

constexpr std::size_t kChunk = 1 << 18;

Result<void> writeAll(const std::string& text) {
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t wrote = ::write(STDOUT_FILENO, text.data() + done, text.size() - done);
        if (wrote > 0)
            done += static_cast<std::size_t>(wrote);
        else if (errno != EINTR)
            return Error{ErrorCode::Unavailable,
                         std::string("the answers cannot be written: ") + std::strerror(errno)};
    }
    return {};
}

/// Answers as soon as a chunk has come, so that it also serves at the end of a slow pipe.
Result<void> answer(gis::LocateText& text) {
    std::vector<char> chunk(kChunk);
    std::string answers;
    for (;;) {
        const ssize_t got = ::read(STDIN_FILENO, chunk.data(), chunk.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return Error{ErrorCode::BadInput,
                         std::string("the positions cannot be read: ") + std::strerror(errno)};
        answers.clear();
        if (got > 0)
            text.feed({chunk.data(), static_cast<std::size_t>(got)}, answers);
        else
            text.finish(answers);
        if (auto wrote = writeAll(answers); !wrote) return wrote;
        if (got == 0) return {};
    }
}

int run(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    VerbParser parser(kLocate, true);
    if (const auto exit = parser.parse(QCoreApplication::arguments(), 0, 0)) return *exit;
    const auto store = gis::openStore(parser.store().toStdString());
    if (!store) return fail(kLocate.name, store.error());
    std::vector<dispatch::Grid> grids;
    dispatch::Query query;
    query.kind = dispatch::Kind::Grid;
    const auto read = (*store)->read(query, [&](dispatch::Record&& row) {
        if (auto* grid = std::get_if<dispatch::Grid>(&row)) grids.push_back(std::move(*grid));
        return true;
    });
    if (!read) return fail(kLocate.name, read.error());
    const gis::GridLookup lookup(grids);
    gis::LocateText text(lookup);
    if (const auto done = answer(text); !done) return fail(kLocate.name, done.error());
    if (text.unreadable() > 0)
        std::fprintf(
            stderr, "gridhall locate: %lld of %lld lines are no lon,lat; the first is line %lld\n",
            static_cast<long long>(text.unreadable()), static_cast<long long>(text.lines()),
            static_cast<long long>(text.firstUnreadable()));
    return static_cast<int>(Exit::Done);
}

}  // namespace

const Verb kLocate = {"locate", "Tells in which grid each lon,lat line of stdin lies.", &run};

}  // namespace app

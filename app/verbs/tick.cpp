// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <cstdio>

#include "app/live/rule_book.h"
#include "app/verbs/verb.h"
#include "dispatch/escalation.h"
#include "dispatch/roster.h"
#include "gis/seal/digest.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kTick;

namespace {

using dispatch::Result;
using dispatch::Ticked;

struct Figure {
    const char* name;
    int Ticked::*count;
};
constexpr Figure kFigures[] = {
    {"warned", &Ticked::warned}, {"climbed", &Ticked::climbed}, {"supervised", &Ticked::supervised},
    {"notes", &Ticked::notes},   {"orders", &Ticked::orders},   {"duties", &Ticked::duties},
    {"lost", &Ticked::lost},     {"refused", &Ticked::refused},
};

Result<Ticked> tickOnce(dispatch::Store& store) {
    const auto picture = store.load();
    if (!picture) return picture.error();
    const auto duties = dispatch::readDuties(store);
    if (!duties) return duties.error();
    const auto clock = store.clock();
    if (!clock) return clock.error();
    RuleBook book;
    const auto rules = book.of(**picture);
    if (!book.problem().empty())
        std::fprintf(stderr, "gridhall tick: %s; the shipped tables are used\n",
                     book.problem().c_str());
    const dispatch::Situation now{*rules, **picture, clock->storeTime};
    return dispatch::tick(store, now, *duties, currentAuthor().seat,
                          [] { return gis::randomHex(16); });
}

void print(const Ticked& ticked, bool json) {
    const char* before = "{";
    for (const Figure& figure : kFigures) {
        if (json)
            std::printf("%s\"%s\": %d", std::exchange(before, ", "), figure.name,
                        ticked.*figure.count);
        else
            std::printf("%-11s %d\n", figure.name, ticked.*figure.count);
    }
    if (json) std::puts("}");
}

}  // namespace

const Verb kTick = {"tick", "does what is due once: warnings, escalations, duties, retention",
                    [](int argc, char** argv) -> int {
                        const QCoreApplication application(argc, argv);
                        VerbParser parser(kTick, true);
                        if (const auto leave = parser.parse(QCoreApplication::arguments(), 0, 0))
                            return *leave;
                        const auto store = gis::openStore(parser.store().toStdString());
                        if (!store) return fail(kTick.name, store.error());
                        const auto ticked = tickOnce(**store);
                        if (!ticked) return fail(kTick.name, ticked.error());
                        if (const auto kept = (*store)->retain({}); !kept)
                            return fail(kTick.name, kept.error());
                        print(*ticked, parser.json());
                        if (ticked->refused == 0) return static_cast<int>(Exit::Done);
                        std::fprintf(stderr,
                                     "gridhall tick: the store refused %d of it; the first: %s\n",
                                     ticked->refused, ticked->because.c_str());
                        return static_cast<int>(Exit::Found);
                    }};

}  // namespace app

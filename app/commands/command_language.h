// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <variant>
#include <vector>

#include "app/commands/finder.h"
#include "dispatch/desk.h"

namespace app {

/// What a command asks the window to do.
struct GoToRecord {
    dispatch::RecordRef ref;
};
struct GoToPlace {
    dispatch::LonLat place;
};
struct FilterQueue {
    QString words;
};
struct SelectRecord {
    std::optional<dispatch::RecordRef> ref;
};
struct SetLayer {
    QString layer;
    std::optional<bool> visible;    ///< Empty: the other way round.
    std::optional<double> opacity;  ///< 0 to 1.
};
struct SetView {
    QString view;
};  ///< A word of viewWords().
struct ShowHelp {
    QString topic;
};  ///< Name of a command; empty for all.
struct TakeAction {
    dispatch::Command command;
};
struct OpenIntake {
    QString title;  ///< First words of the new case; may be empty.
};
struct SearchCases {
    QString words;  ///< In all cases of the store, open and closed.
};
struct UndoLast {};  ///< Takes back this seat's last action.
using Deed =
    std::variant<std::monostate, GoToRecord, GoToPlace, FilterQueue, SelectRecord, SetLayer,
                 SetView, ShowHelp, TakeAction, OpenIntake, SearchCases, UndoLast>;

/// Whether a line says something in its author's own words: of a person, of what happened. Such a
/// line is recalled while the window is open, and never written into a file of settings.
bool saysOwnWords(const Deed& deed);

/// A line that fits what was typed so far.
struct Completion {
    QString line;  ///< The whole line as it would read.
    QString word;  ///< What is completed, for the first column.
    QString name;
    QString detail;
    std::optional<dispatch::RecordRef> ref;
};

/// What a typed line means.
struct Reading {
    Deed deed;        ///< monostate where Enter does nothing.
    QString preview;  ///< Always says what Enter will do, or why it does nothing; rich text.
    bool impossible = false;  ///< Shown in the ink of lateness.
    QString grammar;          ///< One line.
    std::vector<Completion> completions;
    bool possible() const { return !std::holds_alternative<std::monostate>(deed); }
};

struct LayerWord {
    QString name;
    QString title;
    bool visible = false;
};

/// Who acts at this seat, and by which rules.
struct DeskContext {
    DeskContext(std::shared_ptr<const dispatch::Rules> city, dispatch::Actor who)
        : kept(std::move(city)), rules(*kept), actor(std::move(who)) {}
    std::shared_ptr<const dispatch::Rules> kept;
    const dispatch::Rules& rules;
    dispatch::Actor actor;
};

/// What a reading depends on beside the line.
struct CommandContext {
    const Finder& finder;
    const dispatch::Picture& picture;
    std::vector<LayerWord> layers;
    /// Null where nobody is signed in: the words of the desk are not known then.
    const DeskContext* desk = nullptr;
    std::optional<dispatch::RecordRef> selection{};
    dispatch::Millis now{};
};

/// Reads one line of the command line: the words of the window (`go`, `find`, `select`, `layer`,
/// `view`, `new`, `undo`, `help`, any unique beginning of them, or their Chinese words) and every
/// action of the city's table. A pure function.
Reading readCommand(const QString& line, const CommandContext& context);

/// The commands with their grammar and one sentence each, as `help` shows them.
struct CommandHelp {
    QString name;
    QString grammar;
    QString sentence;
};
std::vector<CommandHelp> commandHelp();
/// Words `view` takes.
QStringList viewWords();

}  // namespace app

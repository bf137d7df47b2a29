// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QString>
#include <QStringList>
#include <optional>
#include <span>
#include <string>

#include "dispatch/place.h"
#include "dispatch/result.h"
#include "dispatch/store.h"

namespace app {

/// What a process says with its exit code.
enum class Exit {
    Done = 0,
    Found = 1,  ///< A check found something.
    WrongUsage = 2,
    NoStore = 3,   ///< The store cannot be reached or opened.
    BadInput = 4,  ///< Nothing was written.
    Refused = 5,   ///< By right, rule or a lost race; nothing was written.
};

/// One word after `gridhall` that works without a window. A new verb is one file in app/verbs and
/// one row in catalog.cpp.
struct Verb {
    const char* name;
    const char* summary;
    /// Gets main's arguments; makes the application object it needs.
    int (*run)(int argc, char** argv);
};

/// All verbs in the order `gridhall --help` lists them.
std::span<const Verb> verbs();

/// A parser with what every verb has: --help, --store (where `withStore`) and --json.
/// Positional arguments are declared by the verb with addPositionalArgument.
class VerbParser {
  public:
    VerbParser(const Verb& verb, bool withStore);

    QCommandLineParser& parser() { return m_parser; }
    /// Adds an option that takes a value ("" = a switch).
    void option(const char* name, const char* help, const char* value = "",
                const char* fallback = "");

    /// Parses after the verb. Prints help or one sentence on wrong usage.
    /// @return Empty to go on, else the exit code to leave with.
    std::optional<int> parse(const QStringList& arguments, int least, int most);

    bool has(const char* name) const;
    QString text(const char* name) const;
    /// @return The number, or the fallback with an error remembered: check `failed()` after reading
    /// all.
    std::int64_t number(const char* name, std::int64_t least, std::int64_t most);
    std::optional<int> failed() const;
    QStringList positional() const { return m_parser.positionalArguments(); }
    bool json() const { return has("json"); }
    /// --store, else GRIDHALL_STORE, else the profile's default store.
    QString store() const;

  private:
    QCommandLineParser m_parser;
    std::string m_verb;
    QString m_problem;
};

/// A box told as W,S,E,N in degrees; empty where the words are none.
std::optional<dispatch::GeoBox> boxIn(const QString& words);

/// Prints "gridhall VERB: SENTENCE" on stderr and gives the exit code for the error.
int fail(const char* verb, const dispatch::Error& error);

/// The exit code that belongs to an error's code.
Exit exitFor(dispatch::ErrorCode code);

/// After a publication: what it replaced and what dead writers left is swept, since no console may
/// be running that would. A failure is no failure of the verb: the next sweep does it.
void sweepAfterPublishing(dispatch::Store& store, std::stop_token stop = {});

/// Until there are users: the operating system's user, and the seat from GRIDHALL_SEAT or the host.
dispatch::Author currentAuthor();

}  // namespace app

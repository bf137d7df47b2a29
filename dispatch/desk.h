// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "dispatch/command.h"
#include "dispatch/rules.h"
#include "dispatch/store.h"

namespace dispatch {

/// Why an action cannot be taken: a code to branch on and to translate by, and what it is about.
struct Refusal {
    enum class Why {
        NoSuchAction,  ///< Not in this stage; `detail` is the stage.
        NotThisRole,   ///< `detail` lists the roles that may.
        OtherArea,     ///< The case is held by a centre that is not the actor's nor below it.
        Missing,       ///< An argument is missing or unknown; `detail` names the field.
        NotNow,        ///< A condition does not hold; `detail` is the guard's word.
        Busy,          ///< The responder has a live order; `detail` is that case's code.
        BadValue,      ///< An argument cannot be; `detail` is a sentence that names it.
        Changed,       ///< Somebody was first; `detail` names who and when.
    };
    Why why = Why::NotNow;
    std::string detail;
};

/// One action as a button shows it: what may be done, or why not.
struct Offer {
    std::string action;
    std::string to;                  ///< Stage it leads to.
    std::optional<Refusal> refused;  ///< Of what the arguments cannot mend; else it may be taken.
    std::vector<Guard> needs;        ///< Arguments the command must bring.
};

/// What the rules look at: everything comes in, nothing is asked of a clock or a store.
struct Situation {
    const Rules& rules;
    const Picture& picture;
    Millis now{};
};

/// Whether the actor has one of these roles, is known to the store and not disabled.
std::optional<Refusal> refusalOfRole(const Situation& now, const Actor& actor,
                                     const std::vector<std::string>& roles);

/// One gate for all rights: whether a role may take an action, and whether a centre may touch a
/// case.
std::optional<Refusal> refusalOf(const Situation& now, const Actor& actor, const Case& record,
                                 const Step& step);

/// The actions of a case's stage in the order of the table, those refused with their reason.
std::vector<Offer> offersFor(const Situation& now, const Actor& actor, const Case& record);

/// What an action writes: case, orders, responders, supervisions, notes, and its journal entry,
/// each with the revision that was looked at. A pure function.
///
/// @param record The case as it stands; closed ones too.
/// @return The transaction, or why it cannot be.
std::variant<Transaction, Refusal> planAction(const Situation& now, const Actor& actor,
                                              const Case& record, const Command& command);

/// What taking in a case writes: it is in everyone's queue from its first line. Its code is the
/// local date and the next number of that day: "20261126-0001". Of the draft only what a caller can
/// say is taken; stage, level, centre and limits are the rules'. The contact is not in it.
std::variant<Transaction, Refusal> planIntake(const Situation& now, const Actor& actor,
                                              const Intake& intake);

/// Why a place cannot be a case's: it lies outside the box of the city's grids.
std::optional<Refusal> refusalOfPlace(const Picture& picture, LonLat place);

/// A refusal as one English sentence, for logs and verbs.
std::string refusalText(const Refusal& refusal);

/// What a performed command came to.
struct Performed {
    Receipt receipt;
    CaseId record;
    std::string code;
    Revision revision;  ///< Of the case, after it; none where it was not written or long done.
};

/// The only writer of cases: plans by the picture, commits, and says who was first where somebody
/// was. Cases that are not in the picture (closed ones) are read from the store.
///
/// @thread the store's.
class Desk {
  public:
    /// @param random Gives 32 random hex digits, for keys and salts.
    /// @param sha256 Hex SHA-256 of bytes.
    Desk(Store& store, std::function<std::string()> random,
         std::function<std::string(const std::string&)> sha256);

    /// A command whose key was performed before answers as the first time and does nothing.
    /// @error NotAllowed refused: `refusal()` has the reason. Others: the store's.
    /// `refusal()` is Changed where somebody was first, and says who and when.
    Result<Performed> perform(const Situation& now, const Actor& actor, const Command& command);
    /// The contact is a second transaction, since its case has no id before the first.
    Result<Performed> takeIn(const Situation& now, const Actor& actor, const Intake& intake);
    /// Completes a case while the caller talks: action "amend", and how to reach who reported it as
    /// `whole` has it. A contact that was changed is kept anew; the older record goes.
    Result<Performed> amend(const Situation& now, const Actor& actor, const Command& command,
                            const Intake& whole);
    /// How to reach who reported a case. That it was opened is journalled before it is read; nobody
    /// sees it otherwise.
    Result<std::vector<Contact>> openContacts(const Situation& now, const Actor& actor,
                                              const Case& record);
    /// Why the last call was refused.
    const std::optional<Refusal>& refusal() const { return m_refusal; }

  private:
    Result<Case> caseOf(const Picture& picture, const Command& command);
    Result<std::optional<Performed>> earlierOf(const Command& command, const Case& record);
    Result<Receipt> write(Transaction transaction);
    Result<void> keepContact(const Situation& now, const Actor& actor, const Performed& taken,
                             const Intake& intake, const std::string& key,
                             std::span<const Contact> older = {});
    Error refused(Refusal why);

    Store& m_store;
    std::function<std::string()> m_random;
    std::function<std::string(const std::string&)> m_sha256;
    std::optional<Refusal> m_refusal;
};

}  // namespace dispatch

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "dispatch/journal.h"
#include "dispatch/picture.h"
#include "dispatch/record.h"
#include "dispatch/result.h"

namespace dispatch {

/// Who writes. Until there are users: the operating system's user and the seat's name.
struct Author {
    std::string officer;
    std::string seat;
    friend bool operator==(const Author&, const Author&) = default;
};

/// One row to write. A new row has id 0 and `expected` 0; a changed one carries the revision its
/// author was looking at. A new case whose code ends in '#' gets the next number of what stands
/// before it: "20261126-#" becomes "20261126-0001", without a hole and never twice. `remove` takes
/// the row out of force; its history stays.
struct Write {
    Record record;
    Revision expected;
    bool remove = false;
};

/// Everything one action writes, all of it or nothing.
struct Transaction {
    /// Random, unique per action: a second commit with the same key writes nothing and returns the
    /// first receipt.
    std::string key;
    Author by;
    std::vector<Write> writes;
    std::string note;  ///< What was done, in the author's words; kept in the change log.
    /// What the journal says of it, in order. Where empty, the store writes one entry itself from
    /// the writes and the note: nothing is changed without one.
    std::vector<JournalEntry> entries{};
};

/// What a commit answered: it is on disk.
struct Receipt {
    ChangeSeq seq;
    Millis at{};                       ///< Store time of the commit.
    std::vector<std::int64_t> ids;     ///< Of each write, in order.
    std::vector<Revision> revisions;   ///< Of each write, in order.
    std::vector<std::string> codes{};  ///< Of each write, in order; empty where the kind has none.
};

/// Somebody was first; nothing was written.
struct Conflict {
    RecordRef record;
    std::string code;  ///< The record's code, for people.
    Revision found;    ///< The revision now in the store; 0 where the record is gone.
    Author by;         ///< Who changed it.
    Millis at{};       ///< When, store time.
};

using Commit = std::variant<Receipt, Conflict>;

/// What happened to position reports handed in: taken, or refused because their responder was not
/// on duty at their time, is unknown, or the position or time is impossible.
struct FixReceipt {
    std::size_t taken = 0;
    std::size_t refusedOffDuty = 0;
    std::size_t refusedUnknown = 0;
    std::size_t refusedImpossible = 0;
    FixSeq last;
};

/// Which rows a reader wants; every member narrows.
struct Query {
    Kind kind = Kind::Case;
    std::optional<GeoBox> box;        ///< Rows whose place, line or area touches it.
    std::optional<std::string> code;  ///< Exactly this code.
    std::optional<Seconds> since;     ///< Cases: reported at or after; fixes: measured at or after.
    std::optional<Seconds> until;     ///< Cases: reported before; fixes: measured before.
    std::optional<ResponderId> responder;  ///< Fixes, duties, orders.
    std::optional<CaseId> record;          ///< Notes, orders, supervisions, contacts.
    bool openOnly = false;                 ///< Cases.
    std::optional<std::size_t> limit;      ///< At most so many, newest first for cases and fixes.
    /// Cases whose code, title, text, place or result holds each of these words as they stand,
    /// letters alike in both cases; newest first.
    std::optional<std::string> text{};
    std::optional<std::string> stage{};     ///< Cases.
    std::optional<std::string> level{};     ///< Cases.
    std::optional<std::string> category{};  ///< Cases: the code or its first level.
    std::optional<std::string> grid{};      ///< Cases.
    std::optional<std::string> unit{};      ///< Cases: led by it.
    std::optional<Risk> risk{};             ///< Cases.
};

/// One page of the truth about a store, for `check` and for people.
struct StoreInfo {
    std::string uri;
    std::string id;   ///< Random, given when it was made.
    int schema = 0;   ///< Number of the last migration applied.
    std::string crs;  ///< "EPSG:4490"
    std::string cityName;
    std::vector<std::pair<Kind, std::int64_t>> counts;
};

/// How the store's clock stands against this seat's.
struct ClockReport {
    Millis storeTime{};
    std::chrono::milliseconds offset{};  ///< This seat's clock minus the newest heartbeat's.
    bool mayStamp = true;                ///< False above 30 s until an owner confirmed.
    std::string why;  ///< One sentence where `mayStamp` is false or offset is over 1 s.
};

/// A seat that beats, and who sits there.
struct SeatPresence {
    std::string seat;
    std::string officer;  ///< Author::officer of its last heartbeat.
    Millis heard{};       ///< Store time of it.
    friend bool operator==(const SeatPresence&, const SeatPresence&) = default;
};
/// Seats heard within so long are on line: three heartbeats.
inline constexpr std::chrono::seconds kSeatOnLine{15};

/// A fault that `verify` found: one line each.
struct Finding {
    std::string code;    ///< "damaged", "orphan", "schema", ...
    std::string detail;  ///< One sentence that names the record.
};

/// What a batch is for and whether it takes the place of what is there.
struct BatchPlan {
    Author by;
    std::string what;            ///< "import cases sf_311.csv"
    std::vector<Kind> replaces;  ///< Kinds whose rows go out of force when this becomes visible.
    bool exclusive = false;      ///< No other process can see the store yet: no slices, no pauses.
    bool pastFixes = false;      ///< Fixes are history: no latest position, exempt from retention.
};

/// Rows on their way in, not yet visible to anyone. Destroyed without publish() they are swept
/// away.
///
/// @thread the store thread, or the importer's own.
class Batch {
  public:
    virtual ~Batch() = default;
    virtual BatchId id() const = 0;
    /// Writes rows in slices that never hold the writer's lock longer than 50 ms.
    /// Rows with id 0 get one, written back into `rows`; other ids are kept as they are (roads).
    virtual Result<void> append(std::span<Record> rows) = 0;
    /// Makes all rows visible at once, in one short transaction.
    virtual Result<Receipt> publish() = 0;
};

/// The shared memory of the hall: one port, an adapter for each engine. Errors: Unavailable where
/// it cannot be reached, Corrupt where it is damaged, NotAllowed where the clock guard or file
/// rights refuse.
///
/// @thread all calls from the one thread that owns it; open a second Store for a second thread.
class Store {
  public:
    virtual ~Store() = default;

    virtual Result<StoreInfo> info() = 0;
    /// The random id the store was given when it was made, as in info(), but cheap: tells whether
    /// the numbers of its change log go on where another connection left off.
    virtual Result<std::string> identity() = 0;
    /// The whole live picture: open cases, responders, latest positions, areas.
    virtual Result<std::shared_ptr<const Picture>> load() = 0;
    /// What became visible since; `tooOld` where the log no longer reaches back, or not yet so far:
    /// a backup was put in the store's place.
    virtual Result<Delta> changesSince(ChangeSeq seq, FixSeq fixSeq) = 0;
    /// From where another Store object may follow what this one was following: before every change
    /// that may still become visible out of order. What was seen already may be told again.
    virtual std::pair<ChangeSeq, FixSeq> resumePoint() const = 0;
    /// Writes a transaction, all or nothing, on disk before it returns. The writes take effect in
    /// their order: an order that ends comes before the one that takes its place. A second live
    /// order for a responder is a Conflict that names the live one, under the responder's code.
    /// @error BadInput a row breaks a rule of the schema; detail names row and field.
    virtual Result<Commit> commit(const Transaction& transaction) = 0;
    /// What a transaction with this key was answered; nothing where none was committed.
    virtual Result<std::optional<Receipt>> receiptOf(const std::string& key) = 0;
    /// Takes position reports in one short write. Sources are made on first use.
    /// @param source Code of the source, e.g. "handset"; Fix::source is ignored.
    virtual Result<FixReceipt> addFixes(std::span<const Fix> fixes, const std::string& source) = 0;
    /// The hall as it was at a time: rebuilt from history; positions from tracks still kept.
    virtual Result<std::shared_ptr<const Picture>> pictureAt(Millis time) = 0;
    /// Streams rows; stops when `row` returns false. `row` may not ask this store.
    virtual Result<void> read(const Query& query, const std::function<bool(Record&&)>& row) = 0;
    virtual Result<std::int64_t> count(const Query& query) = 0;

    /// Streams the journal in the order of its chain; stops when `row` returns false. `row` may not
    /// ask this store.
    virtual Result<void> readJournal(const JournalQuery& query,
                                     const std::function<bool(JournalRow&&)>& row) = 0;
    /// The newest entry; seq 0 where there is none.
    virtual Result<JournalRow> journalHead() = 0;
    /// Takes or keeps a lease by store time, so that one of many does a work all could do.
    /// @param name   What for: "ticker".
    /// @param holder Who wants it, unique: the seat and the process.
    /// @return True where `holder` has it now, for `length` from now.
    virtual Result<bool> holdLease(const std::string& name, const std::string& holder,
                                   std::chrono::milliseconds length) = 0;

    virtual Result<std::unique_ptr<Batch>> beginBatch(const BatchPlan& plan) = 0;

    /// Says this seat is there and moves store time on; call every 5 s.
    virtual Result<ClockReport> heartbeat(const Author& by) = 0;
    /// Every seat that ever beat, by name: those that left too.
    virtual Result<std::vector<SeatPresence>> seats() = 0;
    virtual Result<ClockReport> clock() = 0;
    /// An owner accepts this machine's clock as right; journalled.
    virtual Result<ClockReport> confirmClock(const Author& by) = 0;

    /// Deletes tracks past retention, old change-log rows, and batches whose writer died; in
    /// slices.
    virtual Result<void> retain(std::stop_token stop) = 0;
    /// Damage, orphans, schema faults. Repairs nothing.
    virtual Result<std::vector<Finding>> verify() = 0;

    /// A descriptor that becomes readable when something may have changed; a hint only, poll too.
    /// @return -1 where there is none.
    virtual int hintDescriptor() const = 0;
    /// Empties the hint and says whether to look; cheap, also without a hint.
    virtual Result<bool> mayHaveChanged() = 0;
};

}  // namespace dispatch

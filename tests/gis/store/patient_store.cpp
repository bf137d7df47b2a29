// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gis/store/patient_store.h"

namespace contract {
namespace {

using namespace dispatch;

/// Prepares every call, and repeats those that fail on the way.
struct Caller {
    std::function<void()> before;

    template <class Call>
    auto operator()(Call call) -> decltype(call()) {
        for (int tries = 1;; ++tries) {
            if (before) before();
            auto done = call();
            if (done.has_value() || !isLinkFailure(done.error().code) || tries == 5) return done;
        }
    }
};

class PatientBatch final : public Batch {
  public:
    PatientBatch(std::unique_ptr<Batch> inside, const Caller& caller)
        : m_inside(std::move(inside)), m_patiently(caller) {}
    BatchId id() const override { return m_inside->id(); }
    Result<void> append(std::span<Record> rows) override {
        return m_patiently([&] { return m_inside->append(rows); });
    }
    Result<Receipt> publish() override {
        return m_patiently([&] { return m_inside->publish(); });
    }

  private:
    std::unique_ptr<Batch> m_inside;
    Caller m_patiently;
};

class PatientStore final : public Store {
  public:
    PatientStore(std::unique_ptr<Store> inside, std::function<void()> before)
        : m_inside(std::move(inside)), m_patiently{std::move(before)} {}

    Result<StoreInfo> info() override {
        return m_patiently([&] { return m_inside->info(); });
    }
    Result<std::string> identity() override {
        return m_patiently([&] { return m_inside->identity(); });
    }
    Result<std::shared_ptr<const Picture>> load() override {
        return m_patiently([&] { return m_inside->load(); });
    }
    Result<Delta> changesSince(ChangeSeq seq, FixSeq fixSeq) override {
        return m_patiently([&] { return m_inside->changesSince(seq, fixSeq); });
    }
    std::pair<ChangeSeq, FixSeq> resumePoint() const override { return m_inside->resumePoint(); }
    Result<Commit> commit(const Transaction& transaction) override {
        return m_patiently([&] { return m_inside->commit(transaction); });
    }
    Result<FixReceipt> addFixes(std::span<const Fix> fixes, const std::string& source) override {
        return m_patiently([&] { return m_inside->addFixes(fixes, source); });
    }
    Result<std::shared_ptr<const Picture>> pictureAt(Millis time) override {
        return m_patiently([&] { return m_inside->pictureAt(time); });
    }
    Result<void> read(const Query& query, const std::function<bool(Record&&)>& row) override {
        return m_patiently([&] { return m_inside->read(query, row); });
    }
    Result<std::int64_t> count(const Query& query) override {
        return m_patiently([&] { return m_inside->count(query); });
    }
    Result<void> readJournal(const JournalQuery& query,
                             const std::function<bool(JournalRow&&)>& row) override {
        return m_patiently([&] { return m_inside->readJournal(query, row); });
    }
    Result<JournalRow> journalHead() override {
        return m_patiently([&] { return m_inside->journalHead(); });
    }
    Result<bool> holdLease(const std::string& name, const std::string& holder,
                           std::chrono::milliseconds length) override {
        return m_patiently([&] { return m_inside->holdLease(name, holder, length); });
    }
    Result<std::unique_ptr<Batch>> beginBatch(const BatchPlan& plan) override {
        return m_patiently([&]() -> Result<std::unique_ptr<Batch>> {
            auto batch = m_inside->beginBatch(plan);
            if (!batch) return batch.error();
            return std::unique_ptr<Batch>(
                std::make_unique<PatientBatch>(std::move(*batch), m_patiently));
        });
    }
    Result<ClockReport> heartbeat(const Author& by) override {
        return m_patiently([&] { return m_inside->heartbeat(by); });
    }
    Result<ClockReport> clock() override {
        return m_patiently([&] { return m_inside->clock(); });
    }
    Result<ClockReport> confirmClock(const Author& by) override {
        return m_patiently([&] { return m_inside->confirmClock(by); });
    }
    Result<void> retain(std::stop_token stop) override {
        return m_patiently([&] { return m_inside->retain(stop); });
    }
    Result<std::vector<Finding>> verify() override {
        return m_patiently([&] { return m_inside->verify(); });
    }
    int hintDescriptor() const override { return m_inside->hintDescriptor(); }
    Result<bool> mayHaveChanged() override {
        return m_patiently([&] { return m_inside->mayHaveChanged(); });
    }

  private:
    std::unique_ptr<Store> m_inside;
    Caller m_patiently;
};

}  // namespace

std::unique_ptr<Store> makePatientStore(std::unique_ptr<Store> inside,
                                        std::function<void()> before) {
    return std::make_unique<PatientStore>(std::move(inside), std::move(before));
}

}  // namespace contract

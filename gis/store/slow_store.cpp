// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/slow_store.h"

#include <memory>
#include <thread>

namespace gis {
namespace {

using namespace dispatch;

/// Counts the calls of a store and of its batches together.
struct Line {
    Slowness slowness;
    int calls = 0;

    template <class Call>
    auto through(Call call, bool mayLose = false) -> decltype(call()) {
        std::this_thread::sleep_for(slowness.delay);
        ++calls;
        const bool fails = slowness.failEvery > 0 && calls % slowness.failEvery == 0;
        const Error broken{ErrorCode::Unavailable, "the line to the store broke"};
        if (!fails) return call();
        if (mayLose && slowness.loseAnswers && calls / slowness.failEvery % 2 == 0) (void)call();
        return broken;
    }
};

class SlowBatch final : public Batch {
  public:
    SlowBatch(std::unique_ptr<Batch> inside, std::shared_ptr<Line> line)
        : m_inside(std::move(inside)), m_line(std::move(line)) {}
    BatchId id() const override { return m_inside->id(); }
    Result<void> append(std::span<Record> rows) override {
        return m_line->through([&] { return m_inside->append(rows); });
    }
    Result<Receipt> publish() override {
        return m_line->through([&] { return m_inside->publish(); });
    }

  private:
    std::unique_ptr<Batch> m_inside;
    std::shared_ptr<Line> m_line;
};

class SlowStore final : public Store {
  public:
    SlowStore(std::unique_ptr<Store> inside, Slowness slowness)
        : m_inside(std::move(inside)), m_line(std::make_shared<Line>()) {
        m_line->slowness = slowness;
    }

    Result<StoreInfo> info() override {
        return m_line->through([&] { return m_inside->info(); });
    }
    Result<std::string> identity() override {
        return m_line->through([&] { return m_inside->identity(); });
    }
    Result<std::shared_ptr<const Picture>> load() override {
        return m_line->through([&] { return m_inside->load(); });
    }
    Result<Delta> changesSince(ChangeSeq seq, FixSeq fixSeq) override {
        return m_line->through([&] { return m_inside->changesSince(seq, fixSeq); });
    }
    std::pair<ChangeSeq, FixSeq> resumePoint() const override { return m_inside->resumePoint(); }
    Result<Commit> commit(const Transaction& transaction) override {
        return m_line->through([&] { return m_inside->commit(transaction); }, true);
    }
    Result<FixReceipt> addFixes(std::span<const Fix> fixes, const std::string& source) override {
        return m_line->through([&] { return m_inside->addFixes(fixes, source); });
    }
    Result<std::shared_ptr<const Picture>> pictureAt(Millis time) override {
        return m_line->through([&] { return m_inside->pictureAt(time); });
    }
    Result<void> read(const Query& query, const std::function<bool(Record&&)>& row) override {
        return m_line->through([&] { return m_inside->read(query, row); });
    }
    Result<std::int64_t> count(const Query& query) override {
        return m_line->through([&] { return m_inside->count(query); });
    }
    Result<void> readJournal(const JournalQuery& query,
                             const std::function<bool(JournalRow&&)>& row) override {
        return m_line->through([&] { return m_inside->readJournal(query, row); });
    }
    Result<JournalRow> journalHead() override {
        return m_line->through([&] { return m_inside->journalHead(); });
    }
    Result<bool> holdLease(const std::string& name, const std::string& holder,
                           std::chrono::milliseconds length) override {
        return m_line->through([&] { return m_inside->holdLease(name, holder, length); });
    }
    Result<std::unique_ptr<Batch>> beginBatch(const BatchPlan& plan) override {
        return m_line->through([&]() -> Result<std::unique_ptr<Batch>> {
            auto batch = m_inside->beginBatch(plan);
            if (!batch) return batch.error();
            return std::unique_ptr<Batch>(std::make_unique<SlowBatch>(std::move(*batch), m_line));
        });
    }
    Result<ClockReport> heartbeat(const Author& by) override {
        return m_line->through([&] { return m_inside->heartbeat(by); });
    }
    Result<ClockReport> clock() override {
        return m_line->through([&] { return m_inside->clock(); });
    }
    Result<ClockReport> confirmClock(const Author& by) override {
        return m_line->through([&] { return m_inside->confirmClock(by); });
    }
    Result<void> retain(std::stop_token stop) override {
        return m_line->through([&] { return m_inside->retain(stop); });
    }
    Result<std::vector<Finding>> verify() override {
        return m_line->through([&] { return m_inside->verify(); });
    }
    int hintDescriptor() const override { return m_inside->hintDescriptor(); }
    Result<bool> mayHaveChanged() override {
        return m_line->through([&] { return m_inside->mayHaveChanged(); });
    }

  private:
    std::unique_ptr<Store> m_inside;
    std::shared_ptr<Line> m_line;
};

}  // namespace

std::unique_ptr<Store> makeSlowStore(std::unique_ptr<Store> inside, Slowness slowness) {
    return std::make_unique<SlowStore>(std::move(inside), slowness);
}

}  // namespace gis

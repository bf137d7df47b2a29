// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>

#include "gis/store/picture_rows.h"
#include "gis/store/postgis_rows.h"
#include "gis/store/postgis_store.h"

namespace gis {
namespace {

using namespace dispatch;

/// What one answer of the reading functions holds, by part.
struct Feed {
    std::int64_t newest = 0;
    std::int64_t newestFixes = 0;
    Millis storeTime{};
    std::int64_t xmin = 0;
    std::int64_t bound = 0;
    bool tooOld = false;
    std::vector<std::int64_t> seqs;
    std::vector<std::int64_t> fixBatches;
    std::vector<RecordRef> changed;
    std::vector<Kind> reload;
    std::vector<std::pair<std::int64_t, std::int64_t>> gaps;
    std::vector<std::pair<std::int64_t, std::int64_t>> fixGaps;
    std::vector<Record> rows;
    std::vector<Quarantined> faults;
    std::vector<Fix> fixes;
    std::vector<FixSource> sources;
};

void takeState(Feed& feed, const PgAnswer& answer, int row, PgRow& fields) {
    feed.newest = answer.integer(row, 2);
    feed.newestFixes = answer.integer(row, 3);
    if (!fields.parse(answer.text(row, 4))) return;
    feed.storeTime = Millis{std::chrono::milliseconds(fields.integer(0))};
    feed.xmin = fields.integer(2);
    feed.bound = fields.integer(3);
}

void takeChange(Feed& feed, const PgAnswer& answer, int row) {
    feed.seqs.push_back(std::strtoll(std::string(answer.text(row, 4)).c_str(), nullptr, 10));
    Kind kind{};
    if (!kindFromName(answer.text(row, 1), kind)) return;
    const RecordRef ref{kind, answer.integer(row, 2)};
    const std::int64_t op = answer.integer(row, 3);
    if (kind == Kind::Fix && op != 2) return;
    if (op != 3)
        feed.changed.push_back(ref);
    else if (std::find(feed.reload.begin(), feed.reload.end(), kind) == feed.reload.end())
        feed.reload.push_back(kind);
}

void takeRow(Feed& feed, const PgAnswer& answer, int row) {
    Kind kind{};
    if (!kindFromName(answer.text(row, 1), kind)) return;
    DecodedRow decoded = decodeRow(kind, answer.text(row, 4));
    if (!decoded.fault)
        feed.rows.push_back(std::move(decoded.record));
    else if (isPictureKind(kind) && isShown(decoded.record))
        feed.faults.push_back(std::move(*decoded.fault));
}

void takeSource(Feed& feed, const PgAnswer& answer, int row, PgRow& fields) {
    if (!fields.parse(answer.text(row, 4))) return;
    FixSource source;
    source.index = static_cast<std::int32_t>(answer.integer(row, 2));
    source.reportSeconds =
        static_cast<int>(std::clamp<std::int64_t>(answer.integer(row, 3), 1, 86'400));
    source.code = fields.text(0);
    source.newest = Millis{std::chrono::milliseconds(fields.integer(1))};
    if (source.index == answer.integer(row, 2) && faultOf(source).empty())
        feed.sources.push_back(std::move(source));
}

Feed feedFrom(const PgAnswer& answer) {
    Feed feed;
    PgRow fields;
    for (int row = 0; row < answer.rows(); ++row) {
        const std::string_view part = answer.text(row, 0);
        if (part == "row") {
            takeRow(feed, answer, row);
        } else if (part == "fix") {
            if (!fields.parse(answer.text(row, 4))) continue;
            if (const auto fix = decodeFix(fields)) feed.fixes.push_back(*fix);
        } else if (part == "change") {
            takeChange(feed, answer, row);
        } else if (part == "fix_batch") {
            feed.fixBatches.push_back(answer.integer(row, 2));
        } else if (part == "gap") {
            feed.gaps.emplace_back(answer.integer(row, 2), answer.integer(row, 3));
        } else if (part == "fix_gap") {
            feed.fixGaps.emplace_back(answer.integer(row, 2), answer.integer(row, 3));
        } else if (part == "source") {
            takeSource(feed, answer, row, fields);
        } else if (part == "state") {
            takeState(feed, answer, row, fields);
        } else if (part == "old") {
            feed.tooOld = true;
            feed.newest = answer.integer(row, 2);
            feed.newestFixes = answer.integer(row, 3);
        }
    }
    return feed;
}

std::shared_ptr<Picture> pictureFrom(Feed& feed) {
    auto picture = std::make_shared<Picture>();
    picture->seq.value = feed.newest;
    picture->fixSeq.value = feed.newestFixes;
    picture->storeTime = feed.storeTime;
    for (const Kind kind : kPictureKinds) {
        Rows rows;
        for (Record& row : feed.rows)
            if (kindOf(row) == kind) rows.good.push_back(std::move(row));
        putRows(*picture, kind, std::move(rows));
    }
    picture->quarantined = std::move(feed.faults);
    sortQuarantine(*picture);
    std::erase_if(feed.fixes, [&](const Fix& fix) {
        const Responder* who = picture->responders.find(fix.responder);
        return !who || !who->onDuty;
    });
    picture->fixes = std::make_shared<const std::vector<Fix>>(std::move(feed.fixes));
    picture->sources = std::move(feed.sources);
    return picture;
}

void addAll(SequenceGaps& gaps, const std::vector<std::pair<std::int64_t, std::int64_t>>& ranges,
            std::int64_t bound) {
    for (const auto& [from, to] : ranges) gaps.add(from, to, bound);
}

}  // namespace

Result<std::shared_ptr<const Picture>> PostgisStore::load() {
    m_lastLook = std::chrono::steady_clock::now();
    m_notified = false;
    const auto answer = ask("SELECT * FROM gridhall.picture()", {});
    if (!answer) return answer.error();
    Feed feed = feedFrom(*answer);
    m_gaps.clear();
    m_fixGaps.clear();
    addAll(m_gaps, feed.gaps, feed.bound);
    addAll(m_fixGaps, feed.fixGaps, feed.bound);
    m_seq.value = feed.newest;
    m_fixSeq.value = feed.newestFixes;
    return std::shared_ptr<const Picture>(pictureFrom(feed));
}

Result<Delta> PostgisStore::changesSince(ChangeSeq seq, FixSeq fixSeq) {
    m_lastLook = std::chrono::steady_clock::now();
    m_notified = false;
    const bool known = seq == m_seq && fixSeq == m_fixSeq;
    const auto range = [&](const std::vector<std::int64_t>& numbers) {
        return known ? PgValue(pgArray(numbers)) : PgValue(std::nullopt);
    };
    const auto answer = ask("SELECT * FROM gridhall.feed($1, $2, $3, $4, $5, $6)",
                            {seq.value, range(m_gaps.firsts()), range(m_gaps.lasts()), fixSeq.value,
                             range(m_fixGaps.firsts()), range(m_fixGaps.lasts())});
    if (!answer) return answer.error();
    Feed feed = feedFrom(*answer);
    Delta delta;
    delta.seq.value = feed.newest;
    delta.fixSeq.value = feed.newestFixes;
    delta.storeTime = feed.storeTime;
    delta.tooOld = feed.tooOld;
    if (feed.tooOld) return delta;
    if (!known) {
        m_gaps.clear();
        m_fixGaps.clear();
        addAll(m_gaps, feed.gaps, feed.bound);
        addAll(m_fixGaps, feed.fixGaps, feed.bound);
    }
    m_gaps.see(seq.value, feed.newest, feed.seqs, feed.xmin, feed.bound);
    m_fixGaps.see(fixSeq.value, feed.newestFixes, feed.fixBatches, feed.xmin, feed.bound);
    m_seq = delta.seq;
    m_fixSeq = delta.fixSeq;

    delta.reload = std::move(feed.reload);
    std::vector<RecordRef> there;
    for (const Record& row : feed.rows) there.push_back({kindOf(row), idOf(row)});
    for (const Quarantined& fault : feed.faults) there.push_back(fault.record);
    std::sort(there.begin(), there.end());
    std::sort(feed.changed.begin(), feed.changed.end());
    feed.changed.erase(std::unique(feed.changed.begin(), feed.changed.end()), feed.changed.end());
    for (const RecordRef& ref : feed.changed) {
        const bool reloads =
            std::find(delta.reload.begin(), delta.reload.end(), ref.kind) != delta.reload.end();
        if (!reloads && !std::binary_search(there.begin(), there.end(), ref))
            delta.removed.push_back(ref);
    }
    delta.upserts = std::move(feed.rows);
    delta.quarantined = std::move(feed.faults);
    delta.fixes = std::move(feed.fixes);
    delta.sources = std::move(feed.sources);
    return delta;
}

Result<std::shared_ptr<const Picture>> PostgisStore::pictureAt(Millis time) {
    const auto answer = ask("SELECT * FROM gridhall.picture_at($1)",
                            {static_cast<std::int64_t>(time.time_since_epoch().count())});
    if (!answer) return answer.error();
    Feed feed = feedFrom(*answer);
    feed.storeTime = time;
    const auto picture = pictureFrom(feed);
    for (FixSource& source : picture->sources) {
        source.newest = {};
        for (const Fix& fix : *picture->fixes)
            if (fix.source == source.index) source.newest = std::max(source.newest, fix.time);
    }
    return std::shared_ptr<const Picture>(picture);
}

std::pair<ChangeSeq, FixSeq> PostgisStore::resumePoint() const {
    const auto before = [](const SequenceGaps& gaps, std::int64_t newest) {
        for (const std::int64_t first : gaps.firsts()) newest = std::min(newest, first - 1);
        return newest;
    };
    return {{before(m_gaps, m_seq.value)}, {before(m_fixGaps, m_fixSeq.value)}};
}

}  // namespace gis

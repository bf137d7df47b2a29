// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/store/store_copy.h"

#include <algorithm>
#include <chrono>

#include "gis/store/postgis_image.h"
#include "gis/store/postgis_setup.h"
#include "gis/store/sqlite_image.h"

namespace gis {

using namespace dispatch;

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kRowsAPortion = 5000;
constexpr auto kTogether = 2s;

Result<std::unique_ptr<StoreImage>> openImage(const std::string& uri, const OpenOptions& options) {
    if (isPostgresUri(uri)) return openPostgisImage(uri, options);
    const auto path = storePath(uri);
    if (!path) return path.error();
    return openSqliteImage(*path, options);
}

Result<std::unique_ptr<ImageTarget>> beginImage(const std::string& uri,
                                                const CreateOptions& options) {
    if (isPostgresUri(uri)) return beginPostgisImage(uri, options);
    const auto path = storePath(uri);
    if (!path) return path.error();
    return beginSqliteImage(*path, options);
}

class Copy {
  public:
    Copy(StoreImage& from, ImageTarget& to, const CopyOptions& options, std::stop_token stop)
        : m_from(from), m_to(to), m_options(options), m_stop(std::move(stop)) {}

    Result<CopyReport> run() {
        const auto began = std::chrono::steady_clock::now();
        for (const auto step : {&Copy::lookAtSource, &Copy::takeUp, &Copy::writeAll, &Copy::settle,
                                &Copy::compareAll, &Copy::finish})
            if (auto done = (this->*step)(); !done) return done.error();
        m_report.leftOut = m_mark.leftOut;
        m_report.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        return std::move(m_report);
    }
    const ImageState& source() const { return m_state; }

  private:
    Result<void> lookAtSource() {
        auto state = m_from.state();
        if (!state) return state.error();
        m_state = std::move(*state);
        m_report.id = m_state.id;
        m_fingerprint = "change " + std::to_string(m_state.newestChange) + " trimmed " +
                        std::to_string(m_state.trimmedTo) + " fix " +
                        std::to_string(m_state.newestFix) + " rows";
        for (const ImageTable& table : imageTables()) {
            const auto rows = m_from.count(table);
            if (!rows) return rows.error();
            m_counts.push_back(*rows);
            m_fingerprint += ' ' + std::to_string(*rows);
        }
        return {};
    }

    /// Goes on with what an earlier copy left, or begins anew.
    Result<void> takeUp() {
        auto mark = m_to.mark();
        if (!mark) return mark.error();
        m_mark = std::move(*mark);
        if (!m_mark.source.empty() && m_mark.source != m_state.id)
            return Error{ErrorCode::NotAllowed, "a half-made copy of another store (" +
                                                    m_mark.source +
                                                    ") is in the way; remove it first"};
        m_report.resumed = !m_mark.source.empty() && m_mark.fingerprint == m_fingerprint;
        if (m_report.resumed) return {};
        if (!m_mark.source.empty())
            m_report.note = m_mark.fingerprint.empty()
                                ? "the earlier copy differed from the store; it is begun anew"
                                : "the store was written to since the earlier copy was cut off; it"
                                  " is begun anew";
        m_mark = {};
        return m_to.restart(m_state, m_fingerprint);
    }

    Result<void> writeAll() {
        for (std::size_t i = 0; i < imageTables().size(); ++i)
            if (auto done = writeTable(imageTables()[i], m_counts[i]); !done) return done;
        return {};
    }

    Result<void> writeTable(const ImageTable& table, std::int64_t of) {
        std::int64_t position = m_mark.positions[table.name];
        while (position < of) {
            if (m_stop.stop_requested()) return cancelled();
            const std::size_t known = m_mark.leftOut.size();
            auto done = m_to.begin();
            if (done) done = writeSome(table, position, of);
            if (done) done = m_to.commit(table, position);
            if (!done) {
                m_to.rollback();
                m_mark.leftOut.resize(known);
                return done;
            }
        }
        return {};
    }

    /// What is written together: few enough rows to be written again after a kill, enough for pages
    /// not to be written over and over.
    Result<void> writeSome(const ImageTable& table, std::int64_t& position, std::int64_t of) {
        const auto until = std::chrono::steady_clock::now() + kTogether;
        while (position < of) {
            const auto rows = m_from.scan(table, position, kRowsAPortion);
            if (!rows) return rows.error();
            if (rows->empty())
                return Error{ErrorCode::Corrupt, table.name + " has fewer rows than it counted"};
            if (auto done = put(table, *rows, position); !done) return done;
            position += static_cast<std::int64_t>(rows->size());
            tell("copying", table, position, of);
            if (m_stop.stop_requested() || std::chrono::steady_clock::now() > until) break;
        }
        return {};
    }

    /// Writes rows; those that cannot be held are found by halves.
    Result<void> put(const ImageTable& table, std::span<const ImageRow> rows,
                     std::int64_t position) {
        auto done = m_to.write(table, rows);
        if (done || done.error().code != ErrorCode::BadInput) return done;
        if (rows.size() > 1) {
            const std::size_t half = rows.size() / 2;
            done = put(table, rows.first(half), position);
            if (!done) return done;
            return put(table, rows.subspan(half), position + static_cast<std::int64_t>(half));
        }
        LeftOut left{table.name, position, table.rowName(rows.front()), done.error().detail};
        if (!m_options.leaveOut)
            return Error{ErrorCode::BadInput,
                         left.row + " cannot be copied: " + left.why +
                             "; with --leave-out the rest is copied and this row listed"};
        if (auto noted = m_to.leaveOut(left); !noted) return noted;
        m_mark.leftOut.push_back(std::move(left));
        return {};
    }

    Result<void> settle() { return m_to.settle(); }

    Result<void> compareAll() {
        for (std::size_t i = 0; i < imageTables().size(); ++i) {
            if (auto done = compare(imageTables()[i], m_counts[i]); !done) return done;
            if (!m_report.difference.empty()) return {};
        }
        const auto made = m_to.state();
        if (!made) return made.error();
        if (made->id != m_state.id || made->crs != m_state.crs ||
            made->trimmedTo != m_state.trimmedTo)
            m_report.difference = "the store's own row differs";
        return {};
    }

    Result<void> compare(const ImageTable& table, std::int64_t of) {
        std::vector<std::int64_t> left;
        for (const LeftOut& row : m_mark.leftOut)
            if (row.table == table.name) left.push_back(row.position);
        std::sort(left.begin(), left.end());
        ImageHash source, target;
        std::int64_t position = 0;
        std::int64_t there = 0;
        tell("comparing", table, 0, of);
        for (;;) {
            if (m_stop.stop_requested()) return cancelled();
            auto wanted = m_from.scan(table, position, kRowsAPortion);
            if (!wanted) return wanted.error();
            const bool last = wanted->size() < kRowsAPortion;
            dropLeftOut(*wanted, position, left);
            position += static_cast<std::int64_t>(kRowsAPortion);
            // One more at the end, to see what is too many.
            const auto found = m_to.scan(table, there, wanted->size() + (last ? 1 : 0));
            if (!found) return found.error();
            there += static_cast<std::int64_t>(found->size());
            if (!(m_report.difference = differenceOf(table, *wanted, *found)).empty()) return {};
            for (const ImageRow& row : *wanted) source.add(row);
            for (const ImageRow& row : *found) target.add(row);
            tell("comparing", table, std::min(position, of), of);
            if (last) break;
        }
        if (source != target)
            m_report.difference = table.name + ": the rows are alike, their sums are not";
        m_report.tables.push_back({table.name, target.rows(), target.text()});
        return {};
    }

    static void dropLeftOut(std::vector<ImageRow>& rows, std::int64_t position,
                            const std::vector<std::int64_t>& left) {
        for (auto it = left.rbegin(); it != left.rend(); ++it)
            if (*it >= position && *it < position + static_cast<std::int64_t>(rows.size()))
                rows.erase(rows.begin() + (*it - position));
    }

    static std::string differenceOf(const ImageTable& table, const std::vector<ImageRow>& wanted,
                                    const std::vector<ImageRow>& found) {
        for (std::size_t i = 0; i < std::max(wanted.size(), found.size()); ++i) {
            if (i >= found.size()) return table.rowName(wanted[i]) + " is missing in the copy";
            if (i >= wanted.size()) return table.rowName(found[i]) + " is in the copy only";
            if (wanted[i] == found[i]) continue;
            const int order = compareKeys(table, wanted[i], found[i]);
            if (order < 0) return table.rowName(wanted[i]) + " is missing in the copy";
            if (order > 0) return table.rowName(found[i]) + " is in the copy only";
            for (std::size_t column = 0; column < wanted[i].size(); ++column)
                if (!(wanted[i][column] == found[i][column]))
                    return table.rowName(wanted[i]) + " differs in " + table.columns[column].name;
        }
        return {};
    }

    Result<void> finish() {
        if (!m_report.difference.empty()) return m_to.spoil();
        if (m_stop.stop_requested()) return cancelled();
        return m_to.finish(m_state);
    }

    void tell(const char* phase, const ImageTable& table, std::int64_t done, std::int64_t of) {
        if (m_options.progress) m_options.progress({phase, table.name, done, of});
    }
    static Error cancelled() {
        return {ErrorCode::Cancelled, "stopped; the same command goes on where it was"};
    }

    StoreImage& m_from;
    ImageTarget& m_to;
    const CopyOptions& m_options;
    std::stop_token m_stop;
    ImageState m_state;
    std::string m_fingerprint;
    std::vector<std::int64_t> m_counts;
    CopyMark m_mark;
    CopyReport m_report;
};

}  // namespace

Result<CopyReport> copyStore(const std::string& from, const std::string& to,
                             const CopyOptions& options, std::stop_token stop) {
    auto source = openImage(from, options.open);
    if (!source) return source.error();
    CreateOptions create;
    create.group = options.group;
    create.open = options.open;
    auto target = beginImage(to, create);
    if (!target) return target.error();
    Copy copy(**source, **target, options, std::move(stop));
    auto report = copy.run();
    if (!report) return report;
    // What came in after the snapshot is not in the copy: worth a word.
    source->reset();
    if (auto again = openImage(from, options.open)) {
        const auto now = (*again)->state();
        report->movedOn = now && (now->newestChange != copy.source().newestChange ||
                                  now->newestFix != copy.source().newestFix ||
                                  now->newestEntry != copy.source().newestEntry);
    }
    return report;
}

}  // namespace gis

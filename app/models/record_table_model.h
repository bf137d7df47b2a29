// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "dispatch/picture.h"

Q_DECLARE_METATYPE(dispatch::RecordRef)

namespace app {

/// Roles beside Qt's own.
enum RecordRole {
    SortRole = Qt::UserRole + 1,  ///< A value that compares as the column should sort.
    RefRole,                      ///< dispatch::RecordRef of the row.
};

/// Rows of one table of the picture, in order of id. All index arithmetic is here; a model that
/// derives from it only names its columns.
///
/// @thread GUI. Row pointers stay good until the next apply().
template <class Row>
class RecordTableModel : public QAbstractTableModel {
  public:
    struct Column {
        const char* name;                                    ///< Stable; kept in settings.
        std::function<QString()> title;                      ///< In the language of the window.
        std::function<QVariant(const Row&, int role)> cell;  ///< Display, Sort, Alignment, ToolTip.
        bool followsPositions = false;                       ///< Changes with every batch of fixes.
    };

    RecordTableModel(dispatch::Kind kind, dispatch::Table<Row> dispatch::Picture::*table,
                     QObject* parent = nullptr)
        : QAbstractTableModel(parent),
          m_kind(kind),
          m_table(table),
          m_picture(std::make_shared<const dispatch::Picture>()) {}

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }
    QVariant data(const QModelIndex& index, int role) const override {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
        const Row& row = *m_rows[static_cast<std::size_t>(index.row())];
        if (role == RefRole) return QVariant::fromValue(dispatch::RecordRef{m_kind, row.id.value});
        return m_columns[static_cast<std::size_t>(index.column())].cell(row, role);
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 ||
            section >= columnCount())
            return {};
        return m_columns[static_cast<std::size_t>(section)].title();
    }

    const Row* rowAt(int row) const {
        return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)] : nullptr;
    }
    /// @return -1 where the record is not in the table.
    int rowOf(dispatch::RecordRef ref) const {
        if (ref.kind != m_kind) return -1;
        const auto found =
            std::lower_bound(m_rows.begin(), m_rows.end(), ref.id,
                             [](const Row* row, std::int64_t id) { return row->id.value < id; });
        return found != m_rows.end() && (*found)->id.value == ref.id
                   ? static_cast<int>(found - m_rows.begin())
                   : -1;
    }
    const dispatch::Picture& picture() const { return *m_picture; }

    /// Takes the next picture and tells the views what differs.
    void apply(std::shared_ptr<const dispatch::Picture> picture, const dispatch::Changes& changes) {
        // The old picture lives until the end: views may ask for rows while some are going.
        const auto old = std::exchange(m_picture, std::move(picture));
        std::vector<const Row*> next = rowsOf(*m_picture);
        if (!changes.touches(m_kind) && next.size() == m_rows.size()) {
            m_rows = std::move(next);
            return tellPositions(changes);
        }
        if (!m_rows.empty() && differences(next) <= kMostSingleSteps) {
            step(next);
            tellChanged(changes);
            tellPositions(changes);
        } else {
            beginResetModel();
            m_rows = std::move(next);
            endResetModel();
        }
    }

  protected:
    void setColumns(std::vector<Column> columns) { m_columns = std::move(columns); }
    void tellColumn(int column) {
        if (!m_rows.empty()) Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column));
    }

  private:
    static constexpr std::size_t kMostSingleSteps = 64;

    std::vector<const Row*> rowsOf(const dispatch::Picture& picture) const {
        std::vector<const Row*> rows;
        rows.reserve((picture.*m_table).size());
        (picture.*m_table).forEach([&](const Row& row) { rows.push_back(&row); });
        return rows;
    }
    std::size_t differences(const std::vector<const Row*>& next) const {
        std::size_t count = 0, i = 0, j = 0;
        while (i < m_rows.size() || j < next.size()) {
            if (j == next.size() || (i < m_rows.size() && m_rows[i]->id < next[j]->id))
                ++count, ++i;
            else if (i == m_rows.size() || next[j]->id < m_rows[i]->id)
                ++count, ++j;
            else
                ++i, ++j;
        }
        return count;
    }
    void step(const std::vector<const Row*>& next) {
        std::size_t i = 0;
        for (std::size_t j = 0; i < m_rows.size() || j < next.size();) {
            const int row = static_cast<int>(i);
            const auto at = static_cast<std::ptrdiff_t>(i);
            if (j == next.size() || (i < m_rows.size() && m_rows[i]->id < next[j]->id)) {
                beginRemoveRows({}, row, row);
                m_rows.erase(m_rows.begin() + at);
                endRemoveRows();
            } else if (i == m_rows.size() || next[j]->id < m_rows[i]->id) {
                beginInsertRows({}, row, row);
                m_rows.insert(m_rows.begin() + at, next[j]);
                endInsertRows();
                ++i, ++j;
            } else {
                m_rows[i] = next[j];
                ++i, ++j;
            }
        }
    }
    void tellChanged(const dispatch::Changes& changes) {
        const int last = columnCount() - 1;
        if (m_rows.empty() || last < 0) return;
        if (changes.reloaded.test(static_cast<std::size_t>(m_kind))) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, last));
            return;
        }
        for (const dispatch::RecordRef& ref : changes.records)
            if (const int row = rowOf(ref); row >= 0)
                Q_EMIT dataChanged(index(row, 0), index(row, last));
    }
    void tellPositions(const dispatch::Changes& changes) {
        if (!changes.touches(dispatch::Kind::Fix)) return;
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            if (m_columns[i].followsPositions) tellColumn(static_cast<int>(i));
    }

    dispatch::Kind m_kind;
    dispatch::Table<Row> dispatch::Picture::*m_table;
    std::vector<Column> m_columns;
    std::shared_ptr<const dispatch::Picture> m_picture;
    std::vector<const Row*> m_rows;
};

}  // namespace app

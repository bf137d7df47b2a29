// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "gis/store/open_store.h"
#include "gis/store/sqlite.h"
#include "gis/store/store_image.h"

namespace gis {

/// Reads the image of a store file through one connection.
class SqliteImageReader {
  public:
    explicit SqliteImageReader(Connection& connection) : m_connection(connection) {}
    dispatch::Result<ImageState> state();
    dispatch::Result<std::int64_t> count(const ImageTable& table);
    dispatch::Result<std::vector<ImageRow>> scan(const ImageTable& table, std::int64_t position,
                                                 std::size_t limit);
    /// Ends a scan under way.
    void close() { m_open.reset(), m_table.clear(); }

  private:
    Connection& m_connection;
    std::optional<Statement> m_open;
    std::string m_table;
    std::int64_t m_position = 0;
};

/// Opens a store file for reading only, under one read transaction.
/// @error Unavailable there is none, or it is of another schema. Corrupt it is no store.
dispatch::Result<std::unique_ptr<StoreImage>> openSqliteImage(const std::string& path,
                                                              const OpenOptions& options);

/// A store file in the making under PATH.copying, gone on with where there is one.
/// @error NotAllowed a file of that name exists, or another process is copying there.
dispatch::Result<std::unique_ptr<ImageTarget>> beginSqliteImage(const std::string& path,
                                                                const CreateOptions& options);

}  // namespace gis

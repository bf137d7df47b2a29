// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "gis/store/open_store.h"
#include "gis/store/pg.h"
#include "gis/store/store_image.h"

namespace gis {

/// Reads the image of a store on a server through one connection, inside a transaction.
class PostgisImageReader {
  public:
    explicit PostgisImageReader(PgLink& link) : m_link(link) {}
    dispatch::Result<ImageState> state();
    dispatch::Result<std::int64_t> count(const ImageTable& table);
    dispatch::Result<std::vector<ImageRow>> scan(const ImageTable& table, std::int64_t position,
                                                 std::size_t limit);

  private:
    PgLink& m_link;
    std::string m_table;  ///< Of the cursor that is open.
    std::int64_t m_position = 0;
};

/// Prepares a connection for reading and writing whole stores: names, numbers, patience.
dispatch::Result<void> prepareForImages(PgLink& link);

/// Reads a store as any role that may read all of it, under one snapshot.
/// @error Unavailable there is none, or it is of another schema or not ready.
/// @error NotAllowed  the role may not read all of it.
dispatch::Result<std::unique_ptr<StoreImage>> openPostgisImage(const std::string& uri,
                                                               const OpenOptions& options);

/// A store in the making in a database, gone on with where there is one. The role owns it.
/// @error NotAllowed there is a store, or another process is making one.
dispatch::Result<std::unique_ptr<ImageTarget>> beginPostgisImage(const std::string& uri,
                                                                 const CreateOptions& options);

}  // namespace gis

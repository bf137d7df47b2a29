// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "dispatch/picture.h"
#include "dispatch/result.h"

namespace gis {

/// From what a file calls a case to our code list.
class CategoryMap {
  public:
    struct Found {
        std::string code;
        dispatch::Risk risk = dispatch::Risk::Low;
        bool known = true;  ///< False: the code is that of "other".
    };

    /// @param file CSV of foreign,code, with or without that header; may be empty.
    /// @error NotFound, BadInput the file cannot be read, or names a code the store does not have.
    static dispatch::Result<CategoryMap> make(const dispatch::Picture& picture,
                                              const std::string& file);

    /// By the file, by our own code, by our own names; else "other".
    const Found& find(std::string_view foreign) const;

  private:
    std::unordered_map<std::string, Found> m_found;  ///< Key in lower case.
    Found m_other;
};

}  // namespace gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/exchange/category_map.h"

#include "gis/exchange/row_source.h"
#include "gis/exchange/text_check.h"

namespace gis {

using dispatch::Category;
using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

bool isOther(const Category& category) {
    const std::string english = lowered(category.nameEn);
    return category.code == "other" || english.starts_with("other") ||
           category.nameZh.starts_with("其他") || category.nameZh.starts_with("其它");
}

}  // namespace

Result<CategoryMap> CategoryMap::make(const dispatch::Picture& picture, const std::string& file) {
    CategoryMap map;
    map.m_other = {"other", dispatch::Risk::Low, false};
    bool firstLevel = false;
    picture.categories.forEach([&](const Category& category) {
        const Found found{category.code, category.risk, true};
        map.m_found.emplace(lowered(category.code), found);
        if (!category.nameZh.empty()) map.m_found.emplace(lowered(category.nameZh), found);
        if (!category.nameEn.empty()) map.m_found.emplace(lowered(category.nameEn), found);
        // Of several the one at the first level, which stands for anything at all.
        if (isOther(category) && !firstLevel) {
            map.m_other = {category.code, category.risk, false};
            firstLevel = category.parent.empty();
        }
    });
    if (file.empty()) return map;
    SourceOptions options;
    options.file = file;
    auto source = openRows(options);
    if (!source) return source.error();
    const auto& columns = (*source)->facts().columns;
    if (columns.size() < 2 || lowered(columns[0]) != "foreign" || lowered(columns[1]) != "code")
        return Error{ErrorCode::BadInput, file + ": the header must be foreign,code"};
    RawRow row;
    for (;;) {
        auto more = (*source)->next(row);
        if (!more) return more.error();
        if (!*more) return map;
        if (!row.fault.empty())
            return Error{ErrorCode::BadInput, file + ", " + row.where() + ": " + row.fault};
        const std::string code(trimmed(row.values[1]));
        const auto known = map.m_found.find(lowered(code));
        if (known == map.m_found.end() || known->second.code != code)
            return Error{ErrorCode::BadInput, file + ", " + row.where() +
                                                  ": the store has no category " + shownText(code)};
        map.m_found[lowered(trimmed(row.values[0]))] = known->second;
    }
}

const CategoryMap::Found& CategoryMap::find(std::string_view foreign) const {
    const auto found = m_found.find(lowered(foreign));
    return found == m_found.end() ? m_other : found->second;
}

}  // namespace gis

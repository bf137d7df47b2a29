// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "gis/demo_city/plane.h"

namespace gis::demo {

inline constexpr const char* kCityZh = "临澜市";
inline constexpr const char* kCityCode = "9903";

/// Invents place and person names; the same seed gives the same ones. No name is of a real person.
class Names {
  public:
    explicit Names(std::uint64_t seed) : m_random(seed) {}

    /// A place name of two characters, "柳溪"; never the same twice.
    std::string place();
    /// A name with an ending, unique among all of them: "柳溪路".
    std::string with(const std::string& ending);
    /// Family and given name, "贺知夏"; may repeat as names do.
    std::string person();
    /// Remembers a name given elsewhere.
    void take(const std::string& name) { m_taken.insert(name); }

  private:
    std::string pair();
    Random m_random;
    std::set<std::string> m_taken;
};

/// "一" to "九十九".
std::string numberZh(int number);

}  // namespace gis::demo

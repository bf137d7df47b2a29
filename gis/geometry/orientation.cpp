// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/geometry/orientation.h"

#include <array>
#include <cstddef>

namespace gis::detail {

using dispatch::LonLat;

namespace {

/// A sum of doubles that never overlap, smallest first: an exact number.
class Expansion {
  public:
    void add(double value) {
        double carry = value;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < m_size; ++i) {
            const double sum = carry + m_parts[i];
            const double back = sum - carry;
            const double rest = (carry - (sum - back)) + (m_parts[i] - back);
            carry = sum;
            if (rest != 0) m_parts[kept++] = rest;
        }
        if (carry != 0) m_parts[kept++] = carry;
        m_size = kept;
    }
    void addProduct(double a, double b) {
        const double high = a * b;
        add(std::fma(a, b, -high));
        add(high);
    }
    int sign() const {
        const double top = m_size == 0 ? 0 : m_parts[m_size - 1];
        return top > 0 ? 1 : top < 0 ? -1 : 0;
    }

  private:
    std::array<double, 16> m_parts{};
    std::size_t m_size = 0;
};

}  // namespace

int exactOrientation(LonLat a, LonLat b, LonLat p) {
    Expansion turn;
    turn.addProduct(a.lon, b.lat);
    turn.addProduct(-a.lat, b.lon);
    turn.addProduct(b.lon, p.lat);
    turn.addProduct(-b.lat, p.lon);
    turn.addProduct(p.lon, a.lat);
    turn.addProduct(-p.lat, a.lon);
    return turn.sign();
}

}  // namespace gis::detail
